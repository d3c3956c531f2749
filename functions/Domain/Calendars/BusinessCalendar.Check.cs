using NodaTime;

namespace Caseward.Domain.Calendars;

/// <content>That every due time exists (rule K8), and what it takes to find out.</content>
public sealed partial class BusinessCalendar
{
    /// <summary>
    /// How much work it is to compile and check a definition, in windows of days looked at. Known before the work is done, so that whoever takes
    /// definitions from others can refuse to do it.
    /// </summary>
    internal static long EffortOf(CalendarDefinition definition) => PagesWorthChecking(definition).Count * EffortOfPage(definition);

    /// <summary>How much work one page of a definition is.</summary>
    internal static long EffortOfPage(CalendarDefinition definition)
    {
        int windows = definition.Weekly.Values.Concat(definition.Overrides.Values).Select(day => day.Count).DefaultIfEmpty().Max();
        return CalendarPlan.DaysPerPage * (1L + windows);
    }

    /// <summary>As <see cref="Add(Instant, Duration)"/>, or nothing when the time is not used up by <paramref name="latest"/>.</summary>
    internal Instant? AddBy(Instant start, Duration openTime, Instant latest)
    {
        int index = PageIndexAt(start.ToUnixTimeTicks());
        CalendarPage page = PageAt(index);
        long left = openTime.BclCompatibleTicks + page.OpenBefore(start.ToUnixTimeTicks());
        while (left > page.Total)
        {
            left -= page.Total;
            if (page.End > latest.ToUnixTimeTicks())
            {
                return null;
            }

            page = PageAt(++index);
        }

        Instant due = Add(start, openTime);
        return due <= latest ? due : null;
    }

    /// <summary>As <see cref="AddWorkingDays"/>, or nothing when the days have not passed by <paramref name="latest"/>.</summary>
    internal Instant? AddWorkingDaysBy(Instant start, int days, WorkingDays reading, Instant latest)
    {
        int day = LocalTicks.DayOf(start.InZone(Zone).Date) - CalendarPlan.FirstDay;
        int index = day / CalendarPlan.DaysPerPage;
        CalendarPage page = PageAt(index);
        long left = (long)days + page.WorkingDatesThrough(day % CalendarPlan.DaysPerPage);
        while (left > page.WorkingDates)
        {
            left -= page.WorkingDates;
            if (page.End > latest.ToUnixTimeTicks())
            {
                return null;
            }

            page = PageAt(++index);
        }

        Instant due = AddWorkingDays(start, days, reading);
        return due <= latest ? due : null;
    }

    /// <summary>The start of the first closing of more than 366 days, or nothing. The pages are not kept: most of them nobody asks for again.</summary>
    private Instant? FindLongClosing()
    {
        const long Longest = 366 * NodaConstants.TicksPerDay;
        int previous = -2;
        long lastClose = 0;
        foreach (int index in PagesWorthChecking(Definition))
        {
            CalendarPage page = _plan.Compile(CalendarPlan.FirstDay + (index * CalendarPlan.DaysPerPage));
            lastClose = index == previous + 1 ? lastClose : page.Start;
            for (int i = 0; i < page.SegmentCount; i++)
            {
                OpenSegment segment = page.Segment(i);
                if (segment.Open - lastClose > Longest)
                {
                    return Instant.FromUnixTimeTicks(lastClose);
                }

                lastClose = segment.Close;
            }

            if (page.End - lastClose > Longest)
            {
                return Instant.FromUnixTimeTicks(lastClose);
            }

            previous = index;
        }

        return null;
    }

    /// <summary>
    /// Where the bare week cannot vouch for itself: an ordinary stretch, the dates around every exception, and, when yearly holidays
    /// are so many that they could blot out a weekday, a whole cycle of weekdays and leap years.
    /// </summary>
    private static SortedSet<int> PagesWorthChecking(CalendarDefinition definition)
    {
        const int EnoughToBlotOutAWeekday = 45;
        var pages = new SortedSet<int>();
        void Around(int firstDay, int lastDay)
        {
            int last = Math.Min(PageOf(lastDay) + 1, PageCount - 1);
            for (int page = Math.Max(PageOf(firstDay) - 1, 0); page <= last; page++)
            {
                pages.Add(page);
            }
        }

        int years = definition.AnnualHolidays.Count >= EnoughToBlotOutAWeekday ? 28 : 1;
        Around(LocalTicks.DayOf(new LocalDate(2000, 1, 1)), LocalTicks.DayOf(new LocalDate(2000 + years, 1, 1)));
        foreach (int day in definition.Holidays.Concat(definition.Overrides.Keys).Select(LocalTicks.DayOf))
        {
            Around(day, day);
        }

        IEnumerable<Closure> breaks = definition.Breaks.Select(cut => new Closure(cut.From.Date, cut.To.Date));
        foreach ((int from, int to) in DayRanges.Merged(definition.Closures.Concat(breaks)))
        {
            Around(from, to);
        }

        return pages;

        static int PageOf(int day) => Math.Clamp((day - CalendarPlan.FirstDay) / CalendarPlan.DaysPerPage, 0, PageCount - 1);
    }
}
