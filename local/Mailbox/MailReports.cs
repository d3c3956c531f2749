using Caseward.Local.Accounts;
using Caseward.Local.Hosting;
using Caseward.Local.Hosting.Settings;
using Caseward.Local.Queues;
using Caseward.Local.Storage;

namespace Caseward.Local.Mailbox;

/// <summary>
/// Delivery reports on the queue that <c>Caseward:Local:MailReportsQueue</c> names; without that setting there are none. A mail whose
/// operation succeeds gets one report for each recipient, committed together with the mail; one whose operation fails gets none.
/// </summary>
internal sealed class MailReports(LocalAccount account, QueueStore queues, LocalOptions options) : ILocalPart
{
    public string Name => "delivery reports";

    public bool IsIdle => true;

    public DateTimeOffset? NextWakeUp => null;

    /// <exception cref="StartRefusedException">The setting is no queue's name.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (options.MailReportsQueue is not { } queue)
        {
            return;
        }

        if (!QueueName.IsValid(queue))
        {
            throw new StartRefusedException(
                $"{LocalOptions.Section}:{nameof(LocalOptions.MailReportsQueue)}: '{queue}' is no queue name: 3 to 63 lower-case letters, digits and single hyphens are allowed.");
        }

        await queues.CreateAsync(queue);
        account.Mail.Reports = this;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Puts a mail's reports, in the piece of work that keeps the mail.</summary>
    public void Put(LocalConnection db, LocalMail mail, MailDeliveries deliveries)
    {
        foreach (string recipient in mail.Recipients.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            MailDelivery delivery = deliveries.Of(recipient);

            // Event Grid writes base64, whatever encoding host.json says that triggers read.
            string text = QueueText.Encode(MailReport.Write(mail, recipient, delivery, account.Name, mail.SentAt + delivery.After), base64: true);
            queues.Put(db, options.MailReportsQueue!, text, delivery.After);
        }
    }

    /// <summary>Wakes the queue's trigger, after the commit.</summary>
    public void Announce() => queues.Announce(options.MailReportsQueue!);
}
