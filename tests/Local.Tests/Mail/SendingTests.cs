using Azure;
using Azure.Communication.Email;
using Caseward.Local.Mailbox;
using Caseward.Local.Tests.Accounts;

namespace Caseward.Local.Tests.Mail;

public sealed class SendingTests : MailSpec
{
    [Fact]
    public async Task A_mail_is_kept_as_it_was_sent()
    {
        var message = new EmailMessage(
            "desk@caseward.example",
            new EmailRecipients([new("ada@contoso.example", "Ada")], [new("copy@contoso.example")], [new("hidden@contoso.example")]),
            new EmailContent("Your case [#1234]") { PlainText = "Hello", Html = "<p>Hello</p>" })
        {
            Headers = { ["Auto-Submitted"] = "auto-replied", ["X-Case-Loop"] = "1" },
            ReplyTo = { new EmailAddress("case+1234@in.contoso.example") },
            Attachments = { new EmailAttachment("callback.ics", "text/calendar", new BinaryData("BEGIN:VCALENDAR")) { ContentId = "c1" } },
        };

        await SendAsync(message);

        LocalMail mail = Assert.Single(Mailbox.List());
        Assert.Equal((SomeId.ToString(), ServedAccount.Noon, "Succeeded"), (mail.OperationId, mail.SentAt, mail.Status));
        Assert.Equal(("desk@caseward.example", "Your case [#1234]", "Hello", "<p>Hello</p>"), (mail.From, mail.Subject, mail.Text, mail.Html));
        Assert.Equal(["Ada <ada@contoso.example>", "copy@contoso.example", "hidden@contoso.example", "case+1234@in.contoso.example"], mail.To.Concat(mail.Cc).Concat(mail.Bcc).Concat(mail.ReplyTo).Select(address => address.ToString()));
        Assert.Equal(("auto-replied", "1"), (mail.Headers["Auto-Submitted"], mail.Headers["X-Case-Loop"]));
        Assert.Equal([new LocalMailAttachment("callback.ics", "text/calendar", "c1", 15)], mail.Attachments);
        Assert.Equal("BEGIN:VCALENDAR", Mailbox.Attachment(mail.OperationId, "callback.ics")!.ToString());
    }

    [Fact]
    public async Task A_send_returns_when_accepted_and_its_operation_is_found_again_by_id()
    {
        EmailSendOperation sent = await SendAsync();

        Assert.Equal((SomeId.ToString(), false, false, 202), (sent.Id, sent.HasCompleted, sent.HasValue, sent.GetRawResponse().Status));
        Assert.Throws<InvalidOperationException>(() => sent.Value);

        var again = new EmailSendOperation(SomeId.ToString(), Client);
        Assert.Null(again.GetRawResponse());
        Response response = await again.UpdateStatusAsync();

        Assert.Equal((200, true, EmailSendStatus.Succeeded), (response.Status, again.HasCompleted, again.Value.Status));
    }

    [Fact]
    public async Task A_send_that_waits_returns_when_handed_over()
    {
        EmailSendOperation sent = await SendAsync(wait: WaitUntil.Completed);

        Assert.Equal((true, EmailSendStatus.Succeeded), (sent.HasValue, sent.Value.Status));
    }

    [Fact]
    public async Task The_services_answers_say_how_far_the_operation_is()
    {
        Mailbox.Faults.Add(MailFault.StaysRunning(1));

        EmailSendOperation sent = await SendAsync();
        Response accepted = sent.GetRawResponse();
        Response running = await sent.UpdateStatusAsync();
        Response succeeded = await sent.UpdateStatusAsync();

        Assert.Equal((202, 200, 200), (accepted.Status, running.Status, succeeded.Status));
        Assert.Equal($$"""{"id":"{{SomeId}}","status":"Running"}""", accepted.Content.ToString());
        Assert.Equal(accepted.Content.ToString(), running.Content.ToString());
        Assert.Equal($$"""{"id":"{{SomeId}}","status":"Succeeded"}""", succeeded.Content.ToString());
        Assert.Equal((true, true, false), (accepted.Headers.Contains("Retry-After"), running.Headers.Contains("Retry-After"), succeeded.Headers.Contains("Retry-After")));
    }

