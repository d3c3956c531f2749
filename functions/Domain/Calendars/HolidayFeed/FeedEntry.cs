using NodaTime;
using NodaTime.Text;

namespace Caseward.Domain.Calendars.HolidayFeed;

/// <summary>One <c>VEVENT</c> of a feed.</summary>
internal sealed record FeedEntry
{
    private const int LongestInDays = 366;
    private const int MostInDuration = 100_000;
    private const int MaxName = 120;

    private static readonly LocalDatePattern DateOnly = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly LocalDateTimePattern DateAndTime = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");

    /// <summary>The line that it begins on.</summary>
    public required int Line { get; init; }

    public required string Uid { get; init; }

    public required string Name { get; init; }

    public required LocalDate First { get; init; }

    /// <summary>How many dates it closes.</summary>
    public required int Days { get; init; }

    public required int Sequence { get; init; }

    public required bool Cancelled { get; init; }

    public YearlyRule? Rule { get; init; }

    /// <summary>The date of its series that this entry is in place of.</summary>
    public LocalDate? InPlaceOf { get; init; }

    public required IReadOnlyList<LocalDate> MoreDates { get; init; }

    public required IReadOnlySet<LocalDate> WithoutDates { get; init; }

    /// <summary>Reads an entry.</summary>
    /// <exception cref="FeedException">It cannot be taken.</exception>
    public static FeedEntry Of(int line, IReadOnlyList<ContentLine> lines)
    {
        if (One(lines, ContentLine.Unreadable) is { } broken)
        {
            throw new FeedException(FeedCodes.NotCalendar, $"Its line {broken.Number} has no name and value, such as SUMMARY:Christmas.");
        }

        ContentLine start = One(lines, "DTSTART") ?? throw new FeedException(FeedCodes.BadDate, "It has no start (DTSTART).");
        ContentLine? end = One(lines, "DTEND");
        ContentLine? recurrence = One(lines, "RECURRENCE-ID");
        if (recurrence is not null && recurrence.Parameters.ContainsKey("RANGE"))
        {
            throw new FeedException(FeedCodes.BadRule, "It changes this date of a series and all that follow (RANGE); write the new series as an entry of its own.");
        }

        (LocalDate first, int days) = Dates(start, end, One(lines, "DURATION"));
        if (days > LongestInDays)
        {
            throw new FeedException(FeedCodes.TooLarge, $"It lasts {days} days; at most {LongestInDays} are taken.");
        }

        IEnumerable<LocalDate> DatesOf(string property) =>
            lines.Where(one => one.Name == property).SelectMany(one => one.Value.Split(',').Select(value => Date(property, value, one)));
        return new FeedEntry
        {
            Line = line,
            Uid = One(lines, "UID")?.Value ?? $"line {line}",
            Name = NameOf(lines) ?? "Holiday",
            First = first,
            Days = days,
            Sequence = int.TryParse(One(lines, "SEQUENCE")?.Value, out int sequence) ? sequence : 0,
            Cancelled = string.Equals(One(lines, "STATUS")?.Value, "CANCELLED", StringComparison.OrdinalIgnoreCase),
            Rule = One(lines, "RRULE") is { } rule ? YearlyRule.Parse(rule.Value) : null,
            InPlaceOf = recurrence is null ? null : Date("RECURRENCE-ID", recurrence.Value, recurrence),
            MoreDates = [.. DatesOf("RDATE")],
            WithoutDates = DatesOf("EXDATE").ToHashSet(),
        };
    }

    /// <summary>What an entry is called; <see langword="null"/> when it does not say.</summary>
    public static string? NameOf(IReadOnlyList<ContentLine> lines) =>
        One(lines, "SUMMARY")?.Text() is { Length: > 0 } text ? text.Length <= MaxName ? text : text[..MaxName] : null;

    /// <summary>Reads the date of a value that may have a time.</summary>
    public static LocalDate Date(string property, string value, ContentLine? line = null)
    {
        string date = value is [_, _, _, _, _, _, _, _, 'T', ..] ? value[..8] : value;
        return line?.Parameters.GetValueOrDefault("VALUE") != "PERIOD" && DateOnly.Parse(date) is { Success: true } parsed && IsOurs(parsed.Value)
            ? parsed.Value
            : throw new FeedException(FeedCodes.BadDate, $"Its {property} is no date such as 20261225, or lies outside the years that calendars reckon in.");
    }

    private static (LocalDate First, int Days) Dates(ContentLine start, ContentLine? end, ContentLine? duration)
    {
        if (!start.Value.Contains('T', StringComparison.Ordinal))
        {
            LocalDate first = Date("DTSTART", start.Value);
            int days = end is not null ? Period.DaysBetween(first, Date("DTEND", end.Value)) : duration is not null ? WholeDays(duration.Value) : 1;

            // The end is not included. Many feeds write the same date twice for a single one.
            return days < 0 ? throw new FeedException(FeedCodes.BadDate, "It ends before it starts.") : (first, Math.Max(days, 1));
        }

        // Some programs write whole dates as midnight to midnight. That is a date where the entry says no zone or one of its own; midnight in UTC is
        // midnight in few places, and which date was meant nobody can tell.
        if (Midnight(start) is { } from && end is not null && Midnight(end) is { } to && to > from)
        {
            return (from, Period.DaysBetween(from, to));
        }

        throw new FeedException(
            FeedCodes.TimeOfDay,
            $"It runs from {start.Value} to {end?.Value ?? duration?.Value ?? "an end that it does not say"}. A holiday closes whole local dates; for a part of one write a break or an override into the calendar.");
    }

    private static LocalDate? Midnight(ContentLine line) =>
        DateAndTime.Parse(line.Value) is { Success: true, Value: var at } && at.TimeOfDay == LocalTime.Midnight && IsOurs(at.Date) ? at.Date : null;

    private static int WholeDays(string duration) =>
        PeriodPattern.NormalizingIso.Parse(duration) is { Success: true, Value: { HasTimeComponent: false, Years: 0, Months: 0, Days: >= 0 and <= MostInDuration, Weeks: >= 0 and <= MostInDuration } whole }
            ? whole.Days + (whole.Weeks * 7)
            : throw new FeedException(FeedCodes.BadDate, $"Its duration {duration} is no number of whole days.");

    private static bool IsOurs(LocalDate date) => date.Year is >= CalendarPlan.FirstYear and <= CalendarPlan.LastYear;

    private static ContentLine? One(IReadOnlyList<ContentLine> lines, string name) => lines.FirstOrDefault(line => line.Name == name);
}
