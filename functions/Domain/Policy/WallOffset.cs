using NodaTime;
using NodaTime.Text;

namespace Caseward.Domain.Policy;

/// <summary>A distance on the wall clock: whole local days, then time. Written in ISO 8601, such as <c>P7D</c>, <c>PT4H</c> or <c>P1DT12H</c>.</summary>
/// <param name="Days">Local days, whatever their length.</param>
/// <param name="Time">Time beside the days.</param>
public readonly record struct WallOffset(int Days, Duration Time)
{
    /// <summary>The same distance the other way.</summary>
    public static WallOffset operator -(WallOffset offset) => new(-offset.Days, -offset.Time);

    /// <summary>Reads the ISO form; <see langword="null"/> when it is none.</summary>
    public static WallOffset? Parse(string text) =>
        LengthOfTime.ParseParts(text) is (var days, var seconds) ? new WallOffset(days, Duration.FromSeconds(seconds)) : null;

    /// <summary>Reads what earlier releases took as well: nothing at all, and parts of either sign.</summary>
    internal static WallOffset? ParseSaved(string text) =>
        PeriodPattern.Roundtrip.Parse(text) is { Success: true, Value: { Years: 0, Months: 0, Weeks: >= -5_000 and <= 5_000, Days: >= -30_000 and <= 30_000 } period }
        && period.Hours is >= -1_000_000 and <= 1_000_000 && period.Minutes is >= -60_000_000 and <= 60_000_000 && period.Seconds is >= -3_600_000_000 and <= 3_600_000_000
            ? new WallOffset((period.Weeks * 7) + period.Days, Duration.FromHours(period.Hours) + Duration.FromMinutes(period.Minutes) + Duration.FromSeconds(period.Seconds))
            : null;

    /// <summary>The ISO form.</summary>
    public override string ToString()
    {
        long seconds = (long)Time.TotalSeconds;
        var period = new PeriodBuilder { Days = Days, Hours = seconds / 3600, Minutes = seconds / 60 % 60, Seconds = seconds % 60 };
        return Days == 0 && seconds == 0 ? "PT0S" : PeriodPattern.Roundtrip.Format(period.Build());
    }
}
