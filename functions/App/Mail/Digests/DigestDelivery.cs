using Caseward.App.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Caseward.App.Mail.Digests;

/// <summary>
/// Brings one digest to the provider: waits until it is time, tries, and starts afresh when the answer is "later". Notices join it until the
/// moment at which it is sent. It ends when the mail is accepted, when nothing is left to tell, or when it has failed for good, which is then
/// written on every case in it; if the recipient is the reason, the fallback recipient gets it. One instance per recipient and digest, under the digest's key.
/// </summary>
internal static class DigestDelivery
{
    [Function(nameof(DigestDelivery))]
    public static async Task<DigestOutcome> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, DigestInput input)
    {
        await context.CreateTimer(input.SendAt.UtcDateTime, CancellationToken.None);
        DigestOutcome outcome = await TryAsync(context, input);
        if (outcome.Next is null || outcome.Code is not null)
        {
            await context.CallActivityAsync(nameof(CloseDigest), new DigestEnd(input.Recipient, input.Digest, outcome.Code, outcome.Next is null), Retries.Storage);
        }

        if (outcome.Next is { } next)
        {
            context.ContinueAsNew(next);
        }

        return outcome;
    }

    private static async Task<DigestOutcome> TryAsync(TaskOrchestrationContext context, DigestInput input)
    {
        try
        {
            return await context.CallActivityAsync<DigestOutcome>(nameof(SendDigest), input, Retries.Mail);
        }
        catch (TaskFailedException)
        {
            return new DigestOutcome { Result = SendResult.Failed, Code = "not-sent" };
        }
    }
}
