using System.Text.Json.Serialization;
using Caseward.App.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Caseward.App.Mail;

/// <summary>
/// Brings one decided mail to the provider, however long its recipient or the provider cannot take it: try, and when the answer is "later",
/// wait for the instant it names and start afresh. It ends when the mail is accepted, is no longer wanted, or has failed for good; the
/// last two are written on the case. One instance per notice, under the notice's key, so that slow mail never delays an escalation.
/// </summary>
internal static class MailDelivery
{
    [Function(nameof(MailDelivery))]
    public static async Task<SendOutcome> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, MailDeliveryInput input)
    {
        SendOutcome outcome = await TryAsync(context, input);
        if (outcome is { Result: SendResult.Later, RetryAt: { } retryAt, Next: { } next })
        {
            await context.CreateTimer(retryAt.UtcDateTime, CancellationToken.None);
            context.ContinueAsNew(next);
        }
        else if (outcome is { Result: SendResult.NotWanted, Code: { } why })
        {
            await context.CallActivityAsync(nameof(ReportWithdrawal), new Withdrawal(input.Number, input.Sequence, why), Retries.Storage);
        }
        else if (outcome is { Result: SendResult.Failed, Code: { } code })
        {
            await context.CallActivityAsync(nameof(ReportMailFailure), new MailFailure(input.Number, input.Sequence, code), Retries.Storage);
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

/// <summary>How a try ended. Names are persisted: never rename one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SendResult>))]
internal enum SendResult
{
    /// <summary>The provider has it.</summary>
    Accepted,

    /// <summary>What it was about is no longer so (rule E8).</summary>
    NotWanted,

    /// <summary>To be tried again.</summary>
    Later,

    /// <summary>Never.</summary>
    Failed,
}

/// <summary>What came of a try.</summary>
internal sealed record SendOutcome
{
    public required SendResult Result { get; init; }

    /// <summary>When to try again.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>What to try again with.</summary>
    public MailDeliveryInput? Next { get; init; }

    /// <summary>Why it failed, or is not wanted: the provider's code, or one of ours.</summary>
    public string? Code { get; init; }

    public static SendOutcome Failed(string code) => new() { Result = SendResult.Failed, Code = code };
}
