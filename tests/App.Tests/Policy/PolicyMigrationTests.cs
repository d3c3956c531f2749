using System.Net;
using System.Text.Json.Nodes;
using Azure;
using Caseward.App.Cases;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Caseward.App.Tests.Policy;

/// <summary>Moving open cases to the version that comes into force (rule K10).</summary>
public sealed class PolicyMigrationTests : IAsyncLifetime
{
    private CasewardHost _host = null!;

    private HttpClient Manager => _host.As("willem");

    public async ValueTask InitializeAsync() => _host = await CasewardHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Before_it_is_activated_it_is_told_how_many_cases_it_would_move()
    {
        await OpenAsync(3);
        await SaveAsync("week-34");

        Answered preview = await _host.As("anna").ReadAsync("/api/policy/versions/week-34/activation-preview");

        Assert.Equal((3, 3), (preview["open"].GetValue<int>(), preview["affected"].GetValue<int>()));
        Assert.Equal(("default-1", 3), (preview.Text("versions/0/version"), preview["versions/0/cases"].GetValue<int>()));
    }

    [Fact]
    [Undisturbed("storage", "The count leaves out what a run of the page had moved that failed after it, as its documentation says.")]
    public async Task Open_cases_are_moved_once_and_solved_ones_are_not()
    {
        string[] numbers = await OpenAsync(3);
        await Manager.PostAsync($"/api/cases/{numbers[0]}/claim");
        await Manager.PostAsync($"/api/cases/{numbers[0]}/resolve", new JsonObject { ["solution"] = "New battery" });
        await SaveAsync("week-34");
        await ActivateAsync("week-34");

        await PassAsync(minutes: 3);

        Answered progress = await MigrationAsync("week-34");
        Assert.Equal(("finished", 2), (progress.Text("state"), progress["moved"].GetValue<int>()));
        Assert.Equal(["default-1", "week-34", "week-34"], await Task.WhenAll(numbers.Select(VersionOfAsync)));
        int[] moves = await Task.WhenAll(numbers.Select(MovesOfAsync));
        Assert.Equal([0, 1, 1], moves);
        Assert.Equal(0, (await Manager.ReadAsync("/api/policy/versions/week-34/activation-preview"))["affected"].GetValue<int>());
    }

    [Fact]
    [Undisturbed("storage", "The count leaves out what a run of the page had moved that failed after it, as its documentation says.")]
    public async Task More_cases_than_a_page_holds_are_all_moved()
    {
        string[] numbers = await OpenAsync(105);
        await SaveAsync("week-34");
        await ActivateAsync("week-34");

        await PassAsync(minutes: 2);

        Assert.Equal(105, (await MigrationAsync("week-34"))["moved"].GetValue<int>());
        Assert.All(await Task.WhenAll(numbers.Select(VersionOfAsync)), version => Assert.Equal("week-34", version));
    }

    [Fact]
    public async Task A_scheduled_activation_moves_them_when_its_instant_comes()
    {
        string[] numbers = await OpenAsync(1);
        await SaveAsync("week-34");
        await ActivateAsync("week-34", from: "2024-08-12T09:00:00Z");

        await PassAsync(minutes: 20);
        string before = await VersionOfAsync(numbers[0]);
        await PassAsync(minutes: 15);

        Assert.Equal(("default-1", "week-34"), (before, await VersionOfAsync(numbers[0])));
    }

    [Fact]
    public async Task It_can_be_stopped_and_goes_on_when_it_is_resumed()
    {
        string[] numbers = await OpenAsync(1);
        await SaveAsync("week-34");
        await ActivateAsync("week-34");

        Answered stopped = await Manager.SendAsync(HttpMethod.Delete, "/api/policy/versions/week-34/migration", null);
        await PassAsync(minutes: 3);
        string before = await VersionOfAsync(numbers[0]);
        await Manager.PostAsync("/api/policy/versions/week-34/migration");
        await PassAsync(minutes: 3);

        Assert.Equal(("willem", "default-1"), (stopped.Text("stoppedBy/id"), before));
        Assert.Equal(("week-34", "finished"), (await VersionOfAsync(numbers[0]), (await MigrationAsync("week-34")).Text("state")));
    }

