using Caseward.App.Cases;
using Caseward.App.Durable;
using Caseward.App.Mail;
using Caseward.App.Mail.Digests;
using Caseward.Domain.Cases;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Caseward.App.Lifecycle;

/// <summary>
/// Hands decided mails over: sends those that can leave at once, and starts a delivery under the notice's key for each that has to wait, so that slow
/// mail does not delay an escalation. Done twice, the second time finds what was begun: it asks the provider, or finds the delivery.
/// </summary>
internal sealed partial class Outbox(CaseStore store, NoticeSender sender, ILogger<Outbox> logger)
{
    /// <summary>A turn sends no more than this itself; and none after one that could not leave.</summary>
    private const int MostAtOnce = 4;

    /// <summary>Hands over what the head says, in order.</summary>
    /// <param name="head">The case as it is stored.</param>
    /// <param name="client">Starts deliveries.</param>
    /// <param name="cancellationToken">Ends it; what was not handed over stays.</param>
    public async Task HandOverAsync(CaseHead head, DurableTaskClient client, CancellationToken cancellationToken)
    {
        int left = MostAtOnce;
        foreach (OutboxEntry entry in head.Outbox)
        {
            var input = new MailDeliveryInput(head.Number.Value, entry.Sequence);
            SendOutcome? outcome = null;
            if (left-- > 0)
            {
                CaseEvent? decided = entry.Decided ?? await store.ReadEventAsync(head.Number, entry.Sequence, cancellationToken);
                outcome = await TryAsync(head.State, decided, input, entry.Key, cancellationToken);
            }

            if (outcome is { Result: SendResult.Held, Digest: { } digest })
            {
                await client.StartOnceAsync(nameof(DigestDelivery), digest, DigestInput.KeyOf(digest.Recipient, digest.Digest), cancellationToken);
            }
            else if (outcome is not { Result: SendResult.Accepted or SendResult.Held } and not { Result: SendResult.NotWanted, Code: null })
            {
                left = 0;
                await client.StartOnceAsync(nameof(MailDelivery), input with { Tried = outcome }, entry.Key, cancellationToken);
            }
        }
    }

    private async Task<SendOutcome?> TryAsync(CaseState state, CaseEvent? decided, MailDeliveryInput input, string key, CancellationToken cancellationToken)
    {
        try
        {
            return await sender.TryAsync(state, decided, input, isDelivery: false, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogLeftToDelivery(logger, error, key);
            return null;
        }
    }

    [LoggerMessage(EventId = 1205, Level = LogLevel.Warning, Message = "Mail {Notice} could not be tried at once and is left to its delivery")]
    private static partial void LogLeftToDelivery(ILogger logger, Exception error, string notice);
}
