using NodaTime;
using NodaTime.TimeZones;

namespace Caseward.Domain.Calendars;

/// <summary>
/// Resolves many wall times that lie close together: far from a clock change the last offset still holds, near one the zone is asked.
/// Not for sharing between threads.
/// </summary>
internal sealed class LocalTicks(DateTimeZone zone)
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);

    private long _offset;
    private long _settledFrom = long.MaxValue;
    private long _settledUntil = long.MinValue;

    public static LocalDate DateOf(int day) => Epoch.PlusDays(day);

    public static int DayOf(LocalDate date) => Period.DaysBetween(Epoch, date);

    /// <summary>The tick since the Unix epoch at which a local date has come to <paramref name="minute"/>; 1440 is its end.</summary>
    public long At(int day, int minute)
    {
        long local = (day * NodaConstants.TicksPerDay) + (minute * NodaConstants.TicksPerMinute);
        if (local < _settledFrom || local >= _settledUntil)
        {
            Instant instant = BusinessCalendar.Resolve(DateOf(day).AtMidnight().PlusMinutes(minute), zone);
            Settle(zone.GetZoneInterval(instant));
            return instant.ToUnixTimeTicks();
        }

        return local - _offset;
    }

    /// <summary>
    /// Up to the next clock change the offset holds, a repeated time being its first occurrence; times soon after the last one may
    /// belong to the offset before it, so they are left to the zone.
    /// </summary>
    private void Settle(ZoneInterval interval)
    {
        _offset = interval.WallOffset.Ticks;
        _settledFrom = interval.HasStart ? LocalTick(interval.Start) + NodaConstants.TicksPerDay : long.MinValue;
        _settledUntil = interval.HasEnd ? LocalTick(interval.End) : long.MaxValue;
    }

    private long LocalTick(Instant instant) => instant.ToUnixTimeTicks() + _offset;
}
