using System.Text.Json.Serialization;
using Caseward.Domain.Calendars;
using NodaTime;

namespace Caseward.Domain.Clocks;

/// <summary>
/// One clock of a case as a ledger of what happened to it (rule K4): when it started, which stretches it stood still, when it stopped.
/// How much is consumed and when it is due are derived from these with a calendar, never stored.
/// </summary>
public sealed record ClockLedger
{
    private static readonly Dictionary<string, Instant> NoMoments = [];

    /// <summary>What it measures.</summary>
    public required ClockName Name { get; init; }

    /// <summary>1 for the first clock of its name on a case; each new start counts one more. Rungs fire once per generation (rule E2).</summary>
    public required int Generation { get; init; }

    /// <summary>When it started.</summary>
    public required Instant StartedAt { get; init; }

    /// <summary>How much time it allows; absent when <see cref="FixedDue"/> says the instant itself.</summary>
    public Budget? Budget { get; init; }

    /// <summary>The instant it is due, when that was agreed rather than computed (callbacks).</summary>
    public Instant? FixedDue { get; init; }

    /// <summary>The stretches in which it stood still, oldest first; only the last can be without an end.</summary>
    public IReadOnlyList<ClockPause> Pauses { get; init; } = [];

    /// <summary>When what it waits for happened.</summary>
    public Instant? StoppedAt { get; init; }

    /// <summary>Whether it ended without what it waits for, because that no longer matters.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Whether its breach is a recorded fact (rule K11).</summary>
    public bool Breached { get; init; }

    /// <summary>Whether that breach turned out to be none, because what happened in time was told late (rule K12).</summary>
    public bool BreachCorrected { get; init; }

    /// <summary>The rungs that were carried out in this generation.</summary>
    public IReadOnlyList<string> RungsDone { get; init; } = [];

    /// <summary>The moments that those rungs were carried out for.</summary>
    public IReadOnlyDictionary<string, Instant> RungMoments { get; init; } = NoMoments;

    /// <summary>The rungs among them that would not have fired, had everything been told in time (rule K12).</summary>
    public IReadOnlyList<string> RungsCorrected { get; init; } = [];

    /// <summary>When it was given the budget that it has now, when that was later than its start; and why.</summary>
    public BudgetChange? Change { get; init; }

    /// <summary>
    /// The last instant at which time counted before it stopped: when it stopped, or, when it stood still then, when it had begun to. A
    /// clock that was stopped after its due instant by nothing but a pause is not late (rule K4).
    /// </summary>
    [JsonIgnore]
    public Instant? RanUntil
    {
        get
        {
            Instant? until = StoppedAt;
            foreach (ClockPause pause in Pauses.Reverse())
            {
                until = pause.To >= until && pause.From < until ? pause.From : until;
            }

            return until;
        }
    }

    /// <summary>Whether it neither stopped nor ended.</summary>
    [JsonIgnore]
    public bool IsLive => StoppedAt is null && !Cancelled;

    /// <summary>Whether it stands still now.</summary>
    [JsonIgnore]
    public bool IsPaused => IsLive && Pauses is [.., { To: null }];

    /// <summary>Whether time counts against it now.</summary>
    [JsonIgnore]
    public bool IsRunning => IsLive && !IsPaused;

    /// <summary>Makes it stand still from an instant on; a clock that stands still already, or is over, stays as it is.</summary>
    public ClockLedger Pause(Instant at) => IsRunning ? this with { Pauses = [.. Pauses, new ClockPause(Later(at), null)] } : this;

    /// <summary>Lets it run again from an instant on. A pause without length never was.</summary>
    public ClockLedger Resume(Instant at) =>
        !IsPaused ? this
        : at > Pauses[^1].From ? this with { Pauses = [.. Pauses.SkipLast(1), Pauses[^1] with { To = at }] }
        : this with { Pauses = [.. Pauses.SkipLast(1)] };

    /// <summary>
    /// What it waits for happened. The earliest time counts, also when it is heard of last (rule K12); one that ended without it turns out to
    /// have had it, when that was before its end.
    /// </summary>
    public ClockLedger Stop(Instant at) =>
        IsLive ? Resume(at) with { StoppedAt = Later(at) }
        : at < StoppedAt || (Cancelled && at == StoppedAt) ? this with { StoppedAt = Later(at), Cancelled = false }
        : this;

