using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Explanations;

/// <summary>Explains the clocks of a case from its events alone (requirement D7). Pure: the same events, policies and instant give the same explanation.</summary>
public static class CaseExplanation
{
    /// <summary>How far ahead rungs are told.</summary>
    private static readonly Duration LooksAhead = Duration.FromDays(366);

    /// <summary>Every generation of every clock, in the order in which they began.</summary>
    /// <param name="view">The case and the instant.</param>
    /// <param name="policyOf">The policies that it was handled under, by version.</param>
    public static IReadOnlyList<ClockExplanation> Of(CaseAsOf view, Func<string, ServicePolicy> policyOf)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(policyOf);
        ClockGenerations generations = Fold(view);
        ForecastStep[] coming = [.. CaseForecast.IfNobodyActs(view.State, policyOf(view.State.PolicyVersion), view.At + LooksAhead).Steps.Where(step => step.Rung is not null)];
        var explained = new List<ClockExplanation>();
        Duration worst = Duration.Zero;
        foreach (ClockGeneration generation in generations.All)
        {
            ClockExplanation clock = Explain(generation, generations.Standings, view, policyOf(generation.PolicyVersion));
            if (clock.Name == ClockName.NextResponse)
            {
                worst = Duration.Max(worst, clock.Elapsed);
                clock = clock with { WorstElapsed = worst };
            }

            explained.Add(clock with { Coming = [.. coming.Where(step => step.Clock == clock.Name && step.Generation == clock.Generation)] });
        }

        return explained;
    }

    private static ClockGenerations Fold(CaseAsOf view)
    {
        var generations = new ClockGenerations();
        var state = new CaseState { Number = view.State.Number };
        foreach (CaseEvent happened in view.Recorded)
        {
            state = Take(generations, state, happened.Fact, happened.OccurredAt, happened);
        }

        foreach (PendingFact due in view.Due)
        {
            state = Take(generations, state, due.Fact, due.OccurredAt, null);
        }

        return generations;
    }

    private static CaseState Take(ClockGenerations generations, CaseState before, CaseFact fact, Instant at, CaseEvent? recorded)
    {
        CaseState after = before.Apply(fact, at);
        generations.Take(before, after, fact, at, recorded);
        return after;
    }

    private static ClockExplanation Explain(ClockGeneration generation, IReadOnlyList<CaseStanding> standings, CaseAsOf view, ServicePolicy policy)
    {
        ClockLedger clock = generation.Ledger;
        Instant now = view.At;
        BusinessCalendar calendar = policy.Calendar(generation.Scope, clock.Name);
        IReadOnlyList<Blackout> blackouts = policy.Blackouts(generation.Scope, clock.Name);

        // What stands still is reckoned as if it went on now: then the pause has an end.
        ClockLedger reckoned = clock.Resume(now);
        Instant? due = reckoned.Due(calendar);
        var segments = new ClockSegments(calendar, blackouts, PauseReasons.Of(reckoned, standings, now), reckoned.Forgiven(calendar), now);
        Instant end = Instant.Max(clock.StartedAt, EndOf(clock, due, now));
        Duration elapsed = segments.Counted(clock.StartedAt, Instant.Max(clock.StartedAt, clock.StoppedAt ?? now));
        Duration? allowed = clock.HasDeadline ? clock.Allowed(calendar) : null;
        return new ClockExplanation
        {
            Name = clock.Name,
            Generation = clock.Generation,
            Author = generation.Author,
            State = StandingOf(generation, due, view.State.IsOpen),
            Budget = clock.Budget,
            Change = clock.Change,
            Calendar = calendar.Id,
            PolicyVersion = policy.Version,
            StartedAt = clock.StartedAt,
            EndedAt = clock.StoppedAt,
            Due = clock.IsPaused ? null : due,
            Allowed = allowed,
            Elapsed = elapsed,
            Margin = allowed - elapsed,
            Remaining = clock.IsPaused && allowed is { } whole ? Duration.Max(whole - elapsed, Duration.Zero) : null,
            DueIfResumedNow = clock.IsPaused ? due : null,
            Breach = generation.Breach,
            Segments = segments.Between(clock.StartedAt, end, out bool isSummarised),
            IsSummarised = isSummarised,
            WorkingDays = clock.Budget?.WorkingDays is { } days ? WorkingDayCount.Of(clock.StartedAt, days, calendar, blackouts) : [],
            CarriedOut = generation.CarriedOut,
        };
    }

    /// <summary>Where its story ends: at its end or when it was due, whichever came first; while it stands still now, unless it was due before.</summary>
    private static Instant EndOf(ClockLedger clock, Instant? due, Instant now) =>
        clock.StoppedAt is { } stopped ? Instant.Min(stopped, due ?? stopped)
        : clock.IsPaused ? Instant.Min(now, due ?? now)
        : due ?? now;

    private static ClockStanding StandingOf(ClockGeneration generation, Instant? due, bool isOpen)
    {
        ClockLedger clock = generation.Ledger;
        bool isMissed = generation.Breach is { IsCorrected: false } || (!clock.Cancelled && clock.RanUntil > due);
        return clock.IsPaused ? ClockStanding.Paused
            : clock.IsLive ? ClockStanding.Running
            : clock is { Name: ClockName.NextResponse, Cancelled: false } && generation.IsLatest && isOpen ? ClockStanding.Idle
            : isMissed ? ClockStanding.Missed
            : clock.Cancelled ? ClockStanding.Cancelled
            : clock.HasDeadline ? ClockStanding.Met
            : ClockStanding.Idle;
    }
}
