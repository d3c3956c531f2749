using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Escalation;
using NodaTime;

namespace Caseward.Domain.Explanations;

/// <summary>
/// One generation of a clock of a case, explained: what it allows, what of the time since its start counted and what did not and why, when it
/// is due, what was done and what comes (requirement D7). Durations are counted time.
/// </summary>
public sealed record ClockExplanation
{
    /// <summary>What it measures.</summary>
    public required ClockName Name { get; init; }

    /// <summary>1 for the first of its name.</summary>
    public required int Generation { get; init; }

    /// <summary>Who agreed the date, for the clock of an agreed date (rule K15).</summary>
    public string? Author { get; init; }

    /// <summary>How it stands.</summary>
    public required ClockStanding State { get; init; }

    /// <summary>What it allows; absent when the due instant was agreed, and when the time is only measured.</summary>
    public Budget? Budget { get; init; }

    /// <summary>When and why it was given that budget, when that was after its start (rule K10).</summary>
    public BudgetChange? Change { get; init; }

    /// <summary>The calendar that it runs on.</summary>
    public required string Calendar { get; init; }

    /// <summary>The policy version that the calendar is taken from.</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>When it started.</summary>
    public required Instant StartedAt { get; init; }

    /// <summary>When what it waits for happened, it no longer mattered, or the next generation began.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>When it is, or was, due; absent while it stands still, and when the time is only measured.</summary>
    public Instant? Due { get; init; }

    /// <summary>The whole budget as counted time; absent when the time is only measured.</summary>
    public Duration? Allowed { get; init; }

    /// <summary>How much was used until now or until its end.</summary>
    public required Duration Elapsed { get; init; }

    /// <summary>
    /// What is, or was, left of the budget: negative when it is late. Zero beside a breach means late by closed time alone.
    /// </summary>
    public Duration? Margin { get; init; }

    /// <summary>While it stands still: what is left, never less than nothing.</summary>
    public Duration? Remaining { get; init; }

    /// <summary>While it stands still: when it would be due if it went on now.</summary>
    public Instant? DueIfResumedNow { get; init; }

    /// <summary>For the next-response clock: the most that any exchange of the case used so far.</summary>
    public Duration? WorstElapsed { get; init; }

    /// <summary>Its missed deadline, when it was missed (rule K11).</summary>
    public BreachExplanation? Breach { get; init; }

    /// <summary>
    /// Every stretch from its start to its end or due instant, whichever comes first; while it stands still to now. They follow each other
    /// without gap; what counted adds up to <see cref="Allowed"/> at the due instant.
    /// </summary>
    public required IReadOnlyList<TimeSegment> Segments { get; init; }

    /// <summary>Whether the later segments are weeks, because there are too many to tell each.</summary>
    public required bool IsSummarised { get; init; }

    /// <summary>For a budget of working days: each date up to the last one that counts.</summary>
    public IReadOnlyList<WorkingDayCount> WorkingDays { get; init; } = [];

    /// <summary>The rungs of its ladder that were carried out.</summary>
    public IReadOnlyList<CarriedRung> CarriedOut { get; init; } = [];

    /// <summary>The rungs that come, if nobody acts.</summary>
    public IReadOnlyList<ForecastStep> Coming { get; init; } = [];
}

/// <summary>How a clock stands.</summary>
public enum ClockStanding
{
    /// <summary>Time counts against it; a breach beside it says that it is late.</summary>
    Running,

    /// <summary>It stands still.</summary>
    Paused,

    /// <summary>What it waited for happened in time.</summary>
    Met,

    /// <summary>It ended late.</summary>
    Missed,

    /// <summary>It ended because it no longer mattered, or another generation took its place.</summary>
    Cancelled,

    /// <summary>Nothing is awaited at present, or nothing was promised and the time is only measured.</summary>
    Idle,
}

/// <summary>A missed deadline (rule K11).</summary>
/// <param name="Due">The instant that was missed.</param>
/// <param name="RecordedAt">When that was written down; absent when it is not yet.</param>
/// <param name="Tier">The tier that used the time (rule K16).</param>
/// <param name="Cause">What made it late when it was not time alone.</param>
/// <param name="IsCorrected">Whether it turned out to be none, because what happened in time was told late (rule K12).</param>
public sealed record BreachExplanation(Instant Due, Instant? RecordedAt, int? Tier, DueCause? Cause, bool IsCorrected);

/// <summary>A rung that was carried out.</summary>
/// <param name="Rung">Its name.</param>
/// <param name="Moment">When it was due.</param>
/// <param name="OccurredAt">When the case was such that it applied; later than the moment where a change made it due (rule K13).</param>
/// <param name="RecordedAt">When it was written down; absent when it is not yet.</param>
/// <param name="WouldNotHaveFired">Whether it would not have been carried out, had everything been told in time (rule K12).</param>
/// <param name="Lateness">Why it came late, as far as it did (rule K13).</param>
public sealed record CarriedRung(string Rung, Instant Moment, Instant OccurredAt, Instant? RecordedAt, bool WouldNotHaveFired, Lateness? Lateness = null);
