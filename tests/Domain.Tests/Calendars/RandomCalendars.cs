using Caseward.Domain.Calendars;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Caseward.Domain.Tests.Calendars;

/// <summary>A calendar, a moment near a clock change or a New Year, two budgets, and pauses that may overlap, touch or have no length.</summary>
internal sealed record Reckoning(CalendarDefinition Definition, Instant Start, Duration Budget, Duration Other, NodaTime.Interval[] Pauses)
{
    private BusinessCalendar? _calendar;

    public BusinessCalendar Calendar => _calendar ??= BusinessCalendar.Compile(Definition).OrThrow();

    public override string ToString() =>
        $"{Definition.Zone} from {Start} budget {Budget} other {Other} pauses {string.Join(" ", Pauses)}; "
        + string.Join(" ", Definition.Weekly.Select(day => $"{day.Key}:{string.Join(",", day.Value)}"))
        + $"; overrides {string.Join(" ", Definition.Overrides.Select(date => $"{date.Key:uuuu-MM-dd}:{string.Join(",", date.Value)}"))}"
        + $"; holidays {string.Join(" ", Definition.Holidays)}; closures {string.Join(" ", Definition.Closures)}; breaks {string.Join(" ", Definition.Breaks)}";
}

/// <summary>Generates calendars of every shape, in zones that change their clocks at different hours, one of them by half an hour, one at midnight.</summary>
internal static class RandomCalendars
{
    /// <summary>Zones with a date shortly before they change their clocks or a year ends.</summary>
    private static readonly (string Zone, LocalDate Near)[] Turns =
    [
        ("Europe/Amsterdam", new(2024, 3, 29)), ("Europe/Amsterdam", new(2024, 10, 25)), ("Europe/Amsterdam", new(2024, 12, 30)),
        ("America/Sao_Paulo", new(2015, 10, 16)), ("America/Sao_Paulo", new(2018, 2, 15)),
        ("Australia/Lord_Howe", new(2024, 4, 5)), ("Australia/Lord_Howe", new(2024, 10, 4)),
        ("America/New_York", new(2024, 3, 8)), ("America/New_York", new(2024, 11, 1)),
        ("Asia/Tehran", new(2021, 3, 20)), ("Africa/Cairo", new(2024, 4, 25)), ("Africa/Cairo", new(2024, 10, 29)),
        ("Etc/UTC", new(2024, 2, 27)),
    ];

    private static readonly Gen<OpeningWindow[]> DayShape =
        from shape in Gen.Choose(0, 5)
        from cuts in Gen.OneOf(Gen.Choose(0, 95), Gen.Choose(0, 16)).ArrayOf(4)
        let quarters = cuts.Distinct().Order().Select(cut => cut * 15).ToArray()
        select shape switch
        {
            0 => Array.Empty<OpeningWindow>(),
            1 => [OpeningWindow.WholeDay],
            2 when quarters.Length > 1 && quarters[0] > 0 => [new OpeningWindow(quarters[1], quarters[0])],
            3 when quarters.Length == 4 => [new OpeningWindow(quarters[0], quarters[1]), new OpeningWindow(quarters[2], quarters[3])],
            4 => [new OpeningWindow(quarters[0], OpeningWindow.EndOfDay)],
            _ => [new OpeningWindow(8 * 60, 17 * 60)],
        };

    public static Arbitrary<Reckoning> Any { get; } = (
        from place in Gen.Elements(Turns)
        from week in DayShape.ArrayOf(7)
        from overrides in DayShape.ArrayOf(2)
        from days in Gen.Choose(0, 12).ArrayOf(6)
        from breakMinutes in Gen.Choose(5, 600)
        from start in Gen.Choose(0, 5 * 288)
        from budget in Gen.Choose(0, 40 * 12)
        from other in Gen.Choose(0, 40 * 12)
        from pauses in (from offset in Gen.Choose(-288, 5 * 288) from length in Gen.OneOf(Gen.Choose(0, 24), Gen.Choose(0, 2 * 288)) select (offset, length)).ArrayOf().Where(some => some.Length < 6)
        let zone = place.Zone
        let turn = place.Near
        let zoned = DateTimeZoneProviders.Tzdb[zone]
        select new Reckoning(
            new CalendarDefinition
            {
                Id = "random",
                Zone = zone,
                Weekly = Enumerable.Range(0, 7).ToDictionary(day => (IsoDayOfWeek)(day + 1), day => (IReadOnlyList<OpeningWindow>)(day == 2 ? [new OpeningWindow(540, 1020)] : week[day])),
                Overrides = overrides.Index().DistinctBy(pair => days[pair.Index]).ToDictionary(pair => turn.PlusDays(days[pair.Index]), pair => (IReadOnlyList<OpeningWindow>)pair.Item),
                Holidays = [turn.PlusDays(days[2])],
                Closures = [new Closure(turn.PlusDays(days[3]), turn.PlusDays(days[3] + 1))],
                Breaks = [new Break(turn.PlusDays(days[4]).At(new LocalTime(1, 30)), turn.PlusDays(days[4]).At(new LocalTime(1, 30)).PlusMinutes(breakMinutes / 5 * 5))],
            },
            BusinessCalendar.Resolve(turn.AtMidnight(), zoned) + Duration.FromMinutes(5 * start),
            Duration.FromMinutes(5 * budget),
            Duration.FromMinutes(5 * other),
            [
                .. from pause in pauses
                   let begin = BusinessCalendar.Resolve(turn.AtMidnight(), zoned) + Duration.FromMinutes(5 * (start + pause.offset))
                   select new NodaTime.Interval(begin, begin + Duration.FromMinutes(5 * pause.length)),
            ])).ToArbitrary();
}

/// <summary>The rules said once more without any arithmetic: walk five minutes at a time and ask whether it is open.</summary>
internal static class Oracle
{
    private static readonly Duration Step = Duration.FromMinutes(5);

    public static Instant Add(CalendarDefinition definition, Instant start, Duration budget, params NodaTime.Interval[] pauses)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[definition.Zone];
        Instant at = start;
        Duration spent = Duration.Zero;
        while (true)
        {
            bool open = IsOpen(definition, zone, at) && !pauses.Any(pause => at >= pause.Start && at < pause.End);
            if (open && budget == Duration.Zero)
            {
                return at;
            }

            spent += open ? Step : Duration.Zero;
            at += Step;
            if (open && spent == budget)
            {
                return at;
            }
        }
    }

    public static bool IsOpen(CalendarDefinition definition, DateTimeZone zone, Instant at)
    {
        LocalDate date = at.InZone(zone).Date;
        return !definition.Holidays.Contains(date)
            && !definition.Closures.Any(closure => date >= closure.From && date <= closure.To)
            && !definition.Breaks.Any(cut => at >= InstantOf(cut.From) && at < InstantOf(cut.To))
            && (OpensOn(date) || OpensOn(date.PlusDays(-1)));

        bool OpensOn(LocalDate day) => WindowsOf(day).Any(window => at >= At(day, window.OpenMinute) && at < At(window.IsOvernight ? day.PlusDays(1) : day, window.CloseMinute));
        IReadOnlyList<OpeningWindow> WindowsOf(LocalDate day) => definition.Overrides.TryGetValue(day, out IReadOnlyList<OpeningWindow>? windows) ? windows : definition.Weekly[day.DayOfWeek];
        Instant At(LocalDate day, int minute) => InstantOf(day.AtMidnight().PlusMinutes(minute));
        Instant InstantOf(LocalDateTime local) => BusinessCalendar.Resolve(local, zone);
    }
}
