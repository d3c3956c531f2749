using Caseward.Domain.Calendars;
using NodaTime;
using NodaTime.Text;

namespace Caseward.Domain.Policy;

/// <summary>
/// What a calendar comes to, date by date, for whoever wrote it: when it is open, how long, and why a date is not like its weekday. It is read off
/// the compiled calendar, so it cannot say anything else than what due times are reckoned with.
/// </summary>
public sealed record CalendarPreview
{
    /// <summary>The longest preview, in months.</summary>
    public const int MaxMonths = 24;

    /// <summary>The calendar's id.</summary>
    public required string Calendar { get; init; }

    /// <summary>The zone that dates and hours are read in.</summary>
    public required string Zone { get; init; }

    /// <summary>The first date.</summary>
    public required LocalDate From { get; init; }

    /// <summary>The last date.</summary>
    public required LocalDate Until { get; init; }

    /// <summary>The months, the first and last as far as they are in it.</summary>
    public required IReadOnlyList<PreviewMonth> Months { get; init; }

    /// <summary>When the clocks change.</summary>
    public required IReadOnlyList<ClockChange> ClockChanges { get; init; }

    /// <summary>Previews a calendar without blackouts, and says beside it which of these stop what on which date.</summary>
    /// <param name="calendar">The calendar, compiled without blackouts.</param>
    /// <param name="blackouts">Those that hold for the cases in question.</param>
    /// <param name="from">The first date.</param>
    /// <param name="months">How many months, 1 to <see cref="MaxMonths"/>.</param>
    public static CalendarPreview Of(BusinessCalendar calendar, IReadOnlyList<Blackout> blackouts, LocalDate from, int months)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(blackouts);
        ArgumentOutOfRangeException.ThrowIfNotEqual(months, Math.Clamp(months, 1, MaxMonths));
        LocalDate end = from.PlusMonths(months);
        var reasons = new DayReasons(calendar.Definition, blackouts);
        using IEnumerator<Interval> open = calendar.Segments(StartOf(from, calendar.Zone)).GetEnumerator();
        bool more = open.MoveNext();
        var days = new List<PreviewDay>();
        for (LocalDate date = from; date < end; date = date.PlusDays(1))
        {
            Instant midnight = StartOf(date, calendar.Zone);
            Instant next = StartOf(date.PlusDays(1), calendar.Zone);
            var windows = new List<PreviewWindow>();
            while (more && open.Current.Start < next)
            {
                windows.Add(PreviewWindow.Of(Instant.Max(open.Current.Start, midnight), open.Current.HasEnd ? Instant.Min(open.Current.End, next) : next, next, calendar.Zone));
                if (!open.Current.HasEnd || open.Current.End > next)
                {
                    break;
                }

                more = open.MoveNext();
            }

            Blackout[] closing = [.. blackouts.Where(blackout => blackout.From <= date && date <= blackout.To)];
            days.Add(new PreviewDay
            {
                Date = date,
                Weekday = date.DayOfWeek.ToString()[..3].ToLowerInvariant(),
                Windows = windows,
                OpenTime = windows.Aggregate(Duration.Zero, (sum, window) => sum + window.OpenTime),
                Why = reasons.Of(date, next - midnight),
                Stops = [.. closing.SelectMany(blackout => blackout.Affects).Distinct().Order()],
            });
        }

        return new CalendarPreview
        {
            Calendar = calendar.Id,
            Zone = calendar.Zone.Id,
            From = from,
            Until = end.PlusDays(-1),
            Months = [.. days.GroupBy(day => day.Date.ToYearMonth()).Select(month => PreviewMonth.Of([.. month]))],
            ClockChanges = [.. calendar.Zone.GetZoneIntervals(StartOf(from, calendar.Zone), StartOf(end, calendar.Zone)).Skip(1).Select(after => ClockChange.At(after.Start, calendar.Zone))],
        };
    }

    private static Instant StartOf(LocalDate date, DateTimeZone zone) => BusinessCalendar.Resolve(date.AtMidnight(), zone);
}