    /// <summary>
    /// A stopped or cancelled clock goes on as if the time since then had been a pause (reopening, rule K10 <c>resume</c>).
    /// </summary>
    public ClockLedger GoOn(Instant at) =>
        StoppedAt is not { } stopped ? this
        : at > stopped ? this with { StoppedAt = null, Cancelled = false, Pauses = [.. Pauses, new ClockPause(stopped, at)] }
        : this with { StoppedAt = null, Cancelled = false };

    /// <summary>It no longer matters.</summary>
    public ClockLedger Cancel(Instant at) => IsLive ? Resume(at) with { Cancelled = true, StoppedAt = Later(at) } : this;

    /// <summary>
    /// It allows another time from now on (rule K10): the same start, the same pauses, a new generation, because its rungs have new moments.
    /// Without a budget nothing is promised any more, and it ends.
    /// </summary>
    /// <param name="budget">What it allows now.</param>
    /// <param name="change">When and why.</param>
    /// <param name="isByItsLadder">Whether its own ladder did it; then what the ladder did already is not done again.</param>
    public ClockLedger Rebudget(Budget? budget, BudgetChange change, bool isByItsLadder = false)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (!IsLive || budget == Budget)
        {
            return this;
        }

        if (budget is null)
        {
            return Cancel(change.At) with { Budget = null };
        }

