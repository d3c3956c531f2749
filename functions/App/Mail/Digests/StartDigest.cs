using Caseward.App.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Mail.Digests;

/// <summary>
/// Starts the delivery of a digest when the first notice waits for it; every further one makes sure that it was. Run twice, the second run
/// finds the delivery under its key.
/// </summary>
internal static class StartDigest
{
    [Function(nameof(StartDigest))]
    public static async Task RunAsync([ActivityTrigger] DigestInput input, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        await client.StartOnceAsync(nameof(DigestDelivery), input, DigestInput.KeyOf(input.Recipient, input.Digest), context.CancellationToken);
    }
}
