using System.Net;
using System.Text.Json.Nodes;
using Caseward.Testing;

namespace Caseward.App.Tests.Cases;

public sealed class ReadTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private CasewardHost Host => shared.Host;

    private HttpClient Anna => Host.As("anna");

    [Fact]
    public async Task A_colleague_reads_the_case_with_clocks_and_promise_in_both_times()
    {
        Answered opened = await Anna.PostAsync("/api/phone/cases", Forms.Case().With("menuChoice", "1"));

        Answered read = await Anna.ReadAsync(opened.Headers["Location"]);

        Assert.Equal("open", read.Text("status"));
        Assert.Equal("phone", read.Text("origin"));
        Assert.Equal("werkplaats", read.Text("queue"));
        Assert.Equal("nl", read.Text("language"));
        Assert.Equal(["ownership", "firstResponse", "resolution", "tier1"], read["clocks"].AsArray().Select(clock => clock!["name"]!.GetValue<string>()));
        Assert.All(read["clocks"].AsArray(), clock => Assert.Equal("running", clock!["state"]!.GetValue<string>()));
        Assert.Equal("2024-08-12T10:30:00+02:00", read.Text("openedAt/local"));
        Assert.Equal("Europe/Amsterdam", read.Text("openedAt/zone"));
        Assert.Equal(opened["promise"].ToJsonString(), read["promise"].ToJsonString());
        Assert.Equal($"\"{read["version"].GetValue<int>()}\"", read.ETag);
    }

    [Fact]
    public async Task A_reader_who_has_the_latest_version_gets_304_until_something_changes()
    {
        string path = await OpenAsync("anna");
        Answered first = await Anna.ReadAsync(path);

        Answered same = await Anna.ReadAsync(path, ("If-None-Match", first.ETag!));
        await Anna.PostAsync($"{path}/claim");
        Answered changed = await Anna.ReadAsync(path, ("If-None-Match", first.ETag!));

        Assert.Equal(HttpStatusCode.NotModified, same.Status);
        Assert.Equal(first.ETag, same.ETag);
        Assert.Null(same.Json);
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal("private, no-cache", changed.Headers["Cache-Control"].Replace("no-cache, private", "private, no-cache"));
    }

    [Fact]
    public async Task A_stranger_does_not_learn_that_a_case_exists()
    {
        string path = await OpenAsync("anna");
        HttpClient stranger = Host.As("stranger@example.com");

        Answered[] theirs =
        [
            await stranger.ReadAsync(path),
            await stranger.ReadAsync($"{path}/timeline"),
            await stranger.PostAsync($"{path}/comments", new JsonObject { ["text"] = "Hello?" }),
            await stranger.PostAsync($"{path}/confirm"),
            await stranger.PostAsync($"{path}/reopen", new JsonObject()),
        ];
        Answered nothing = await stranger.ReadAsync("/api/cases/100000009");

        Assert.All(theirs, answer =>
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.Equal(nothing.Text("detail"), answer.Text("detail"));
            Assert.Equal(nothing.Code, answer.Code);
        });
    }

    [Fact]
    public async Task A_customer_sees_their_case_and_nothing_of_the_inside()
    {
        string path = await OpenAsync("anna", Forms.Case().With("internalComment", "SECRET comment"));
        await Anna.PostAsync($"{path}/claim");
        await Anna.PostAsync($"{path}/notes", new JsonObject { ["text"] = "SECRET note" });
        await Anna.PostAsync($"{path}/calls", new JsonObject { ["direction"] = "outgoing", ["reached"] = false, ["notes"] = "SECRET call" });
        await Anna.PostAsync($"{path}/comments", new JsonObject { ["text"] = "Could you send a picture?" });
        await Anna.PostAsync($"{path}/wait", new JsonObject { ["reason"] = "SECRET reason" });
        await Anna.PostAsync($"{path}/escalate", new JsonObject { ["reason"] = "SECRET escalation" });
        await Host.As("kees").PostAsync($"{path}/claim");
        await Host.As("kees").PostAsync(
            $"{path}/resolve", new JsonObject { ["solution"] = "New charger.", ["byPhone"] = true, ["callNotes"] = "SECRET call notes" });
        HttpClient jan = Host.As("JAN@example.com");

        Answered read = await jan.ReadAsync(path);
        Answered timeline = await jan.ReadAsync($"{path}/timeline");
        Answered inside = await Anna.ReadAsync($"{path}/timeline");

        Assert.Equal("resolved", read.Text("status"));
        Assert.Equal("2024-08-19T17:00:00+02:00", read.Text("promise/response/local"));
        string all = read.Json!.ToJsonString() + timeline.Json!.ToJsonString();
        Assert.All(["SECRET", "anna", "kees", "tier", "queue", "escalat"], word => Assert.DoesNotContain(word, all, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            ["opened", "message", "waitingForYou", "workGoesOn", "resolved"],
            timeline["items"].AsArray().Select(entry => entry!["what"]!.GetValue<string>()));
        Assert.All(
            ["comment", "note", "call", "reason", "escalation", "call notes"],
            kind => Assert.Contains($"SECRET {kind}", inside.Json!.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_timeline_is_paged_from_the_first_event_to_the_last()
    {
        string path = await OpenAsync("anna");
        for (int i = 0; i < 7; i++)
        {
            await Anna.PostAsync($"{path}/notes", new JsonObject { ["text"] = $"note {i}" });
        }

        List<int> sequences = [.. (await PagesAsync(Anna, $"{path}/timeline?take=3")).Select(entry => entry["sequence"]!.GetValue<int>())];

        Assert.Equal(Enumerable.Range(1, sequences.Count), sequences);
        Assert.Equal(10, sequences.Count);
    }

    [Fact]
    public async Task A_queue_shows_the_nearest_deadline_first_and_loses_what_is_solved()
    {
        HttpClient eva = Host.As("eva");
        string slow = await OpenAsync("eva", Forms.Case().With("department", "back-office").With("priority", 4));
        string urgent = await OpenAsync("eva", Forms.Case().With("department", "back-office").With("priority", 1));
        string done = await OpenAsync("eva", Forms.Case().With("department", "back-office").With("priority", 2));
        await eva.PostAsync($"{done}/claim");
        await eva.PostAsync($"{done}/resolve", new JsonObject { ["reason"] = "It was a test." });
        await Host.Runtime.WhenIdleAsync(); // a turn that chaos runs twice may show the version before for a moment

        List<JsonNode> rows = await PagesAsync(eva, "/api/queues/back-office/cases?take=1");

        Assert.Equal([Number(urgent), Number(slow)], rows.Select(row => row["number"]!.GetValue<string>()));
        Assert.All(rows, row => Assert.NotNull(row["nextDue"]!["local"]));
    }

    [Fact]
    public async Task An_owner_sees_their_own_cases_as_me()
    {
        string path = await OpenAsync("anna", Forms.Case().With("subject", "Mine"));
        await Host.As("bram").PostAsync($"{path}/claim");

        Answered mine = await Host.As("bram").ReadAsync("/api/owners/me/cases");
        Answered named = await Anna.ReadAsync("/api/owners/bram/cases");
        Answered nobody = await Anna.ReadAsync("/api/owners/nobody/cases");

        Assert.Equal(Number(path), mine.Text("items/0/number"));
        Assert.Equal(mine.Json!.ToJsonString(), named.Json!.ToJsonString());
        Assert.Equal("person.unknown", nobody.Code);
    }

    [Fact]
    public async Task A_customer_finds_all_their_cases_the_newest_first()
    {
        JsonObject Of(string subject) =>
            Forms.Case().With("subject", subject).With("contact", new JsonObject { ["name"] = "Piet", ["email"] = "Piet@example.com", ["account"] = "acme/1?" });
        await using CasewardHost host = await CasewardHost.StartAsync();
        await host.As("anna").PostAsync("/api/phone/cases", Of("older"));
        await host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(1));
        await host.As("anna").PostAsync("/api/phone/cases", Of("newer"));

        Answered own = await host.As("piet@example.com").ReadAsync("/api/portal/cases");
        Answered byEmail = await host.As("anna").ReadAsync("/api/accounts/PIET@example.com/cases");
        Answered byAccount = await host.As("anna").ReadAsync($"/api/accounts/{Uri.EscapeDataString("acme/1?")}/cases");
        Answered other = await host.As("other@example.com").ReadAsync("/api/portal/cases");

        Assert.Equal(["newer", "older"], own["items"].AsArray().Select(row => row!["subject"]!.GetValue<string>()));
        Assert.Null(own["items/0"]["queue"]);
        Assert.Equal(2, byEmail["items"].AsArray().Count);
        Assert.Equal("werkplaats", byEmail.Text("items/0/queue"));
        Assert.Equal(HttpStatusCode.OK, byAccount.Status);
        Assert.Empty(other["items"].AsArray());
    }

    [Fact]
    public async Task A_continuation_is_good_for_the_one_it_was_given_to_and_the_list_it_was_given_for()
    {
        await OpenAsync("anna");
        await OpenAsync("anna");
        Answered first = await Anna.ReadAsync("/api/queues/werkplaats/cases?take=1");
        string token = first.Text("continuation");

        Answered next = await Anna.ReadAsync($"/api/queues/werkplaats/cases?take=1&continuation={token}");
        Answered[] refused =
        [
            await Host.As("bram").ReadAsync($"/api/queues/werkplaats/cases?continuation={token}"),
            await Anna.ReadAsync($"/api/queues/standard/cases?continuation={token}"),
            await Anna.ReadAsync($"/api/owners/me/cases?continuation={token}"),
            await Anna.ReadAsync($"/api/queues/werkplaats/cases?continuation={token[..^1]}{(token[^1] == 'A' ? 'E' : 'A')}"),
            await Anna.ReadAsync($"/api/queues/werkplaats/cases?continuation=A{token[1..]}x"),
            await Anna.ReadAsync("/api/queues/werkplaats/cases?continuation="),
            await Anna.ReadAsync("/api/queues/werkplaats/cases?continuation=..."),
            await Anna.ReadAsync($"/api/queues/werkplaats/cases?continuation={new string('A', 5000)}.{new string('A', 22)}"),
        ];

        Assert.Equal(HttpStatusCode.OK, next.Status);
        Assert.NotEqual(first.Text("items/0/number"), next.Text("items/0/number"));
        Assert.All(refused, answer => Assert.Equal(["?continuation request.continuation"], answer.Errors));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("201")]
    [InlineData("-5")]
    [InlineData("many")]
    [InlineData("")]
    public async Task A_page_has_1_to_200_rows(string take)
    {
        Answered answer = await Anna.ReadAsync($"/api/queues/werkplaats/cases?take={take}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(["?take field.out-of-range"], answer.Errors);
    }

    [Fact]
    public async Task An_unknown_queue_is_not_found() =>
        Assert.Equal("queue.unknown", (await Anna.ReadAsync("/api/queues/moon/cases")).Code);

    [Fact]
    public async Task A_case_reads_the_same_after_a_restart()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        Answered opened = await host.As("anna").PostAsync("/api/phone/cases", Forms.Case());
        string path = opened.Headers["Location"];
        Answered before = await host.As("anna").ReadAsync(path);

        await host.RestartAsync();
        Answered after = await host.As("anna").ReadAsync(path);

        Assert.Equal(before.Json!.ToJsonString(), after.Json!.ToJsonString());
    }

    private static string Number(string path) => path.Split('/')[^1];

    private async Task<string> OpenAsync(string who, JsonObject? form = null)
    {
        Answered opened = await Host.As(who).PostAsync("/api/phone/cases", form ?? Forms.Case());
        Assert.Equal(HttpStatusCode.Created, opened.Status);
        return opened.Headers["Location"];
    }

    private static async Task<List<JsonNode>> PagesAsync(HttpClient client, string path)
    {
        var rows = new List<JsonNode>();
        string? continuation = null;
        do
        {
            Answered page = await client.ReadAsync(continuation is null ? path : $"{path}&continuation={continuation}");
            rows.AddRange(page["items"].AsArray().Select(row => row!));
            continuation = page.Json!["continuation"]?.GetValue<string>();
        }
        while (continuation is not null);
        return rows;
    }
}
