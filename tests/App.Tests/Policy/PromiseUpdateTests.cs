using System.Net;
using System.Text.Json.Nodes;
using Azure;
using Caseward.Testing;

namespace Caseward.App.Tests.Policy;

/// <summary>The weekly update of the promises (requirement D1).</summary>
public sealed class PromiseUpdateTests : IAsyncLifetime
{
    private CasewardHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await CasewardHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Dated_rows_make_a_version_that_is_in_force_at_once()
    {
        Answered answer = await UpdateAsync(Row("2024-08-19", 4, workingDays: 10));

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(("promises-2024-08-12", "inForce", "default-1"), (answer.Text("version/version"), answer.Text("version/state"), answer.Text("version/basedOn")));
        Assert.Equal(("added", "/promises[from=2024-08-19,priority=4]"), (answer.Text("differences/0/kind"), answer.Text("differences/0/path")));
        Assert.Single(answer["differences"].AsArray());
        Assert.Equal("promises-2024-08-12", (await PromisesAsync()).Text("policyVersion"));
    }

    [Fact]
    public async Task A_row_holds_from_its_day_on_and_cases_opened_before_keep_what_they_were_promised()
    {
        string before = await PromisedAsync();
        await UpdateAsync(Row("2024-08-13", 4, workingDays: 1));

        string untilThen = await PromisedAsync();
        string early = (await OpenCaseAsync()).Text("number");
        _host.Runtime.Clock.AdvanceTo(new DateTimeOffset(2024, 8, 12, 22, 0, 0, TimeSpan.Zero));
        string fromThen = await PromisedAsync();

        Assert.Equal(before, untilThen);
        Assert.Equal("2024-08-14T17:00:00+02:00", fromThen);
        Assert.Equal(before, await ResponseDueAsync(early));
        Assert.Equal(fromThen, await ResponseDueAsync((await OpenCaseAsync()).Text("number")));
    }

    [Fact]
    public async Task A_row_takes_the_place_of_one_whose_day_has_not_come()
    {
        await UpdateAsync(Row("2024-08-19", 4, workingDays: 10));

        Answered again = await UpdateAsync(Row("2024-08-19", 4, workingDays: 8));

        Assert.Equal("promises-2024-08-12.2", again.Text("version/version"));
        Assert.All(again["differences"].AsArray(), each => Assert.Equal("changed", (string)each!["kind"]!));
        Assert.Equal(8, again["differences/0/after"].GetValue<int>());
    }

    [Fact]
    public async Task A_row_whose_day_has_come_stays()
    {
        await UpdateAsync(Row("2024-08-12", 4, workingDays: 10));

        Answered answer = await UpdateAsync(Row("2024-08-20", 4, workingDays: 9), Row("2024-08-12", 4, workingDays: 8));

        Assert.Equal((HttpStatusCode.BadRequest, "/promises/1 policy.promise-running"), (answer.Status, answer.Errors.Single()));
    }

    [Fact]
    public async Task A_day_that_has_passed_is_warned_of()
    {
        Answered answer = await UpdateAsync(Row("2024-08-01", 4, workingDays: 10));

        Assert.Contains(answer["version/warnings"].AsArray(), warning => (string)warning!["code"]! == "policy.promise-backdated" && (string)warning["pointer"]! == "/promises/0/from");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_where_it_is_in_the_request()
    {
        JsonObject bad = Row("2024-08-19", 4, workingDays: 0).With("department", "moon");

        Answered content = await UpdateAsync(Row("2024-08-19", 4, workingDays: 10), bad);
        Answered form = await UpdateAsync(Row("next week", 4, workingDays: 10).With("colour", "red"));
        Answered empty = await UpdateAsync();

        Assert.Contains("/promises/1/department policy.unknown-reference", content.Errors);
        Assert.Contains("/promises/1/firstResponse/workingDays policy.out-of-range", content.Errors);
        Assert.Equal(["/promises/0/colour policy.unknown-member", "/promises/0/from policy.wrong-kind"], form.Errors.Order());
        Assert.Equal(["/promises policy.empty"], empty.Errors);
        Assert.Equal("default-1", (await PromisesAsync()).Text("policyVersion"));
    }

    [Fact]
    public async Task After_a_lost_answer_a_repeat_is_answered_the_same_and_makes_no_second_version()
    {
        Answered first = await UpdateAsync([("Idempotency-Key", "week 34".Replace(' ', '-'))], Row("2024-08-19", 4, workingDays: 10));
        await _host.RestartAsync();

        Answered again = await UpdateAsync([("Idempotency-Key", "week-34")], Row("2024-08-19", 4, workingDays: 10));

        Assert.True(JsonNode.DeepEquals(first.Json, again.Json), again.Json!.ToJsonString());
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        Assert.Equal(2, (await _host.As("willem").ReadAsync("/api/policy/history"))["items"].AsArray().Count);
    }

    /// <summary>Everything that happens between the request and the answer, and what must be so when it stopped there.</summary>
    [Theory]
    [Undisturbed("storage", "It makes its own trouble and expects to be told of it.")]
    [Undisturbed("answers", "A request whose answer from storage got lost is told that it is a repeat of itself.")]
    [InlineData("tables/Policies/upsert/before", false)]
    [InlineData("tables/Policies/upsert/after", false)]
    [InlineData("tables/Policies/transaction/before", false)]
    [InlineData("tables/Policies/transaction/after", true)]
    public async Task A_crash_leaves_all_or_nothing_and_a_repeat_finishes_it(string checkpoint, bool isDone)
    {
        (string, string)[] key = [("Idempotency-Key", "week-34")];
        await PromisesAsync();
        FailOnceAt(checkpoint);

        Answered lost = await UpdateAsync(key, Row("2024-08-19", 4, workingDays: 10));
        await _host.RestartAsync();
        string inForce = (await PromisesAsync()).Text("policyVersion");
        Answered again = await UpdateAsync(key, Row("2024-08-19", 4, workingDays: 10));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, lost.Status);
        Assert.Equal(isDone ? "promises-2024-08-12" : "default-1", inForce);
        Assert.Equal((HttpStatusCode.Created, isDone), (again.Status, again.Headers.ContainsKey("Idempotency-Replayed")));
        Assert.Equal("promises-2024-08-12", (await PromisesAsync()).Text("policyVersion"));
        Assert.Equal(["activated", "saved"], (await _host.As("willem").ReadAsync("/api/policy/history"))["items"].AsArray().Select(entry => (string)entry!["kind"]!));
    }

