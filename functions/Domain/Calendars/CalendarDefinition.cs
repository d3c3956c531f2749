using NodaTime;

namespace Caseward.Domain.Calendars;

/// <summary>
/// Business hours as people write them down. Removing beats replacing, replacing beats the week: a holiday or closure closes its
/// whole local date whatever the other members say; an override replaces the weekly windows of one date; breaks are cut out last.
/// </summary>
public sealed record CalendarDefinition
{
    /// <summary>Name of the calendar, unique within a policy.</summary>
    public required string Id { get; init; }

    /// <summary>IANA zone in which all other members are read, for example <c>Europe/Amsterdam</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>Windows per weekday; a weekday that is absent is closed.</summary>
    public IReadOnlyDictionary<IsoDayOfWeek, IReadOnlyList<OpeningWindow>> Weekly { get; init; } =
        new Dictionary<IsoDayOfWeek, IReadOnlyList<OpeningWindow>>();

    /// <summary>
    /// Windows of single dates, in place of the weekly ones. The tail of a shift that began on the evening before belongs to that
    /// evening and stays; only a holiday or closure cuts it off.
    /// </summary>
    public IReadOnlyDictionary<LocalDate, IReadOnlyList<OpeningWindow>> Overrides { get; init; } =
        new Dictionary<LocalDate, IReadOnlyList<OpeningWindow>>();

    /// <summary>Dates that are closed from local midnight to local midnight.</summary>
    public IReadOnlyList<LocalDate> Holidays { get; init; } = [];

    /// <summary>What people call dates that are closed; says nothing about what is closed.</summary>
    public IReadOnlyDictionary<LocalDate, string> HolidayNames { get; init; } = new Dictionary<LocalDate, string>();

    /// <summary>Dates that are closed every year; 29 February closes leap years only.</summary>
    public IReadOnlyList<AnnualMonthDay> AnnualHolidays { get; init; } = [];

    /// <summary>Ranges of closed dates.</summary>
    public IReadOnlyList<Closure> Closures { get; init; } = [];

    /// <summary>Stretches of local time cut out of whatever is open.</summary>
    public IReadOnlyList<Break> Breaks { get; init; } = [];

    /// <summary>
    /// Whether a window whose closing time lies before its opening time is read as running past midnight. When it is not, such a
    /// window is refused, which catches swapped times in calendars without night shifts.
    /// </summary>
    public bool AllowOvernight { get; init; } = true;
}

/// <summary>Closed dates, both ends included.</summary>
/// <param name="From">First closed date.</param>
/// <param name="To">Last closed date.</param>
public sealed record Closure(LocalDate From, LocalDate To);

/// <summary>A stretch of local time that is closed, half-open.</summary>
/// <param name="From">Where it starts.</param>
/// <param name="To">Where it ends; open again from here.</param>
public sealed record Break(LocalDateTime From, LocalDateTime To);

/// <summary>A day of every year.</summary>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31, as the month has them in a leap year.</param>
public readonly record struct AnnualMonthDay(int Month, int Day);
