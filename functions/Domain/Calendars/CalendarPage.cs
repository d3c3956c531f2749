namespace Caseward.Domain.Calendars;

/// <summary>A stretch of open time in ticks since the Unix epoch, half-open.</summary>
internal readonly record struct OpenSegment(long Open, long Close);

/// <summary>
/// The open time of a fixed number of consecutive local dates, laid out for searching: sorted segments with the open time before
/// each of them, and the working dates with their closings.
/// </summary>
internal sealed class CalendarPage
{
    private readonly long[] _opens;
    private readonly long[] _closes;
    private readonly long[] _openBefore;
    private readonly int[] _workingDatesThrough;
    private readonly int[] _workingDays;
    private readonly long[] _lastCloses;

    /// <param name="start">First tick of the page.</param>
    /// <param name="end">First tick after the page.</param>
    /// <param name="segments">Sorted, apart from each other.</param>
    /// <param name="workingDatesThrough">Per date of the page: how many working dates there are up to and including it.</param>
    /// <param name="workingDays">Day numbers of the working dates.</param>
    /// <param name="lastCloses">The last closing of each working date.</param>
    public CalendarPage(long start, long end, List<OpenSegment> segments, int[] workingDatesThrough, int[] workingDays, long[] lastCloses)
    {
        Start = start;
        End = end;
        _opens = new long[segments.Count];
        _closes = new long[segments.Count];
        _openBefore = new long[segments.Count];
        for (int i = 0; i < segments.Count; i++)
        {
            _opens[i] = segments[i].Open;
            _closes[i] = segments[i].Close;
            _openBefore[i] = Total;
            Total += segments[i].Close - segments[i].Open;
        }

        _workingDatesThrough = workingDatesThrough;
        _workingDays = workingDays;
        _lastCloses = lastCloses;
    }

    public long Start { get; }

    public long End { get; }

    /// <summary>All open ticks of the page.</summary>
    public long Total { get; }

    public int SegmentCount => _opens.Length;

    public int WorkingDates => _workingDays.Length;

    public OpenSegment Segment(int index) => new(_opens[index], _closes[index]);

    /// <summary>The first segment that closes after <paramref name="tick"/>; <see cref="SegmentCount"/> when there is none.</summary>
    public int FirstClosingAfter(long tick)
    {
        long[] closes = _closes;
        int low = 0;
        int high = closes.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (closes[middle] > tick)
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

    /// <summary>Open ticks of this page that lie before <paramref name="tick"/>.</summary>
    public long OpenBefore(long tick)
    {
        int index = FirstClosingAfter(tick);
        return index == _opens.Length ? Total : _openBefore[index] + Math.Max(0, tick - _opens[index]);
    }

    /// <summary>
    /// Where the page's first <paramref name="open"/> open ticks are used up; exactly at a closing that is the closing itself.
    /// </summary>
    /// <param name="open">More than 0 and at most <see cref="Total"/>.</param>
    public long Spend(long open)
    {
        long[] before = _openBefore;
        int low = 0;
        int high = before.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (before[middle] >= open)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        int index = low - 1;
        return _opens[index] + (open - before[index]);
    }

    /// <summary>How many working dates the page has up to and including its date number <paramref name="dayOfPage"/>; 0 for -1.</summary>
    public int WorkingDatesThrough(int dayOfPage) => dayOfPage < 0 ? 0 : _workingDatesThrough[dayOfPage];

    public int WorkingDay(int index) => _workingDays[index];

    public long LastClose(int index) => _lastCloses[index];
}
