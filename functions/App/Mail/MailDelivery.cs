using Caseward.App.Durable;
using Caseward.App.Mail.Digests;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Caseward.App.Mail;

/// <summary>
/// Brings one decided mail to the provider that could not leave at once, however long its recipient or the provider cannot take it: try, and when the answer is "later",
/// wait for the instant it names and start afresh. It ends when the mail is accepted, waits for a digest, is no longer wanted, or has failed
/// for good; the last two are written on the case, and a colleague's notice then goes to the fallback recipient. One instance per notice, under the notice's key, so that slow mail never delays an escalation.
/// </summary>
internal static class MailDelivery
{
    [Function(nameof(MailDelivery))]
    public static async Task<SendOutcome> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, MailDeliveryInput input)
    {
        SendOutcome outcome = input.Tried ?? await TryAsync(context, input);
        if (outcome is { Result: SendResult.Later, RetryAt: { } retryAt, Next: { } next })
        {
            await context.CreateTimer(retryAt.UtcDateTime, CancellationToken.None);
            context.ContinueAsNew(next);
        }
        else if (outcome is { Result: SendResult.Held, Digest: { } digest })
        {
            await context.CallActivityAsync(nameof(StartDigest), digest, Retries.Mail);
        }
        else if (outcome is { Result: SendResult.NotWanted, Code: { } why })
        {
            await context.CallActivityAsync(nameof(ReportWithdrawal), new Withdrawal(input.Number, input.Sequence, why), Retries.Storage);
        }
        else if (outcome is { Result: SendResult.Failed, Code: { } code })
        {
            await context.CallActivityAsync(nameof(ReportMailFailure), new MailFailure(input.Number, input.Sequence, code), Retries.Storage);
            if (outcome.Next is { } toFallback)
            {
                context.ContinueAsNew(toFallback);
            }
        }

        return outcome;
    }

    private static async Task<SendOutcome> TryAsync(TaskOrchestrationContext context, MailDeliveryInput input)
    {
        try
        {
            return await context.CallActivityAsync<SendOutcome>(nameof(SendNotice), input, Retries.Mail);
        }
        catch (TaskFailedException)
        {
            return SendOutcome.Failed("not-sent");
        }
    }
}
