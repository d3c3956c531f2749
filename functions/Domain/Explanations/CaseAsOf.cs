using Caseward.Domain.Cases;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Explanations;

/// <summary>
/// A case as of an instant: what was written down by then, and what had fallen due by then though nobody had written it down yet. What was told
/// later about an earlier time is not in it; whoever looked at that instant could not know it.
/// </summary>
public sealed record CaseAsOf
{
    /// <summary>The instant.</summary>
    public required Instant At { get; init; }

    /// <summary>The case at that instant; its version is that of the last event written down by then.</summary>
    public required CaseState State { get; init; }

    /// <summary>The events that were written down by then.</summary>
    public required IReadOnlyList<CaseEvent> Recorded { get; init; }

    /// <summary>What had fallen due by then and was not written down. Surveys are not among it: they wait for more than the time.</summary>
    public required IReadOnlyList<PendingFact> Due { get; init; }

    /// <summary>Folds a case's events up to an instant.</summary>
    /// <param name="number">The case.</param>
    /// <param name="events">Its events from the first on, in order.</param>
    /// <param name="policyOf">The policies that it was handled under, by version.</param>
    /// <param name="at">The instant.</param>
    /// <returns><see langword="null"/> when nothing of it was written down by then.</returns>
    public static CaseAsOf? Of(CaseNumber number, IEnumerable<CaseEvent> events, Func<string, ServicePolicy> policyOf, Instant at)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(policyOf);
        CaseEvent[] recorded = [.. events.TakeWhile(happened => happened.RecordedAt <= at)];
        if (recorded.Length == 0)
        {
            return null;
        }

        var state = new CaseState { Number = number };
        foreach (CaseEvent happened in recorded)
        {
            state = state.Apply(happened.Fact, happened.OccurredAt) with { Version = happened.Sequence };
        }

        Evaluation evaluation = CaseEvaluator.Evaluate(state, policyOf(state.PolicyVersion), at);
        return new CaseAsOf { At = at, State = evaluation.State, Recorded = recorded, Due = evaluation.Facts };
    }

    /// <summary>The policy versions that events were decided under; whoever folds them needs these.</summary>
    public static IReadOnlyList<string> PolicyVersions(IEnumerable<CaseEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return [.. events.Select(happened => happened.Fact).SelectMany(fact => fact switch
        {
            CaseOpened opened => new[] { opened.PolicyVersion },
            PolicyMigrated migrated => [migrated.From, migrated.To],
            _ => [],
        }).Distinct(StringComparer.Ordinal)];
    }
}
