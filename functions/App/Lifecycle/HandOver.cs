using Caseward.App.Cases;
using Caseward.App.Durable;
using Caseward.App.Mail;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Lifecycle;

/// <summary>Starts the delivery of decided mails for a turn from before turns did so themselves. Run twice, the second run finds the delivery under its key.</summary>
internal static class HandOver
{
    [Function(nameof(HandOver))]
    public static async Task RunAsync([ActivityTrigger] HandOverInput input, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        foreach (OutboxEntry entry in input.Outbox)
        {
            await client.StartOnceAsync(nameof(MailDelivery), new MailDeliveryInput(input.Number, entry.Sequence), entry.Key, context.CancellationToken);
        }
    }
}
