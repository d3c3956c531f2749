using System.Net;
using System.Text.Json.Nodes;
using Caseward.Testing;

namespace Caseward.App.Tests.Intake;

/// <summary>Mail from the queue to the case, through the real queue and read back over HTTP. Every test has a sender of its own.</summary>
public sealed class MailIntakeTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private CasewardHost Host => shared.Host;

    private HttpClient Anna => Host.As("anna");

    [Fact]
    public async Task A_mail_becomes_a_case_of_the_mailbox_it_was_sent_to()
    {
        JsonNode row = await TakeAsync(Mails.Mail().From("Piet Pieters", "box@example.com"), "box@example.com");
        Answered read = await ReadAsync(row);

        Assert.Equal("billing", row["queue"]!.GetValue<string>());
        Assert.Equal("billing", read.Text("department"));
        Assert.Equal("email", read.Text("origin"));
        Assert.Equal("nl", read.Text("language"));
        Assert.Equal(4, read["priority"].GetValue<int>());
        Assert.Equal("Piet Pieters", read.Text("contact/name"));
        Assert.Equal("My invoice is wrong", read.Text("subject"));
    }

    [Fact]
    public async Task Support_mail_goes_to_the_support_department()
    {
        JsonNode row = await TakeAsync(Mails.Mail().From("Eva", "sup@example.com").To("colleague@example.com", "Support@caseward.example"), "sup@example.com");

        Assert.Equal("support", row["department"]!.GetValue<string>());
        Assert.Equal("standard", row["queue"]!.GetValue<string>());
    }

    [Fact]
    public async Task Mail_to_an_address_that_no_rule_knows_is_a_case_all_the_same()
    {
        JsonNode row = await TakeAsync(Mails.Mail().From("Eva", "else@example.com").To("unknown@caseward.example"), "else@example.com");

        Assert.Equal("werkplaats", row["department"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_same_mail_twice_is_one_case()
    {
        JsonObject mail = Mails.Mail(id: "<twice@example.com>").From("Jan", "twice@example.com");

        await Host.PutMessageAsync("inbound-mail", mail.ToJsonString());
        await Host.PutMessageAsync("inbound-mail", mail.ToJsonString());

        Assert.Single(await CasesOfAsync("twice@example.com"));
    }

    [Fact]
    public async Task The_same_mail_in_two_mailboxes_is_two_cases()
    {
        foreach (string mailbox in new[] { "billing@caseward.example", "support@caseward.example" })
        {
            await Host.PutMessageAsync("inbound-mail", Mails.Mail(id: "<both@example.com>").From("Jan", "both@example.com").With("mailbox", mailbox).ToJsonString());
        }

        Assert.Equal(["billing", "support"], (await CasesOfAsync("both@example.com")).Select(row => row["department"]!.GetValue<string>()).Order());
    }

    [Fact]
    public async Task A_mail_without_an_id_is_known_by_sender_time_subject_and_body()
    {
        JsonObject mail = Mails.Mail().From("Jan", "noid@example.com").Without("internetMessageId");

        await Host.PutMessageAsync("inbound-mail", mail.ToJsonString());
        await Host.PutMessageAsync("inbound-mail", mail.ToJsonString());
        await Host.PutMessageAsync("inbound-mail", mail.With("subject", "Another question").ToJsonString());

        Assert.Equal(2, (await CasesOfAsync("noid@example.com")).Count);
    }

    [Fact]
    public async Task Of_HTML_the_words_are_kept_and_nothing_else()
    {
        const string Html = """
            <html><head><title>t</title><style>p { color: red }</style></head><body>
            <p>Dear&nbsp;colleagues,</p><script>alert('x')</script><p>it costs 5 &lt; 6 &euro;<br>per month.</p>
            <img src="https://tracker.example/pixel.png"><ul><li>one</li><li>two</li></ul><a href="https://example.com/a?b=1&amp;c=2">the form</a>
            <a href="javascript:alert(1)">click</a></body></html>
            """;
        JsonNode row = await TakeAsync(Mails.Mail().From("Jan", "html@example.com").WithHtml(Html), "html@example.com");

        string text = (await TimelineAsync(row))["items/0"]["what"]!["description"]!.GetValue<string>();

        Assert.Equal("Dear colleagues,\n\nit costs 5 < 6 €\nper month.\n\n- one\n\n- two\n\nthe form (https://example.com/a?b=1&c=2) click", text);
    }

    [Fact]
    public async Task A_subject_that_is_too_long_is_shortened_and_stands_in_full_in_the_text()
    {
        string subject = string.Concat(Enumerable.Repeat("long 🛴 ", 100)).Trim();
        JsonNode row = await TakeAsync(Mails.Mail(subject).From("Jan", "long@example.com"), "long@example.com");

        JsonNode opened = (await TimelineAsync(row))["items/0"]["what"]!;

        Assert.EndsWith("…", opened["subject"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.InRange(opened["subject"]!.GetValue<string>().Length, 190, 200);
        Assert.StartsWith(subject, opened["description"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains($"{subject.Length}", opened["internalComment"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_too_long_goes_on_in_further_messages_and_loses_nothing()
    {
        string body = string.Join('\n', Enumerable.Range(0, 1900).Select(i => $"line {i} 🛴"));
        JsonObject mail = Mails.Mail(body: body, id: "<pieces@example.com>").From("Jan", "pieces@example.com");
        JsonNode row = await TakeAsync(mail, "pieces@example.com");
        await Host.PutMessageAsync("inbound-mail", mail.ToJsonString());

        Answered timeline = await TimelineAsync(row);
        string[] pieces =
        [
            .. timeline["items"].AsArray().Select(entry => entry!["what"]!)
                .Select(what => (string?)what["description"] ?? (what["fact"]!.GetValue<string>() == "customerMessageReceived" ? (string?)what["text"] : null))
                .OfType<string>(),
        ];

        Assert.True(pieces.Length > 2);
        Assert.Equal(body, string.Join('\n', pieces));
        Assert.All(pieces, piece => Assert.True(piece.Length <= 10_000));
    }

    [Theory]
    [InlineData("", "", "(geen onderwerp)", "(geen tekst)")]
    [InlineData("  \r\n ", " \t ", "(geen onderwerp)", "(geen tekst)")]
    [InlineData("a\r\nBcc: x\u0007", "b\u0000c\r\nd", "a Bcc: x", "b c\nd")]
    public async Task Empty_and_unreadable_texts_are_made_readable(string subject, string body, string readSubject, string readBody)
    {
        string sender = $"r{Math.Abs(HashCode.Combine(subject, body))}@example.com";
        JsonNode row = await TakeAsync(Mails.Mail(subject, body).From("", sender), sender);

        JsonNode opened = (await TimelineAsync(row))["items/0"]["what"]!;

        Assert.Equal(readSubject, opened["subject"]!.GetValue<string>());
        Assert.Equal(readBody, opened["description"]!.GetValue<string>());
        Assert.Equal(sender, opened["contact"]!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("Auto-Submitted", "auto-replied")]
    [InlineData("auto-submitted", "auto-generated; owner=x")]
    [InlineData("Precedence", "bulk")]
    [InlineData("X-Precedence", "junk")]
    [InlineData("X-Auto-Response-Suppress", "DR, OOF")]
    [InlineData("X-Loop", "yes")]
    [InlineData("X-Autoreply", "yes")]
    [InlineData("List-Unsubscribe", "<https://example.com/u>")]
    [InlineData("List-Id", "news.example.com")]
    [InlineData("X-Failed-Recipients", "jan@example.com")]
    [InlineData("Return-Path", "<>")]
    [InlineData("Content-Type", "multipart/report; report-type=delivery-status")]
    [InlineData("X-Case-Loop", "123456782.abc")]
    public async Task Mail_that_a_machine_wrote_makes_no_case_and_no_receipt(string header, string value)
    {
        string sender = $"{header.ToLowerInvariant()}@machine.example";

        await Host.PutMessageAsync("inbound-mail", Mails.Mail().From("Robot", sender).WithHeader(header, value).ToJsonString());

        Assert.Empty(await CasesOfAsync(sender));
        Assert.Contains(Host.Log.Lines, line => line.Contains("was written by a machine", StringComparison.Ordinal) && line.Contains(header, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("MAILER-DAEMON@example.com")]
    [InlineData("postmaster@example.com")]
    [InlineData("billing@caseward.example")]
    [InlineData("Service@caseward.example")]
    [InlineData("case+123456782.abc@caseward.example")]
    public async Task Mail_of_systems_and_of_our_own_mailboxes_makes_no_case(string sender)
    {
        await Host.PutMessageAsync("inbound-mail", Mails.Mail().From("System", sender).ToJsonString());

        Assert.Empty(await CasesOfAsync(sender));
    }

    [Fact]
    public async Task What_turns_the_direction_of_a_subject_is_left_out()
    {
        JsonObject mail = Mails.Mail("invoice \u202Efdp.exe").From("\u2066Jan\u2069 Jansen", "turned@example.com");

        Answered read = await ReadAsync(await TakeAsync(mail, "turned@example.com"));

        Assert.Equal(("invoice fdp.exe", "Jan Jansen"), (read.Text("subject"), read.Text("contact/name")));
    }

    [Fact]
    public async Task Mail_whose_from_has_no_address_is_from_its_sender()
    {
        JsonObject mail = Mails.Mail().From("Jan", "sent-by@example.com");
        mail["from"] = new JsonObject { ["emailAddress"] = new JsonObject { ["name"] = "Jan" } };

        JsonNode row = await TakeAsync(mail, "sent-by@example.com");

        Assert.Equal("open", row["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Auto_Submitted_no_is_what_a_person_sends()
    {
        JsonNode row = await TakeAsync(Mails.Mail().From("Jan", "person@example.com").WithHeader("Auto-Submitted", "no"), "person@example.com");

        Assert.Equal("open", row["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Logs_hold_nothing_that_a_customer_wrote()
    {
        await TakeAsync(Mails.Mail("SUBJECT-OF-MINE", "BODY-OF-MINE").From("NAME-OF-MINE", "quiet@example.com"), "quiet@example.com");
        await Host.PutMessageAsync("inbound-mail", """{"subject":"SUBJECT-OF-MINE", broken""");
        await Anna.PostAsync("/api/phone/cases", Forms.Case().With("subject", "SUBJECT-OF-MINE").With("priority", 99));

        Assert.DoesNotContain(Host.Log.Lines, line => line.Contains("-OF-MINE", StringComparison.Ordinal) || line.Contains("quiet@", StringComparison.Ordinal));
    }

    private async Task<JsonNode> TakeAsync(JsonObject mail, string sender)
    {
        await Host.PutMessageAsync("inbound-mail", mail.ToJsonString());
        return Assert.Single(await CasesOfAsync(sender));
    }

    private async Task<IReadOnlyList<JsonNode>> CasesOfAsync(string email)
    {
        Answered list = await Anna.ReadAsync($"/api/accounts/{email}/cases");
        Assert.Equal(HttpStatusCode.OK, list.Status);
        return [.. list["items"].AsArray().Select(row => row!)];
    }

    private Task<Answered> ReadAsync(JsonNode row) => Anna.ReadAsync($"/api/cases/{row["number"]}");

    private Task<Answered> TimelineAsync(JsonNode row) => Anna.ReadAsync($"/api/cases/{row["number"]}/timeline?take=200");
}
