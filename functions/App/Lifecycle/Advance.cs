using Caseward.App.Cases;
using Caseward.App.Policy;
using Caseward.App.Storage;
using Caseward.App.Surveys;
using Caseward.Domain.Cases;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using Caseward.Domain.Surveys;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using NodaTime;

namespace Caseward.App.Lifecycle;

/// <summary>
/// The look of a turn: loads the case, decides what is due, commits it with the next look, writes lists and index where they are not right, hands
/// decided mail over, and settles the case. Run twice, the second run finds that nothing is due.
/// </summary>
internal sealed class Advance(
    CaseStore store, CaseViews views, CaseIndex index, DueIndex due, Outbox outbox, PolicyCatalog policies, SurveyQuietPeriod quietPeriod, TimeProvider time)
{
    /// <summary>
    /// A transaction holds 100 rows, and a rung tells at most 40 people, so after this many facts another rung still fits; the turn after this
    /// one does the rest.
    /// </summary>
    private const int EnoughFacts = 7;

    [Function(nameof(Advance))]
    public async Task<TurnResult> RunAsync([ActivityTrigger] LifecycleInput input, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        CaseNumber number = CaseNumber.Parse(input.Number);
        LostTry earlier = LostTry.None;
        for (int attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            (TurnResult? result, earlier) = await TryTurnAsync(number, input.Shown, earlier, client, context.CancellationToken);
            if (result is not null)
            {
                return result;
            }

            await Contention.WaitAsync(attempt, context.CancellationToken);
        }

        throw new CaseBusyException(number);
    }

    /// <param name="number">The case.</param>
    /// <param name="shown">The version that the lists show, and nothing else; absent when that is not known.</param>
    /// <param name="earlier">What the try before left.</param>
    /// <param name="client">Starts deliveries.</param>
    /// <param name="cancellationToken">Ends the try; what is committed stays.</param>
    /// <returns>What it found; nothing when somebody was quicker, with what it leaves.</returns>
    private async Task<(TurnResult? Result, LostTry Lost)> TryTurnAsync(
        CaseNumber number, int? shown, LostTry earlier, DurableTaskClient client, CancellationToken cancellationToken)
    {
        CaseHead? head = store.TakeFresh(number, shown) ?? await store.FindAsync(number, cancellationToken);
        if (head is null)
        {
            return (new TurnResult { Outbox = [], IsFinished = true }, earlier);
        }

        // What the head does not know, nobody can commit any more.
        await due.WithdrawAsync(earlier.Put.Where(key => key != head.LookKey && key != head.StaleLookKey && key != head.GuardKey), cancellationToken);

        ServicePolicy policy = await policies.VersionAsync(head.State.PolicyVersion, cancellationToken);
        Instant now = time.Now();
        bool? mayAsk = await MayAskAsync(head.State, policy, now, cancellationToken);
        Evaluation evaluation = CaseEvaluator.Evaluate(head.State, policy, now, mayAsk, EnoughFacts);
        bool isSettled = earlier.Shown.Count == 0 && (head.State.Version == shown || await due.IsSettledAsync(head, cancellationToken));
        Turn turn = Turn.Of(head with { Ghosts = [.. head.Ghosts, .. earlier.Shown] }, evaluation, isSettled, policy, now);
        CaseHead after = turn.Decided;
        string? newLook = after.LookKey != head.LookKey ? after.LookKey : null;
        await due.PutAsync(turn.NewGuard, isSettled ? newLook : after.LookKey, Upcoming.Of(after.State, policy), cancellationToken);
        if (turn.CommitsFirst)
        {
            // What is due is there before anything else happens. Until the second commit, whoever changes the case knows that its lists are being written.
            CaseHead? committed = await store.TryCommitAsync(after, turn.Events, key: null, answer: null, cancellationToken);
            if (committed is null)
            {
                return (null, earlier with { Put = [turn.NewGuard, newLook] });
            }

            after = committed;
        }

        await ShowAsync(turn, after, cancellationToken);
        await outbox.HandOverAsync(after, client, cancellationToken);
        return await SettleAsync(turn, after, policy, now, cancellationToken) is { } settled
            ? (new TurnResult { Outbox = [], WakeUpAt = settled.PlannedWakeUp?.ToDateTimeUtc(), IsFinished = settled.State.IsFinished }, earlier)
            : (null, new LostTry(turn.Shows ? after.Views : earlier.Shown, [turn.NewGuard, newLook]));
    }

    private Task ShowAsync(Turn turn, CaseHead after, CancellationToken cancellationToken) => Task.WhenAll(
        turn.Shows
            ? views.ProjectAsync(after, turn.Summary, turn.Before.Views.Concat(turn.Before.Ghosts), cancellationToken)
            : Task.CompletedTask,
        turn.WasSettled && turn.Row.Print == turn.Before.IndexPrint
            ? Task.CompletedTask
            : index.PutAsync(turn.Row, cancellationToken));

    /// <summary>
    /// Writes down that lists and looks are right and that mail was handed over. Should a command whose guard is not due yet still be about to write
    /// lists of its own, the guard stays, and with it a further look.
    /// </summary>
    private async Task<CaseHead?> SettleAsync(Turn turn, CaseHead after, ServicePolicy policy, Instant now, CancellationToken cancellationToken)
    {
        bool isOver = turn.WasSettled || (turn.NewGuard ?? turn.Before.GuardKey) is not { } guard || DueIndex.InstantOf(guard) <= now;
        CaseHead settled = after with { Outbox = [] };
        if (isOver)
        {
            settled = settled with { IsUnsettled = false, GuardKey = null, StaleLookKey = null, Ghosts = [] };
        }

        if (settled.IsOtherThan(turn.CommitsFirst ? after : turn.Before))
        {
            if (await store.TryCommitAsync(settled, [], key: null, answer: null, cancellationToken) is not { } committed)
            {
                return null;
            }

            settled = committed;
        }

        string? replaced = turn.NewGuard is null ? null : turn.Before.GuardKey;
        await due.RetireAsync(turn.Before, settled, policy, isOver ? [after.GuardKey, turn.Before.StaleLookKey] : [replaced], cancellationToken);
        return settled;
    }

    // Reserved only for who would be asked: a survey that is not sent for another reason leaves its contact to their other cases. Before
    // it is due it is not known.
    private async Task<bool?> MayAskAsync(CaseState state, ServicePolicy policy, Instant now, CancellationToken cancellationToken)
    {
        if (state is not { Status: CaseStatus.Closed, Survey: null, ClosedAt: { } closed } || now <= closed + policy.Document.Survey.Cooling)
        {
            return null;
        }

        return SurveyRules.WhyNot(state, mayAskContact: true) is null
            && await quietPeriod.TryReserveAsync(
                state.Contact!.Email!, $"{state.Number}~{state.Surveys + 1}", now, policy.Document.Survey.QuietPerContact, cancellationToken);
    }

    /// <summary>What a try left that somebody was quicker than.</summary>
    /// <param name="Shown">List rows, which may have been written after those of whoever was quicker.</param>
    /// <param name="Put">Looks.</param>
    private sealed record LostTry(IReadOnlyList<ViewKey> Shown, IReadOnlyList<string?> Put)
    {
        public static LostTry None { get; } = new([], []);
    }
}
