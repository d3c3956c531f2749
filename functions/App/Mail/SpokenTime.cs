using NodaTime;

namespace Caseward.App.Mail;

/// <summary>
/// Instants and durations as people write them in their language. The app runs without culture data, so the words are here; a
/// language that is not known is written in English.
/// </summary>
internal static class SpokenTime
{
    /// <summary>A day, a time and the place whose time it is.</summary>
    public static string At(Instant at, DateTimeZone zone, string language)
    {
        LocalDateTime local = at.InZone(zone).LocalDateTime;
        string day = Day(local.Date, language);
        string time = Time(local.TimeOfDay);
        return language switch
        {
            "nl" => $"{day} om {time} uur {Place(zone, language)}",
            "es" => $"{day} a {Hour(local.TimeOfDay)} {Place(zone, language)}",
            _ => $"{day} at {time} {Place(zone, language)}",
        };
    }

    /// <summary>A window, with the words that belong before it: "on Monday between", "between Monday and".</summary>
    public static string Between(Instant from, Instant until, DateTimeZone zone, string language)
    {
        LocalDateTime start = from.InZone(zone).LocalDateTime;
        LocalDateTime end = until.InZone(zone).LocalDateTime;
        if (start.Date != end.Date)
        {
            string last = At(until, zone, language);
            return language switch
            {
                "nl" => $"tussen {Day(start.Date, language)} om {Time(start.TimeOfDay)} uur en {last}",
                "es" => $"entre {Day(start.Date, language)} a {Hour(start.TimeOfDay)} y {last}",
                _ => $"between {Day(start.Date, language)} at {Time(start.TimeOfDay)} and {last}",
            };
        }

        string day = Day(start.Date, language);
        return language switch
        {
            "nl" => $"op {day} tussen {Time(start.TimeOfDay)} en {Time(end.TimeOfDay)} uur {Place(zone, language)}",
            "es" => $"{day} entre {Hour(start.TimeOfDay)} y {Hour(end.TimeOfDay)} {Place(zone, language)}",
            _ => $"on {day} between {Time(start.TimeOfDay)} and {Time(end.TimeOfDay)} {Place(zone, language)}",
        };
    }

    /// <summary>A length of time in its two largest units, rounded down; below a minute in seconds.</summary>
    public static string HowLong(Duration length, string language)
    {
        length = Duration.Max(length, Duration.Zero);
        Words words = WordsOf(language);
        if (length < Duration.FromMinutes(1))
        {
            return Count(length.Seconds, words.Seconds);
        }

        string[] parts =
        [
            .. new[] { Count(length.Days, words.Days), Count(length.Hours, words.Hours), Count(length.Minutes, words.Minutes) }
                .Where(part => !part.StartsWith("0 ", StringComparison.Ordinal))
                .Take(2),
        ];
        return string.Join($" {words.And} ", parts);
    }

    private static string Day(LocalDate date, string language)
    {
        Words words = WordsOf(language);
        string weekday = words.Weekdays[(int)date.DayOfWeek - 1];
        string month = words.Months[date.Month - 1];
        return language == "es"
            ? $"el {weekday} {date.Day} de {month} de {date.Year}"
            : $"{weekday} {date.Day} {month} {date.Year}";
    }

    private static string Time(LocalTime time) => $"{time.Hour:D2}:{time.Minute:D2}";

    private static string Hour(LocalTime time) => (time.Hour == 1 ? "la " : "las ") + Time(time);

    private static string Place(DateTimeZone zone, string language)
    {
        string place = zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ');
        return place is "UTC" or "UCT" ? "(UTC)" : language switch
        {
            "nl" => $"(tijd in {place})",
            "es" => $"(hora de {place})",
            _ => $"({place} time)",
        };
    }

    private static string Count(int count, (string One, string Many) unit) => $"{count} {(count == 1 ? unit.One : unit.Many)}";

    private static Words WordsOf(string language) => language switch
    {
        "nl" => Dutch,
        "es" => Spanish,
        _ => English,
    };

    private sealed record Words
    {
        public required string[] Weekdays { get; init; }

        public required string[] Months { get; init; }

        public required string And { get; init; }

        public required (string One, string Many) Days { get; init; }

        public required (string One, string Many) Hours { get; init; }

        public required (string One, string Many) Minutes { get; init; }

        public required (string One, string Many) Seconds { get; init; }
    }

    private static readonly Words Dutch = new()
    {
        Weekdays = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
        Months = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
        And = "en",
        Days = ("dag", "dagen"),
        Hours = ("uur", "uur"),
        Minutes = ("minuut", "minuten"),
        Seconds = ("seconde", "seconden"),
    };

    private static readonly Words Spanish = new()
    {
        Weekdays = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
        Months = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
        And = "y",
        Days = ("día", "días"),
        Hours = ("hora", "horas"),
        Minutes = ("minuto", "minutos"),
        Seconds = ("segundo", "segundos"),
    };

    private static readonly Words English = new()
    {
        Weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
        And = "and",
        Days = ("day", "days"),
        Hours = ("hour", "hours"),
        Minutes = ("minute", "minutes"),
        Seconds = ("second", "seconds"),
    };
}
