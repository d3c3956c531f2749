using NodaTime;

namespace Caseward.Domain.Calendars;

/// <content>Promises counted in working dates: local dates that have any open time.</content>
public sealed partial class BusinessCalendar
{
    /// <summary>
    /// The due time of a promise of working days. The date of <paramref name="start"/> is day zero, working date or not; the clock
    /// keeps its local time over clock changes, not its hours.
    /// </summary>
    /// <param name="start">When the promise was made.</param>
    /// <param name="days">
    /// Working dates to count, zero or more. Zero is the next open instant, or the last closing of that date; when that has passed or
    /// the date is closed, of the next working date.
    /// </param>
    /// <param name="reading">What the count means.</param>
    /// <returns>Never earlier than <paramref name="start"/>.</returns>
    public Instant AddWorkingDays(Instant start, int days, WorkingDays reading)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        if (days == 0 && reading == WorkingDays.SameTime)
        {
            return NextOpen(start);
        }

        long tick = start.ToUnixTimeTicks();
        long localTick = tick + Zone.GetUtcOffset(start).Ticks;
        int startDay = (int)Math.DivRem(localTick - FirstTick, NodaConstants.TicksPerDay, out long tickOfDay) + CalendarPlan.FirstDay;
        (CalendarPage page, int index) = days == 0
            ? ClosingFrom(startDay, tick)
            : WorkingDateAfter(startDay, days);

        return reading == WorkingDays.EndOfDay
            ? Instant.FromUnixTimeTicks(page.LastClose(index))
            : NextOpen(Resolve(LocalTicks.DateOf(page.WorkingDay(index)) + LocalTime.FromTicksSinceMidnight(tickOfDay), Zone));
    }

    private (CalendarPage Page, int Index) ClosingFrom(int startDay, long tick)
    {
        (CalendarPage page, int index) = WorkingDateAfter(startDay - 1, 1);
        return page.LastClose(index) >= tick ? (page, index) : WorkingDateAfter(page.WorkingDay(index), 1);
    }

    /// <summary>The <paramref name="count"/>-th working date after day number <paramref name="day"/>.</summary>
    private (CalendarPage Page, int Index) WorkingDateAfter(int day, int count)
    {
        int pageIndex = (day - CalendarPlan.FirstDay) / CalendarPlan.DaysPerPage;
        CalendarPage page = PageAt(pageIndex);
        long wanted = (long)page.WorkingDatesThrough((day - CalendarPlan.FirstDay) % CalendarPlan.DaysPerPage) + count;
        while (wanted > page.WorkingDates)
        {
            wanted -= page.WorkingDates;
            page = PageAt(++pageIndex);
        }

        return (page, (int)wanted - 1);
    }
}