    [Fact]
    [Undisturbed("storage", "It makes its own trouble and expects to be told of it.")]
    public async Task A_version_that_was_saved_before_a_crash_is_activated_after_it()
    {
        HttpClient manager = _host.As("willem");
        await manager.PostAsync("/api/policy/versions", new JsonObject { ["document"] = PolicyDocuments.Version("week-34"), ["reason"] = "Weekly" });
        FailOnceAt("tables/Policies/transaction/before");

        Answered lost = await manager.PostAsync("/api/policy/versions/week-34/activation", new JsonObject { ["reason"] = "Weekly" });
        await _host.RestartAsync();
        string state = (await _host.As("willem").ReadAsync("/api/policy/versions/week-34")).Text("state");
        Answered again = await _host.As("willem").PostAsync("/api/policy/versions/week-34/activation", new JsonObject { ["reason"] = "Weekly" });

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "draft"), (lost.Status, state));
        Assert.Equal((HttpStatusCode.OK, "inForce"), (again.Status, again.Text("state")));
    }

    [Fact]
    public async Task Two_updates_at_once_are_both_in_what_comes_of_them()
    {
        await Task.WhenAll(UpdateAsync(Row("2024-08-19", 4, workingDays: 10)), UpdateAsync(Row("2024-08-20", 4, workingDays: 9)));

        Answered latest = await _host.As("willem").ReadAsync("/api/policy/versions/promises-2024-08-12.2/difference?from=default-1");

        Assert.Equal(2, latest["differences"].AsArray().Count);
        Assert.Equal("promises-2024-08-12.2", (await PromisesAsync()).Text("policyVersion"));
    }

    [Fact]
    public async Task A_version_can_be_named()
    {
        JsonObject body = new() { ["promises"] = new JsonArray(Row("2024-08-19", 4, workingDays: 10)), ["reason"] = "Weekly", ["version"] = "week-34" };

        Answered first = await _host.As("willem").PostAsync("/api/policy/promises", body), again = await _host.As("willem").PostAsync("/api/policy/promises", body);

        Assert.Equal("week-34", first.Text("version/version"));
        Assert.Equal((HttpStatusCode.Conflict, "policy.version-taken"), (again.Status, again.Code));
    }

    private static JsonObject Row(string from, int priority, int workingDays) => new()
    {
        ["from"] = from,
        ["priority"] = priority,
        ["ownership"] = new JsonObject { ["openTime"] = "PT4H" },
        ["firstResponse"] = new JsonObject { ["workingDays"] = workingDays, ["reading"] = "endOfDay" },
        ["resolution"] = new JsonObject { ["workingDays"] = 45, ["reading"] = "endOfDay" },
    };

    private void FailOnceAt(string checkpoint) => _host.Runtime.Database.Checkpoints.OnPass = name =>
    {
        if (name == checkpoint)
        {
            _host.Runtime.Database.Checkpoints.OnPass = null;
            throw new RequestFailedException(503, "Busy");
        }
    };

    private Task<Answered> OpenCaseAsync() => _host.As("anna").PostAsync("/api/phone/cases", Forms.Case());

    private Task<Answered> PromisesAsync() => _host.As("anna").ReadAsync("/api/promises?department=werkplaats&priority=4&level=standard");

    private async Task<string> PromisedAsync() => (await PromisesAsync()).Text("promises/0/response/local");

    private async Task<string> ResponseDueAsync(string number) =>
        (await _host.As("anna").ReadAsync($"/api/cases/{number}")).Text("promise/response/local");

    private Task<Answered> UpdateAsync(params JsonObject[] rows) => UpdateAsync([], rows);

    private Task<Answered> UpdateAsync((string Name, string Value)[] headers, params JsonObject[] rows) => _host.As("willem").PostAsync(
        "/api/policy/promises", new JsonObject { ["promises"] = new JsonArray([.. rows]), ["reason"] = "Weekly" }, headers);
}
