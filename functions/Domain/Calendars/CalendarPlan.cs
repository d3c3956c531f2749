using NodaTime;

namespace Caseward.Domain.Calendars;

/// <summary>
/// Turns a valid definition into pages. Everything about dates, zones and exceptions is decided here, once per page. Dates are day
/// numbers: days since the Unix epoch.
/// </summary>
internal sealed class CalendarPlan
{
    public const int DaysPerPage = 400;
    public const int FirstYear = 1900;
    public const int LastYear = 2999;

    /// <summary>The first date of the first page, 1 January 1900.</summary>
    public const int FirstDay = -25_567;

    private readonly DateTimeZone _zone;
    private readonly OpeningWindow[][] _week;
    private readonly Dictionary<int, OpeningWindow[]> _overrides;
    private readonly HashSet<int> _holidays;
    private readonly HashSet<AnnualMonthDay> _annual;
    private readonly (int From, int To)[] _closures;
    private readonly OpenSegment[] _breaks;

    public CalendarPlan(CalendarDefinition definition, DateTimeZone zone)
    {
        _zone = zone;
        _week = [.. Enumerable.Range(0, 8).Select(day => WindowsIn(definition.Weekly, (IsoDayOfWeek)day))];
        _overrides = definition.Overrides.ToDictionary(pair => LocalTicks.DayOf(pair.Key), pair => pair.Value.ToArray());
        _holidays = [.. definition.Holidays.Select(LocalTicks.DayOf)];
        _annual = [.. definition.AnnualHolidays];
        _closures = DayRanges.Merged(definition.Closures);
        _breaks = MergedBreaks(definition.Breaks);
        OpenForeverFrom = FindOpenForever();
    }

    /// <summary>From this tick on the calendar never closes again; absent when it does.</summary>
    public long? OpenForeverFrom { get; }

    /// <summary>Works out the page that begins with <paramref name="firstDay"/>.</summary>
    public CalendarPage Compile(int firstDay)
    {
        var ticks = new LocalTicks(_zone);
        var segments = new List<OpenSegment>(DaysPerPage);
        var ofDay = new List<OpenSegment>();
        int[] through = new int[DaysPerPage];
        var workingDays = new List<int>(DaysPerPage);
        var lastCloses = new List<long>(DaysPerPage);

        long start = ticks.At(firstDay, 0);
        long midnight = start;
        for (int i = 0; i < DaysPerPage; i++)
        {
            int day = firstDay + i;
            long nextMidnight = ticks.At(day + 1, 0);
            ofDay.Clear();
            FindOpenTime(day, midnight, nextMidnight, ticks, ofDay);
            if (ofDay.Count > 0)
            {
                foreach (OpenSegment segment in ofDay)
                {
                    Join(segments, segment);
                }

                workingDays.Add(day);
                lastCloses.Add(ofDay[^1].Close);
            }

            through[i] = workingDays.Count;
            midnight = nextMidnight;
        }

        return new CalendarPage(start, midnight, segments, through, [.. workingDays], [.. lastCloses]);
    }

    private static OpeningWindow[] WindowsIn(IReadOnlyDictionary<IsoDayOfWeek, IReadOnlyList<OpeningWindow>> week, IsoDayOfWeek day) =>
        week.TryGetValue(day, out IReadOnlyList<OpeningWindow>? windows) ? [.. windows] : [];

    /// <summary>Appends a segment that does not start before the last one, or lengthens the last one when they touch.</summary>
    private static void Join(List<OpenSegment> segments, OpenSegment next)
    {
        if (segments.Count > 0 && next.Open <= segments[^1].Close)
        {
            segments[^1] = segments[^1] with { Close = Math.Max(segments[^1].Close, next.Close) };
        }
        else
        {
            segments.Add(next);
        }
    }