/// <summary>One month of a preview.</summary>
public sealed record PreviewMonth
{
    /// <summary>The month, such as <c>2026-12</c>.</summary>
    public required string Month { get; init; }

    /// <summary>How long the calendar is open.</summary>
    public required Duration OpenTime { get; init; }

    /// <summary>The same in hours.</summary>
    public double OpenHours => OpenTime.TotalHours;

    /// <summary>How long it is open for what blackouts stop.</summary>
    public required IReadOnlyDictionary<BlackoutScope, Duration> OpenTimeOutsideBlackouts { get; init; }

    /// <summary>How many dates have any open time.</summary>
    public required int WorkingDates { get; init; }

    /// <summary>The dates.</summary>
    public required IReadOnlyList<PreviewDay> Days { get; init; }

    internal static PreviewMonth Of(IReadOnlyList<PreviewDay> days) => new()
    {
        Month = YearMonthPattern.Iso.Format(days[0].Date.ToYearMonth()),
        OpenTime = Sum(days),
        OpenTimeOutsideBlackouts = Enum.GetValues<BlackoutScope>().ToDictionary(scope => scope, scope => Sum(days.Where(day => !day.Stops.Contains(scope)))),
        WorkingDates = days.Count(day => day.Windows.Count > 0),
        Days = days,
    };

    private static Duration Sum(IEnumerable<PreviewDay> days) => days.Aggregate(Duration.Zero, (sum, day) => sum + day.OpenTime);
}

/// <summary>One date of a preview.</summary>
public sealed record PreviewDay
{
    /// <summary>The local date.</summary>
    public required LocalDate Date { get; init; }

    /// <summary><c>mon</c> to <c>sun</c>.</summary>
    public required string Weekday { get; init; }

    /// <summary>When it is open; a night shift is cut at midnight.</summary>
    public required IReadOnlyList<PreviewWindow> Windows { get; init; }

    /// <summary>How long it is open.</summary>
    public required Duration OpenTime { get; init; }

    /// <summary>Why it is not like its weekday; empty when it is.</summary>
    public required IReadOnlyList<DayReason> Why { get; init; }

    /// <summary>What stands still all day because of blackouts.</summary>
    public required IReadOnlyList<BlackoutScope> Stops { get; init; }
}

/// <summary>An open stretch of one date.</summary>
/// <param name="Hours">As on the wall, such as <c>08:30-17:00</c>; <c>24:00</c> is the end of the date.</param>
/// <param name="From">Its start.</param>
/// <param name="Until">Its end.</param>
/// <param name="OpenTime">How long it is; not what the wall clock says on the day of a clock change.</param>
public sealed record PreviewWindow(string Hours, Instant From, Instant Until, Duration OpenTime)
{
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    internal static PreviewWindow Of(Instant from, Instant until, Instant endOfDate, DateTimeZone zone) => new(
        $"{Minutes.Format(from.InZone(zone).TimeOfDay)}-{(until == endOfDate ? "24:00" : Minutes.Format(until.InZone(zone).TimeOfDay))}", from, until, until - from);
}

/// <summary>The clocks change.</summary>
/// <param name="Instant">When.</param>
/// <param name="Date">The local date just before it.</param>
/// <param name="Before">The distance from UTC before it, such as <c>+01:00</c>.</param>
/// <param name="After">The distance after it.</param>
public sealed record ClockChange(Instant Instant, LocalDate Date, string Before, string After)
{
    private static readonly OffsetPattern Distance = OffsetPattern.CreateWithInvariantCulture("m");

    internal static ClockChange At(Instant instant, DateTimeZone zone)
    {
        ZonedDateTime before = (instant - Duration.Epsilon).InZone(zone);
        return new ClockChange(instant, before.Date, Distance.Format(before.Offset), Distance.Format(zone.GetUtcOffset(instant)));
    }
}