        ClockLedger given = this with { Budget = budget, Generation = Generation + 1, Change = change };
        return isByItsLadder ? given : given with { Breached = false, BreachCorrected = false, RungsDone = [], RungMoments = NoMoments, RungsCorrected = [] };
    }

    /// <summary>A rung was carried out.</summary>
    public ClockLedger Carried(string rung, Instant moment) =>
        this with { RungsDone = [.. RungsDone, rung], RungMoments = new Dictionary<string, Instant>(RungMoments) { [rung] = moment } };

    /// <summary>
    /// When it is due: used up exactly at closing means due at closing (rule K2). <see langword="null"/> while it stands still:
    /// then there is a remainder, but no instant.
    /// </summary>
    public Instant? Due(BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return IsPaused || !HasDeadline ? null : FixedDue ?? DueOf(calendar);
    }

    /// <summary>When it would be due if it went on now; the same as <see cref="Due"/> while it runs.</summary>
    public Instant? DueIfResumed(BusinessCalendar calendar, Instant now) => Resume(now).Due(calendar);

    /// <summary>Whether it has a due instant at all; the time of a tier is measured also where no budget was given for it.</summary>
    [JsonIgnore]
    public bool HasDeadline => Budget is not null || FixedDue is not null;

    /// <summary>The whole budget as open time of a calendar; up to the agreed instant when that was agreed, zero when there is no deadline.</summary>
    public Duration Allowed(BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return Budget switch
        {
            null => FixedDue is { } due ? calendar.Between(StartedAt, due, ClosedPauses(Instant.MaxValue)) : Duration.Zero,
            { OpenTime: { } open } => open,
            { WorkingDays: { } days } => calendar.Between(StartedAt, calendar.AddWorkingDays(StartedAt, days, Budget.Reading)),
            _ => throw new InvalidOperationException("A budget is either open time or working days."),
        };
    }

    /// <summary>How much of the budget was used until an instant.</summary>
    public Duration Consumed(BusinessCalendar calendar, Instant until)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        Instant end = Instant.Min(StoppedAt ?? until, until);
        return end <= StartedAt ? Duration.Zero : calendar.Between(StartedAt, end, ClosedPauses(end));
    }

    /// <summary>The instant at which this much of the budget is used (rule K5); <see langword="null"/> while it stands still.</summary>
    public Instant? WhenUsed(BusinessCalendar calendar, Duration used)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (IsPaused || !HasDeadline)
        {
            return null;
        }

        Interval[] pauses = ClosedPauses(Instant.MaxValue);
        Instant spent = calendar.Add(StartedAt, Duration.Max(used, Duration.Zero), pauses);
        if (GraceOf(calendar, pauses) is not { } grace || grace.Due <= BudgetDue(calendar, pauses))
        {
            return spent;
        }

        // The last part of the budget, as long as the grace, is spent from the change on.
        Duration intoGrace = grace.Allowed - (Allowed(calendar) - used);
        return intoGrace <= Duration.Zero ? spent : calendar.Add(grace.From, intoGrace, pauses);
    }

    /// <summary>
    /// The instant at which so much open time has passed since it was due; what it stood still since does not count (rule K4).
    /// <see langword="null"/> while it stands still.
    /// </summary>
    public Instant? AfterDue(BusinessCalendar calendar, Duration openTime) =>
        Due(calendar) is not { } due ? null
        : openTime == Duration.Zero ? due
        : calendar.Add(due, openTime, ClosedPauses(Instant.MaxValue));

    /// <summary>
    /// The stretch up to its change in which open time does not use up the budget, because a share of it counts from the change on (rule K10,
    /// <c>grace</c>); <see langword="null"/> where none is left out, and while it stands still.
    /// </summary>
    public Interval? Forgiven(BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        Interval[] pauses = ClosedPauses(Instant.MaxValue);
        if (IsPaused || !HasDeadline || GraceOf(calendar, pauses) is not { } grace || grace.Due <= BudgetDue(calendar, pauses))
        {
            return null;
        }

        Instant spent = calendar.Add(StartedAt, Duration.Max(Allowed(calendar) - grace.Allowed, Duration.Zero), pauses);
        return spent < grace.From ? new Interval(spent, grace.From) : null;
    }

    private Instant DueOf(BusinessCalendar calendar)
    {
        Interval[] pauses = ClosedPauses(Instant.MaxValue);
        Instant due = BudgetDue(calendar, pauses);
        return GraceOf(calendar, pauses) is { } grace ? Instant.Max(due, grace.Due) : due;
    }

    private (Instant From, Duration Allowed, Instant Due)? GraceOf(BusinessCalendar calendar, Interval[] pauses)
    {
        if (Change is not { GracePercent: { } percent, At: var from })
        {
            return null;
        }

        Duration allowed = Allowed(calendar) * percent / 100;
        return (from, allowed, calendar.Add(from, allowed, pauses));
    }

    private Instant BudgetDue(BusinessCalendar calendar, Interval[] pauses)
    {
        if (Budget is not { WorkingDays: { } days, Reading: var reading })
        {
            return calendar.Add(StartedAt, Allowed(calendar), pauses);
        }

        // Working days may end where the calendar opens; as open time that would be the closing before.
        Instant unpaused = calendar.AddWorkingDays(StartedAt, days, reading);
        if (pauses.Length == 0)
        {
            return unpaused;
        }

        if (TakesTimeBefore(unpaused, calendar, pauses))
        {
            return calendar.Add(StartedAt, calendar.Between(StartedAt, unpaused), pauses);
        }

        // Where they end while the clock stands still with nothing left, it is due as soon as it goes on.
        foreach (Interval pause in pauses)
        {
            unpaused = pause.Start < unpaused && pause.End > unpaused ? calendar.NextOpen(pause.End) : unpaused;
        }

        return unpaused;
    }

    // Asked for every clock of every look, so without LINQ.
    private bool TakesTimeBefore(Instant end, BusinessCalendar calendar, Interval[] pauses)
    {
        foreach (Interval pause in pauses)
        {
            if (calendar.Between(Instant.Max(pause.Start, StartedAt), Instant.Min(pause.End, end)) > Duration.Zero)
            {
                return true;
            }
        }

        return false;
    }

    private Interval[] ClosedPauses(Instant end)
    {
        Interval[] closed = Pauses.Count == 0 ? [] : new Interval[Pauses.Count];
        int count = 0;
        foreach (ClockPause pause in Pauses)
        {
            if (pause.From < end)
            {
                closed[count++] = new Interval(pause.From, Instant.Min(pause.To ?? end, end));
            }
        }

        return count == closed.Length ? closed : closed[..count];
    }

    private Instant Later(Instant at) => Instant.Max(at, StartedAt);
}

/// <summary>A budget that a clock was given after it had started (rule K10).</summary>
/// <param name="At">When.</param>
/// <param name="Cause">Why.</param>
/// <param name="GracePercent">At least this share of it counts from then on; absent means that it counts from the clock's start.</param>
public sealed record BudgetChange(Instant At, Caseward.Domain.Cases.DueCause Cause, int? GracePercent);

/// <summary>A stretch in which a clock stood still.</summary>
/// <param name="From">Its start.</param>
/// <param name="To">Its end; absent while it lasts.</param>
public sealed record ClockPause(Instant From, Instant? To);
