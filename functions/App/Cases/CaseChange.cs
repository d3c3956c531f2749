using Caseward.App.Lifecycle;
using Caseward.Domain.Cases;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Cases;

/// <summary>What a command makes of a case: its events, and its next look with them.</summary>
internal sealed record CaseChange
{
    /// <summary>The case before, with the list rows that may still show it.</summary>
    public required CaseHead Before { get; init; }

    /// <summary>The case after it.</summary>
    public required CaseHead After { get; init; }

    /// <summary>What it adds to the case's stream.</summary>
    public required IReadOnlyList<StoredEvent> Events { get; init; }

    /// <summary>Its policy from now on.</summary>
    public required ServicePolicy Policy { get; init; }

    /// <summary>What lists show.</summary>
    public required CaseSummary Summary { get; init; }

    /// <summary>What the index says.</summary>
    public required CaseIndexRow Row { get; init; }

    /// <summary>The guard that has to be there before it is committed; absent when an earlier one serves.</summary>
    public required string? NewGuard { get; init; }

    /// <summary>Whether no earlier change may still be writing lists, which would then show less than this one.</summary>
    public required bool IsAlone { get; init; }

    /// <summary>Whether its lifecycle has to look at once.</summary>
    public required bool NeedsLook { get; init; }

    /// <summary>The look that has to be there before it is committed; absent when the one before stays, or nothing falls due.</summary>
    public string? NewLook => After.LookKey == Before.LookKey ? null : After.LookKey;

    /// <summary>Whether it opens the case.</summary>
    public bool Opens => Before.State.Version == 0;

    /// <summary>Whether nothing is left to do for its lifecycle but to wait, and not for so long as it does.</summary>
    public bool SetsAlarm =>
        !NeedsLook && (Opens || (After.PlannedWakeUp is { } wakeUp && (Before.PlannedWakeUp is not { } alarm || wakeUp < alarm)));

    /// <param name="head">The case as it was read; one without a version to open it.</param>
    /// <param name="isSettled">Whether what the last change left behind is gone.</param>
    /// <param name="facts">What was decided.</param>
    /// <param name="policy">The policy that the case has then.</param>
    /// <param name="now">Now.</param>
    public static CaseChange Of(CaseHead head, bool isSettled, IReadOnlyList<PendingFact> facts, ServicePolicy policy, Instant now)
    {
        (CaseState state, IReadOnlyList<StoredEvent> events) = CaseStream.Append(head.State, facts, now);
        var summary = CaseSummary.Of(state, policy);
        var row = CaseIndexRow.Of(state, policy);
        IReadOnlyList<ViewKey> keys = CaseViews.KeysFor(state, summary);
        Instant? next = state.IsFinished ? null : CaseEvaluator.NextLook(state, policy);
        CaseHead before = isSettled ? head with { GuardKey = null, StaleLookKey = null, Ghosts = [] } : head;

        // A guard that a turn has yet to take away serves this change as well. Another in its place must not put off what the turn has to do.
        string? guard = head.IsUnsettled && head.GuardKey is { } left && LookPlan.LeavesTime(left, now) ? left : null;
        string? newGuard = guard is null ? LookPlan.NewGuard(state.Number, now) : null;
        bool needsLook = events.Any(stored => stored.Event.Fact is NoticeDecided) || state.IsFinished != head.State.IsFinished || next <= now
            || (head.IsUnsettled && guard is null);
        CaseHead planned = LookPlan.Plan(before with { State = state }, next > now ? next : null, now);
        return new CaseChange
        {
            Before = before,
            After = planned with
            {
                StaleLookKey = before.StaleLookKey ?? (planned.LookKey == head.LookKey ? null : head.LookKey),
                GuardKey = guard ?? newGuard,
                IsUnsettled = !isSettled || needsLook,
                Views = keys,
                Ghosts = [.. before.Ghosts.Concat(before.Views).Except(keys).Distinct()],
                IndexPrint = row.Print,
            },
            Events = events,
            Policy = policy,
            Summary = summary,
            Row = row,
            NewGuard = newGuard,
            IsAlone = isSettled,
            NeedsLook = needsLook,
        };
    }
}
