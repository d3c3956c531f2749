using Caseward.App.Lifecycle;
using Caseward.App.Policy;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Microsoft.DurableTask.Client;
using NodaTime;

namespace Caseward.App.Cases;

/// <summary>Carries out commands on stored cases: has them decided, has the change written, and answers a repeat as the first time.</summary>
internal sealed class CaseDesk(
    CaseStore store, CaseChangeWriter changes, DueIndex due, IntakeLedger intake, LifecycleSignals signals, PolicyCatalog policies, ICaseNumbers numbers,
    TimeProvider time)
{
    /// <summary>Opens a case under the policy that the command was validated with.</summary>
    /// <param name="command">A validated command.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="actor">Who opens it.</param>
    /// <param name="scope">Whose keys these are: the same scope and key twice is one case, and the second answer says so.</param>
    /// <param name="key">The caller's idempotency key, or what else tells a repeat; absent when a repeat opens another case.</param>
    /// <param name="client">Starts the case's lifecycle.</param>
    /// <param name="cancellationToken">Ends the attempt; what is committed stays.</param>
    public async Task<OpenAnswer> OpenAsync(
        OpenCase command, ServicePolicy policy, Actor actor, string scope, RequestKey? key, DurableTaskClient client, CancellationToken cancellationToken)
    {
        string? intakeKey = key is null ? null : RowKeys.Hash("intake", scope, key.Value);
        RequestKey commitKey = key is null ? OwnKey() : key with { Value = intakeKey! };

        // Nobody else knows a number that was just drawn: its looks are put down while it is being reserved.
        CaseChange opening = Opening(numbers.Draw());
        Task<IntakeEntry> reserving = ReserveAsync(opening.After.Number);
        await Task.WhenAll(reserving, changes.PrepareAsync(opening, cancellationToken));
        IntakeEntry entry = await reserving;
        CaseNumber number = entry.Number;
        if (number != opening.After.Number)
        {
            await changes.WithdrawAsync(opening, cancellationToken);
        }

        for (int attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            if (!entry.IsNew && await store.FindAnswerAsync(number, commitKey.Value, cancellationToken) is { } answered)
            {
                // Whoever asks again may do so because the first request died, and with it the sign to the lifecycle.
                await signals.StartOrSignalAsync(client, number, new CaseChanged(answered.Case.Version, null), mayBeOver: true, cancellationToken);
                return Opened(answered, commitKey);
            }

            if (number != opening.After.Number)
            {
                opening = Opening(number);
                await changes.PrepareAsync(opening, cancellationToken);
            }

            (CaseChange? opened, GivenAnswer? quicker) = await changes.TryCommitAsync(opening, commitKey, cancellationToken);
            if (opened is not null)
            {
                await changes.FinishAsync(opened, client, cancellationToken);
                return new OpenAnswer(opened.Summary, Repeated: false) { State = opened.After.State };
            }

            // The number is taken: by this very request, which was quicker by another way, or by another case. Only then is another drawn:
            // drawing for a case that exists already would open it twice.
            if (quicker is not null)
            {
                return Opened(quicker, commitKey);
            }

            number = intakeKey is null ? numbers.Draw() : await intake.RedrawAsync(intakeKey, number, numbers.Draw(), cancellationToken);
            await Contention.WaitAsync(attempt, cancellationToken);
        }

        throw new CaseBusyException(number);

        Task<IntakeEntry> ReserveAsync(CaseNumber drawn) =>
            intakeKey is null ? Task.FromResult(new IntakeEntry(drawn, IsNew: true)) : intake.ReserveAsync(intakeKey, drawn, cancellationToken);

        CaseChange Opening(CaseNumber drawn)
        {
            Instant now = time.Now();
            var unborn = new CaseHead { State = new CaseState { Number = drawn } };
            return CaseChange.Of(unborn, isSettled: true, CaseDecider.Open(drawn, command, actor, policy, now), policy, now);
        }
    }

    /// <summary>Carries out a command. Under a key it is carried out at most once; a repeat gets the first answer.</summary>
    /// <param name="number">The case.</param>
    /// <param name="command">A validated command.</param>
    /// <param name="actor">Who wants it.</param>
    /// <param name="key">The caller's idempotency key; absent when a repeat may be carried out again.</param>
    /// <param name="expectedVersion">The version that the caller has seen; absent when any will do.</param>
    /// <param name="client">Reaches the case's lifecycle.</param>
    /// <param name="cancellationToken">Ends the attempt; what is committed stays.</param>
    public async Task<DeskAnswer> ExecuteAsync(
        CaseNumber number, CaseCommand command, Actor actor, RequestKey? key, int? expectedVersion, DurableTaskClient client, CancellationToken cancellationToken)
    {
        RequestKey commitKey = key is null ? OwnKey() : key with { Value = $"{actor.Kind}/{actor.Id}/{key.Value}" };
        for (int attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            CaseHead? head = await store.FindAsync(number, cancellationToken);
            if (head is null)
            {
                return new DeskAnswer.NotFound();
            }

            ServicePolicy policy = await policies.VersionAsync(head.State.PolicyVersion, cancellationToken);
            Instant now = time.Now();
            CommandOutcome outcome = CaseDecider.Handle(head.State, command, actor, policy, now);
            bool isStale = expectedVersion is { } expected && expected != head.State.Version;
            if (isStale || outcome.Refusal is not null)
            {
                GivenAnswer? answered = key is null && attempt == 0 ? null : await store.FindAnswerAsync(number, commitKey.Value, cancellationToken);
                return answered is not null ? Repeated(answered, commitKey)
                    : isStale ? new DeskAnswer.VersionMismatch(head.State.Version)
                    : new DeskAnswer.Refused(outcome.Refusal!);
            }

            if (outcome.Facts.Count == 0)
            {
                return new DeskAnswer.Done(CaseSummary.Of(head.State, policy), Repeated: true);
            }

            bool isSettled = await due.IsSettledAsync(head, cancellationToken);
            var change = CaseChange.Of(head, isSettled, outcome.Facts, command.PolicyAfter(policy), now);
            await changes.PrepareAsync(change, cancellationToken);
            (CaseChange? changed, GivenAnswer? given) = await changes.TryCommitAsync(change, commitKey, cancellationToken);
            if (changed is not null)
            {
                await changes.FinishAsync(changed, client, cancellationToken);
                return new DeskAnswer.Done(changed.Summary, Repeated: false);
            }

            if (given is not null)
            {
                return Repeated(given, commitKey);
            }

            await Contention.WaitAsync(attempt, cancellationToken);
        }

        throw new CaseBusyException(number);
    }

    /// <summary>Without a key of the caller's, a call's own one still tells a lost answer from a lost race.</summary>
    private RequestKey OwnKey() => new($"{Guid.CreateVersion7(time.GetUtcNow()):N}");

    private static OpenAnswer Opened(GivenAnswer given, RequestKey key) => new(given.Case, Repeated: true, key.IsReused(given));

    private static DeskAnswer Repeated(GivenAnswer given, RequestKey key) =>
        key.IsReused(given) ? new DeskAnswer.KeyReused() : new DeskAnswer.Done(given.Case, Repeated: true);
}
