using Caseward.Domain.Cases;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Mail.Digests;

/// <summary>
/// Clears up after a digest. When it could not be sent, every case in it says so (rule O3), but for what left by itself. Run twice, everything is
/// written once.
/// </summary>
internal sealed class CloseDigest(DigestBooks digests, MailAttempts attempts, NoticeEndings endings)
{
    [Function(nameof(CloseDigest))]
    public async Task RunAsync([ActivityTrigger] DigestEnd end, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        // Nothing more may join what is about to be forgotten.
        await digests.SealAsync(end.Recipient, end.Digest, context.CancellationToken);
        if (end.FailedBecause is { } code)
        {
            foreach (HeldNotice held in await digests.ReadAsync(end.Recipient, end.Digest, context.CancellationToken))
            {
                MailAttempt? attempt = await attempts.FindAsync(OperationIds.Of(held.Key), context.CancellationToken);
                if (attempt is null || attempt.Digest == DigestInput.KeyOf(end.Recipient, end.Digest))
                {
                    await endings.FailedAsync(CaseNumber.Parse(held.Number), held.Key, code, client, context.CancellationToken);
                }
            }
        }

        if (end.IsOver)
        {
            await digests.ClearAsync(end.Recipient, end.Digest, context.CancellationToken);
        }
    }
}
