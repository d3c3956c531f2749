using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Caseward.App.Cases;
using Caseward.App.Simulation;
using Caseward.App.Storage;
using Caseward.App.Tests.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Simulation;
using Caseward.Testing;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Caseward.App.Tests.Simulation;

/// <summary>What another policy would have done, over HTTP.</summary>
public sealed class SimulationTests : IAsyncLifetime
{
    private CasewardHost _host = null!;

    private HttpClient Manager => _host.As("willem");

    public async ValueTask InitializeAsync()
    {
        _host = await CasewardHost.StartAsync();
        for (int number = 1; number <= 3; number++)
        {
            Answered opened = await _host.As("anna").PostAsync("/api/phone/cases", Forms.Case().With("priority", number), ("Idempotency-Key", $"open-{number}"));
            Assert.Equal(HttpStatusCode.Created, opened.Status);
        }

        await _host.Runtime.AdvanceAsync(TimeSpan.FromDays(2));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Under_their_own_policy_the_cases_become_what_they_became()
    {
        Answered ended = await SimulateAsync([]);

        Assert.Equal(("done", 3, 0, 0), (ended.Text("state"), Number(ended, "result/cases"), Number(ended, "result/unfit"), Number(ended, "result/differing")));
        Assert.NotEmpty(ended["result/breaches"].AsArray());
        Assert.All(ended["result/breaches"].AsArray(), pair => Assert.Equal(pair!["now"]!.GetValue<int>(), pair["draft"]!.GetValue<int>()));
        Assert.All(ended["result/notices"].AsArray(), pair => Assert.Equal(pair!["now"]!.GetValue<int>(), pair["draft"]!.GetValue<int>()));
        Assert.NotEmpty(ended["result/load"].AsArray());
    }

    [Fact]
    public async Task A_draft_is_shown_beside_what_happened_with_the_cases_that_differ()
    {
        await SaveAsync("patient", document =>
        {
            foreach (JsonNode? row in document["promises"]!.AsArray())
            {
                row!["ownership"] = new JsonObject { ["openTime"] = "PT800H" };
            }
        });

        Answered ended = await SimulateAsync(new JsonObject { ["version"] = "patient", ["months"] = 1, ["department"] = "werkplaats" });

        Assert.Equal(("done", "patient", 3), (ended.Text("state"), ended.Text("version"), Number(ended, "result/differing")));
        JsonObject[] unowned = [.. ended["result/breaches"].AsArray().Select(pair => pair!.AsObject()).Where(pair => pair["clock"]!.GetValue<string>() == "ownership")];
        Assert.NotEmpty(unowned);
        Assert.All(unowned, pair => Assert.Equal(0, pair["draft"]!.GetValue<int>()));
        Assert.Contains("ownership 1", ended["result/differences"].AsArray().SelectMany(each => each!["before"]!.AsArray()).Select(item => item!["what"]!.GetValue<string>()));
        Assert.Equal("default-1", (await Manager.ReadAsync("/api/policy")).Text("version"));
    }

    [Fact]
    public async Task A_case_that_cannot_be_told_again_is_counted_and_named_and_the_others_are_told()
    {
        CaseNumber broken = (await _host.Services.GetRequiredService<CaseViews>().ReadOpenAsync(null, 1, CancellationToken.None)).Rows[0].Number;
        TableClient streams = _host.Services.GetRequiredService<TableServiceClient>().GetTableClient("Cases");
        TableEntity first = (await streams.GetEntityAsync<TableEntity>(broken.Value, "e00000001")).Value;
        LongText.Set(first, "Json", "{}");
        await streams.UpdateEntityAsync(first, first.ETag, TableUpdateMode.Replace);

        Answered ended = await SimulateAsync([]);

        Assert.Equal(("done", 2, 1), (ended.Text("state"), Number(ended, "result/cases"), Number(ended, "result/unfit")));
        Assert.Equal(("case", broken.Value), (ended.Text("result/gaps/0/kind"), ended.Text("result/gaps/0/id")));
    }

    [Fact]
    public async Task Cases_of_another_department_are_left_out() =>
        Assert.Equal(0, Number(await SimulateAsync(new JsonObject { ["department"] = "billing" }), "result/cases"));

    [Fact]
    [Undisturbed("storage", "A request whose answer from storage got lost is told that it is a repeat of itself.")]
    [Undisturbed("answers", "A request whose answer from storage got lost is told that it is a repeat of itself.")]
    public async Task A_repeat_under_the_same_key_finds_the_one_that_was_started()
    {
        Answered first = await Manager.PostAsync("/api/policy/simulations", new JsonObject(), ("Idempotency-Key", "monday"));
        Answered again = await Manager.PostAsync("/api/policy/simulations", new JsonObject(), ("Idempotency-Key", "monday"));
        Answered other = await Manager.PostAsync("/api/policy/simulations", new JsonObject { ["months"] = 2 }, ("Idempotency-Key", "monday"));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted, first.Text("id")), (first.Status, again.Status, again.Text("id")));
        Assert.Equal((null, "true"), (first.Headers.GetValueOrDefault("Idempotency-Replayed"), again.Headers.GetValueOrDefault("Idempotency-Replayed")));
        Assert.Equal("idempotency.key-reused", other.Code);
    }

    [Fact]
    [Undisturbed("storage", "A request whose answer from storage got lost is told that it is a repeat of itself.")]
    [Undisturbed("answers", "A request whose answer from storage got lost is told that it is a repeat of itself.")]
    public async Task Of_many_requests_at_once_under_one_key_one_starts_it_and_all_are_told_which()
    {
        Answered[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Manager.PostAsync("/api/policy/simulations", new JsonObject(), ("Idempotency-Key", "all-at-once"))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.Single(answers.Select(answer => answer.Text("id")).Distinct());
        Assert.Single(answers, answer => answer.Headers.GetValueOrDefault("Idempotency-Replayed") is null);
    }

    [Fact]
    [Undisturbed("signals", "A cancellation is one event; when it is lost the simulation goes on, and whoever sees that cancels again.")]
    [Undisturbed("storage", "A request whose answer from storage got lost is told that it is a repeat of itself.")]
    [Undisturbed("answers", "A request whose answer from storage got lost is told that it is a repeat of itself.")]
    public async Task A_cancellation_that_is_sent_again_is_answered_the_same_also_when_it_has_ended_by_then()
    {
        var head = new SimulationHead { Id = "late", From = Instant.FromUtc(2024, 8, 1, 0, 0), Until = Instant.FromUtc(2024, 8, 14, 0, 0), By = "willem", At = Instant.FromUtc(2024, 8, 14, 0, 0) };
        await _host.Services.GetRequiredService<SimulationStore>().AddAsync(head, CancellationToken.None);
        await _host.Runtime.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(PolicySimulation), new SimulationInput("late"), new StartOrchestrationOptions("simulation-late", CasewardHost.Start.AddDays(3)));

        Answered first = await Manager.PostAsync("/api/policy/simulations/late/cancel", ("Idempotency-Key", "stop"));
        await _host.Runtime.AdvanceAsync(TimeSpan.FromDays(2));
        Answered again = await Manager.PostAsync("/api/policy/simulations/late/cancel", ("Idempotency-Key", "stop"));
        Answered other = await Manager.PostAsync("/api/policy/simulations/late/cancel", ("Idempotency-Key", "stop-too"));
        Answered otherAgain = await Manager.PostAsync("/api/policy/simulations/late/cancel", ("Idempotency-Key", "stop-too"));

        Assert.Equal((HttpStatusCode.Accepted, null), (first.Status, first.Headers.GetValueOrDefault("Idempotency-Replayed")));
        Assert.Equal((HttpStatusCode.Accepted, "true", "cancelled"), (again.Status, again.Headers.GetValueOrDefault("Idempotency-Replayed"), again.Text("state")));
        Assert.Equal(("policy.simulation-over", "policy.simulation-over"), (other.Code, otherAgain.Code));
    }

    [Fact]
    public async Task One_that_has_ended_cannot_be_cancelled_and_one_that_never_was_is_not_found()
    {
        Answered ended = await SimulateAsync([]);

        Answered cancelled = await Manager.PostAsync($"/api/policy/simulations/{ended.Text("id")}/cancel");

        Assert.Equal((HttpStatusCode.Conflict, "policy.simulation-over"), (cancelled.Status, cancelled.Code));
        Assert.Equal("policy.simulation-unknown", (await Manager.ReadAsync("/api/policy/simulations/none")).Code);
        Assert.Equal("policy.simulation-unknown", (await Manager.PostAsync("/api/policy/simulations/..%2Fhead/cancel")).Code);
    }

    [Fact]
    [Undisturbed("signals", "A cancellation is one event; when it is lost the simulation goes on, and whoever sees that cancels again.")]
    public async Task One_that_is_cancelled_says_so_and_counts_what_was_counted_by_then()
    {
        // Planned for later, so that the cancellation is there before the first part.
        var head = new SimulationHead { Id = "early", From = Instant.FromUtc(2024, 8, 1, 0, 0), Until = Instant.FromUtc(2024, 8, 14, 0, 0), By = "willem", At = Instant.FromUtc(2024, 8, 14, 0, 0) };
        await _host.Services.GetRequiredService<SimulationStore>().AddAsync(head, CancellationToken.None);
        await _host.Runtime.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(PolicySimulation), new SimulationInput("early"), new StartOrchestrationOptions("simulation-early", CasewardHost.Start.AddDays(3)));

        Answered cancelled = await Manager.PostAsync("/api/policy/simulations/early/cancel");
        await _host.Runtime.AdvanceAsync(TimeSpan.FromDays(2));
        Answered ended = await Manager.ReadAsync("/api/policy/simulations/early");

        Assert.Equal((HttpStatusCode.Accepted, "running"), (cancelled.Status, cancelled.Text("state")));
        Assert.Equal(("cancelled", 0), (ended.Text("state"), Number(ended, "result/cases")));
    }

    [Fact]
    public async Task A_part_that_is_counted_is_not_counted_again()
    {
        Answered ended = await SimulateAsync([]);
        var store = _host.Services.GetRequiredService<SimulationStore>();
        SimulationSummary counted = (await store.FindResultAsync(ended.Text("id"), CancellationToken.None))!;
        SimulationHead head = (await store.FindAsync(ended.Text("id"), CancellationToken.None))!;
        await store.PutAsync(head with { Id = "again", EndedAt = null }, CancellationToken.None);
        foreach (string slice in SimulationSlices.Of(head))
        {
            await store.PutPartAsync("again", slice, counted, CancellationToken.None);
        }

        await _host.Runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(PolicySimulation), new SimulationInput("again"), new StartOrchestrationOptions("simulation-again"));
        await _host.Runtime.WhenIdleAsync();

        Assert.Equal(3 * SimulationSlices.Of(head).Count(), (await store.FindResultAsync("again", CancellationToken.None))!.Cases);
        Assert.Empty(await store.PartsAsync("again", CancellationToken.None));
    }

    [Fact]
    public async Task Only_whoever_answers_for_the_policy_simulates()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await _host.As("anna").PostAsync("/api/policy/simulations", new JsonObject())).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await _host.As("sanne").PostAsync("/api/policy/simulations", new JsonObject())).Status);
    }

    [Fact]
    public async Task A_request_that_means_nothing_is_refused()
    {
        Answered wrong = await Manager.PostAsync("/api/policy/simulations", new JsonObject { ["months"] = 25, ["department"] = "nowhere", ["since"] = "ever" });

        Assert.Equal(["/department department.unknown", "/months field.out-of-range", "/since field.unknown-member"], wrong.Errors.Order(StringComparer.Ordinal));
        Assert.Equal("policy.version-unknown", (await Manager.PostAsync("/api/policy/simulations", new JsonObject { ["version"] = "nothing" })).Code);
    }

    [Fact]
    public async Task A_blackout_that_makes_promises_impossible_is_activated_only_by_whoever_knows_how_many()
    {
        await _host.As("anna").PostAsync("/api/phone/cases", Forms.Case(), ("Idempotency-Key", "planned"));
        await _host.Runtime.WhenIdleAsync();
        await SaveAsync("closed", document => document["blackouts"]!.AsArray().Add(
            new JsonObject { ["id"] = "flood", ["from"] = "2024-08-15", ["to"] = "2024-09-08", ["affects"] = new JsonArray("responseClock", "leadTime") }));

        Answered impact = await Manager.PostAsync("/api/policy/versions/closed/impact");
        int promises = Number(impact, "promises");
        Answered refused = await ActivateAsync(null);
        Answered wrong = await ActivateAsync(promises + 1);
        Answered done = await ActivateAsync(promises);

        Assert.InRange(promises, 1, 10);
        Assert.Equal(promises, impact["items"].AsArray().Count);
        Assert.Contains(impact["items"].AsArray(), item => item!["clock"]!.GetValue<string>() == "firstResponse" && item["possible"]!["local"]!.GetValue<string>() == "2024-09-13T17:00:00+02:00");
        Assert.Equal((HttpStatusCode.Conflict, "policy.breaks-promises", promises), (refused.Status, refused.Code, Number(refused, "impact")));
        Assert.Equal("policy.breaks-promises", wrong.Code);
        Assert.Equal((HttpStatusCode.OK, "inForce"), (done.Status, done.Text("state")));
        Assert.Equal(0, Number(await Manager.PostAsync("/api/policy/versions/closed/impact"), "promises"));

        Task<Answered> ActivateAsync(int? accept) =>
            Manager.PostAsync("/api/policy/versions/closed/activation", new JsonObject { ["reason"] = "The cellar", ["acceptImpact"] = accept });
    }

    private async Task<Answered> SimulateAsync(JsonObject asked)
    {
        Answered started = await Manager.PostAsync("/api/policy/simulations", asked);
        Assert.Equal((HttpStatusCode.Accepted, "running"), (started.Status, started.Text("state")));
        await _host.Runtime.WhenIdleAsync();
        return await Manager.ReadAsync(started.Headers["Location"]);
    }

    private async Task SaveAsync(string version, Action<JsonObject> change)
    {
        JsonObject document = PolicyDocuments.Version(version);
        change(document);
        Answered saved = await Manager.PostAsync("/api/policy/versions", new JsonObject { ["document"] = document, ["reason"] = "To see what it does" });
        Assert.Equal(HttpStatusCode.Created, saved.Status);
    }

    private static int Number(Answered answer, string path) => answer[path].GetValue<int>();
}
