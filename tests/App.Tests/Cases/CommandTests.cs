using System.Net;
using System.Text.Json.Nodes;
using Caseward.Testing;

namespace Caseward.App.Tests.Cases;

/// <summary>Commands through HTTP: what they do is the domain's and tested there; here, what the way from request to answer adds.</summary>
public sealed class CommandTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private CasewardHost Host => shared.Host;

    private HttpClient Anna => Host.As("anna");

    private HttpClient Bram => Host.As("bram");

    [Fact]
    public async Task A_case_lives_from_claim_to_confirmation()
    {
        string path = await OpenAsync();
        HttpClient jan = Host.As("jan@example.com");

        Answered claimed = await Anna.PostAsync($"{path}/claim");
        Answered note = await Anna.PostAsync($"{path}/notes", new JsonObject { ["text"] = "Check the charger first." });
        Answered waiting = await Anna.PostAsync($"{path}/wait", new JsonObject { ["reason"] = "serial number" });
        Answered comment = await jan.PostAsync($"{path}/comments", new JsonObject { ["text"] = "It is 1234." });
        Answered call = await Anna.PostAsync(
            $"{path}/calls", new JsonObject { ["direction"] = "outgoing", ["reached"] = true, ["notes"] = "Told him how.", ["occurredAt"] = "2024-08-12T08:30:00Z" });
        Answered resolved = await Anna.PostAsync($"{path}/resolve", new JsonObject { ["solution"] = "A new charger." });
        Answered confirmed = await jan.PostAsync($"{path}/confirm");

        Assert.All([claimed, note, waiting, comment, call, resolved, confirmed], answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal("anna", claimed.Text("owner"));
        Assert.Equal("waitingForCustomer", waiting.Text("status"));
        Assert.Equal("open", comment.Text("status"));
        Assert.Equal("resolved", resolved.Text("status"));
        Assert.Equal("closed", confirmed.Text("status"));
        Assert.Null(confirmed.Json!["queue"]);
        Assert.Null(comment.Json!["owner"]);
    }

    [Fact]
    public async Task The_first_to_claim_wins_and_the_second_is_told_who_has_it()
    {
        string path = await OpenAsync();
        await Anna.PostAsync($"{path}/claim");

        Answered second = await Bram.PostAsync($"{path}/claim");

        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Equal("case.already-owned", second.Code);
        Assert.Equal("urn:caseward:problem:case.already-owned", second.Text("type"));
        Assert.Contains("'anna'", second.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_who_claim_at_once_one_wins()
    {
        string path = await OpenAsync();

        Answered[] answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? Anna : Bram).PostAsync($"{path}/claim")));

        string[] owners = [.. answers.Where(answer => answer.Status == HttpStatusCode.OK).Select(answer => answer.Text("owner")).Distinct()];
        Assert.Single(owners);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => Assert.Equal("case.already-owned", answer.Code));
    }

    [Fact]
    public async Task A_key_that_was_used_with_another_body_is_refused_and_nothing_is_done()
    {
        string path = await OpenAsync();
        await Anna.PostAsync($"{path}/notes", new JsonObject { ["text"] = "One." }, ("Idempotency-Key", "reused"));

        Answered other = await Anna.PostAsync($"{path}/notes", new JsonObject { ["text"] = "Two." }, ("Idempotency-Key", "reused"));
        Answered same = await Anna.PostAsync($"{path}/notes", new JsonObject { ["text"] = "One." }, ("Idempotency-Key", "reused"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency.key-reused"), (other.Status, other.Code));
        Assert.Equal("true", same.Headers["Idempotency-Replayed"]);
        Assert.Equal(1, await NotesAsync(path));
    }

    [Fact]
    public async Task A_case_is_opened_once_under_a_key_and_another_form_under_it_is_refused()
    {
        JsonObject form = Forms.Case();
        var turned = new JsonObject([.. form.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))]);

        Answered first = await Anna.PostAsync("/api/phone/cases", form, ("Idempotency-Key", "form"));
        Answered same = await Anna.PostAsync("/api/phone/cases", turned, ("Idempotency-Key", "form"));
        Answered other = await Anna.PostAsync("/api/phone/cases", Forms.Case().With("subject", "Another one"), ("Idempotency-Key", "form"));

        Assert.Equal(first.Text("number"), same.Text("number"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency.key-reused"), (other.Status, other.Code));
    }

    [Fact]
    public async Task Fifty_notes_at_once_are_all_written()
    {
        string path = await OpenAsync();

        Answered[] answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => Anna.PostAsync($"{path}/notes", new JsonObject { ["text"] = $"Note {i}." })));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(50, await NotesAsync(path));
    }

    [Fact]
    public async Task Somebody_from_another_queue_may_not_move_the_case()
    {
        string path = await OpenAsync();

        Answered answer = await Host.As("tom").PostAsync($"{path}/claim");

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("case.not-yours", answer.Code);
    }

    [Fact]
    public async Task A_rule_about_the_content_answers_422()
    {
        string path = await OpenAsync();

        Answered answer = await Anna.PostAsync($"{path}/assign", new JsonObject { ["owner"] = "nobody" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("person.unknown", answer.Code);
    }

    [Fact]
    public async Task The_same_key_twice_is_one_note_and_the_same_answer()
    {
        string path = await OpenAsync();
        var note = new JsonObject { ["text"] = "Once." };

        Answered first = await Anna.PostAsync($"{path}/notes", note.DeepClone(), ("Idempotency-Key", "k1"));
        Answered second = await Anna.PostAsync($"{path}/notes", note.DeepClone(), ("Idempotency-Key", "k1"));

        Assert.Equal(first.Json!.ToJsonString(), second.Json!.ToJsonString());
        Assert.Equal(first.ETag, second.ETag);
        Assert.False(first.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.Equal("true", second.Headers["Idempotency-Replayed"]);
        Assert.Equal(1, await NotesAsync(path));
    }

    [Fact]
    public async Task A_key_holds_for_one_caller_and_one_command_only()
    {
        string path = await OpenAsync();
        (string, string) key = ("Idempotency-Key", "same");

        await Anna.PostAsync($"{path}/notes", new JsonObject { ["text"] = "Anna's." }, key);
        await Bram.PostAsync($"{path}/notes", new JsonObject { ["text"] = "Bram's." }, key);
        Answered claimed = await Anna.PostAsync($"{path}/claim", key);

        Assert.Equal("anna", claimed.Text("owner"));
        Assert.Equal(2, await NotesAsync(path));
    }

    [Fact]
    public async Task A_command_that_was_carried_out_answers_the_same_under_its_key_even_when_it_could_not_be_again()
    {
        string path = await OpenAsync();
        (string, string) key = ("Idempotency-Key", "resolve-1");
        var body = new JsonObject { ["solution"] = "Done." };
        await Anna.PostAsync($"{path}/claim");

        Answered first = await Anna.PostAsync($"{path}/resolve", body.DeepClone(), key);
        Answered again = await Anna.PostAsync($"{path}/resolve", body.DeepClone(), key);
        Answered without = await Anna.PostAsync($"{path}/resolve", body.DeepClone());

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal("case.not-open", without.Code);
    }

    [Fact]
    public async Task A_command_for_the_version_that_was_read_is_carried_out_once_it_still_is_that_version()
    {
        string path = await OpenAsync();
        Answered read = await Anna.ReadAsync(path);

        Answered fits = await Anna.PostAsync($"{path}/claim", ("If-Match", read.ETag!));
        Answered stale = await Anna.PostAsync($"{path}/release", new JsonObject(), ("If-Match", read.ETag!));
        Answered any = await Anna.PostAsync($"{path}/release", new JsonObject(), ("If-Match", "*"));

        Assert.Equal(HttpStatusCode.OK, fits.Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.Equal("case.version-mismatch", stale.Code);
        Assert.Equal(fits["version"].GetValue<int>(), stale["currentVersion"].GetValue<int>());
        Assert.Equal(HttpStatusCode.OK, any.Status);
    }

    [Theory]
    [InlineData("17")]
    [InlineData("\"x\"")]
    [InlineData("\"99999999999\"")]
    [InlineData("W/\"1\"")]
    public async Task An_If_Match_that_is_no_version_is_refused(string tag)
    {
        string path = await OpenAsync();

        Answered answer = await Anna.PostAsync($"{path}/claim", ("If-Match", tag));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("request.if-match", answer.Code);
    }

    [Theory]
    [InlineData("resolve", "{}", "/solution resolve.solution-or-reason")]
    [InlineData("resolve", """{"solution":"x","byPhone":true}""", "/callNotes resolve.call-notes")]
    [InlineData("resolve", """{"solution":"x","byPhone":"yes"}""", "/byPhone field.wrong-type")]
    [InlineData("calls", """{"notes":"x"}""", "/direction field.required,/reached field.required")]
    [InlineData("calls", """{"direction":"sideways","reached":true,"notes":"x"}""", "/direction field.unknown-value")]
    [InlineData("callbacks", """{"from":"soon"}""", "/from field.out-of-range,/until field.required")]
    [InlineData("callback-completion", """{"outcome":"maybe","notes":""}""", "/notes field.required,/outcome field.unknown-value")]
    [InlineData("escalate", "{}", "/reason field.required")]
    [InlineData("close", "{}", "/reason field.required")]
    [InlineData("assign", "{}", "/owner field.required")]
    [InlineData("comments", """{"text":"\ud800"}""", "/text field.bad-characters")]
    [InlineData("claim", """{"owner":"bram"}""", "/owner field.unknown-member")]
    [InlineData("resume", """{"now":true}""", "/now field.unknown-member")]
    public async Task A_malformed_command_changes_nothing(string command, string body, string errors)
    {
        string path = await OpenAsync();
        Answered before = await Anna.ReadAsync(path);

        Answered answer = await Anna.PostTextAsync($"{path}/{command}", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(errors.Split(','), answer.Errors.Order());
        Assert.Equal(before.ETag, (await Anna.ReadAsync(path)).ETag);
    }

    [Theory]
    [InlineData("123456789")]
    [InlineData("abc")]
    [InlineData("000000000")]
    [InlineData("' or 1 eq 1")]
    public async Task A_number_that_is_none_is_not_found(string number)
    {
        Answered answer = await Anna.PostAsync($"/api/cases/{Uri.EscapeDataString(number)}/claim");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("case.not-found", answer.Code);
    }

    [Fact]
    public async Task A_number_can_be_written_as_people_read_it_out()
    {
        string path = await OpenAsync();
        string digits = path.Split('/')[^1];

        Answered answer = await Anna.ReadAsync($"/api/cases/{digits[..3]}-{digits[3..6]}-{digits[6..]}");

        Assert.Equal(digits, answer.Text("number"));
    }

    [Fact]
    public async Task A_callback_outside_hours_is_refused_with_the_first_possible_moment()
    {
        string path = await OpenAsync();
        await Anna.PostAsync($"{path}/claim");

        Answered refused = await Anna.PostAsync(
            $"{path}/callbacks", new JsonObject { ["from"] = "2024-08-17T10:00:00+02:00", ["until"] = "2024-08-17T11:00:00+02:00" });
        Answered promised = await Anna.PostAsync(
            $"{path}/callbacks", new JsonObject { ["from"] = "2024-08-13T10:00:00+02:00", ["until"] = "2024-08-13T11:00:00+02:00", ["topic"] = "the charger" });
        Answered read = await Anna.ReadAsync(path);

        Assert.Equal("callback.outside-hours", refused.Code);
        Assert.Equal(HttpStatusCode.OK, promised.Status);
        Assert.Equal("2024-08-13T10:00:00+02:00", read.Text("callback/from/local"));
        Assert.Equal("anna", read.Text("callback/assignee"));
    }

    private async Task<string> OpenAsync()
    {
        Answered opened = await Anna.PostAsync("/api/phone/cases", Forms.Case());
        return opened.Headers["Location"];
    }

    private async Task<int> NotesAsync(string path)
    {
        Answered timeline = await Anna.ReadAsync($"{path}/timeline?take=200");
        return timeline["items"].AsArray().Count(entry => entry!["what"]!["fact"]!.GetValue<string>() == "noteAdded");
    }
}
