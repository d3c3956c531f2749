using Caseward.Domain.Calendars;
using NodaTime;

namespace Caseward.Domain.Clocks;

/// <summary>
/// How much time a promise allows: either open time (<c>PT4H</c>) or a number of working days with a reading (rule K6).
/// Exactly one of the two is given.
/// </summary>
public sealed record Budget
{
    /// <summary>Time in which the calendar is open.</summary>
    public Duration? OpenTime { get; init; }

    /// <summary>Working days.</summary>
    public int? WorkingDays { get; init; }

    /// <summary>How working days are read.</summary>
    public WorkingDays Reading { get; init; } = Calendars.WorkingDays.EndOfDay;

    /// <summary>A budget of open time.</summary>
    public static Budget Of(Duration openTime) => new() { OpenTime = openTime };

    /// <summary>A budget of working days.</summary>
    public static Budget Of(int workingDays, WorkingDays reading) => new() { WorkingDays = workingDays, Reading = reading };
}
