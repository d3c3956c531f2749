using System.Net;
using System.Text.Json.Nodes;
using Caseward.Testing;

namespace Caseward.App.Tests.Explanations;

/// <summary>
/// Why, when, and what next, on the whole running app. The clock starts on Monday 12 August 2024 at 10:30 in Amsterdam; the workshop allows four
/// working hours until somebody owns a case of priority 4.
/// </summary>
public sealed class ExplanationTests
{
    [Fact]
    public async Task Each_clock_is_explained_in_both_times_and_ends_where_the_case_says_that_it_is_due()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        string path = await OpenAsync(host);

        Answered read = await host.As("anna").ReadAsync(path);
        Answered clocks = await host.As("anna").ReadAsync($"{path}/clocks");

        Assert.Equal(["ownership", "firstResponse", "resolution", "tier1"], clocks["clocks"].AsArray().Select(clock => $"{clock!["name"]}").OrderBy(Order));
        foreach (JsonNode? clock in clocks["clocks"].AsArray().Where(clock => clock!["due"] is not null))
        {
            JsonNode shown = read["clocks"].AsArray().Single(candidate => $"{candidate!["name"]}" == $"{clock!["name"]}")!;
            Assert.Equal(shown["due"]!.ToJsonString(), clock!["due"]!.ToJsonString());
            Assert.Equal(clock["allowedMinutes"]!.GetValue<double>(), clock["segments"]!.AsArray().Sum(segment => segment!["countedMinutes"]!.GetValue<double>()));
        }

        JsonNode resolution = clocks["clocks"].AsArray().Single(clock => $"{clock!["name"]}" == "resolution")!;
        Assert.Equal("2024-11-04T17:00:00+01:00", $"{resolution["due"]!["local"]}");
        Assert.Contains(resolution["segments"]!.AsArray(), segment => $"{segment!["reason"]} {segment["detail"]} {segment["from"]!["local"]}" == "blackout summer-2024 2024-08-19T00:00:00+02:00");
        Assert.Equal(45, resolution["workingDays"]!.AsArray()[^1]!["number"]!.GetValue<int>());
        Assert.Equal("tier-2", $"{clocks["clocks"].AsArray().Single(clock => $"{clock!["name"]}" == "ownership")!["coming"]![0]!["rung"]}");

