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
/// Carries out commands on stored cases. Every change follows the same order: look row, commit, lists, signal. A crash between any two of
/// them leaves a look row behind, so that the sweep finishes what was begun.
/// </summary>
internal sealed partial class CaseDesk(
    CaseStore store, IntakeLedger intake, CaseViews views, DueIndex due, LifecycleSignals signals, PolicyCatalog policies, ICaseNumbers numbers,
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
                bool isShown = await FinishAsync(unborn, opened, policy, cancellationToken);
                await signals.StartAsync(client, number, isShown ? opened.Head.State.Version : null, cancellationToken);
                return new OpenAnswer(opened.Summary, Repeated: false) { State = opened.Head.State };
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
                bool isShown = await FinishAsync(head, changed, after, cancellationToken);
                if (!isShown || MustWake(head, changed, after))
                {
                    int version = changed.Head.State.Version;
                    await signals.StartOrSignalAsync(client, number, new CaseChanged(version, isShown ? version : null), mayBeOver: head.State.IsFinished, cancellationToken);
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
        CaseSummary summary = CaseSummary.Of(state, policy);
        string? look = await GuardAsync(head, state, policy, now, cancellationToken);
        IReadOnlyList<ViewKey> keys = CaseViews.KeysFor(state, summary);
        CaseHead next = head with
        {
            State = state,
            LookKey = look,
            Views = keys,
            Ghosts = [.. head.Ghosts.Concat(head.Views).Except(keys).Distinct()],
        };
        CaseHead? committed = await store.TryCommitAsync(next, events, key, summary, cancellationToken);
        GivenAnswer? given = committed is null ? await store.FindAnswerAsync(state.Number, key.Value, cancellationToken) : null;
        return committed is not null || given?.Attempt == key.Attempt
            ? (new Change(committed ?? next, summary, HasMail: events.Any(stored => stored.Event.Fact is NoticeDecided)), null)
            : (null, given);
    }

    /// <summary>Makes sure that somebody looks after this change; an earlier look that is still to come serves as well.</summary>
    private async Task<string?> GuardAsync(CaseHead head, CaseState state, ServicePolicy policy, Instant now, CancellationToken cancellationToken)
    {
        if (head.State.IsFinished && state.IsFinished)
        {
            return head.LookKey;
        }

        Instant at = now + LookPlan.AfterCommand;
        if (head.LookKey is { } planned && DueIndex.InstantOf(planned) <= at)
        {
            return planned;
        }

        string look = DueIndex.KeyOf(state.Number, at);
        await due.PutAsync(look, Upcoming.Of(state, policy), cancellationToken);
        return look;
    }

    /// <summary>
    /// What follows a commit. It is carried out already, so a storage failure here must not make it look as if it was not: a turn writes the lists
    /// again, at once when a sign gets through, and otherwise when the look row brings it.
    /// </summary>
    /// <returns>Whether the lists show this change now, and nothing from before it.</returns>
    private async Task<bool> FinishAsync(CaseHead before, Change change, ServicePolicy policy, CancellationToken cancellationToken)
    {
        try
        {
            await views.ProjectAsync(change.Head, change.Summary, before.Views.Concat(before.Ghosts), cancellationToken);
            await due.RetireAsync(before, change.Head, policy, cancellationToken);
            return true;
        }
        catch (RequestFailedException error)
        {
            LogListsLeftToTurn(logger, change.Head.Number.Value, error.Status, error.ErrorCode);
            return false;
        }
    }

    private static bool MustWake(CaseHead before, Change change, ServicePolicy policy)
    {
        if (change.HasMail || before.State.IsFinished)
        {
            return change.HasMail || !change.Head.State.IsFinished;
        }

        return CaseEvaluator.NextLook(change.Head.State, policy) is { } next
            && (before.PlannedWakeUp is not { } planned || LookPlan.WakeUpFor(next) < planned);
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "Case {Number} was changed; its lists are left to its next turn: storage answered {Status} {Code}")]
    private static partial void LogListsLeftToTurn(ILogger logger, string number, int status, string? code);

    private sealed record Change(CaseHead Head, CaseSummary Summary, bool HasMail);
}
