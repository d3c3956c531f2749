using Caseward.Domain.Calendars;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Explanations;

/// <summary>One date in the count of a budget of working days (rule K6).</summary>
/// <param name="Date">The date.</param>
/// <param name="Number">0 for the date that the clock started on, then each working date one more; absent where the date does not count.</param>
/// <param name="Reason">Why it does not count; <see cref="TimeReason.Counted"/> where it does.</param>
/// <param name="Detail">What exactly, as in <see cref="TimeSegment.Detail"/>.</param>
public sealed record WorkingDayCount(LocalDate Date, int? Number, TimeReason Reason, string? Detail)
{
    /// <summary>More dates than anybody reads; the count ends there.</summary>
    public const int MostDates = 500;

    /// <summary>
    /// Counts a promise date by date, as if the clock never stood still: what it stood still is added afterwards, in open time.
    /// </summary>
    /// <param name="start">When the clock started.</param>
    /// <param name="days">How many working days it allows.</param>
    /// <param name="calendar">The calendar that it runs on.</param>
    /// <param name="blackouts">The blackouts that close it.</param>
    public static IReadOnlyList<WorkingDayCount> Of(Instant start, int days, BusinessCalendar calendar, IReadOnlyList<Blackout> blackouts)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var closed = new ClosedTime(calendar, blackouts);
        LocalDate first = start.InZone(calendar.Zone).Date;
        var counted = new List<WorkingDayCount> { new(first, 0, TimeReason.Counted, null) };
        int number = 0;
        for (LocalDate date = first.PlusDays(1); number < days && counted.Count < MostDates; date = date.PlusDays(1))
        {
            bool isWorking = calendar.Between(Midnight(date), Midnight(date.PlusDays(1))) > Duration.Zero;
            (TimeReason reason, string? detail) = isWorking ? (TimeReason.Counted, null) : closed.Of(date);
            counted.Add(new WorkingDayCount(date, isWorking ? ++number : null, reason, detail));
        }

        return counted;

        Instant Midnight(LocalDate date) => BusinessCalendar.Resolve(date.AtMidnight(), calendar.Zone);
    }
}
