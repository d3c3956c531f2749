using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Caseward.Domain.Policy;
using Caseward.Testing;

namespace Caseward.App.Tests.Policy;

/// <summary>Versions over HTTP: drafts, the check, activations, differences, history.</summary>
public sealed class PolicyVersionTests : IAsyncLifetime
{
    private CasewardHost _host = null!;

    private HttpClient Manager => _host.As("willem");

    public async ValueTask InitializeAsync() => _host = await CasewardHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_check_of_what_is_no_UTF8_is_refused_and_a_mark_at_the_start_is_passed_over()
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(PolicyDocuments.Version("marked").ToJsonString());
        using var broken = new ByteArrayContent([.. "{\"version\":\""u8, 0xC3, .. "\"}"u8]);
        using var marked = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. text]);
        broken.Headers.ContentType = marked.Headers.ContentType = new("application/json");

        Answered refused = await _host.As("anna").SendAsync(HttpMethod.Post, "/api/policy/check", broken);
        Answered taken = await _host.As("anna").SendAsync(HttpMethod.Post, "/api/policy/check", marked);

        Assert.Equal((System.Net.HttpStatusCode.BadRequest, "request.not-utf-8"), (refused.Status, refused.Code));
        Assert.True(taken["valid"].GetValue<bool>());
    }

    [Fact]
    public async Task Before_anything_is_saved_the_documents_that_ship_are_the_versions()
    {
        Answered answer = await _host.As("anna").ReadAsync("/api/policy/versions");

        Assert.Equal(["default-1 inForce", "tour-1 inactive"], Versions(answer));
    }

    [Fact]
    public async Task A_saved_document_is_a_draft_that_changes_nothing()
    {
        Answered saved = await SaveAsync("week-34");

        Assert.Equal(HttpStatusCode.Created, saved.Status);
        Assert.Equal("/api/policy/versions/week-34", saved.Headers["Location"]);
        Assert.Equal(("draft", "willem", "The summer is over", "default-1"), (saved.Text("state"), saved.Text("savedBy/id"), saved.Text("reason"), saved.Text("basedOn")));
        Assert.Equal("2024-08-12T10:30:00+02:00", saved.Text("savedAt/local"));
        Assert.Equal("default-1", (await Manager.ReadAsync("/api/policy")).Text("version"));
        Assert.Equal(["week-34 draft", "default-1 inForce", "tour-1 inactive"], Versions(await Manager.ReadAsync("/api/policy/versions")));
    }

    [Fact]
    public async Task A_document_is_read_back_as_it_was_written()
    {
        JsonObject document = PolicyDocuments.Version("week-34");
        await SaveAsync("week-34");

        Answered read = await _host.As("anna").ReadAsync("/api/policy/versions/week-34");

        Assert.True(JsonNode.DeepEquals(document, read["document"]));
        Assert.Equal("\"1\"", read.ETag);
    }

    [Fact]
    public async Task A_large_document_is_kept_too()
    {
        JsonObject document = PolicyDocuments.Version("large");
        JsonArray people = document["people"]!.AsArray();
        for (int person = 0; person < 1_900; person++)
        {
            people.Add(new JsonObject { ["id"] = $"p{person}", ["name"] = new string('é', 40), ["email"] = $"p{person}@{new string('x', 150)}.example.com", ["language"] = "nl" });
        }

        Answered saved = await SaveAsync("large", document);

        Assert.Equal(HttpStatusCode.Created, saved.Status);
        Answered read = await Manager.ReadAsync("/api/policy/versions/large");
        Assert.True(JsonNode.DeepEquals(document, read["document"]));
    }

    [Fact]
    public async Task A_document_that_is_too_large_is_refused()
    {
        Answered answer = await Manager.PostTextAsync("/api/policy/versions", new string(' ', PolicyReader.MaxBytes + 20_000));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "request.too-large"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_name_is_used_once_for_ever_in_any_case_of_its_letters()
    {
        await SaveAsync("week-34");

        Answered[] answers = [await SaveAsync("week-34"), await SaveAsync("WEEK-34"), await SaveAsync("default-1")];

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Conflict, "policy.version-taken"), (answer.Status, answer.Code)));
    }

    [Fact]
    public async Task A_wrong_document_is_refused_with_everything_that_is_wrong_with_it()
    {
        JsonObject document = PolicyDocuments.Version("week 34");
        document["queues"]![0]!["tier"] = 7;
        document["priorities"]![0]!["id"] = 0;

        Answered answer = await SaveAsync("week 34", document);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("/document/queues/0/tier policy.out-of-range", answer.Errors);
        Assert.Contains("/document/priorities/0/id policy.out-of-range", answer.Errors);
    }

    [Fact]
    public async Task A_name_that_cannot_stand_in_an_address_is_refused()
    {
        Answered answer = await SaveAsync("week/34");

        Assert.Equal(["/document/version policy.bad-version"], answer.Errors);
    }

    [Fact]
    public async Task A_document_and_a_reason_are_needed()
    {
        Answered answer = await Manager.PostAsync("/api/policy/versions", new JsonObject());

        Assert.Equal(["/document field.required", "/reason field.required"], answer.Errors);
    }

    [Fact]
    public async Task The_check_tells_errors_and_warnings_and_saves_nothing()
    {
        JsonObject right = PolicyDocuments.Version("week-34"), wrong = PolicyDocuments.Version("week-34");
        right["queues"]![0]!["members"] = new JsonArray();
        wrong["departments"]![0]!["manager"] = "nobody";

        Answered valid = await _host.As("anna").PostAsync("/api/policy/check", right);
        Answered invalid = await _host.As("anna").PostAsync("/api/policy/check", wrong);
        Answered noJson = await _host.As("anna").PostTextAsync("/api/policy/check", "{ \"version\": ");

        Assert.True(valid["valid"].GetValue<bool>());
        Assert.Contains(valid["warnings"].AsArray(), warning => (string?)warning!["code"] == "policy.queue-without-members" && (string?)warning["pointer"] == "/queues/0/members");
        Assert.False(invalid["valid"].GetValue<bool>());
        Assert.Equal(["/departments/0/manager policy.unknown-reference"], invalid.Errors);
        Assert.Equal((HttpStatusCode.OK, " policy.not-json"), (noJson.Status, noJson.Errors.Single()));
        Assert.Equal(2, Versions(await Manager.ReadAsync("/api/policy/versions")).Count());
    }

    [Fact]
    public async Task A_draft_is_replaced_by_whoever_has_read_it()
    {
        Answered saved = await SaveAsync("week-34");
        JsonObject better = PolicyDocuments.Version("week-34");
        better["organisation"]!["name"] = "Better";

        Answered replaced = await ReplaceAsync("week-34", better, saved.ETag!);
        Answered late = await ReplaceAsync("week-34", PolicyDocuments.Version("week-34"), saved.ETag!);
        Answered careless = await ReplaceAsync("week-34", better, etag: null);

        Assert.Equal((HttpStatusCode.OK, "\"2\""), (replaced.Status, replaced.ETag));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "policy.revision-mismatch", 2), (late.Status, late.Code, late["currentVersion"].GetValue<int>()));
        Assert.Equal((HttpStatusCode.PreconditionRequired, "request.if-match-required"), (careless.Status, careless.Code));
        Assert.Equal("Better", (await Manager.ReadAsync("/api/policy/versions/week-34")).Text("document/organisation/name"));
    }

    [Fact]
    public async Task The_document_of_a_replacement_names_the_draft() =>
        Assert.Equal(
            ["/document/version policy.version-differs"],
            (await ReplaceAsync("week-34", PolicyDocuments.Version("week-35"), (await SaveAsync("week-34")).ETag!)).Errors);

    [Fact]
    public async Task What_was_activated_is_never_replaced()
    {
        Answered saved = await SaveAsync("week-34");
        await ActivateAsync("week-34", from: "2024-09-01T00:00:00Z");

        Answered[] answers =
        [
            await ReplaceAsync("week-34", PolicyDocuments.Version("week-34"), saved.ETag!),
            await ReplaceAsync("default-1", PolicyDocuments.Default(), "\"1\""),
        ];

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Conflict, "policy.not-a-draft"), (answer.Status, answer.Code)));
    }

    [Fact]
    public async Task New_cases_are_opened_under_the_version_that_was_activated_and_open_ones_keep_theirs()
    {
        string before = (await OpenCaseAsync()).Text("number");
        await SaveAsync("week-34", With34Days("week-34"));

        Answered activated = await ActivateAsync("week-34");
        Answered after = await OpenCaseAsync();

        Assert.Equal((HttpStatusCode.OK, "inForce"), (activated.Status, activated.Text("state")));
        Assert.Equal("week-34", (await Manager.ReadAsync("/api/policy")).Text("version"));
        Assert.Equal("default-1", (await Manager.ReadAsync($"/api/cases/{before}")).Text("policyVersion"));
        Assert.Equal("week-34", (await Manager.ReadAsync($"/api/cases/{after.Text("number")}")).Text("policyVersion"));
    }

    [Fact]
    public async Task A_scheduled_version_comes_into_force_at_its_instant()
    {
        await SaveAsync("week-34");
        Answered scheduled = await ActivateAsync("week-34", from: "2024-08-19T08:00:00+02:00");

        Assert.Equal(("scheduled", "2024-08-19T08:00:00+02:00"), (scheduled.Text("state"), scheduled.Text("scheduled/0/from/local")));
        _host.Runtime.Clock.AdvanceTo(new DateTimeOffset(2024, 8, 19, 5, 59, 59, TimeSpan.Zero));
        Assert.Equal("default-1", (await Manager.ReadAsync("/api/policy")).Text("version"));
        _host.Runtime.Clock.AdvanceTo(new DateTimeOffset(2024, 8, 19, 6, 0, 0, TimeSpan.Zero));
        Assert.Equal("week-34", (await Manager.ReadAsync("/api/policy")).Text("version"));
        Assert.Equal(["week-34 inForce", "default-1 inactive", "tour-1 inactive"], Versions(await Manager.ReadAsync("/api/policy/versions")));
    }

    [Fact]
    public async Task What_was_activated_is_in_force_after_a_restart_too()
    {
        await SaveAsync("week-34");
        await ActivateAsync("week-34");
        string number = (await OpenCaseAsync()).Text("number");

        await _host.RestartAsync();

        Assert.Equal("week-34", (await Manager.ReadAsync("/api/policy")).Text("version"));
        Assert.Equal("week-34", (await Manager.ReadAsync($"/api/cases/{number}")).Text("policyVersion"));
    }

    [Theory]
    [InlineData("2024-08-12T08:29:59Z", HttpStatusCode.UnprocessableEntity, "policy.activation-in-past")]
    [InlineData("2024-08-12T08:30:00Z", HttpStatusCode.OK, null)]
    public async Task An_activation_is_now_or_later(string from, HttpStatusCode status, string? code)
    {
        await SaveAsync("week-34");

        Answered answer = await ActivateAsync("week-34", from);

        Assert.Equal((status, code), (answer.Status, answer.Json!["code"]?.GetValue<string>()));
    }

    [Fact]
    public async Task What_is_in_force_is_not_activated_again_and_what_is_unknown_not_at_all()
    {
        Answered again = await ActivateAsync("default-1"), unknown = await ActivateAsync("week-99");

        Assert.Equal((HttpStatusCode.Conflict, "policy.already-in-force"), (again.Status, again.Code));
        Assert.Equal((HttpStatusCode.NotFound, "policy.version-unknown"), (unknown.Status, unknown.Code));
    }

    [Fact]
    public async Task A_draft_that_changed_since_it_was_read_is_not_activated()
    {
        Answered saved = await SaveAsync("week-34");
        await ReplaceAsync("week-34", PolicyDocuments.Version("week-34"), saved.ETag!);

        Answered answer = await Manager.PostAsync("/api/policy/versions/week-34/activation", new JsonObject { ["reason"] = "Now" }, ("If-Match", saved.ETag!));

        Assert.Equal((HttpStatusCode.PreconditionFailed, "policy.revision-mismatch"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_earlier_version_comes_back_and_the_shipped_one_too()
    {
        await SaveAsync("week-34");
        await ActivateAsync("week-34");

        await ActivateAsync("default-1");

        Assert.Equal("default-1", (await Manager.ReadAsync("/api/policy")).Text("version"));
    }

    [Fact]
    public async Task A_scheduled_activation_is_withdrawn_and_one_in_force_is_not()
    {
        await SaveAsync("week-34");
        await SaveAsync("week-35");
        await ActivateAsync("week-34");
        await ActivateAsync("week-35", from: "2024-08-26T00:00:00Z");

        Answered withdrawn = await WithdrawAsync("week-35"), again = await WithdrawAsync("week-35"), inForce = await WithdrawAsync("week-34");

        Assert.Equal((HttpStatusCode.OK, "inactive"), (withdrawn.Status, withdrawn.Text("state")));
        Assert.All([again, inForce], answer => Assert.Equal((HttpStatusCode.Conflict, "policy.not-scheduled"), (answer.Status, answer.Code)));
        _host.Runtime.Clock.AdvanceTo(new DateTimeOffset(2024, 8, 27, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal("week-34", (await Manager.ReadAsync("/api/policy")).Text("version"));
    }

    [Fact]
    public async Task Which_activation_is_withdrawn_is_said_when_there_are_several()
    {
        await SaveAsync("week-34");
        await ActivateAsync("week-34", from: "2024-08-19T00:00:00Z");
        await ActivateAsync("default-1", from: "2024-08-26T00:00:00Z");
        await ActivateAsync("week-34", from: "2024-09-02T00:00:00Z");

        Answered unclear = await WithdrawAsync("week-34"), clear = await WithdrawAsync("week-34", "&from=2024-09-02T00:00:00Z");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "policy.which-activation"), (unclear.Status, unclear.Code));
        Assert.Equal("2024-08-19T00:00:00Z", clear["scheduled"].AsArray().Single()!["from"]!["utc"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_withdrawal_says_why_in_the_query()
    {
        Answered answer = await Manager.SendAsync(HttpMethod.Delete, "/api/policy/versions/week-34/activation?from=monday&because=x", null);

        Assert.Equal(["?from field.out-of-range", "?reason field.required", "?because field.unknown-member"], answer.Errors);
    }

    [Fact]
    public async Task The_difference_of_two_versions_is_told_by_names()
    {
        await SaveAsync("week-34", With34Days("week-34"));

        Answered inForce = await _host.As("anna").ReadAsync("/api/policy/versions/week-34/difference");
        Answered back = await _host.As("anna").ReadAsync("/api/policy/versions/default-1/difference?from=week-34");

        Assert.Equal(("default-1", "week-34"), (inForce.Text("from"), inForce.Text("to")));
        JsonNode only = inForce["differences"].AsArray().Single()!;
        Assert.StartsWith("/promises[from=", (string)only["path"]!, StringComparison.Ordinal);
        Assert.Equal(("changed", 34), ((string)only["kind"]!, (int)only["after"]!));
        Assert.Equal(34, back["differences/0/before"].GetValue<int>());
    }

    [Theory]
    [InlineData("/api/policy/versions/week-99")]
    [InlineData("/api/policy/versions/week-99/difference")]
    [InlineData("/api/policy/versions/default-1/difference?from=week-99")]
    [InlineData("/api/policy/versions/week%2F99")]
    public async Task An_unknown_version_is_not_found(string path)
    {
        Answered answer = await Manager.ReadAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, "policy.version-unknown"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_history_tells_who_changed_what_when_and_why()
    {
        Answered saved = await SaveAsync("week-34");
        await ReplaceAsync("week-34", PolicyDocuments.Version("week-34"), saved.ETag!);
        await ActivateAsync("week-34", from: "2024-08-19T00:00:00Z");
        await WithdrawAsync("week-34");

        Answered first = await _host.As("anna").ReadAsync("/api/policy/history?take=3");
        Answered rest = await _host.As("anna").ReadAsync($"/api/policy/history?take=3&continuation={first.Text("continuation")}");

        Assert.Equal(
            ["4 withdrawn week-34 willem: Not yet", "3 activated week-34 willem: Because", "2 replaced week-34 willem: Better", "1 saved week-34 willem: The summer is over"],
            first["items"].AsArray().Concat(rest["items"].AsArray()).Select(entry => $"{entry!["sequence"]} {entry["kind"]} {entry["version"]} {entry["by"]!["id"]}: {entry["reason"]}"));
        Assert.Equal("2024-08-19T00:00:00Z", first.Text("items/1/from/utc"));
        Assert.Null(rest.Json!["continuation"]);
    }

    [Fact]
    public async Task A_repeat_under_its_key_is_carried_out_once()
    {
        Answered first = await SaveAsync("week-34", key: "k1"), again = await SaveAsync("week-34", key: "k1"), other = await SaveAsync("week-35", key: "k1");
        Answered activated = await ActivateAsync("week-34", key: "k2"), activatedAgain = await ActivateAsync("week-34", key: "k2");

        Assert.True(JsonNode.DeepEquals(first.Json, again.Json));
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency.key-reused"), (other.Status, other.Code));
        Assert.True(JsonNode.DeepEquals(activated.Json, activatedAgain.Json));
        Assert.Equal(2, (await Manager.ReadAsync("/api/policy/history"))["items"].AsArray().Count);
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("ingrid")]
    public async Task Only_managers_write(string who)
    {
        HttpClient client = _host.As(who);
        Answered[] answers =
        [
            await client.PostAsync("/api/policy/versions", new JsonObject()),
            await client.SendAsync(HttpMethod.Put, "/api/policy/versions/a", JsonContent.Create(new JsonObject()), ("If-Match", "*")),
            await client.PostAsync("/api/policy/versions/a/activation", new JsonObject()),
            await client.SendAsync(HttpMethod.Delete, "/api/policy/versions/a/activation?reason=x", null),
            await client.PostAsync("/api/policy/promises", new JsonObject()),
            await client.PostAsync("/api/policy/versions/a/migration"),
            await client.SendAsync(HttpMethod.Delete, "/api/policy/versions/a/migration", null),
        ];

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Forbidden, "identity.not-permitted"), (answer.Status, answer.Code)));
    }

    [Fact]
    public async Task Customers_read_no_versions() =>
        Assert.Equal(HttpStatusCode.Forbidden, (await _host.As("jan@example.com").ReadAsync("/api/policy/versions")).Status);

    private static IEnumerable<string> Versions(Answered answer) => answer["items"].AsArray().Select(item => $"{item!["version"]} {item["state"]}");

    private static JsonObject With34Days(string version)
    {
        JsonObject document = PolicyDocuments.Version(version);
        JsonNode row = document["promises"]!.AsArray().First(promise => (int)promise!["priority"]! == 4)!;
        row["resolution"] = new JsonObject { ["workingDays"] = 34 };
        return document;
    }

    private Task<Answered> OpenCaseAsync() => _host.As("anna").PostAsync("/api/phone/cases", Forms.Case());

    private Task<Answered> SaveAsync(string version, JsonObject? document = null, string? key = null) => Manager.PostAsync(
        "/api/policy/versions",
        new JsonObject { ["document"] = document ?? PolicyDocuments.Version(version), ["reason"] = "The summer is over" },
        key is null ? [] : [("Idempotency-Key", key)]);

    private Task<Answered> ReplaceAsync(string version, JsonObject document, string? etag) => Manager.SendAsync(
        HttpMethod.Put,
        $"/api/policy/versions/{version}",
        JsonContent.Create(new JsonObject { ["document"] = document.DeepClone(), ["reason"] = "Better" }),
        etag is null ? [] : [("If-Match", etag)]);

    private Task<Answered> ActivateAsync(string version, string? from = null, string? key = null)
    {
        var body = new JsonObject { ["reason"] = "Because" };
        return Manager.PostAsync(
            $"/api/policy/versions/{version}/activation", from is null ? body : body.With("from", from), key is null ? [] : [("Idempotency-Key", key)]);
    }

    private Task<Answered> WithdrawAsync(string version, string more = "") =>
        Manager.SendAsync(HttpMethod.Delete, $"/api/policy/versions/{version}/activation?reason=Not%20yet{more}", null);
}