    [Theory]
    [InlineData("tables/Cases/transaction/before")]
    [InlineData("tables/Cases/transaction/after")]
    [InlineData("tables/Policies/upsert/before")]
    public async Task After_trouble_on_the_way_each_case_is_moved_exactly_once(string checkpoint)
    {
        string[] numbers = await OpenAsync(3);
        await SaveAsync("week-34");
        await ActivateAsync("week-34");
        await _host.Runtime.WhenIdleAsync();
        int failures = 0;
        _host.Runtime.Database.Checkpoints.OnPass = name =>
        {
            if (name == checkpoint && Interlocked.Increment(ref failures) <= 2)
            {
                throw new RequestFailedException(503, "Busy");
            }
        };

        await PassAsync(minutes: 5);

        Assert.True(failures > 1);
        Assert.Equal("finished", (await MigrationAsync("week-34")).Text("state"));
        int[] moves = await Task.WhenAll(numbers.Select(MovesOfAsync));
        Assert.Equal([1, 1, 1], moves);
    }

    [Fact]
    [Undisturbed("storage", "The count leaves out what a run of the page had moved that failed after it, as its documentation says.")]
    public async Task A_case_whose_decisions_cannot_be_worked_out_is_counted_and_named_and_the_others_are_moved()
    {
        string[] numbers = await OpenAsync(2);
        CaseNumber strange = await OpenStrangeAsync();
        JsonObject document = PolicyDocuments.Version("week-34");
        JsonObject agreed = document["ladders"]!.AsArray().Select(ladder => ladder!.AsObject()).Single(ladder => (string?)ladder["clock"] == "agreed");
        agreed["rungs"]!.AsArray().Add(new JsonObject { ["name"] = "far", ["at"] = new JsonObject { ["afterDue"] = "PT87840H" }, ["notify"] = new JsonArray("owner") });
        Answered saved = await Manager.PostAsync("/api/policy/versions", new JsonObject { ["document"] = document, ["reason"] = "Weekly" });
        await ActivateAsync("week-34");

        await PassAsync(minutes: 3);

        Answered progress = await MigrationAsync("week-34");
        Assert.Equal(HttpStatusCode.Created, saved.Status);
        Assert.Equal(("finished", 2, 1), (progress.Text("state"), progress["moved"].GetValue<int>(), progress["unfit"].GetValue<int>()));
        Assert.Equal(strange.Value, progress.Text("unfitCases/0"));
        Assert.Equal(["week-34", "week-34"], await Task.WhenAll(numbers.Select(VersionOfAsync)));
    }

    [Fact]
    public async Task A_version_that_keeps_open_cases_has_no_migration()
    {
        Answered answer = await MigrationAsync("default-1");

        Assert.Equal((HttpStatusCode.NotFound, "policy.no-migration"), (answer.Status, answer.Code));
    }

    /// <summary>A case as no request can open it: with a date so far ahead that calendars hardly reckon with it.</summary>
    private async Task<CaseNumber> OpenStrangeAsync()
    {
        OpenCase command = A.Case() with { AgreedAt = Instant.FromUtc(2995, 6, 1, 8, 0) };
        OpenAnswer opened = await _host.Services.GetRequiredService<CaseDesk>().OpenAsync(
            command, TestPolicies.Default, A.Agent("anna"), "strange", new RequestKey("strange"), _host.Runtime.Client, CancellationToken.None);
        return opened.Case.Number;
    }

    private async Task<string[]> OpenAsync(int cases)
    {
        var numbers = new string[cases];
        for (int index = 0; index < cases; index++)
        {
            numbers[index] = (await _host.As("anna").PostAsync("/api/phone/cases", Forms.Case())).Text("number");
        }

        return numbers;
    }

    private async Task SaveAsync(string version) => await Manager.PostAsync(
        "/api/policy/versions", new JsonObject { ["document"] = PolicyDocuments.Version(version), ["reason"] = "Weekly" });

    private async Task ActivateAsync(string version, string? from = null) => await Manager.PostAsync(
        $"/api/policy/versions/{version}/activation",
        new JsonObject { ["reason"] = "Weekly", ["runningCases"] = "migrate", ["from"] = from });

    /// <summary>Minute by minute: what is tried again is tried after an instant that is still to come.</summary>
    private async Task PassAsync(int minutes)
    {
        for (int minute = 0; minute < minutes; minute++)
        {
            await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(1));
        }
    }

    private Task<Answered> MigrationAsync(string version) => _host.As("anna").ReadAsync($"/api/policy/versions/{version}/migration");

    private async Task<string> VersionOfAsync(string number) => (await Manager.ReadAsync($"/api/cases/{number}")).Text("policyVersion");

    private async Task<int> MovesOfAsync(string number) =>
        (await Manager.ReadAsync($"/api/cases/{number}/timeline?take=200"))["items"].AsArray().Count(entry => (string?)entry!["what"]!["fact"] == "policyMigrated");
}
