using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure;
using Caseward.App.Intake;
using Caseward.Testing;

namespace Caseward.App.Tests.Intake;

/// <summary>Messages that are no mail: kept as they came, readable, replayable, and harmless to everything else.</summary>
[Undisturbed("clock", "A message is tried five times within the three minutes that pass here, and the clock jumps over them.")]
public sealed class PoisonMailTests : IAsyncLifetime
{
    private CasewardHost _host = null!;

    private HttpClient Willem => _host.As("willem");

    public async ValueTask InitializeAsync() => _host = await CasewardHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("not json", "JSON")]
    [InlineData("", "JSON")]
    [InlineData("null", "null")]
    [InlineData("[1,2]", "JSON")]
    [InlineData("""{"subject":5,"from":{"emailAddress":{"address":"a@example.com"}}}""", "$.subject")]
    [InlineData("""{"subject":"x"}""", "who sent it")]
    [InlineData("""{"subject":"x","from":{"emailAddress":{"address":"  "}}}""", "who sent it")]
    [InlineData("""{"subject":"x","from":{"emailAddress":{"address":"not an address"}}}""", "/contact/email field.bad-email")]
    [InlineData("""{"subject":"half \ud800","from":{"emailAddress":{"address":"a@example.com"}}}""", "$.subject")]
    [InlineData("""{"toRecipients":[null],"from":{"emailAddress":null}}""", "who sent it")]
    public async Task A_message_that_is_no_mail_is_kept_unchanged_with_what_is_wrong(string message, string reason)
    {
        await FailAsync(message);

        Answered list = await Willem.ReadAsync("/api/poison");
        Answered kept = await Willem.ReadAsync($"/api/poison/{list.Text("items/0/id")}");

        Assert.Single(list["items"].AsArray());
        Assert.Equal("inbound-mail", kept.Text("queue"));
        Assert.Equal("waiting", kept.Text("state"));
        Assert.Equal(1, kept["times"].GetValue<int>());
        Assert.Equal(message, kept.Text("message"));
        Assert.Contains(reason, kept.Text("reason"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not base64 and not a mail")]
    [InlineData("<mail/>")]
    [InlineData("null")] // looks like base64
    [InlineData("tést")]
    public async Task What_is_put_without_base64_is_kept_as_it_came_and_leaves_the_poison_queue(string text)
    {
        await _host.PutTextAsync("inbound-mail", text);
        await PassAttemptsAsync();

        Answered list = await Willem.ReadAsync("/api/poison");
        string id = list.Text("items/0/id");
        Answered kept = await Willem.ReadAsync($"/api/poison/{id}");
        await Willem.PostAsync($"/api/poison/{id}/replay");
        await PassAttemptsAsync();
        Answered again = await Willem.ReadAsync($"/api/poison/{id}");

        Assert.Single(list["items"].AsArray());
        Assert.Equal(text, kept.Text("message"));
        Assert.Equal(2, again["times"].GetValue<int>());
        Assert.Equal("[]", await _host.Anybody.GetStringAsync("/local/queues/inbound-mail-poison"));
    }

    [Fact]
    public async Task A_mail_that_is_put_without_base64_is_a_case_too()
    {
        await _host.PutTextAsync("inbound-mail", Mails.Mail().ToJsonString());

        Answered cases = await _host.As("anna").ReadAsync("/api/accounts/jan@example.com/cases");

        Assert.Single(cases["items"].AsArray());
    }

    [Fact]
    public async Task A_broken_message_does_not_hold_up_the_others()
    {
        await _host.PutMessageAsync("inbound-mail", "broken");
        await _host.PutMessageAsync("inbound-mail", Mails.Mail().ToJsonString());

        Answered cases = await _host.As("anna").ReadAsync("/api/accounts/jan@example.com/cases");

        Assert.Single(cases["items"].AsArray());
    }

    [Fact]
    public async Task A_replayed_message_that_fails_again_is_the_same_entry_seen_twice()
    {
        await FailAsync("broken");
        string id = (await Willem.ReadAsync("/api/poison")).Text("items/0/id");

        Answered replayed = await Willem.PostAsync($"/api/poison/{id}/replay");
        await PassAttemptsAsync();
        Answered list = await Willem.ReadAsync("/api/poison");

        Assert.Equal("replayed", replayed.Text("state"));
        Assert.Equal("willem", replayed.Text("replayedBy"));
        Assert.Single(list["items"].AsArray());
        Assert.Equal("waiting", list.Text("items/0/state"));
        Assert.Equal(2, list["items/0"]["times"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("€")]
    public async Task A_message_that_came_without_base64_and_would_be_too_long_in_it_is_replayed_as_it_came(string letter)
    {
        string text = "no mail: " + string.Concat(Enumerable.Repeat(letter, 63_000 / Encoding.UTF8.GetByteCount(letter)));
        await _host.PutTextAsync("inbound-mail-poison", text);
        string id = (await Willem.ReadAsync("/api/poison")).Text("items/0/id");

        Answered replayed = await Willem.PostAsync($"/api/poison/{id}/replay");
        await PassAttemptsAsync();
        Answered again = await Willem.ReadAsync($"/api/poison/{id}");

        Assert.Equal(HttpStatusCode.OK, replayed.Status);
        Assert.Equal(text, again.Text("message"));
        Assert.Equal(2, again["times"].GetValue<int>());
    }

    [Fact]
    public async Task A_message_is_replayed_once_under_one_key()
    {
        string mail = Mails.Mail().From("Jan", "later@example.com").ToJsonString();
        await _host.PutMessageAsync("inbound-mail-poison", mail);
        string id = (await Willem.ReadAsync("/api/poison")).Text("items/0/id");

        Answered first = await Willem.PostAsync($"/api/poison/{id}/replay", ("Idempotency-Key", "again"));
        Answered second = await Willem.PostAsync($"/api/poison/{id}/replay", ("Idempotency-Key", "again"));
        await _host.Runtime.WhenIdleAsync();
        Answered cases = await _host.As("anna").ReadAsync("/api/accounts/later@example.com/cases");

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal("true", second.Headers["Idempotency-Replayed"]);
        Assert.Equal("replayed", second.Text("state"));
        Assert.Single(cases["items"].AsArray());
    }

    [Fact]
    public async Task A_message_that_is_replayed_by_many_at_once_under_one_key_is_sent_once()
    {
        await FailAsync("broken");
        string id = (await Willem.ReadAsync("/api/poison")).Text("items/0/id");

        Answered[] answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Willem.PostAsync($"/api/poison/{id}/replay", ("Idempotency-Key", "again"))));
        await PassAttemptsAsync();

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(answers, answer => !answer.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.Equal(2, (await Willem.ReadAsync("/api/poison"))["items/0/times"].GetValue<int>());
    }

    [Fact]
    public async Task A_key_that_was_used_holds_after_the_message_came_back()
    {
        await FailAsync("broken");
        string id = (await Willem.ReadAsync("/api/poison")).Text("items/0/id");
        await Willem.PostAsync($"/api/poison/{id}/replay", ("Idempotency-Key", "again"));
        await PassAttemptsAsync();

        Answered late = await Willem.PostAsync($"/api/poison/{id}/replay", ("Idempotency-Key", "again"));

        Assert.Equal("true", late.Headers["Idempotency-Replayed"]);
        Assert.Equal("waiting", late.Text("state"));
    }

    [Fact]
    public async Task A_message_whose_handling_failed_for_another_reason_says_that_nothing_is_wrong_with_it()
    {
        await _host.PutMessageAsync("inbound-mail-poison", Mails.Mail().ToJsonString());
        string id = (await Willem.ReadAsync("/api/poison")).Text("items/0/id");

        Assert.Contains("Nothing is wrong", (await Willem.ReadAsync($"/api/poison/{id}")).Text("reason"), StringComparison.Ordinal);
    }

    [Fact]
    [Undisturbed("chaos", "It makes its own trouble.")]
    public async Task A_message_that_cannot_be_kept_for_days_is_kept_when_that_works_again()
    {
        bool down = true;
        _host.Runtime.Database.Checkpoints.OnPass = place =>
        {
            if (down && place.StartsWith("tables/PoisonMessages/", StringComparison.Ordinal))
            {
                throw new RequestFailedException(503, "The server is busy.", "ServerBusy", innerException: null);
            }
        };
        await _host.PutMessageAsync("inbound-mail-poison", "broken");
        await _host.Runtime.AdvanceAsync(TimeSpan.FromDays(2));

        down = false;
        await _host.Runtime.AdvanceAsync(TimeSpan.FromHours(1));

        Answered list = await Willem.ReadAsync("/api/poison");
        Assert.Single(list["items"].AsArray());
        Assert.Equal("broken", (await Willem.ReadAsync($"/api/poison/{list.Text("items/0/id")}")).Text("message"));
        Assert.Equal("[]", await _host.Anybody.GetStringAsync("/local/queues/inbound-mail-poison"));
    }

    [Fact]
    public void The_host_delivers_a_message_as_often_as_the_last_delivery_counts() =>
        Assert.Equal(PoisonMail.Deliveries, JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")))!["extensions"]!["queues"]!["maxDequeueCount"]!.GetValue<int>());

    [Fact]
    public async Task A_message_as_long_as_a_queue_can_hold_is_kept_whole()
    {
        string message = string.Concat(Enumerable.Repeat("🛴x", 9_000));

        await _host.PutMessageAsync("inbound-mail-poison", message);
        string id = (await Willem.ReadAsync("/api/poison")).Text("items/0/id");

        Assert.Equal(message, (await Willem.ReadAsync($"/api/poison/{id}")).Text("message"));
    }

    [Fact]
    public async Task The_latest_comes_first_and_pages_go_on()
    {
        foreach (string message in new[] { "one", "two", "three" })
        {
            await _host.PutMessageAsync("inbound-mail-poison", message);
            await _host.Runtime.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        Answered first = await Willem.ReadAsync("/api/poison?take=2");
        Answered second = await Willem.ReadAsync($"/api/poison?take=2&continuation={first.Text("continuation")}");
        string[] ids = [.. first["items"].AsArray().Concat(second["items"].AsArray()).Select(item => item!["id"]!.GetValue<string>())];
        string[] messages = [.. await Task.WhenAll(ids.Select(async id => (await Willem.ReadAsync($"/api/poison/{id}")).Text("message")))];

        Assert.Equal(["three", "two", "one"], messages);
        Assert.Null(second.Json!["continuation"]);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("x")]
    [InlineData("' or '1' eq '1")]
    public async Task An_id_that_is_none_is_not_found(string id)
    {
        Answered read = await Willem.ReadAsync($"/api/poison/{Uri.EscapeDataString(id)}");
        Answered replay = await Willem.PostAsync($"/api/poison/{Uri.EscapeDataString(id)}/replay");

        Assert.Equal("poison.not-found", read.Code);
        Assert.Equal(HttpStatusCode.NotFound, replay.Status);
    }

    [Fact]
    public async Task An_agent_cannot_replay()
    {
        await _host.PutMessageAsync("inbound-mail-poison", "broken");
        string id = (await Willem.ReadAsync("/api/poison")).Text("items/0/id");

        Answered refused = await _host.As("anna").PostAsync($"/api/poison/{id}/replay");

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal("waiting", (await Willem.ReadAsync($"/api/poison/{id}")).Text("state"));
    }

    private async Task FailAsync(string message)
    {
        await _host.PutMessageAsync("inbound-mail", message);
        await PassAttemptsAsync();
    }

    /// <summary>Five attempts, each the visibility time-out after the one before.</summary>
    private Task PassAttemptsAsync() => _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(3));
}
