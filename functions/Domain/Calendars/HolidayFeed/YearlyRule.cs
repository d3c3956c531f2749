using System.Globalization;
using NodaTime;

namespace Caseward.Domain.Calendars.HolidayFeed;

/// <summary>
/// A recurrence rule as holidays have it (RFC 5545, 3.3.10): every so many years, perhaps in some months, on days of the month or weekdays, until
/// a date or a count. Other frequencies, weeks and days of the year, and times are refused.
/// </summary>
internal sealed record YearlyRule
{
    private static readonly string[] Weekdays = ["", "MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    public int Interval { get; private init; } = 1;

    public int? Count { get; private init; }

    public LocalDate? Until { get; private init; }

    private int[] Months { get; init; } = [];

    private int[] MonthDays { get; init; } = [];

    private (int Number, IsoDayOfWeek Day)[] WeekDays { get; init; } = [];

    private int[] Positions { get; init; } = [];

    /// <summary>Reads a rule.</summary>
    /// <exception cref="FeedException">It says something that is not read.</exception>
    public static YearlyRule Parse(string value)
    {
        var rule = new YearlyRule();
        bool yearly = false;
        foreach (string part in value.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', 2);
            string of = pair.Length == 2 ? pair[1].Trim().ToUpperInvariant() : "";
            string name = pair[0].Trim().ToUpperInvariant();
            yearly |= (name, of) == ("FREQ", "YEARLY");
            rule = name switch
            {
                "FREQ" when of == "YEARLY" => rule,
                "FREQ" => throw Refuse($"It repeats {of.ToLowerInvariant()}; holidays repeat yearly."),
                "INTERVAL" => rule with { Interval = Number(name, of, 1, 1_000) },
                "COUNT" => rule with { Count = Number(name, of, 1, 10_000) },
                "UNTIL" => rule with { Until = FeedEntry.Date(name, of) },
                "BYMONTH" => rule with { Months = Numbers(name, of, 1, 12) },
                "BYMONTHDAY" => rule with { MonthDays = Numbers(name, of, -31, 31) },
                "BYDAY" => rule with { WeekDays = [.. of.Split(',').Select(WeekDay)] },
                "BYSETPOS" => rule with { Positions = Numbers(name, of, -366, 366) },
                "WKST" => rule,
                _ => throw Refuse($"It repeats by {name}, which holidays do not need."),
            };
        }

        return !yearly ? throw Refuse("It does not say how often it repeats (FREQ=YEARLY).")
            : rule is { Count: not null, Until: not null } ? throw Refuse("It says both COUNT and UNTIL.")
            : rule;
    }

    /// <summary>
    /// The dates of the series that begins with <paramref name="start"/>, in order, not beyond <paramref name="to"/>. Years before
    /// <paramref name="from"/> are passed over where they need not be counted.
    /// </summary>
    /// <param name="start">The first date of the series.</param>
    /// <param name="from">The first date that is asked about.</param>
    /// <param name="to">The last one.</param>
    /// <param name="spend">Told before each year how many comparisons of dates it takes.</param>
    public IEnumerable<LocalDate> Between(LocalDate start, LocalDate from, LocalDate to, Action<long> spend)
    {
        yield return start;
        LocalDate end = Until is { } until ? LocalDate.Min(until, to) : to;
        int left = (Count ?? int.MaxValue) - 1;
        int passed = Count is null ? Math.Max(0, from.Year - start.Year) / Interval * Interval : 0;
        for (int year = start.Year + passed; year <= end.Year; year += Interval)
        {
            spend(366L * (1 + WeekDays.Length + MonthDays.Length) + Positions.Length);
            foreach (LocalDate date in InYear(year, start).Where(date => date > start))
            {
                if (date > end || left-- <= 0)
                {
                    yield break;
                }

                yield return date;
            }
        }
    }

    private IEnumerable<LocalDate> InYear(int year, LocalDate start)
    {
        bool byDay = MonthDays.Length > 0 || WeekDays.Length > 0;
        int[] months = Months.Length > 0 ? Months : byDay ? [.. Enumerable.Range(1, 12)] : [start.Month];
        var year1 = new LocalDate(year, 1, 1);
        LocalDate[] dates =
        [
            .. months.Order().Distinct()
                .SelectMany(month => Enumerable.Range(1, CalendarSystem.Iso.GetDaysInMonth(year, month)).Select(day => new LocalDate(year, month, day)))
                .Where(date => byDay ? IsOnMonthDay(date) && IsOnWeekDay(date) : date.Day == start.Day),
        ];
        return Positions.Length == 0
            ? dates
            : Positions.Select(position => position > 0 ? position - 1 : dates.Length + position).Where(index => index >= 0 && index < dates.Length).Order().Distinct().Select(index => dates[index]);

        bool IsOnMonthDay(LocalDate date) =>
            MonthDays.Length == 0 || MonthDays.Contains(date.Day) || MonthDays.Contains(date.Day - CalendarSystem.Iso.GetDaysInMonth(date.Year, date.Month) - 1);

        // A numbered weekday counts within the month when months are named, else within the year.
        bool IsOnWeekDay(LocalDate date)
        {
            int before = Months.Length > 0 ? date.Day - 1 : Period.DaysBetween(year1, date);
            int length = Months.Length > 0 ? CalendarSystem.Iso.GetDaysInMonth(date.Year, date.Month) : CalendarSystem.Iso.GetDaysInYear(year);
            return WeekDays.Length == 0 || WeekDays.Any(on => on.Day == date.DayOfWeek
                && (on.Number == 0 || on.Number == (before / 7) + 1 || on.Number == -((length - 1 - before) / 7) - 1));
        }
    }

    private static (int Number, IsoDayOfWeek Day) WeekDay(string text)
    {
        int day = text.Length < 2 ? -1 : Array.IndexOf(Weekdays, text[^2..]);
        return day < 1 ? throw Refuse($"'{text}' is no weekday such as MO or 2MO.")
            : (text.Length == 2 ? 0 : Number("BYDAY", text[..^2], -53, 53), (IsoDayOfWeek)day);
    }

    private static int[] Numbers(string name, string text, int from, int to) => [.. text.Split(',').Select(number => Number(name, number, from, to))];

    private static int Number(string name, string text, int from, int to) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= from && number <= to && (number != 0 || from >= 0)
            ? number
            : throw Refuse($"Its {name} is no number from {from} to {to}.");

    private static FeedException Refuse(string message) => new(FeedCodes.BadRule, message);
}
