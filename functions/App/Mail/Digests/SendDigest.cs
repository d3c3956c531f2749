using Azure.Communication.Email;
using Caseward.App.Cases;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Caseward.App.Mail.Digests;

/// <summary>
/// One try to send a digest. What is no longer wanted drops out here, and its case says so. Each notice in it is noted as begun before the
/// mail is, so that none is told twice, whichever activity runs again.
/// </summary>
internal sealed class SendDigest(
    CaseStore store, DigestBooks digests, NoticeComposer composer, MailProvider provider, MailTokens tokens, MailAttempts attempts,
    NoticeEndings endings, PolicyCatalog policies, IOptions<EmailOptions> email, TimeProvider time, ILogger<SendDigest> logger)
{
    [Function(nameof(SendDigest))]
    public async Task<DigestOutcome> RunAsync([ActivityTrigger] DigestInput input, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        CancellationToken cancellationToken = context.CancellationToken;
        ServicePolicy current = await policies.CurrentAsync(cancellationToken);
        Person reader = input.ToFallback ? current.FallbackRecipient : current.ReaderFor(input.Recipient);
        Guid operationId = OperationIds.Of($"{DigestInput.KeyOf(input.Recipient, input.Digest)}{(input.ToFallback ? "~fallback" : "")}");
        if (await attempts.FindAsync(operationId, cancellationToken) is not null
            && await provider.FindAsync(operationId, cancellationToken) is not ProviderAnswer.Unknown and var found)
        {
            return OutcomeOf(found, input, reader == current.FallbackRecipient);
        }

        if (current.NoticeHoursOpen(reader.Id, time.Now()) is { } opens)
        {
            return Later(opens, input);
        }

        var rate = new SendingRate(current.Document.Mail.Burst, current.Document.Mail.PerMinute);
        if (await tokens.TakeAsync(email.Value.SenderDomain, rate, urgent: true, input.HasWaited, cancellationToken) is { } retryAt)
        {
            return Later(retryAt, input with { HasWaited = true });
        }

        await digests.SealAsync(input.Recipient, input.Digest, cancellationToken);
        IReadOnlyList<DigestItem> items = await TakeAsync(input, client, cancellationToken);
        if (items.Count == 0)
        {
            return new DigestOutcome { Result = SendResult.NotWanted };
        }

        // What is left of a digest may be one notice, which then reads like any other.
        EmailMessage message = items is [var only]
            ? composer.Compose(only.Decided, only.Notice with { Recipient = reader.Id }, only.State, new NoticePolicies(only.OfCase, current), time.Now())!
            : composer.ComposeDigest(reader, items, current, time.Now());
        await attempts.BeginAsync(operationId, items[0].State.Number, items[0].Decided.Sequence, digest: null, time.Now(), cancellationToken);
        return OutcomeOf(await provider.SendAsync(message, operationId, cancellationToken), input, reader == current.FallbackRecipient);
    }

    /// <summary>What is still to be told, most urgent first. What already left in another way is left out.</summary>
    private async Task<IReadOnlyList<DigestItem>> TakeAsync(DigestInput input, DurableTaskClient client, CancellationToken cancellationToken)
    {
        string key = DigestInput.KeyOf(input.Recipient, input.Digest);
        var items = new List<DigestItem>();
        foreach (HeldNotice held in await digests.ReadAsync(input.Recipient, input.Digest, cancellationToken))
        {
            CaseNumber number = CaseNumber.Parse(held.Number);
            CaseHead? head = await store.FindAsync(number, cancellationToken);
            CaseEvent? decided = await store.ReadEventAsync(number, held.Sequence, cancellationToken);
            if (head is null || decided is not { Fact: NoticeDecided notice })
            {
                continue;
            }

            if (NoticeRules.WhyWithdrawn(notice, decided.OccurredAt, head.State) is { } why)
            {
                await endings.WithdrawnAsync(number, held.Key, why, client, cancellationToken);
                await digests.RemoveAsync(input.Recipient, input.Digest, held, cancellationToken);
                continue;
            }

            MailAttempt attempt = await attempts.BeginAsync(OperationIds.Of(held.Key), number, held.Sequence, key, time.Now(), cancellationToken);
            if (attempt.Digest == key)
            {
                items.Add(new DigestItem(decided, notice, head.State, await policies.VersionAsync(head.State.PolicyVersion, cancellationToken)));
            }
        }

        return [.. items.OrderBy(item => item.Notice.Due ?? Instant.MaxValue).ThenBy(item => item.Notice.Key, StringComparer.Ordinal)];
    }

    private DigestOutcome OutcomeOf(ProviderAnswer answer, DigestInput input, bool isLastResort)
    {
        int refusals = input.Refusals + 1;
        MailVerdict verdict = MailVerdict.Of(answer, refusals, DigestInput.KeyOf(input.Recipient, input.Digest), time.Now(), logger);
        return verdict.RetryAt is { } retryAt
            ? Later(retryAt, input with { Refusals = refusals, HasWaited = true })
            : new DigestOutcome
            {
                Result = verdict.Result,
                Code = verdict.Code,
                Next = answer is ProviderAnswer.Refused && !isLastResort ? input with { ToFallback = true, Refusals = 0 } : null,
            };
    }

    private static DigestOutcome Later(Instant at, DigestInput next) =>
        new() { Result = SendResult.Later, Next = next with { SendAt = SendOutcome.WholeSeconds(at) } };
}