        static int Order(string name) => Array.IndexOf(["ownership", "firstResponse", "resolution", "tier1"], name);
    }

    [Fact]
    public async Task Customers_read_what_they_were_promised_and_nothing_about_people_and_queues()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        string path = await OpenAsync(host);

        Answered theirs = await host.As("jan@example.com").ReadAsync($"{path}/clocks");

        Assert.Equal(["firstResponse", "resolution"], theirs["clocks"].AsArray().Select(clock => $"{clock!["name"]}"));
        Assert.All(theirs["clocks"].AsArray(), clock => Assert.Null(clock!["coming"] ?? clock["carriedOut"] ?? clock["calendar"] ?? clock["author"]));
        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.NotFound],
            new[]
            {
                (await host.As("stranger@example.com").ReadAsync($"{path}/clocks")).Status,
                (await host.As("jan@example.com").ReadAsync($"{path}/forecast")).Status,
                (await host.As("stranger@example.com").ReadAsync($"{path}?asOf=2024-08-12T08:30:00Z")).Status,
            });
    }

    [Fact]
    public async Task A_case_is_told_as_of_any_instant_that_has_come()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        string path = await OpenAsync(host);
        await host.Runtime.AdvanceAsync(TimeSpan.FromHours(5));
        await host.As("kees").PostAsync($"{path}/claim");
        HttpClient anna = host.As("anna");

        Answered before = await anna.ReadAsync($"{path}?asOf=2024-08-12T14:00:00%2B02:00");
        Answered after = await anna.ReadAsync($"{path}?asOf=2024-08-12T12:31:00Z");
        Answered now = await anna.ReadAsync(path);
        Answered clocks = await anna.ReadAsync($"{path}/clocks?asOf=2024-08-12T12:00:00Z");

        Assert.Equal(("werkplaats", "2024-08-12T14:00:00+02:00", null), (before.Text("queue"), before.Text("asOf/local"), before.ETag));
        Assert.Equal(("werkplaats-tier-2", null), (after.Text("queue"), after.Json!["owner"]));
        Assert.Equal(("kees", null), (now.Text("owner"), now.Json!["asOf"]));
        Assert.Equal((210d, 30d), (Ownership(clocks)["elapsedMinutes"]!.GetValue<double>(), Ownership(clocks)["marginMinutes"]!.GetValue<double>()));
        foreach (string wrong in new[] { "2024-08-12T08:29:59Z", "2025-01-01T00:00:00Z", "yesterday" })
        {
            Assert.Equal(["?asOf field.out-of-range"], (await anna.ReadAsync($"{path}?asOf={wrong}")).Errors);
            Assert.Equal(["?asOf field.out-of-range"], (await anna.ReadAsync($"{path}/clocks?asOf={wrong}")).Errors);
        }
    }

    [Fact]
    public async Task What_is_foretold_is_what_happens_when_nobody_acts()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        string path = await OpenAsync(host);
        HttpClient anna = host.As("anna");
        Answered week = await anna.ReadAsync($"{path}/forecast");
        Answered forecast = await anna.ReadAsync($"{path}/forecast?until=2024-08-22T12:00:00Z");

        await host.Runtime.AdvanceAsync(new DateTimeOffset(2024, 8, 22, 12, 0, 0, TimeSpan.Zero) - CasewardHost.Start);
        Answered timeline = await anna.ReadAsync($"{path}/timeline?take=200");

        Assert.Equal("2024-08-19T17:00:00+02:00", week.Text("until/local"));
        JsonNode[] happened = [.. timeline["items"].AsArray().Select(entry => entry!)];
        Assert.Equal(
            happened.Where(entry => IsOf(entry, "clockBreached") || IsOf(entry, "rungCarriedOut")).Select(entry => $"{entry["occurredAt"]!["utc"]} {entry["what"]!["clock"]} {entry["what"]!["generation"]} {entry["what"]!["rung"]}"),
            forecast["steps"].AsArray().Where(step => $"{step!["kind"]}" is "breach" or "rung").Select(step => $"{step!["at"]!["utc"]} {step["clock"]} {step["generation"]} {step["rung"]}"));
        Assert.Equal(
            happened.Where(entry => IsOf(entry, "noticeDecided") && $"{entry["what"]!["recipient"]}" != "customer").Select(entry => $"{entry["what"]!["recipient"]}"),
            forecast["steps"].AsArray().SelectMany(step => step!["notices"]!.AsArray()).Select(notice => $"{notice!["recipient"]}"));
        Answered now = await anna.ReadAsync(path);
        Assert.Equal((now.Text("queue"), now["tier"].GetValue<int>()), (forecast.Text("after/queue"), forecast["after/tier"].GetValue<int>()));
        Assert.True(forecast["steps"].AsArray().Count > 4);
        foreach (string wrong in new[] { "2024-08-12T08:30:00Z", "2026-08-12T08:30:00Z" })
        {
            Assert.Equal(["?until field.out-of-range"], (await anna.ReadAsync($"{path}/forecast?until={wrong}")).Errors);
        }
    }

    private static bool IsOf(JsonNode entry, string fact) => $"{entry["what"]!["fact"]}" == fact;

    private static JsonNode Ownership(Answered clocks) => clocks["clocks"].AsArray().Single(clock => $"{clock!["name"]}" == "ownership")!;

    private static async Task<string> OpenAsync(CasewardHost host)
    {
        Answered opened = await host.As("anna").PostAsync("/api/phone/cases", Forms.Case());
        await host.Runtime.WhenIdleAsync();
        return opened.Headers["Location"];
    }
}
