using Caseward.Local.Hosting.Durable;
using Caseward.Local.Mailbox;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.App.Tests.Mail;

/// <summary>
/// How decided mail leaves, on the whole application. The matrix: what the provider does (takes it, is busy, is down, refuses, fails
/// later) and where the process dies (before the send, after it, before its result is written).
/// </summary>
public sealed class MailDeliveryTests : IAsyncLifetime
{
    private const string Customer = "jan@example.com";
    private const string BeforeSend = "mail/send/before";
    private const string AfterSend = "mail/send/after";
    private const string AfterActivity = "engine/activity/after-run";

    private MailJourney _journey = null!;

    public async ValueTask InitializeAsync() => _journey = await MailJourney.StartAsync();

    public ValueTask DisposeAsync() => _journey.DisposeAsync();

    [Fact]
    public async Task A_receipt_leaves_at_once()
    {
        await _journey.OpenAsync();

        LocalMail receipt = Assert.Single(_journey.MailsTo(Customer));
        Assert.Equal($"[#{_journey.Number}] We have received your question: The mobility scooter does not charge", receipt.Subject);
        Assert.Equal("auto-generated", receipt.Headers["Auto-Submitted"]);
        Assert.Contains("by Monday 19 August 2024 at 17:00 (Amsterdam time)", receipt.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_provider_is_left_alone_for_as_long_as_it_asks()
    {
        _journey.Mailbox.Faults.Add(MailFault.TooManyRequests(TimeSpan.FromMinutes(10)) with { Times = 1 });
        await _journey.OpenAsync();

        int sends = 0;
        OnPass(place => sends += place == BeforeSend ? 1 : 0);
        await _journey.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(0, sends);

        await _journey.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Single(_journey.MailsTo(Customer));
    }

    [Fact]
    [Undisturbed("clock", "The clock jumps over the time in which it would have been tried again.")]
    public async Task A_provider_in_trouble_is_asked_again_until_it_takes_the_mail()
    {
        _journey.Mailbox.Faults.Add(MailFault.Refused(503) with { Times = 3 });
        await _journey.OpenAsync();
        Assert.Empty(_journey.MailsTo(Customer));

        await _journey.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Single(_journey.MailsTo(Customer));
        Assert.Empty(await _journey.FactsAsync("mailFailed"));
    }

    [Fact]
    [Undisturbed("clock", "The clock jumps over the time in which it would have been tried again.")]
    public async Task A_provider_in_trouble_for_more_than_a_day_is_given_up_and_the_case_says_so()
    {
        _journey.Mailbox.Faults.Add(MailFault.Refused(503) with { Recipient = Customer });
        await _journey.OpenAsync();

        await _journey.PassAsync(TimeSpan.FromHours(23));
        Assert.Empty(await _journey.FactsAsync("mailFailed"));
        await _journey.PassAsync(TimeSpan.FromHours(3));

        var failed = Assert.Single(await _journey.FactsAsync("mailFailed"));
        Assert.Equal("ServiceUnavailable", failed["reason"]!.GetValue<string>());
        Assert.Equal($"{_journey.Number}~receipt~1~customer", failed["key"]!.GetValue<string>());
    }

    [Fact]
    [Undisturbed("activities", "The provider refuses one call, and a second run of the activity makes another.")]
    public async Task A_mail_that_the_provider_refuses_is_not_tried_again_and_the_case_says_so()
    {
        _journey.Mailbox.Faults.Add(MailFault.Refused(400, "InvalidRecipient") with { Times = 1 });
        await _journey.OpenAsync();
        await _journey.PassAsync(TimeSpan.FromDays(1));

        Assert.Empty(_journey.MailsTo(Customer));
        Assert.Equal("InvalidRecipient", Assert.Single(await _journey.FactsAsync("mailFailed"))["reason"]!.GetValue<string>());
    }

    /// <summary>Writing the refusal down changes the case, so the turn that made the try cannot commit any more and is made again.</summary>
    [Fact]
    [Undisturbed("chaos", "It makes its own trouble at the same places.")]
    public async Task A_refused_mail_is_not_tried_again_when_its_failure_is_on_the_case_before_the_turn_has_ended()
    {
        using var isWritten = new ManualResetEventSlim();
        int sends = 0;
        OnPass(place =>
        {
            sends += place == BeforeSend ? 1 : 0;
            if (sends == 1 && place == "engine/start/after-commit")
            {
                isWritten.Wait();
            }
            else if (sends == 1 && place == "tables/Cases/transaction/after")
            {
                isWritten.Set();
            }
        });
        _journey.Mailbox.Faults.Add(MailFault.Refused(400, "InvalidRecipient") with { Times = 1 });

        await _journey.OpenAsync();

        Assert.Equal(1, sends);
        Assert.Empty(_journey.MailsTo(Customer));
        Assert.Equal("InvalidRecipient", Assert.Single(await _journey.FactsAsync("mailFailed"))["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_notice_that_the_provider_refuses_goes_to_the_fallback_recipient_and_the_case_says_so()
    {
        await _journey.OpenAsync();
        _journey.Mailbox.Faults.Add(MailFault.Refused(400, "InvalidRecipient") with { Recipient = "sanne@caseward.example" });

        await _journey.PassAsync(TimeSpan.FromHours(4.1));

        Assert.Equal($"{_journey.Number}~ownership~1~tier-2~sanne", Assert.Single(await _journey.FactsAsync("mailFailed"))["key"]!.GetValue<string>());
        Assert.Single(_journey.MailsTo("eva@caseward.example"));
        Assert.Single(_journey.MailsTo("ingrid@caseward.example"));
    }

    [Fact]
    public async Task Without_anybody_else_to_tell_a_refused_notice_is_given_up()
    {
        await _journey.OpenAsync();
        _journey.Mailbox.Faults.Add(MailFault.Refused(400, "InvalidRecipient") with { Recipient = "sanne@caseward.example" });
        _journey.Mailbox.Faults.Add(MailFault.Refused(400, "InvalidRecipient") with { Recipient = "eva@caseward.example" });

        await _journey.PassAsync(TimeSpan.FromDays(1));

        Assert.Single(await _journey.FactsAsync("mailFailed"), fact => fact["key"]!.GetValue<string>().Contains("~tier-2~sanne", StringComparison.Ordinal));
        Assert.Empty(_journey.MailsTo("eva@caseward.example"));
    }

    [Fact]
    [Undisturbed("activities", "The provider refuses one call, and a second run of the activity makes another.")]
    public async Task A_notice_that_waits_for_the_provider_is_dropped_when_the_case_is_solved_meanwhile_and_the_case_says_so()
    {
        await _journey.OpenAsync();
        _journey.Mailbox.Faults.Add(MailFault.TooManyRequests(TimeSpan.FromHours(1)) with { Recipient = "sanne@caseward.example", Times = 1 });
        await _journey.PassAsync(TimeSpan.FromHours(4.1));
        Assert.Single(_journey.MailsTo("ingrid@caseward.example"));

        await _journey.DoAsync("claim", who: "kees");
        await _journey.DoAsync("resolve", new() { ["solution"] = "Solved." }, who: "kees");
        await _journey.PassAsync(TimeSpan.FromHours(3));

        Assert.Empty(_journey.MailsTo("sanne@caseward.example"));
        Assert.Empty(await _journey.FactsAsync("mailFailed"));
        var withdrawn = Assert.Single(await _journey.FactsAsync("noticeWithdrawn"));
        Assert.Equal($"{_journey.Number}~ownership~1~tier-2~sanne", withdrawn["key"]!.GetValue<string>());
        Assert.Equal("notice.case-over", withdrawn["reason"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(BeforeSend)]
    [InlineData(AfterSend)]
    [InlineData(AfterActivity)]
    public async Task Whatever_breaks_around_the_send_the_mail_is_sent_once(string where)
    {
        int sent = 0;
        bool broken = false;
        bool sending = false;
        OnPass(place =>
        {
            sent += place == AfterSend ? 1 : 0;
            sending |= place == AfterSend;
            if (place == where && !broken && (sending || where == BeforeSend))
            {
                broken = true;
                throw new IOException("The process dies here.");
            }
        });

        await _journey.OpenAsync();
        await _journey.PassAsync(TimeSpan.FromMinutes(5));

        Assert.True(broken);
        Assert.Equal(1, sent);
        Assert.Single(_journey.MailsTo(Customer));
    }

    [Fact]
    public async Task A_mail_that_was_accepted_and_failed_later_is_found_out_when_the_process_died_in_between()
    {
        _journey.Mailbox.Faults.Add(MailFault.EndsFailed() with { Times = 1 });
        bool broken = false;
        OnPass(place =>
        {
            if (place == AfterSend && !broken)
            {
                broken = true;
                throw new IOException("The process dies here.");
            }
        });

        await _journey.OpenAsync();
        await _journey.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal("EmailDroppedAllRecipientsSuppressed", Assert.Single(await _journey.FactsAsync("mailFailed"))["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_mail_that_waits_is_sent_after_the_application_was_restarted()
    {
        _journey.Mailbox.Faults.Add(MailFault.Refused(503) with { Times = 1 });
        await _journey.OpenAsync();
        await _journey.Host.RestartAsync();

        await _journey.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Single(_journey.Host.Mailbox().List(to: Customer));
    }

    [Fact]
    [Undisturbed("storage", "It counts tokens, and a second run takes another one.")]
    [Undisturbed("clock", "The clock jumps over the time in which it would have been tried again.")]
    [Undisturbed("activities", "It counts tokens, and a second run takes another one.")]
    public async Task More_mail_than_the_rate_allows_lines_up_and_urgent_mail_goes_first()
    {
        for (int i = 0; i < 33; i++)
        {
            await _journey.OpenAsync();
        }

        Assert.Equal(30, _journey.Mailbox.List(to: Customer).Count);
        await _journey.DoAsync("escalate", new() { ["reason"] = "The customer waits at the counter." }, who: "sanne");
        Assert.Empty(_journey.MailsTo("ingrid@caseward.example"));

        await _journey.PassAsync(TimeSpan.FromSeconds(62));
        Assert.Single(_journey.MailsTo("ingrid@caseward.example"));
        Assert.Equal(30, _journey.Mailbox.List(to: Customer).Count);

        await _journey.PassAsync(TimeSpan.FromMinutes(4));
        Assert.Equal(33, _journey.Mailbox.List(to: Customer).Count);
    }

    [Fact]
    public async Task A_promised_callback_comes_with_a_file_for_the_calendar()
    {
        await _journey.OpenAsync();
        await _journey.DoAsync("claim");
        await _journey.DoAsync("callbacks", new() { ["from"] = "2024-08-14T10:00:00+02:00", ["until"] = "2024-08-14T12:00:00+02:00" });
        await _journey.Host.UntilAsync(() => _journey.MailsTo(Customer)[^1].Attachments.Count > 0);

        LocalMail confirmation = _journey.MailsTo(Customer)[^1];
        Assert.Equal("text/calendar", Assert.Single(confirmation.Attachments).ContentType);
        string file = _journey.Mailbox.Attachment(confirmation.OperationId, "callback.ics")!.ToString();
        Assert.Contains("DTSTART:20240814T080000Z\r\n", file, StringComparison.Ordinal);
        Assert.Contains($"UID:{_journey.Number}-callback-1@caseward.example\r\n", file, StringComparison.Ordinal);
    }

    [Fact]
    [Undisturbed("storage", "A mail that a turn could not try for its own trouble is left to a delivery.")]
    public async Task A_mail_that_leaves_at_once_needs_no_delivery_of_its_own()
    {
        await _journey.OpenAsync();

        Assert.Single(_journey.MailsTo(Customer));
        Assert.Null(await DeliveryAsync());
    }

    [Fact]
    [Undisturbed("storage", "A mail that a turn could not try for its own trouble is left to a delivery, which tries twice when its activity runs twice.")]
    public async Task A_provider_that_does_not_answer_costs_a_turn_one_try_and_each_mail_gets_its_delivery()
    {
        await _journey.OpenAsync();
        _journey.Mailbox.Faults.Add(MailFault.Refused(503) with { Times = 1 });
        int sends = 0;
        OnPass(place => sends += place == BeforeSend ? 1 : 0);

        await _journey.PassAsync(TimeSpan.FromHours(4) + TimeSpan.FromSeconds(3));

        Assert.Equal(2, sends);
        Assert.Single(await _journey.FactsAsync("caseEscalated"));
        await _journey.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Single(_journey.MailsTo("sanne@caseward.example"));
        Assert.Single(_journey.MailsTo("ingrid@caseward.example"));
    }

    [Fact]
    public async Task What_the_durable_back_end_stores_about_a_delivery_names_nobody()
    {
        _journey.Mailbox.Faults.Add(MailFault.Refused(503) with { Times = 1 });
        await _journey.OpenAsync();
        await _journey.PassAsync(TimeSpan.FromMinutes(5));

        OrchestrationMetadata delivery = (await DeliveryAsync())!;

        Assert.Equal(OrchestrationRuntimeStatus.Completed, delivery.RuntimeStatus);
        Assert.Contains(_journey.Number, delivery.SerializedInput, StringComparison.Ordinal);
        Assert.Contains("Accepted", delivery.SerializedOutput, StringComparison.Ordinal);
        Assert.All([delivery.SerializedInput!, delivery.SerializedOutput!], text => Assert.DoesNotMatch("(?i)@|jan|charge", text));
    }

    private Task<OrchestrationMetadata?> DeliveryAsync()
    {
        DurableTaskClient client = _journey.Host.Services.GetRequiredService<DurableClients>().Client;
        return client.GetInstanceAsync($"{_journey.Number}~receipt~1~customer", getInputsAndOutputs: true);
    }

    private void OnPass(Action<string> onPass) => _journey.Host.Runtime.Database.Checkpoints.OnPass = onPass;
}
