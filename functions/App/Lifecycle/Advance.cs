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
/// The look of a turn: loads the case, decides what is due, commits it with the next look, writes lists and index again, and hands decided mail
/// over. Run twice, the second run finds that nothing is due.
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
        for (int attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            if (await TryTurnAsync(number, input.Shown, isRetry: attempt > 0, client, context.CancellationToken) is { } result)
            {
                return result;
            }

            await Contention.WaitAsync(attempt, context.CancellationToken);
        }

        throw new CaseBusyException(number);
    }

    private async Task<TurnResult?> TryTurnAsync(CaseNumber number, int? shown, bool isRetry, DurableTaskClient client, CancellationToken cancellationToken)
    {
        CaseHead? head = await store.FindAsync(number, cancellationToken);
        if (head is null)
        {
            return new TurnResult { Outbox = [], IsFinished = true };
        }

        ServicePolicy policy = await policies.VersionAsync(head.State.PolicyVersion, cancellationToken);
        Instant now = time.Now();
        bool? mayAsk = await MayAskAsync(head.State, policy, now, cancellationToken);
        Evaluation evaluation = CaseEvaluator.Evaluate(head.State, policy, now, mayAsk, EnoughFacts);
        Instant? wakeUp = evaluation.State.IsFinished || evaluation.NextLook is not { } next ? null : LookPlan.WakeUpFor(next);

        string print = await IndexAsync(head, evaluation.State, policy, isRetry, cancellationToken);
        bool decides = evaluation.Facts.Count > 0;
        if (!decides)
        {
            // What a command decided. What this turn decides goes first: mail may take its time.
            await outbox.HandOverAsync(head, [], client, cancellationToken);
        }

        (CaseHead? after, IReadOnlyList<StoredEvent> events) = await TryCommitAsync(head, evaluation, wakeUp, print, policy, now, cancellationToken);
        if (after is null)
        {
            return null;
        }

        if (decides || head.State.Version != shown)
        {
            await views.ProjectAsync(after, CaseSummary.Of(after.State, policy), head.Views.Concat(head.Ghosts), cancellationToken);
        }

        await due.RetireAsync(head, after, policy, cancellationToken);
        if (decides && after.Outbox.Count > 0)
        {
            // Should the case have changed meanwhile, its next turn finds that they were handed over.
            await outbox.HandOverAsync(after, events, client, cancellationToken);
            await store.TryCommitAsync(after with { Outbox = [] }, [], key: null, answer: null, cancellationToken);
        }

        return new TurnResult { Outbox = [], WakeUpAt = after.PlannedWakeUp?.ToDateTimeUtc(), IsFinished = after.State.IsFinished };
    }

    private async Task<(CaseHead? After, IReadOnlyList<StoredEvent> Events)> TryCommitAsync(
        CaseHead head, Evaluation evaluation, Instant? wakeUp, string print, ServicePolicy policy, Instant now, CancellationToken cancellationToken)
    {
        (CaseState state, IReadOnlyList<StoredEvent> events) = CaseStream.Append(head.State, evaluation.Facts, now);
        string? look = wakeUp is { } at ? DueIndex.KeyOf(head.Number, LookPlan.GuardFor(at, now)) : null;
        CaseHead next = head with
        {
            State = state,
            LookKey = look,
            PlannedWakeUp = wakeUp is { } near && LookPlan.IsNear(near, now) ? near : null,
            Views = CaseViews.KeysFor(state, CaseSummary.Of(state, policy)),
            Ghosts = [],
            IndexPrint = print,
            Outbox = events.Count == 0 ? [] : head.Outbox,
        };
        if (events.Count == 0 && look == head.LookKey && print == head.IndexPrint && next.PlannedWakeUp == head.PlannedWakeUp && head.Ghosts.Count + head.Outbox.Count == 0)
        {
            return (head, events);
        }

        if (look is not null && look != head.LookKey)
        {
            await due.PutAsync(look, Upcoming.Of(state, policy), cancellationToken);
        }

        return (await store.TryCommitAsync(next, events, key: null, answer: null, cancellationToken), events);
    }

    /// <summary>
    /// Writes the row of the case index when it would say something new. Before the commit, because the head remembers what is written. A turn
    /// that lost its commit may have written what never came to be, so the next try writes in any case.
    /// </summary>
    private async Task<string> IndexAsync(CaseHead head, CaseState state, ServicePolicy policy, bool isRetry, CancellationToken cancellationToken)
    {
        CaseIndexRow row = CaseIndexRow.Of(state, policy);
        string print = row.Print;
        if (isRetry || print != head.IndexPrint)
        {
            await index.PutAsync(row, cancellationToken);
        }

        return print;
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
}
