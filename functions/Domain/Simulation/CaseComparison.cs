using Caseward.Domain.Audit;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Simulation;

/// <summary>What became of a case, beside what would have become of it.</summary>
/// <param name="Number">The case.</param>
/// <param name="Before">What became of it; absent when it cannot be told, because a policy version is not known.</param>
/// <param name="After">What would have; absent when the simulated policy has no place for the case.</param>
/// <param name="Gaps">What the simulated policy lacks.</param>
public sealed record CaseComparison(CaseNumber Number, CaseOutcome? Before, CaseOutcome? After, IReadOnlyList<SimulationGap> Gaps)
{
    /// <summary>So many differences of one case are named on each side; the rest is counted.</summary>
    public const int MaxItems = 10;

    /// <summary>A case that cannot be told again at all, such as one whose dates lie beyond what calendars reckon with.</summary>
    public static CaseComparison Untold(CaseNumber number) => new(number, Before: null, After: null, [new SimulationGap(SimulationGapKind.Case, number.Value)]);

    /// <summary>Compares what was recorded until an instant with what a policy would have made of it.</summary>
    /// <param name="number">The case.</param>
    /// <param name="events">Its events, in order.</param>
    /// <param name="draft">The policy to simulate; <see langword="null"/> for the versions that the case was handled under.</param>
    /// <param name="policyOf">The policy of a version; <see langword="null"/> when it is not known.</param>
    /// <param name="horizon">Until when.</param>
    public static CaseComparison Of(
        CaseNumber number, IReadOnlyList<CaseEvent> events, ServicePolicy? draft, Func<string, ServicePolicy?> policyOf, Instant horizon)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(policyOf);

        // What was due then and written down a moment later is of then.
        IEnumerable<PendingFact> recorded = events
            .Where(each => (DecisionAudit.IsDecided(each) ? each.OccurredAt : each.RecordedAt) <= horizon)
            .Select(each => new PendingFact(each.Fact, each.Actor, each.OccurredAt));
        SimulatedCase simulated = draft is null ? CaseSimulator.Own(number, events, policyOf, horizon) : CaseSimulator.Under(number, events, draft, horizon);
        CaseOutcome? after = simulated.Fits ? new OutcomeReader(number, draft is null ? policyOf : _ => draft).Read(simulated.Facts, horizon) : null;
        return new CaseComparison(number, new OutcomeReader(number, policyOf).Read(recorded, horizon), after, simulated.Gaps);
    }

    /// <summary>What differs; <see langword="null"/> when nothing does, or one side cannot be told.</summary>
    public CaseDifference? Difference()
    {
        if (Before is null || After is null)
        {
            return null;
        }

        var onlyAfter = After.Items().ToList();
        OutcomeItem[] onlyBefore = [.. Before.Items().Where(item => !onlyAfter.Remove(item))];
        return onlyBefore.Length + onlyAfter.Count == 0 ? null : new CaseDifference
        {
            Number = Number,
            Priority = Before.Priority,
            Before = [.. onlyBefore.Take(MaxItems)],
            After = [.. onlyAfter.Take(MaxItems)],
            MoreBefore = Math.Max(0, onlyBefore.Length - MaxItems),
            MoreAfter = Math.Max(0, onlyAfter.Count - MaxItems),
        };
    }
}

/// <summary>A case that becomes something else under the simulated policy.</summary>
public sealed record CaseDifference
{
    /// <summary>The case.</summary>
    public required CaseNumber Number { get; init; }

    /// <summary>The priority it had last.</summary>
    public required int Priority { get; init; }

    /// <summary>What happened, and would not have.</summary>
    public required IReadOnlyList<OutcomeItem> Before { get; init; }

    /// <summary>What did not happen, and would have.</summary>
    public required IReadOnlyList<OutcomeItem> After { get; init; }

    /// <summary>How much more happened that is not named.</summary>
    public int MoreBefore { get; init; }

    /// <summary>How much more would have happened that is not named.</summary>
    public int MoreAfter { get; init; }
}