    /// <summary>The open time of one date, between its two midnights: its own windows, and what the evening before runs into it.</summary>
    private void FindOpenTime(int day, long midnight, long nextMidnight, LocalTicks ticks, List<OpenSegment> found)
    {
        if (nextMidnight <= midnight || IsClosed(day))
        {
            return;
        }

        foreach (OpeningWindow window in WindowsOf(day - 1))
        {
            if (window.IsOvernight)
            {
                AddClipped(midnight, ticks.At(day, window.CloseMinute));
            }
        }

        foreach (OpeningWindow window in WindowsOf(day))
        {
            if (!window.IsEmpty)
            {
                AddClipped(ticks.At(day, window.OpenMinute), window.IsOvernight ? nextMidnight : ticks.At(day, window.CloseMinute));
            }
        }

        Tidy(found);

        // A window inside the hour that a clock change skips may end up empty or reach past the date; clipping drops it.
        void AddClipped(long open, long close)
        {
            open = Math.Max(open, midnight);
            close = Math.Min(close, nextMidnight);
            if (open < close)
            {
                found.Add(new OpenSegment(open, close));
            }
        }
    }

    /// <summary>Sorts the segments of one date, joins those that touch, and cuts the breaks out.</summary>
    private void Tidy(List<OpenSegment> found)
    {
        if (found.Count < 2 && _breaks.Length == 0)
        {
            return;
        }

        var joined = new List<OpenSegment>(found.Count);
        foreach (OpenSegment segment in found.OrderBy(segment => segment.Open))
        {
            Join(joined, segment);
        }

        found.Clear();
        foreach (OpenSegment segment in joined)
        {
            CutBreaks(segment, found);
        }
    }

    private void CutBreaks(OpenSegment segment, List<OpenSegment> found)
    {
        long open = segment.Open;
        for (int index = FirstBreakEndingAfter(open); index < _breaks.Length && _breaks[index].Open < segment.Close; index++)
        {
            OpenSegment cut = _breaks[index];
            if (cut.Open > open)
            {
                found.Add(new OpenSegment(open, cut.Open));
            }

            open = cut.Close;
        }

        if (open < segment.Close)
        {
            found.Add(segment with { Open = open });
        }
    }

    private int FirstBreakEndingAfter(long tick)
    {
        int low = 0;
        int high = _breaks.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_breaks[middle].Close > tick)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private OpeningWindow[] WindowsOf(int day) =>
        _overrides.TryGetValue(day, out OpeningWindow[]? windows) ? windows : _week[(int)LocalTicks.DateOf(day).DayOfWeek];

    private bool IsClosed(int day)
    {
        if (_holidays.Contains(day))
        {
            return true;
        }

        if (_annual.Count > 0)
        {
            LocalDate date = LocalTicks.DateOf(day);
            if (_annual.Contains(new AnnualMonthDay(date.Month, date.Day)))
            {
                return true;
            }
        }

        return DayRanges.Has(_closures, day);
    }

    /// <summary>In order and apart. One that lies in the hour that a clock change skips may have nothing left.</summary>
    private OpenSegment[] MergedBreaks(IReadOnlyList<Break> breaks)
    {
        var merged = new List<OpenSegment>();
        foreach (OpenSegment cut in breaks.Select(cut => new OpenSegment(Tick(cut.From), Tick(cut.To))).Where(cut => cut.Open < cut.Close).OrderBy(cut => cut.Open))
        {
            Join(merged, cut);
        }

        return [.. merged];
    }

    private long Tick(LocalDateTime local) => BusinessCalendar.Resolve(local, _zone).ToUnixTimeTicks();

    private long? FindOpenForever()
    {
        bool aroundTheClock = _week.Skip(1).All(windows => windows.Contains(OpeningWindow.WholeDay));
        if (!aroundTheClock || _annual.Count > 0)
        {
            return null;
        }

        int lastException = _holidays.Concat(_overrides.Keys).Concat(_closures.Select(closure => closure.To)).DefaultIfEmpty(FirstDay).Max();
        return _breaks.Aggregate(new LocalTicks(_zone).At(lastException + 1, 0), (latest, cut) => Math.Max(latest, cut.Close));
    }
}
