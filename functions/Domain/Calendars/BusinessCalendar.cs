using NodaTime;

namespace Caseward.Domain.Calendars;

/// <summary>
/// Business hours that can be reckoned with. Compiled from a <see cref="CalendarDefinition"/>, immutable, safe to share between
/// threads; a due time is a search in sorted open time, not a walk, whatever the distance. Precision is 100 ns; instants must lie
/// between the years 1900 and 2999 (<see cref="ArgumentOutOfRangeException"/> otherwise).
/// </summary>
public sealed partial class BusinessCalendar
{
    private const long PageTicks = CalendarPlan.DaysPerPage * NodaConstants.TicksPerDay;
    private const long FirstTick = CalendarPlan.FirstDay * NodaConstants.TicksPerDay;
    private const int PageCount = (CalendarPlan.LastYear - CalendarPlan.FirstYear + 2) * 366 / CalendarPlan.DaysPerPage;

    private readonly CalendarPage?[] _pages = new CalendarPage?[PageCount];
    private readonly CalendarPlan _plan;

    private BusinessCalendar(CalendarDefinition definition, DateTimeZone zone)
    {
        Definition = definition;
        Zone = zone;
        _plan = new CalendarPlan(definition, zone);
    }

    /// <summary>Name of the calendar within its policy.</summary>
    public string Id => Definition.Id;

    /// <summary>The zone in which its windows are read.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>What it was compiled from.</summary>
    public CalendarDefinition Definition { get; }

    /// <summary>
    /// Compiles a definition, or says everything that is wrong with it. A calendar that anywhere stays closed for more than 366
    /// days is refused (<see cref="CalendarCodes.NeverOpen"/>), so that every due time exists.
    /// </summary>
    public static CalendarCompilation Compile(CalendarDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        DateTimeZone? zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(definition.Zone);
        IReadOnlyList<CalendarError> errors = CalendarCheck.Of(definition, zone);
        if (zone is null || errors.Count > 0)
        {
            return new CalendarCompilation(errors);
        }

        var calendar = new BusinessCalendar(definition, zone);
        return calendar.FindLongClosing() is { } closedFrom
            ? new CalendarCompilation(
                [new CalendarError(CalendarCodes.NeverOpen, "", definition.Weekly.Values.All(day => day.All(window => window.IsEmpty))
                    ? "No weekday has opening hours, so it is closed for more than 366 days."
                    : $"From {closedFrom.InZone(zone).Date:uuuu-MM-dd} it is closed for more than 366 days.")])
            : new CalendarCompilation(calendar);
    }

    /// <summary>
    /// The instant of a wall time. A time that a clock change skips moves forward by what was skipped; one that happens twice is
    /// its first occurrence.
    /// </summary>
    public static Instant Resolve(LocalDateTime local, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.AtLeniently(local).ToInstant();
    }

    /// <summary>
    /// When so much open time after <paramref name="start"/> is used up. A budget that ends exactly at closing is due at closing; a
    /// budget of zero is due at the next open instant.
    /// </summary>
    /// <param name="start">Where counting begins.</param>
    /// <param name="openTime">Open time to spend, zero or more.</param>
    public Instant Add(Instant start, Duration openTime)
    {
        long left = openTime.BclCompatibleTicks;
        ArgumentOutOfRangeException.ThrowIfNegative(left, nameof(openTime));
        if (left == 0)
        {
            return NextOpen(start);
        }

        long tick = start.ToUnixTimeTicks();
        int index = PageIndexAt(tick);
        CalendarPage page = PageAt(index);
        left += page.OpenBefore(tick);
        while (left > page.Total)
        {
            left -= page.Total;
            page = PageAt(++index);
        }

        return Instant.FromUnixTimeTicks(page.Spend(left));
    }

    /// <summary>The open time in [<paramref name="from"/>, <paramref name="to"/>); zero when they are reversed.</summary>
    public Duration Between(Instant from, Instant to) => Duration.FromTicks(OpenTicks(from.ToUnixTimeTicks(), to.ToUnixTimeTicks()));

