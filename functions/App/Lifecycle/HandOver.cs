using Caseward.App.Cases;
using Caseward.App.Durable;
using Caseward.App.Mail;
using Caseward.Domain.Cases;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Lifecycle;

/// <summary>
/// Starts the delivery of decided mails, one orchestration each under the notice's key, and takes them off the outbox. Slow mail so never
/// delays an escalation. Run twice, the second run finds the delivery under its key.
/// </summary>
internal sealed class HandOver(CaseStore store)
{
    [Function(nameof(HandOver))]
    public async Task RunAsync([ActivityTrigger] HandOverInput input, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        CaseNumber number = CaseNumber.Parse(input.Number);
        foreach (OutboxEntry entry in input.Outbox)
        {
            await client.StartOnceAsync(nameof(MailDelivery), new MailDeliveryInput(input.Number, entry.Sequence), entry.Key, context.CancellationToken);
            await store.RemoveOutboxAsync(number, entry.Key, context.CancellationToken);
        }
    }
}
