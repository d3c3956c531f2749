using Azure;
using Caseward.App.Lifecycle;
using Caseward.App.Policy;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Caseward.App.Cases;

/// <summary>
/// Carries out commands on stored cases. Every change follows the same order: guard, commit, lists, next look, signal. A crash between any two of
/// them leaves the guard behind, so that the sweep finishes what was begun.
/// </summary>
internal sealed partial class CaseDesk(
    CaseStore store, IntakeLedger intake, CaseViews views, CaseIndex index, DueIndex due, LifecycleSignals signals, PolicyCatalog policies, ICaseNumbers numbers,
    TimeProvider time, ILogger<CaseDesk> logger)
{
    /// <summary>
    /// Opens a case under the policy that the command was validated with. The same scope and key twice is one case, and the second answer
    /// says so.
    /// </summary>
    public async Task<OpenAnswer> OpenAsync(
        OpenCase command, ServicePolicy policy, Actor actor, string scope, RequestKey key, DurableTaskClient client, CancellationToken cancellationToken)
    {
        string intakeKey = RowKeys.Hash("intake", scope, key.Value);
        RequestKey commitKey = key with { Value = intakeKey };
        IntakeEntry entry = await intake.ReserveAsync(intakeKey, numbers.Draw(), cancellationToken);
        CaseNumber number = entry.Number;
        for (int attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            if (!entry.IsNew && await store.FindAnswerAsync(number, intakeKey, cancellationToken) is { } answered)
            {
                // Whoever asks again may do so because the first request died, and with it the sign to the lifecycle.
                await signals.StartOrSignalAsync(client, number, new CaseChanged(answered.Case.Version, null), mayBeOver: true, cancellationToken);
                return Opened(answered, key);
            }

            Instant now = time.Now();
            IReadOnlyList<PendingFact> facts = CaseDecider.Open(number, command, actor, policy, now);
            var unborn = new CaseHead { State = new CaseState { Number = number } };
            (Change? opened, GivenAnswer? quicker) = await TryChangeAsync(unborn, facts, commitKey, policy, now, cancellationToken);
            if (opened is not null)
            {
                bool isShown = await FinishAsync(opened, policy, cancellationToken);
                await signals.StartAsync(client, number, opened.Sign(isShown), cancellationToken);
                return new OpenAnswer(opened.Summary, Repeated: false) { State = opened.After.State };
            }

            // The number is taken: by this very request, which was quicker by another way, or by another case. Only then is another drawn:
            // drawing for a case that exists already would open it twice.
            if (quicker is not null)
            {
                return Opened(quicker, key);
            }

            number = await intake.RedrawAsync(intakeKey, number, numbers.Draw(), cancellationToken);
            await Contention.WaitAsync(attempt, cancellationToken);
        }

        throw new CaseBusyException(number);
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
        // Without a key of the caller's, this call's own one still tells a lost answer from a lost race.
        RequestKey commitKey = key is null
            ? new RequestKey($"{Guid.CreateVersion7(time.GetUtcNow()):N}")
            : key with { Value = $"{actor.Kind}/{actor.Id}/{key.Value}" };
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

            ServicePolicy after = command.PolicyAfter(policy);
            (Change? changed, GivenAnswer? given) = await TryChangeAsync(head, outcome.Facts, commitKey, after, now, cancellationToken);
            if (changed is not null)
            {
                bool isShown = await FinishAsync(changed, after, cancellationToken);
                if (!isShown || changed.MustWake)
                {
                    await signals.StartOrSignalAsync(client, number, changed.Sign(isShown), mayBeOver: head.State.IsFinished, cancellationToken);
                }

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

    private static OpenAnswer Opened(GivenAnswer given, RequestKey key) => new(given.Case, Repeated: true, key.IsReused(given));

    private static DeskAnswer Repeated(GivenAnswer given, RequestKey key) =>
        key.IsReused(given) ? new DeskAnswer.KeyReused() : new DeskAnswer.Done(given.Case, Repeated: true);

    /// <summary>
    /// Tries to commit a change. When somebody was quicker there is none; if that was an earlier request under this key, with what it was answered. When the
    /// answer to the commit gets lost, the client sends it again and is told of a conflict with itself: what is there then is this change.
    /// </summary>
    private async Task<(Change? Change, GivenAnswer? Given)> TryChangeAsync(
        CaseHead head, IReadOnlyList<PendingFact> facts, RequestKey key, ServicePolicy policy, Instant now, CancellationToken cancellationToken)
    {
        (CaseState state, IReadOnlyList<StoredEvent> events) = CaseStream.Append(head.State, facts, now);
        var summary = CaseSummary.Of(state, policy);
        var row = CaseIndexRow.Of(state, policy);
        Instant? next = state.IsFinished ? null : CaseEvaluator.NextLook(state, policy);
        bool isSettled = await due.IsSettledAsync(head, cancellationToken);
        CaseHead before = isSettled ? head with { GuardKey = null, StaleLookKey = null, Ghosts = [] } : head; // what the last command left is gone
        IReadOnlyList<ViewKey> keys = CaseViews.KeysFor(state, summary);

        // A guard that a turn has yet to take away serves this change as well. Another in its place must not put off what the turn has to do.
        string? guard = head.IsUnsettled && head.GuardKey is { } left && LookPlan.LeavesTime(left, now) ? left : null;
        bool needsLook = events.Any(stored => stored.Event.Fact is NoticeDecided) || state.IsFinished != head.State.IsFinished || next <= now
            || (head.IsUnsettled && guard is null);
        CaseHead planned = LookPlan.Plan(before with { State = state }, next > now ? next : null, now);
        planned = planned with
        {
            StaleLookKey = before.StaleLookKey ?? (planned.LookKey == head.LookKey ? null : head.LookKey),
            GuardKey = guard ?? LookPlan.NewGuard(state.Number, now),
            IsUnsettled = !isSettled || needsLook,
            Views = keys,
            Ghosts = [.. before.Ghosts.Concat(before.Views).Except(keys).Distinct()],
            IndexPrint = row.Print,
        };
        await due.PutAsync(
            guard is null ? planned.GuardKey : null, planned.LookKey == head.LookKey ? null : planned.LookKey, Upcoming.Of(state, policy), cancellationToken);
        CaseHead? committed = await store.TryCommitAsync(planned, events, key, summary, cancellationToken);
        GivenAnswer? given = committed is null ? await store.FindAnswerAsync(state.Number, key.Value, cancellationToken) : null;
        return committed is not null || given?.Attempt == key.Attempt
            ? (new Change(before, committed ?? planned, summary, row) { IsAlone = isSettled, NeedsLook = needsLook }, null)
            : (null, given);
    }

    /// <summary>
    /// What follows a commit. It is carried out already, so a storage failure here must not make it look as if it was not: a turn does it
    /// again, at once when a sign gets through, and otherwise when the guard brings it. So it does when this command was held up: its turn may be over,
    /// and a later command have written lists.
    /// </summary>
    /// <returns>Whether lists and looks say what is true now, and nothing from before it.</returns>
    private async Task<bool> FinishAsync(Change change, ServicePolicy policy, CancellationToken cancellationToken)
    {
        (CaseHead before, CaseHead after) = (change.Before, change.After);
        if (!LookPlan.LeavesTime(after.GuardKey!, time.Now()))
        {
            return false;
        }

        try
        {
            await Task.WhenAll(
                views.ProjectAsync(after, change.Summary, before.Views.Concat(before.Ghosts), cancellationToken),
                before.IndexPrint == after.IndexPrint ? Task.CompletedTask : index.PutAsync(change.Row, cancellationToken));

            if (!LookPlan.LeavesTime(after.GuardKey!, time.Now()))
            {
                await DoubtAsync(after, policy, cancellationToken);
                return false;
            }

            // The guard of an unsettled case is a turn's to take away. It stands for one that another command has left, too.
            string? needless = !after.IsUnsettled ? after.GuardKey : before.GuardKey == after.GuardKey ? null : before.GuardKey;
            await due.RetireAsync(before, after, policy, [needless], cancellationToken);
            return true;
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException or OperationCanceledException)
        {
            // The client throws an aggregate when several tries failed each in its own way, and a cancellation when time ran out.
            LogListsLeftToTurn(logger, after.Number.Value, (error as RequestFailedException)?.ErrorCode ?? error.GetType().Name);
            return false;
        }
    }

    /// <summary>Has a turn write the lists again, whoever takes them to be right: the command that wrote them was held up meanwhile.</summary>
    private async Task DoubtAsync(CaseHead written, ServicePolicy policy, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            CaseHead head = (await store.FindAsync(written.Number, cancellationToken))!;
            string guard = LookPlan.NewGuard(written.Number, time.Now());
            await due.PutAsync(guard, look: null, Upcoming.Of(head.State, policy), cancellationToken);
            CaseHead doubted = head with { GuardKey = guard, IsUnsettled = true, Ghosts = [.. head.Ghosts.Concat(written.Views).Except(head.Views).Distinct()] };
            if (await store.TryCommitAsync(doubted, [], key: null, answer: null, cancellationToken) is not null)
            {
                return;
            }

            await Contention.WaitAsync(attempt, cancellationToken);
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "Case {Number} was changed; its lists are left to its next turn ({Error})")]
    private static partial void LogListsLeftToTurn(ILogger logger, string number, string error);

    /// <param name="Before">The case before, with the list rows that may still show it.</param>
    /// <param name="After">The case as it is stored now.</param>
    /// <param name="Summary">What its lists show.</param>
    /// <param name="Row">What the index says.</param>
    private sealed record Change(CaseHead Before, CaseHead After, CaseSummary Summary, CaseIndexRow Row)
    {
        /// <summary>Whether no earlier change may still be writing lists, which would then show less than this one.</summary>
        public required bool IsAlone { get; init; }

        /// <summary>Whether its lifecycle has to look at once.</summary>
        public required bool NeedsLook { get; init; }

        /// <summary>Whether its lifecycle would otherwise act too late.</summary>
        public bool MustWake => NeedsLook || (After.PlannedWakeUp is { } wakeUp && (Before.PlannedWakeUp is not { } alarm || wakeUp < alarm));

        /// <param name="isShown">Whether lists and looks say what is true now.</param>
        public CaseChanged Sign(bool isShown) => new(After.State.Version)
        {
            Shown = isShown && IsAlone ? After.State.Version : null,
            Planned = isShown && !NeedsLook ? new PlannedLook(After.PlannedWakeUp?.ToDateTimeUtc()) : null,
        };
    }
}