    /// <summary>Whether it is open at that instant; the instant of closing is closed.</summary>
    public bool IsOpen(Instant instant)
    {
        long tick = instant.ToUnixTimeTicks();
        CalendarPage page = PageAt(PageIndexAt(tick));
        int segment = page.FirstClosingAfter(tick);
        return segment < page.SegmentCount && page.Segment(segment).Open <= tick;
    }

    /// <summary>That instant when it is open, else the next opening.</summary>
    public Instant NextOpen(Instant instant)
    {
        long tick = instant.ToUnixTimeTicks();
        int index = PageIndexAt(tick);
        CalendarPage page = PageAt(index);
        int segment = page.FirstClosingAfter(tick);
        while (segment == page.SegmentCount)
        {
            page = PageAt(++index);
            segment = 0;
        }

        return Instant.FromUnixTimeTicks(Math.Max(tick, page.Segment(segment).Open));
    }

    /// <summary>
    /// The open stretches from an instant on, in order, each as long as it really is: midnight does not cut it. The first one
    /// starts at <paramref name="from"/> when that is open. The enumeration goes on to the last supported year; a stretch that never
    /// closes again has no end and is the last.
    /// </summary>
    public IEnumerable<Interval> Segments(Instant from)
    {
        long tick = from.ToUnixTimeTicks();
        int index = PageIndexAt(tick);
        int segment = PageAt(index).FirstClosingAfter(tick);
        OpenSegment? pending = null;
        for (; index < PageCount; index++, segment = 0)
        {
            CalendarPage page = PageAt(index);
            for (; segment < page.SegmentCount; segment++)
            {
                OpenSegment next = page.Segment(segment);
                if (pending is { } joined && joined.Close == next.Open)
                {
                    pending = joined with { Close = next.Close };
                }
                else
                {
                    if (pending is { } complete)
                    {
                        yield return IntervalOf(complete);
                    }

                    pending = next with { Open = Math.Max(next.Open, tick) };
                }

                if (_plan.OpenForeverFrom is { } forever && pending.Value.Close > forever)
                {
                    yield return new Interval(Instant.FromUnixTimeTicks(pending.Value.Open), null);
                    yield break;
                }
            }
        }

        if (pending is { } last)
        {
            yield return IntervalOf(last);
        }
    }

    private static Interval IntervalOf(OpenSegment segment) =>
        new(Instant.FromUnixTimeTicks(segment.Open), Instant.FromUnixTimeTicks(segment.Close));

    private long OpenTicks(long from, long to)
    {
        if (to <= from)
        {
            return 0;
        }

        int index = PageIndexAt(from);
        int lastIndex = PageIndexAt(to);
        CalendarPage page = PageAt(index);
        long open = -page.OpenBefore(from);
        for (; index < lastIndex; page = PageAt(++index))
        {
            open += page.Total;
        }

        return open + page.OpenBefore(to);
    }

    private int PageIndexAt(long tick)
    {
        int index = (int)Math.Clamp((tick - FirstTick) / PageTicks, 0, PageCount - 1);
        CalendarPage page = PageAt(index);

        // Pages begin at local midnight, so the estimate in UTC may be off by one.
        return tick < page.Start ? index - 1 : tick >= page.End ? index + 1 : index;
    }

    private CalendarPage PageAt(int index)
    {
        if ((uint)index >= PageCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index), $"Calendar '{Id}' reckons from {CalendarPlan.FirstYear} to {CalendarPlan.LastYear}; the time asked for lies outside.");
        }

        return Volatile.Read(ref _pages[index]) ?? CompilePage(index);
    }

    private CalendarPage CompilePage(int index)
    {
        CalendarPage page = _plan.Compile(CalendarPlan.FirstDay + (index * CalendarPlan.DaysPerPage));
        return Interlocked.CompareExchange(ref _pages[index], page, null) ?? page;
    }
}
