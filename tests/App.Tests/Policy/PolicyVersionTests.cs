using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Caseward.Domain.Policy;
using Caseward.Testing;

namespace Caseward.App.Tests.Policy;

/// <summary>Versions over HTTP: drafts, the check, differences, history, who may.</summary>
public sealed class PolicyVersionTests : PolicyVersionSpecs
{
    [Fact]
    public async Task A_check_of_what_is_no_UTF8_is_refused_and_a_mark_at_the_start_is_passed_over()
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(PolicyDocuments.Version("marked").ToJsonString());
        using var broken = new ByteArrayContent([.. "{\"version\":\""u8, 0xC3, .. "\"}"u8]);
        using var marked = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. text]);
        broken.Headers.ContentType = marked.Headers.ContentType = new("application/json");

        Answered refused = await Host.As("anna").SendAsync(HttpMethod.Post, "/api/policy/check", broken);
        Answered taken = await Host.As("anna").SendAsync(HttpMethod.Post, "/api/policy/check", marked);

        Assert.Equal((System.Net.HttpStatusCode.BadRequest, "request.not-utf-8"), (refused.Status, refused.Code));
        Assert.True(taken["valid"].GetValue<bool>());
    }

    [Fact]
    public async Task Before_anything_is_saved_the_documents_that_ship_are_the_versions()
    {
        Answered answer = await Host.As("anna").ReadAsync("/api/policy/versions");

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

        Answered read = await Host.As("anna").ReadAsync("/api/policy/versions/week-34");

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

        Answered valid = await Host.As("anna").PostAsync("/api/policy/check", right);
        Answered invalid = await Host.As("anna").PostAsync("/api/policy/check", wrong);
        Answered noJson = await Host.As("anna").PostTextAsync("/api/policy/check", "{ \"version\": ");

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
    public async Task The_difference_of_two_versions_is_told_by_names()
    {
        await SaveAsync("week-34", With34Days("week-34"));

        Answered inForce = await Host.As("anna").ReadAsync("/api/policy/versions/week-34/difference");
        Answered back = await Host.As("anna").ReadAsync("/api/policy/versions/default-1/difference?from=week-34");

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

        Answered first = await Host.As("anna").ReadAsync("/api/policy/history?take=3");
        Answered rest = await Host.As("anna").ReadAsync($"/api/policy/history?take=3&continuation={first.Text("continuation")}");

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
        HttpClient client = Host.As(who);
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
        Assert.Equal(HttpStatusCode.Forbidden, (await Host.As("jan@example.com").ReadAsync("/api/policy/versions")).Status);
}
