using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Proposals;

/// <summary>What could be promised, from what was measured (requirement D1): a budget that nine of ten cases kept, in words that people promise in.</summary>
public static class PromiseProposal
{
    /// <summary>From fewer cases than this nothing is proposed: one slow case would decide.</summary>
    public const int FewestCases = 20;

    private static readonly Duration Minutes = Duration.FromMinutes(5);
    private static readonly Duration HalfHours = Duration.FromMinutes(30);
    private static readonly Duration UpToHalfHours = Duration.FromHours(4);

    /// <summary>The proposed budget; <see langword="null"/> when there are fewer than <see cref="FewestCases"/> cases.</summary>
    /// <param name="measured">What was measured.</param>
    /// <param name="workingDay">How long a working day of the calendar is, see <see cref="WorkingDayOf"/>.</param>
    public static Budget? Of(MeasuredTimes measured, Duration workingDay)
    {
        ArgumentNullException.ThrowIfNull(measured);
        return measured is { Count: >= FewestCases, P90: { } p90 } ? Presentable(p90, workingDay) : null;
    }

    /// <summary>
    /// The shortest budget of those that people promise that is not shorter than a time: five minutes and multiples of it up to an hour, half
    /// hours up to four, whole hours, and from a whole working day on working days until closing (rule K6), which allow at least that many whole
    /// days.
    /// </summary>
    public static Budget Presentable(Duration atLeast, Duration workingDay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(workingDay, Duration.Zero);
        Duration rounded =
            atLeast <= Duration.FromHours(1) ? Duration.Max(Minutes, Up(atLeast, Minutes))
            : atLeast <= UpToHalfHours ? Up(atLeast, HalfHours)
            : Up(atLeast, Duration.FromHours(1));
        return rounded < workingDay
            ? Budget.Of(rounded)
            : Budget.Of(Math.Max(1, (int)(Up(atLeast, workingDay) / workingDay)), WorkingDays.EndOfDay);
    }

    /// <summary>How long a calendar is open on most of the next twenty days on which it is open at all; of lengths that are as frequent, the longest.</summary>
    public static Duration WorkingDayOf(BusinessCalendar calendar, Instant from)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        LocalDate today = from.InZone(calendar.Zone).Date;
        return Enumerable.Range(0, 2 * 366)
            .Select(day => calendar.Between(calendar.Zone.AtStartOfDay(today.PlusDays(day)).ToInstant(), calendar.Zone.AtStartOfDay(today.PlusDays(day + 1)).ToInstant()))
            .Where(open => open > Duration.Zero)
            .Take(20)
            .CountBy(open => open)
            .OrderByDescending(length => length.Value)
            .ThenByDescending(length => length.Key)
            .First().Key;
    }

    private static Duration Up(Duration time, Duration unit) => unit * Math.Ceiling(time / unit);
}
