using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Escalation;

/// <summary>When a rung's moment is: in used working time (rule K5), or before or after the due instant on the wall.</summary>
public static class RungMoments
{
    /// <summary>The instant; <see langword="null"/> while the clock stands still.</summary>
    public static Instant? Of(RungMoment at, ClockLedger clock, BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(calendar);
        return at switch
        {
            { UsedPercent: { } percent } => clock.WhenUsed(calendar, clock.Allowed(calendar) * percent / 100),
            { BeforeDue: { } before } => clock.WhenUsed(calendar, clock.Allowed(calendar) - before),
            { AfterDue: { } after } => clock.AfterDue(calendar, after),
            { BeforeDueWall: { } before } => clock.Due(calendar) is { } due ? Instant.Max(clock.StartedAt, OnTheWall(due, -before, calendar.Zone)) : null,
            { AfterDueWall: { } after } => clock.Due(calendar) is { } due ? OnTheWall(due, after, calendar.Zone) : null,
            _ => throw new InvalidOperationException("A rung has exactly one moment."),
        };
    }

    /// <summary>
    /// Days on the wall are local days: a week before a Monday five o'clock is a Monday five o'clock, also across a clock change. Hours are hours.
    /// </summary>
    private static Instant OnTheWall(Instant due, WallOffset offset, DateTimeZone zone) =>
        (offset.Days == 0 ? due : BusinessCalendar.Resolve(due.InZone(zone).LocalDateTime.PlusDays(offset.Days), zone)) + offset.Time;
}
