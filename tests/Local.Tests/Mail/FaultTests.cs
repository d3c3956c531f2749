using Azure;
using Azure.Communication.Email;
using Caseward.Local.Mailbox;

namespace Caseward.Local.Tests.Mail;

public sealed class FaultTests : MailSpec
{
    [Fact]
    public async Task Too_many_requests_say_when_to_come_back_and_keep_nothing()
    {
        Mailbox.Faults.Add(MailFault.TooManyRequests(TimeSpan.FromSeconds(30)) with { Times = 1 });

        RequestFailedException refused = await RefusedAsync(429, "TooManyRequests", () => SendAsync());
        Assert.Equal("30", refused.GetRawResponse()!.Headers.TryGetValue("Retry-After", out string? seconds) ? seconds : null);
        Assert.Empty(Mailbox.List());

        await SendAsync();
        Assert.Single(Mailbox.List());
    }

    [Fact]
    public async Task The_next_few_sends_fail_and_then_no_more()
    {
        Mailbox.Faults.Add(MailFault.Refused(503) with { Times = 2 });

        await RefusedAsync(503, "ServiceUnavailable", () => SendAsync());
        await RefusedAsync(503, "ServiceUnavailable", () => SendAsync());
        await SendAsync();

        Assert.Empty(Mailbox.Faults.Pending);
    }

    [Fact]
    public async Task One_recipients_mail_fails_until_cleared_and_nobody_elses()
    {
        Mailbox.Faults.Add(MailFault.Refused(500) with { Recipient = "Ada@contoso.example" });

        await RefusedAsync(500, "InternalServerError", () => SendAsync());
        await SendAsync(Message(to: "grace@contoso.example"));
        await RefusedAsync(500, "InternalServerError", () => SendAsync());
        Mailbox.Faults.Clear();
        await SendAsync(id: Guid.NewGuid());

        Assert.Equal(2, Mailbox.List().Count);
    }

    [Fact]
    public async Task An_operation_can_end_as_failed_after_it_was_accepted()
    {
        Mailbox.Faults.Add(MailFault.EndsFailed());

        EmailSendOperation sent = await SendAsync();
        await RefusedAsync(200, "EmailDroppedAllRecipientsSuppressed", async () => await sent.UpdateStatusAsync());

        Assert.Equal((true, false), (sent.HasCompleted, sent.HasValue));
        Assert.Throws<RequestFailedException>(() => sent.Value);
        await RefusedAsync(200, "EmailDroppedAllRecipientsSuppressed", () => SendAsync(id: Guid.NewGuid(), wait: WaitUntil.Completed));
        Assert.Equal(["Failed", "Failed"], Mailbox.List().Select(mail => mail.Status));
    }

    [Fact]
    public async Task An_operation_can_take_a_while()
    {
        Mailbox.Faults.Add(MailFault.StaysRunning(2));

        EmailSendOperation sent = await SendAsync();
        await sent.UpdateStatusAsync();
        await sent.UpdateStatusAsync();
        bool whileRunning = sent.HasCompleted;
        await sent.UpdateStatusAsync();

        Assert.Equal((false, true), (whileRunning, sent.HasCompleted));
    }

    [Fact]
    public async Task A_waiting_send_waits_for_a_slow_operation()
    {
        Mailbox.Faults.Add(MailFault.StaysRunning(1));

        EmailSendOperation sent = await SendAsync(wait: WaitUntil.Completed);

        Assert.True(sent.HasValue);
    }

    [Fact]
    public async Task Asking_for_the_status_can_fail_too()
    {
        EmailSendOperation sent = await SendAsync();
        Served.FailAt("mail/status/before");

        await RefusedAsync(503, "ServerBusy", async () => await sent.UpdateStatusAsync());

        Assert.False(sent.HasCompleted);
    }
}
