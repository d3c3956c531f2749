using Azure.Communication.Email;
using Caseward.App.Cases;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Caseward.App.Mail;

/// <summary>
/// One try to send a decided mail. Activities may run twice: the second run sees that somebody has begun, and asks the provider before it
/// sends. What the provider answers is a result; only trouble on our own side is thrown.
/// </summary>
internal sealed class SendNotice(
    CaseStore store, NoticeComposer composer, MailProvider provider, MailTokens tokens, MailAttempts attempts,
    PolicyCatalog policies, IOptions<EmailOptions> email, TimeProvider time, ILogger<SendNotice> logger)
{
    [Function(nameof(SendNotice))]
    public async Task<SendOutcome> RunAsync([ActivityTrigger] MailDeliveryInput input, FunctionContext context)
    {
        CancellationToken cancellationToken = context.CancellationToken;
        CaseNumber number = CaseNumber.Parse(input.Number);
        CaseHead? head = await store.FindAsync(number, cancellationToken);
        CaseEvent? decided = await store.ReadEventAsync(number, input.Sequence, cancellationToken);
        if (head is null || decided is not { Fact: NoticeDecided notice })
        {
            return new SendOutcome { Result = SendResult.NotWanted };
        }

        if (NoticeRules.WhyWithdrawn(notice, decided.OccurredAt, head.State) is { } why)
        {
            return new SendOutcome { Result = SendResult.NotWanted, Code = why };
        }

        Instant now = time.Now();
        var inUse = new NoticePolicies(
            await policies.VersionAsync(head.State.PolicyVersion, cancellationToken), await policies.CurrentAsync(cancellationToken));
        if (NoticeRules.WaitsUntil(notice, inUse.Current, now) is { } opens)
        {
            return Later(opens, input);
        }

        if (composer.Compose(decided, notice, head.State, inUse, now) is not { } message)
        {
            return SendOutcome.Failed("no-address");
        }

        if (await TakeTokenAsync(notice, inUse.Current.Document.Mail, input, cancellationToken) is { } retryAt)
        {
            return Later(retryAt, input with { HasWaited = true });
        }

        ProviderAnswer answer = await HandOverAsync(message, notice.Key, number, input, cancellationToken);
        return OutcomeOf(answer, notice, input);
    }

    private Task<Instant?> TakeTokenAsync(NoticeDecided notice, MailSettings settings, MailDeliveryInput input, CancellationToken cancellationToken)
    {
        bool urgent = notice.Kind is NoticeKind.EscalationNotice or NoticeKind.Warning or NoticeKind.CallbackReminder;
        return tokens.TakeAsync(email.Value.SenderDomain, new SendingRate(settings.Burst, settings.PerMinute), urgent, input.HasWaited, cancellationToken);
    }

    private async Task<ProviderAnswer> HandOverAsync(
        EmailMessage message, string key, CaseNumber number, MailDeliveryInput input, CancellationToken cancellationToken)
    {
        Guid operationId = OperationIds.Of(key);
        if (!await attempts.TryBeginAsync(operationId, number, input.Sequence, time.Now(), cancellationToken))
        {
            ProviderAnswer found = await provider.FindAsync(operationId, cancellationToken);
            if (found is not ProviderAnswer.Unknown)
            {
                return found;
            }
        }

        return await provider.SendAsync(message, operationId, cancellationToken);
    }

    private SendOutcome OutcomeOf(ProviderAnswer answer, NoticeDecided notice, MailDeliveryInput input)
    {
        switch (answer)
        {
            case ProviderAnswer.Accepted:
                return new SendOutcome { Result = SendResult.Accepted };

            case ProviderAnswer.NotNow(string code, var after):
                int refusals = input.Refusals + 1;
                logger.ProviderSaysLater(notice.Key, refusals, code);
                return Patience.NextTry(time.Now(), refusals, after) is { } retryAt
                    ? Later(retryAt, input with { Refusals = refusals, HasWaited = true })
                    : SendOutcome.Failed(code);

            case ProviderAnswer.Refused(string code):
                logger.ProviderRefuses(notice.Key, code);
                return SendOutcome.Failed(code);

            default:
                throw new InvalidOperationException($"An answer that makes no sense here: {answer}.");
        }
    }

    // Timers of some back ends cut to whole seconds; rounding up keeps them from ringing early.
    private static SendOutcome Later(Instant at, MailDeliveryInput next) => new()
    {
        Result = SendResult.Later,
        RetryAt = DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds() + 1),
        Next = next,
    };
}
