using Azure;
using Caseward.App.Lifecycle;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Caseward.App.Cases;

/// <summary>
/// Writes what a command makes of a case, always in this order: guard and next look, commit, lists and the lifecycle's new alarm, guard away. A crash
/// between any two of them leaves the guard behind, so that the sweep finishes what was begun.
/// </summary>
internal sealed partial class CaseChangeWriter(
    CaseStore store, CaseViews views, CaseIndex index, DueIndex due, LifecycleSignals signals, TimeProvider time, ILogger<CaseChangeWriter> logger)
{
    /// <summary>What comes before the commit: from now on the sweep looks whether there was one.</summary>
    public Task PrepareAsync(CaseChange change, CancellationToken cancellationToken) =>
        due.PutAsync(change.NewGuard, change.NewLook, Upcoming.Of(change.After.State, change.Policy), cancellationToken);

    /// <summary>Takes back what was prepared, because it was not committed and never will be.</summary>
    public Task WithdrawAsync(CaseChange change, CancellationToken cancellationToken) =>
        due.WithdrawAsync([change.NewGuard, change.NewLook], cancellationToken);

    /// <summary>
    /// Tries to commit what was prepared. When somebody was quicker nothing of it is left; if that was an earlier request under this key, it comes with
    /// what that was answered. When the answer to the commit gets lost, the client sends it again and is told of a conflict with itself: what is there then
    /// is this change.
    /// </summary>
    public async Task<(CaseChange? Committed, GivenAnswer? Quicker)> TryCommitAsync(CaseChange change, RequestKey key, CancellationToken cancellationToken)
    {
        if (await store.TryCommitAsync(change.After, change.Events, key, change.Summary, cancellationToken) is { } committed)
        {
            return (change with { After = committed }, null);
        }

        GivenAnswer? given = await store.FindAnswerAsync(change.After.Number, key.Value, cancellationToken);
        if (given?.Attempt == key.Attempt)
        {
            return (change, null);
        }

        await WithdrawAsync(change, cancellationToken);
        return (null, given);
    }

    /// <summary>
    /// What follows the commit. It is carried out already, so a storage failure here must not make it look as if it was not: a turn does it
    /// again, at once when a sign gets through, and otherwise when the guard brings it.
    /// </summary>
    public async Task FinishAsync(CaseChange change, DurableTaskClient client, CancellationToken cancellationToken)
    {
        CaseNumber number = change.After.Number;
        int version = change.After.State.Version;
        bool mayBeOver = change.Before.State.IsFinished;

        // An alarm needs no lists.
        Task<bool> alarm = !change.SetsAlarm ? Task.FromResult(true)
            : SignalAsync(new CaseChanged(version, Planned: new PlannedLook(change.After.PlannedWakeUp?.ToDateTimeUtc())), isFirst: true);
        bool isShown = await TryShowAsync(change, alarm, cancellationToken);
        await alarm;
        if (!isShown || change.NeedsLook)
        {
            await SignalAsync(new CaseChanged(version, Shown: isShown && change.IsAlone ? version : null), isFirst: !change.SetsAlarm);
        }

        Task<bool> SignalAsync(CaseChanged sign, bool isFirst) => change.Opens && isFirst
            ? signals.StartAsync(client, number, sign, cancellationToken)
            : signals.StartOrSignalAsync(client, number, sign, mayBeOver || change.Opens, cancellationToken);
    }

    /// <summary>
    /// Writes lists and index, and takes away what is not needed any more. Not when it was held up: the turn that the guard brings may be over then, and a
    /// later command have written lists.
    /// </summary>
    /// <param name="change">What was committed.</param>
    /// <param name="alarm">Whether the lifecycle knows of it. Otherwise the guard stays, so that the sweep tells it.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    /// <returns>Whether lists and looks say what is true now, and nothing from before it.</returns>
    private async Task<bool> TryShowAsync(CaseChange change, Task<bool> alarm, CancellationToken cancellationToken)
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
                before.IndexPrint == after.IndexPrint ? Task.CompletedTask : index.PutAsync(change.Row, cancellationToken),
                alarm);

            if (!LookPlan.LeavesTime(after.GuardKey!, time.Now()))
            {
                await DoubtAsync(change, cancellationToken);
                return false;
            }

            // The guard of an unsettled case is a turn's to take away. It stands for one that another command has left, too.
            string? needless = after.IsUnsettled
                ? before.GuardKey == after.GuardKey ? null : before.GuardKey
                : await alarm ? after.GuardKey : null;
            await due.RetireAsync(before, after, change.Policy, [needless], cancellationToken);
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
    private async Task DoubtAsync(CaseChange change, CancellationToken cancellationToken)
    {
        CaseHead written = change.After;
        for (int attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            CaseHead head = (await store.FindAsync(written.Number, cancellationToken))!;
            string guard = LookPlan.NewGuard(written.Number, time.Now());
            await due.PutAsync(guard, look: null, Upcoming.Of(head.State, change.Policy), cancellationToken);
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
}
