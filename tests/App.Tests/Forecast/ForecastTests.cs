using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Caseward.App.Forecast;
using Caseward.App.Lifecycle;
using Caseward.Domain.Cases;
using Caseward.Testing;
using NodaTime;

namespace Caseward.App.Tests.Forecast;

/// <summary>
/// What falls due today and this week, on Monday 12 August 2024 from 10:30 in Amsterdam. The workshop is open until 17:00 and allows
/// four open hours until somebody owns a case.
/// </summary>
public sealed class ForecastTests
{
    [Fact]
    [Undisturbed("storage", "A look that could not be taken away when a turn was over is counted until it is due.")]
    public async Task What_nobody_owns_is_due_today_and_what_is_owned_and_answered_is_due_later()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);
        await OpenAsync(host);
        Assert.Equal([new ForecastLine("werkplaats", 4, Today: 2, Week: 2)], await LinesAsync(host));

        await PostAsync(host, "anna", $"api/cases/{number}/claim");
        await PostAsync(host, "anna", $"api/cases/{number}/comments", new { text = "We look into it." });

        // Its solution is due in November. What a command could not take away is left to a turn.
        await host.UntilAsync(async () => (await LinesAsync(host)).Sum(line => line.Week) < 2);
        Assert.Equal([new ForecastLine("werkplaats", 4, Today: 1, Week: 1)], await LinesAsync(host));
    }

    [Fact]
    public async Task A_late_answer_does_not_hide_what_is_due_after_it()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        await OpenAsync(host, priority: 1);

        // Nobody took it, answered it, or took it from tier 2; eight open hours until it is solved end on Tuesday at 10:00.
        await host.Runtime.AdvanceAsync(TimeSpan.FromHours(6));

        Assert.Equal([new ForecastLine("werkplaats-tier-2", 1, Today: 0, Week: 1)], await LinesAsync(host));
    }

    [Fact]
    [Undisturbed("storage", "What a command could not write is left to a turn, and here none comes.")]
    public async Task A_row_that_stays_for_a_command_is_not_old_after_it()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);
        await host.Runtime.Client.SuspendInstanceAsync(LifecycleSignals.InstanceOf(number));
        await PostAsync(host, "anna", $"api/cases/{number}/claim");

        // The look of the claim serves this command as well; no turn comes in between.
        await PostAsync(host, "anna", $"api/cases/{number}/escalate", new { queue = "werkplaats-tier-2", reason = "Needs the factory" });

        Assert.Equal("werkplaats-tier-2", Assert.Single(await LinesAsync(host)).Queue);
    }

    [Fact]
    [Undisturbed("storage", "Whoever got no answer asks again, which costs once more.")]
    public async Task The_forecast_costs_one_query_a_shard_and_loads_no_case()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        await OpenAsync(host);
        ConcurrentBag<string> passed = Passed(host);

        await LinesAsync(host);

        Assert.Equal([("tables/DueIndex/query/before", 16)], passed.CountBy(name => name).Select(each => (each.Key, each.Value)));
    }

    /// <summary>Each puts its guard and its look before it commits, and takes away afterwards, at once, what is not needed any more.</summary>
    [Fact]
    [Undisturbed("chaos", "It counts what an undisturbed case costs.")]
    public async Task An_opening_and_a_claim_tell_the_index_two_things_each()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        ConcurrentBag<string> passed = Passed(host);

        CaseNumber number = await OpenAsync(host);
        await PostAsync(host, "anna", $"api/cases/{number}/claim");
        await host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(3));

        Assert.Equal((0, 3, 1), (Count(passed, "get"), Count(passed, "transaction"), Count(passed, "delete")));
    }

    [Fact]
    [Undisturbed("chaos", "It counts what undisturbed commands cost.")]
    public async Task A_note_leaves_the_look_alone_and_an_answer_plans_another()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);
        await host.Runtime.Client.SuspendInstanceAsync(LifecycleSignals.InstanceOf(number));
        await PostAsync(host, "anna", $"api/cases/{number}/claim");
        ConcurrentBag<string> passed = Passed(host);

        await PostAsync(host, "anna", $"api/cases/{number}/notes", new { text = "Looks like the charger." });
        Assert.Equal((1, 0, 1), (Count(passed, "upsert"), Count(passed, "transaction"), Count(passed, "delete")));

        passed.Clear();
        await PostAsync(host, "anna", $"api/cases/{number}/comments", new { text = "We look into it." });
        Assert.Equal((0, 1, 0), (Count(passed, "upsert"), Count(passed, "transaction"), Count(passed, "delete")));
    }

    [Fact]
    public async Task Customers_and_integrations_are_not_told()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await host.As("jan@example.com").GetAsync("api/forecast")).StatusCode);
    }

    [Theory]
    [InlineData("2024-08-12T10:30", "2024-08-13T00:00", "2024-08-19T00:00", "a Monday")]
    [InlineData("2024-08-18T23:59:59", "2024-08-19T00:00", "2024-08-19T00:00", "a Sunday ends with its week")]
    [InlineData("2024-08-19T00:00", "2024-08-20T00:00", "2024-08-26T00:00", "midnight begins the next week")]
    [InlineData("2024-10-26T12:00", "2024-10-27T00:00", "2024-10-28T00:00", "a week whose Sunday has 25 hours")]
    public void Today_and_the_week_end_at_midnight_on_the_wall(string now, string today, string week, string why)
    {
        var horizon = ForecastHorizon.Of(CaseScenario.Local(now), TestPolicies.Default, "werkplaats");

        Assert.True(horizon == new ForecastHorizon(CaseScenario.Local(today), CaseScenario.Local(week)), why);
    }

    [Fact]
    public void What_is_due_at_midnight_sharp_belongs_to_the_day_that_ends_and_what_is_late_is_not_coming()
    {
        Instant now = CaseScenario.Local("2024-08-12T10:30");
        Upcoming[] cases =
        [
            Due("2024-08-13T00:00"), Due("2024-08-13T00:00:01"), Due("2024-08-19T00:00"), Due("2024-08-19T00:00:01"), Due("2024-08-12T10:29:59"), Due(null),
            Due("2024-08-12T10:30") with { Priority = 1 }, Due("2024-08-12T12:00") with { Queue = "a", Department = "gone" },
        ];

        Assert.Equal(
            [new ForecastLine("a", 4, 1, 1), new ForecastLine("werkplaats", 1, 1, 1), new ForecastLine("werkplaats", 4, 1, 3)],
            WorkForecast.Of(cases, TestPolicies.Default, now).Lines);
    }

    private static Upcoming Due(string? local) => new("werkplaats", 4, "werkplaats", local is null ? null : CaseScenario.Local(local));

    private static ConcurrentBag<string> Passed(CasewardHost host)
    {
        var passed = new ConcurrentBag<string>();
        host.Runtime.Database.Checkpoints.OnPass = name =>
        {
            if (name.StartsWith("tables/", StringComparison.Ordinal) && name.EndsWith("/before", StringComparison.Ordinal))
            {
                passed.Add(name);
            }
        };
        return passed;
    }

    private static int Count(ConcurrentBag<string> passed, string verb) => passed.Count(name => name == $"tables/DueIndex/{verb}/before");

    private static async Task<ForecastLine[]> LinesAsync(CasewardHost host) =>
        (await host.As("anna").GetFromJsonAsync<JsonElement>("api/forecast")).GetProperty("lines").Deserialize<ForecastLine[]>(JsonSerializerOptions.Web)!;

    private static async Task<CaseNumber> OpenAsync(CasewardHost host, int priority = 4)
    {
        JsonElement opened = await PostAsync(host, "anna", "api/phone/cases", Forms.Case().With("priority", priority));
        await host.Runtime.WhenIdleAsync();
        return CaseNumber.Parse(opened.GetProperty("number").GetString()!);
    }

    private static async Task<JsonElement> PostAsync(CasewardHost host, string who, string path, object? body = null)
    {
        using HttpResponseMessage response = await host.As(who).PostAsJsonAsync(path, body ?? new { });
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }
}
