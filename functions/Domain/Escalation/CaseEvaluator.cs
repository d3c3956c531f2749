using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Escalation;

/// <summary>
/// The one place that decides what is due: breaches, rungs, closing, surveys. Pure, and idempotent: what it returned once and was
/// written down is never returned again. It serves the lifecycle, every command and every what-if alike.
/// </summary>
public static class CaseEvaluator
{
    /// <summary>More steps than any ladder has; reaching it means that a policy feeds itself.</summary>
    private const int MaxSteps = 1_000;

    /// <summary>
    /// What is due at <paramref name="now"/>, in the order in which it fell due, so that after an outage everything happens once and in
    /// order (rule K13). Each fact carries the instant at which it fell due, so that how often somebody looks changes nothing but when it is
    /// written down.
    /// </summary>
    /// <param name="state">The case.</param>
    /// <param name="policy">The policy version that the case is handled under.</param>
    /// <param name="now">Now.</param>
    /// <param name="mayAskContact">
    /// Whether the contact was not asked too recently (rule V3); <see langword="null"/> when that is not known here: then no survey is decided.
    /// </param>
    /// <param name="enough">
    /// With so many facts the rest is left to the next look, which is due at once: what a long outage left behind need not be written down in
    /// one piece. What belongs to one rung always stays together.
    /// </param>
    /// <param name="toldAt">
    /// When something earlier was told just before (rule K12): what it brings to an end ends then, and not when it would have.
    /// </param>
    public static Evaluation Evaluate(
        CaseState state, ServicePolicy policy, Instant now, bool? mayAskContact = null, int enough = int.MaxValue, Instant? toldAt = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        var facts = new List<PendingFact>();
        for (int step = 0; step < MaxSteps; step++)
        {
            DueStep? due = Steps(state, policy)
                .Where(candidate => candidate.IsDue(now) && (mayAskContact is not null || candidate is not SurveyDue))
                .MinBy(candidate => (candidate.HappensAt(state, now), candidate.Order, candidate.Moment));
            if (due is null || facts.Count >= enough)
            {
                return new Evaluation(state, facts, NextLook(state, policy));
            }

            Instant at = due is EscalationEnds or Corrected && toldAt is { } told ? Instant.Max(told, state.ChangedAt) : due.HappensAt(state, now);
            foreach (CaseFact fact in due.Facts(state, policy, now, mayAskContact ?? false))
            {
                facts.Add(new PendingFact(fact, Actor.System, at));
                state = state.Apply(fact, at);
            }
        }

        throw new InvalidOperationException($"Case {state.Number} does not come to rest under policy '{policy.Version}'.");
    }

    /// <summary>When something becomes due by itself.</summary>
    public static Instant? NextLook(CaseState state, ServicePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        Instant? next = null;
        foreach (DueStep step in Steps(state, policy))
        {
            next = next is { } earlier ? Instant.Min(earlier, step.Moment) : step.Moment;
        }

        return next;
    }

    /// <summary>
    /// The next instant at which a customer or colleague would say "late": the earliest due instant of the running clocks. Lists sort by it.
    /// </summary>
    public static Instant? NextDue(CaseState state, ServicePolicy policy) => EarliestDue(state, policy, withLate: true);

    /// <summary>
    /// The next instant at which a promise would be broken that is not broken yet: the earliest due instant of the running clocks without a
    /// breach. A late answer so does not hide that the solution is due today.
    /// </summary>
    public static Instant? NextBreach(CaseState state, ServicePolicy policy) => EarliestDue(state, policy, withLate: false);

    private static Instant? EarliestDue(CaseState state, ServicePolicy policy, bool withLate)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        Instant? next = null;
        foreach (ClockLedger clock in state.Clocks)
        {
            if (clock.IsRunning && (withLate || !clock.Breached) && clock.Due(policy.Calendar(state.Scope, clock.Name)) is { } due)
            {
                next = next is { } earlier ? Instant.Min(earlier, due) : due;
            }
        }

        return next;
    }

    private static IEnumerable<DueStep> Steps(CaseState state, ServicePolicy policy)
    {
        foreach (EscalationCause cause in state.Escalations)
        {
            if (EscalationReason.IsGone(state, cause))
            {
                yield return new EscalationEnds(cause);
            }
        }

        foreach (ClockLedger clock in state.Clocks)
        {
            BusinessCalendar calendar = policy.Calendar(state.Scope, clock.Name);
            if (!clock.Breached && !clock.Cancelled && clock.Due(calendar) is { } due && (clock.RanUntil is not { } ranUntil || ranUntil > due))
            {
                yield return new Breach(due, clock);
            }

            if (Corrected.Of(clock, calendar) is { } corrected)
            {
                yield return corrected;
            }

            if (clock.IsRunning && clock.HasDeadline)
            {
                // A warning makes no sense where another budget made the clock late at once.
                bool isLateByChange = clock.Change is { At: var changed } && clock.Due(calendar) <= changed;
                foreach (Rung rung in policy.Rungs(clock.Name))
                {
                    if ((rung.Tier is null || rung.Tier == state.Tier) && !clock.RungsDone.Contains(rung.Name) && (rung.At.IsAfterDue || !isLateByChange)
                        && RungMoments.Of(rung.At, clock, calendar) is { } moment)
                    {
                        yield return new RungDue(moment, rung, clock);
                    }
                }
            }
        }

        foreach (ClockLedger superseded in state.Superseded)
        {
            if (Corrected.Of(superseded, policy.Calendar(state.Scope, superseded.Name)) is { } corrected)
            {
                yield return corrected;
            }
        }

        if (state.Successor is { } successor)
        {
            yield return new SuccessorTakesOver(successor);
        }

        if (state is { Status: CaseStatus.Resolved, ResolvedAt: { } resolved })
        {
            yield return new WindowPasses(resolved + policy.Document.Closing.ReopenWindow);
        }

        if (state is { Status: CaseStatus.Closed, ClosedAt: { } closed, Survey: null })
        {
            yield return new SurveyDue(closed + policy.Document.Survey.Cooling);
        }
    }
}
