using Azure.Communication.Email;
using Caseward.App.Cases;
using Caseward.App.Mail.Digests;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Caseward.App.Mail;

/// <summary>
/// One try to send a decided mail. It may be made twice: the second sees that somebody has begun, and asks the provider before it
/// sends. What the provider answers is a result; only trouble on our own side is thrown.
/// </summary>
internal sealed class NoticeSender(
    NoticeComposer composer, MailProvider provider, MailTokens tokens, MailAttempts attempts, DigestBooks digests,
    PolicyCatalog policies, IOptions<EmailOptions> email, TimeProvider time, ILogger<NoticeSender> logger)
{
    /// <param name="state">The case now.</param>
    /// <param name="decided">The event that decided the mail; absent when there is none.</param>
    /// <param name="input">Which mail, and what came of earlier tries.</param>
    /// <param name="isDelivery">
    /// Whether it is the mail's delivery that tries, which knows what came of earlier tries. A turn knows nothing of them when it is made again: what somebody
    /// has begun to send by then and the provider does not have, it leaves to the delivery.
    /// </param>
    /// <param name="cancellationToken">Ends the try.</param>
    public async Task<SendOutcome> TryAsync(
        CaseState state, CaseEvent? decided, MailDeliveryInput input, bool isDelivery, CancellationToken cancellationToken)
    {
        if (decided is not { Fact: NoticeDecided notice })
        {
            return SendOutcome.NotWanted(null);
        }

        var inUse = new NoticePolicies(
            await policies.VersionAsync(state.PolicyVersion, cancellationToken), await policies.CurrentAsync(cancellationToken));
        string? why = NoticeRules.WhyWithdrawn(notice, decided.OccurredAt, state);
        notice = input.ToFallback ? ToFallback(notice, inUse.Current) : notice;
        if (why is not null)
        {
            return await WithdrawAsync(notice, why, input, cancellationToken);
        }

        if (NoticeRules.WaitsUntil(notice, inUse.Current, time.Now()) is { } opens)
        {
            return SendOutcome.Later(opens, input);
        }

        if (await HoldAsync(notice, input, inUse.Current, cancellationToken) is { } held)
        {
            return held;
        }

        MailDeliveryInput alone = input with { IsAlone = true };
        if (composer.Compose(decided, notice, state, inUse, time.Now()) is not { } message)
        {
            return SendOutcome.Failed("no-address");
        }

        if (await TakeTokenAsync(notice, inUse.Current.Document.Mail, input, cancellationToken) is { } retryAt)
        {
            return SendOutcome.Later(retryAt, alone with { HasWaited = true });
        }

        SendOutcome outcome = await HandOverAsync(message, notice, state.Number, alone, isDelivery, cancellationToken);
        bool isUnreachable = outcome.IsRefused && !input.ToFallback && notice.Recipient != NoticeKeys.Customer
            && inUse.Current.ReaderFor(notice.Recipient) != inUse.Current.FallbackRecipient;
        return isUnreachable ? outcome with { Next = input with { ToFallback = true, IsAlone = true, Refusals = 0 } } : outcome;
    }

    /// <summary>The same notice as another mail, for somebody who can be reached (rule E7).</summary>
    private static NoticeDecided ToFallback(NoticeDecided notice, ServicePolicy current) =>
        notice with { Recipient = current.FallbackRecipient.Id, Key = $"{notice.Key}~fallback" };

    /// <summary>A mail that left before its result was written down did leave, whatever has become of the case since.</summary>
    private async Task<SendOutcome> WithdrawAsync(NoticeDecided notice, string why, MailDeliveryInput input, CancellationToken cancellationToken)
    {
        Guid operationId = OperationIds.Of(notice.Key);
        ProviderAnswer found = await attempts.FindAsync(operationId, cancellationToken) is { Digest: null }
            ? await provider.FindAsync(operationId, cancellationToken)
            : new ProviderAnswer.Unknown();
        return found is ProviderAnswer.Unknown ? SendOutcome.NotWanted(why) : OutcomeOf(found, notice, input);
    }

    /// <summary>Keeps a notice for a digest when its reader gets too many (rule E8); once it leaves by itself, it stays so.</summary>
    private async Task<SendOutcome?> HoldAsync(NoticeDecided notice, MailDeliveryInput input, ServicePolicy current, CancellationToken cancellationToken)
    {
        if (input.IsAlone || current.Document.Notices?.Digest is not { } settings || !DigestRules.MayWait(notice))
        {
            return null;
        }

        if (await attempts.FindAsync(OperationIds.Of(notice.Key), cancellationToken) is { } begun)
        {
            return begun.Digest is null ? null : new SendOutcome { Result = SendResult.Held };
        }

        string reader = current.ReaderFor(notice.Recipient).Id;
        DigestAnswer answer = await digests.AdmitAsync(reader, new HeldNotice(notice.Key, input.Number, input.Sequence), settings, time.Now(), cancellationToken);
        return answer.Digest is { } digest
            ? new SendOutcome { Result = SendResult.Held, Digest = new DigestInput(reader, digest, SendOutcome.WholeSeconds(answer.SendsAt)) }
            : null;
    }

    private Task<Instant?> TakeTokenAsync(NoticeDecided notice, MailSettings settings, MailDeliveryInput input, CancellationToken cancellationToken)
    {
        bool urgent = notice.Kind is NoticeKind.EscalationNotice or NoticeKind.Warning or NoticeKind.CallbackReminder;
        return tokens.TakeAsync(email.Value.SenderDomain, new SendingRate(settings.Burst, settings.PerMinute), urgent, input.HasWaited, cancellationToken);
    }

    private async Task<SendOutcome> HandOverAsync(
        EmailMessage message, NoticeDecided notice, CaseNumber number, MailDeliveryInput input, bool isDelivery, CancellationToken cancellationToken)
    {
        Guid operationId = OperationIds.Of(notice.Key);
        MailAttempt attempt = await attempts.BeginAsync(operationId, number, input.Sequence, digest: null, time.Now(), cancellationToken);
        if (attempt.Digest is not null)
        {
            return new SendOutcome { Result = SendResult.Held };
        }

        ProviderAnswer answer = attempt.IsFirst ? new ProviderAnswer.Unknown() : await provider.FindAsync(operationId, cancellationToken);
        if (answer is ProviderAnswer.Unknown && !attempt.IsFirst && !isDelivery)
        {
            return SendOutcome.Later(time.Now(), input);
        }

        return OutcomeOf(answer is ProviderAnswer.Unknown ? await provider.SendAsync(message, operationId, cancellationToken) : answer, notice, input);
    }

    private SendOutcome OutcomeOf(ProviderAnswer answer, NoticeDecided notice, MailDeliveryInput input)
    {
        int refusals = input.Refusals + 1;
        MailVerdict verdict = MailVerdict.Of(answer, refusals, notice.Key, time.Now(), logger);
        return verdict.RetryAt is { } retryAt
            ? SendOutcome.Later(retryAt, input with { Refusals = refusals, HasWaited = true })
            : new SendOutcome { Result = verdict.Result, Code = verdict.Code, IsRefused = answer is ProviderAnswer.Refused };
    }
}
