using NodaTime;

namespace Caseward.Domain.Explanations;

/// <summary>A stretch of a clock's life, half-open, and why it counted or did not.</summary>
/// <param name="From">Its start.</param>
/// <param name="To">Its end; the next stretch begins there.</param>
/// <param name="Reason">Why.</param>
public sealed record TimeSegment(Instant From, Instant To, TimeReason Reason)
{
    /// <summary>
    /// What exactly: the date of a holiday or override, both dates of a closure, the id of a blackout, what the customer was asked.
    /// </summary>
    public string? Detail { get; init; }

    /// <summary>How much of it used up the budget: the whole stretch, nothing, or, in a summary, a part.</summary>
    public Duration Counted { get; init; }

    /// <summary>Whether it has not come yet: so it will be if nothing happens.</summary>
    public bool IsAhead { get; init; }
}

/// <summary>Why a stretch of time counts, or does not.</summary>
public enum TimeReason
{
    /// <summary>It counts: the calendar is open and the clock runs.</summary>
    Counted,

    /// <summary>Before opening, after closing, or between two windows of a day.</summary>
    OutsideHours,

    /// <summary>A weekday on which the calendar has no hours.</summary>
    Weekend,

    /// <summary>A holiday, once or every year.</summary>
    Holiday,

    /// <summary>One of the calendar's closed periods.</summary>
    Closure,

    /// <summary>A blackout that stops this kind of clock (rule K7).</summary>
    Blackout,

    /// <summary>A stretch that the calendar cuts out of a day.</summary>
    Break,

    /// <summary>The hours that this one date has in place of the week's.</summary>
    Override,

    /// <summary>The next move was the customer's.</summary>
    WaitingForCustomer,

    /// <summary>The case was solved or closed, until it was reopened (rule K10).</summary>
    CaseOver,

    /// <summary>The case was in another tier (rule K16).</summary>
    OtherTier,

    /// <summary>Open time that does not use up the budget, because a share of it counts from a change on (rule K10, <c>grace</c>).</summary>
    Grace,

    /// <summary>A week told as a whole, because there are too many stretches to tell each.</summary>
    Summary,
}
