using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Escalation;

/// <summary>When a rung's moment is: before the due instant in used working time (rule K5), after it in working or wall time.</summary>
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
            { BeforeDue: { } before } when clock.FixedDue is { } due => clock.IsPaused ? null : due - before,
            { BeforeDue: { } before } => clock.WhenUsed(calendar, clock.Allowed(calendar) - before),
            { AfterDue: { } after } => clock.AfterDue(calendar, after),
            { AfterDueWall: { } after } => clock.Due(calendar) + after,
            _ => throw new InvalidOperationException("A rung has exactly one moment."),
        };
    }
}