    [Fact]
    public async Task A_failed_operation_says_why()
    {
        Mailbox.Faults.Add(MailFault.EndsFailed("EmailDroppedAllRecipientsSuppressed"));

        EmailSendOperation sent = await SendAsync();
        await RefusedAsync(200, "EmailDroppedAllRecipientsSuppressed", async () => await sent.UpdateStatusAsync());

        Assert.Contains("\"status\":\"Failed\",\"error\":{\"code\":\"EmailDroppedAllRecipientsSuppressed\"", sent.GetRawResponse().Content.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_that_nobody_started_is_not_found() =>
        await RefusedAsync(404, "NotFound", async () => await new EmailSendOperation(SomeId.ToString(), Client).UpdateStatusAsync());

    [Fact]
    public async Task A_repeated_operation_id_is_accepted_again_and_kept_once()
    {
        await SendAsync(Message(subject: "first"));
        EmailSendOperation second = await SendAsync(Message(subject: "second"));

        Assert.Equal(202, second.GetRawResponse().Status);
        Assert.Equal(["first"], Mailbox.List().Select(mail => mail.Subject));
    }

    [Fact]
    public async Task Without_an_operation_id_the_service_makes_one_and_a_repeat_is_kept_twice()
    {
        EmailSendOperation first = await Client.SendAsync(WaitUntil.Started, Message());
        EmailSendOperation second = await Client.SendAsync(WaitUntil.Started, "desk@caseward.example", "ada@contoso.example", "s", "<p>h</p>", "t");

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal([second.Id, first.Id], Mailbox.List().Select(mail => mail.OperationId));
    }

    [Fact]
    public async Task The_short_form_sends_both_bodies_under_the_given_id()
    {
        await Client.SendAsync(WaitUntil.Started, "desk@caseward.example", "ada@contoso.example", "s", "<p>h</p>", SomeId, "t");

        LocalMail mail = Mailbox.Find(SomeId.ToString())!;
        Assert.Equal(("s", "<p>h</p>", "t"), (mail.Subject, mail.Html, mail.Text));
    }

    [Fact]
    public void The_synchronous_methods_do_the_same()
    {
        EmailSendOperation sent = Client.Send(WaitUntil.Completed, Message(), SomeId);
        var again = new EmailSendOperation(sent.Id, Client);
        again.UpdateStatus();

        Assert.True(again.HasValue);
        Assert.Equal(EmailSendStatus.Succeeded, again.WaitForCompletion().Value.Status);
    }

    [Fact]
    public async Task What_lacks_something_is_an_error_before_it_is_sent()
    {
        EmailMessage withoutBody = Message(text: " ");
        EmailMessage withoutSubject = Message(subject: " ");
        EmailMessage withEmptyHeader = Message();
        withEmptyHeader.Headers.Add("X-Empty", "");
        var withoutRecipient = new EmailMessage("desk@caseward.example", new EmailRecipients(to: []), new EmailContent("s") { PlainText = "t" });
        EmailMessage withBlankRecipient = Message(to: " ");
        var withoutSender = new EmailMessage(" ", "ada@contoso.example", new EmailContent("s") { PlainText = "t" });
        EmailMessage withEmptyAttachment = Message();
        withEmptyAttachment.Attachments.Add(new EmailAttachment("a.txt", "text/plain", BinaryData.FromString("")));

        foreach ((EmailMessage message, string what) in new[]
        {
            (withoutBody, "Email content must have either HTML or PlainText"), (withoutSubject, "Email subject can not be empty"), (withEmptyHeader, "Empty Value is not allowed in Email Header"),
            (withoutRecipient, "ToRecipients cannot be empty"), (withBlankRecipient, "A recipient's address is empty"), (withoutSender, "Sender must be a valid email address"), (withEmptyAttachment, "Attachment Content cannot be empty."),
        })
        {
            ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(message));
            Assert.StartsWith(what, refused.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<ArgumentNullException>(() => Client.SendAsync(WaitUntil.Started, null, SomeId));
        Assert.Empty(Mailbox.List());
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("two words@contoso.example")]
    [InlineData("@contoso.example")]
    public async Task An_address_that_is_none_is_refused(string address)
    {
        await RefusedAsync(400, "BadRequest", () => SendAsync(Message(to: address)));

        Assert.Empty(Mailbox.List());
    }

    [Fact]
    public async Task A_header_has_a_name()
    {
        EmailMessage message = Message();
        message.Headers.Add("", "something");

        await RefusedAsync(400, "BadRequest", () => SendAsync(message));
    }

    [Fact]
    public async Task Headers_cannot_smuggle_lines_in()
    {
        EmailMessage message = Message();
        message.Headers.Add("X-Note", "a\r\nBcc: eve@contoso.example");

        await RefusedAsync(400, "BadRequest", () => SendAsync(message));
        await RefusedAsync(400, "BadRequest", () => SendAsync(Message(subject: "a\r\nBcc: eve@contoso.example")));
    }

    [Fact]
    public async Task Fifty_recipients_are_taken_and_one_more_is_not()
    {
        EmailMessage Copied(int copies)
        {
            EmailMessage message = Message();
            for (int i = 0; i < copies; i++)
            {
                message.Recipients.CC.Add(new EmailAddress($"c{i}@contoso.example"));
            }

            return message;
        }

        await SendAsync(Copied(49));

        await RefusedAsync(400, "BadRequest", () => SendAsync(Copied(50), Guid.NewGuid()));
    }

    [Fact]
    public async Task More_than_ten_megabytes_in_base64_are_refused()
    {
        EmailMessage message = Message();
        message.Attachments.Add(new EmailAttachment("big.bin", "application/octet-stream", new BinaryData(new byte[8 << 20])));

        await RefusedAsync(413, "RequestEntityTooLarge", () => SendAsync(message));
    }

    [Fact]
    public async Task Mail_is_there_after_a_restart_and_so_is_its_operation()
    {
        await SendAsync();

        await Served.RestartAsync();

        Assert.Single(LocalMailbox.Of(Served.Account).List());
        var operation = new EmailSendOperation(SomeId.ToString(), Client);
        await operation.UpdateStatusAsync();
        Assert.True(operation.HasValue);
    }

    [Fact]
    public async Task A_failure_before_the_commit_keeps_nothing_and_one_after_it_loses_the_answer_only()
    {
        Served.FailAt("mail/send/before");
        await RefusedAsync(503, "ServerBusy", () => SendAsync());
        Assert.Empty(Mailbox.List());

        Served.FailAt("mail/send/after");
        await RefusedAsync(503, "ServerBusy", () => SendAsync());
        Assert.Single(Mailbox.List());
    }

    [Fact]
    public void A_connection_string_needs_endpoint_and_key()
    {
        Assert.Throws<InvalidOperationException>(() => new EmailClient("endpoint=http://localhost"));
        Assert.Throws<InvalidOperationException>(() => new EmailClient("accesskey=a2V5"));
        Assert.Throws<ArgumentException>(() => new EmailClient(""));
    }

    [Fact]
    public async Task The_path_of_the_endpoint_names_the_account_and_without_one_it_is_the_development_account()
    {
        await new EmailClient(new Uri($"http://127.0.0.1:7071/{Served.Name}/"), new AzureKeyCredential("k")).SendAsync(WaitUntil.Started, Message());
        Assert.Single(Mailbox.List());

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            new EmailClient("endpoint=https://elsewhere.communication.azure.com/nobody;accesskey=k").SendAsync(WaitUntil.Started, Message()));
        Assert.Contains("'nobody'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_can_be_made_for_tests()
    {
        Assert.Equal(EmailSendStatus.Failed, EmailModelFactory.EmailSendResult("1", EmailSendStatus.Failed).Status);
        Assert.Equal("Running", EmailSendStatus.Running.ToString());
        Assert.True(EmailSendStatus.Running == "running");
    }
}
