using Caseward.Domain.Calendars;
using Caseward.Domain.Policy;
using Caseward.Domain.Tests.Calendars;
using Caseward.Testing;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Caseward.Domain.Tests.Policy;

/// <summary>What a calendar comes to, date by date, and why.</summary>
public sealed class CalendarPreviewTests
{
    private static readonly CalendarDefinition Hours = new()
    {
        Id = "shop",
        Zone = "Europe/Amsterdam",
        Weekly = new Dictionary<IsoDayOfWeek, IReadOnlyList<OpeningWindow>>
        {
            [IsoDayOfWeek.Monday] = [Window("08:30", "12:30"), Window("13:00", "17:00")],
            [IsoDayOfWeek.Thursday] = [Window("08:30", "17:00")],
            [IsoDayOfWeek.Friday] = [Window("08:30", "17:00")],
            [IsoDayOfWeek.Saturday] = [Window("22:00", "06:00")],
        },
        Holidays = [new LocalDate(2026, 12, 25)],
        HolidayNames = new Dictionary<LocalDate, string> { [new LocalDate(2026, 12, 25)] = "Kerst" },
        AnnualHolidays = [new AnnualMonthDay(1, 1)],
        Closures = [new Closure(new LocalDate(2026, 7, 20), new LocalDate(2026, 7, 31))],
        Overrides = new Dictionary<LocalDate, IReadOnlyList<OpeningWindow>> { [new LocalDate(2026, 12, 24)] = [Window("08:30", "12:00")] },
        Breaks = [new Break(new LocalDateTime(2026, 9, 3, 14, 0), new LocalDateTime(2026, 9, 3, 15, 30))],
    };

    private static readonly Blackout Summer = new()
    {
        Id = "summer",
        From = new LocalDate(2026, 8, 17),
        To = new LocalDate(2026, 8, 23),
        Affects = [BlackoutScope.Appointments, BlackoutScope.LeadTime],
    };

    private static readonly CalendarPreview Year = CalendarPreview.Of(BusinessCalendar.Compile(Hours).OrThrow(), [Summer], new LocalDate(2026, 3, 15), 12);

    [Theory]
    [InlineData("2026-03-16", "mon", "08:30-12:30 13:00-17:00", 480, "", "an ordinary Monday")]
    [InlineData("2026-03-17", "tue", "", 0, "", "an ordinary day off")]
    [InlineData("2026-03-21", "sat", "22:00-24:00", 120, "", "a night shift begins")]
    [InlineData("2026-03-22", "sun", "00:00-06:00", 360, "", "and ends on the next date")]
    [InlineData("2026-03-29", "sun", "00:00-06:00", 300, "ClockChange", "the night that is an hour shorter")]
    [InlineData("2026-10-25", "sun", "00:00-06:00", 420, "ClockChange", "the night that is an hour longer")]
    [InlineData("2026-07-20", "mon", "", 0, "Closure 2026-07-20/2026-07-31", "closed for the summer")]
    [InlineData("2026-08-17", "mon", "08:30-12:30 13:00-17:00", 480, "Blackout summer", "open, but some promises stand still")]
    [InlineData("2026-09-03", "thu", "08:30-14:00 15:30-17:00", 420, "Break 2026-09-03T14:00/2026-09-03T15:30", "a meeting of everybody")]
    [InlineData("2026-12-24", "thu", "08:30-12:00", 210, "Override 08:30-12:00", "a half day")]
    [InlineData("2026-12-25", "fri", "", 0, "Holiday Kerst", "a holiday with its name")]
    [InlineData("2027-01-01", "fri", "", 0, "AnnualHoliday", "a holiday of every year")]
    public void A_date_says_when_it_is_open_and_why_it_is_not_like_its_weekday(string date, string weekday, string windows, int minutes, string why, string what)
    {
        PreviewDay day = Day(date);

        Assert.Equal(
            (what, weekday, windows, Duration.FromMinutes(minutes), why),
            (what, day.Weekday, string.Join(' ', day.Windows.Select(window => window.Hours)), day.OpenTime, string.Join(", ", day.Why.Select(reason => $"{reason.Kind} {reason.Name}".TrimEnd()))));
    }

    [Fact]
    public void A_blackout_says_what_stands_still_and_what_is_left_of_the_month()
    {
        PreviewMonth august = Year.Months.Single(month => month.Month == "2026-08");

        Assert.Equal([BlackoutScope.Appointments, BlackoutScope.LeadTime], Day("2026-08-23").Stops);
        Assert.Empty(Day("2026-08-24").Stops);
        Assert.Equal(august.OpenTime, august.OpenTimeOutsideBlackouts[BlackoutScope.ResponseClock]);
        Assert.Equal(august.OpenTime - Duration.FromHours(8 + 8.5 + 8.5 + 8), august.OpenTimeOutsideBlackouts[BlackoutScope.LeadTime]);
    }

    [Fact]
    public void It_has_every_date_once_in_months_and_says_when_the_clocks_change()
    {
        Assert.Equal(new LocalDate(2027, 3, 14), Year.Until);
        Assert.Equal(13, Year.Months.Count);
        Assert.Equal(365, Year.Months.Sum(month => month.Days.Count));
        Assert.Equal(
            [new ClockChange(Instant.FromUtc(2026, 3, 29, 1, 0), new LocalDate(2026, 3, 29), "+01:00", "+02:00"), new ClockChange(Instant.FromUtc(2026, 10, 25, 1, 0), new LocalDate(2026, 10, 25), "+02:00", "+01:00")],
            Year.ClockChanges);
    }

    [Fact]
    public void Around_the_clock_every_date_is_one_window()
    {
        var always = BusinessCalendar.Compile(Hours with { Weekly = Enumerable.Range(1, 7).ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpeningWindow>)[OpeningWindow.WholeDay]), Holidays = [], AnnualHolidays = [], Overrides = new Dictionary<LocalDate, IReadOnlyList<OpeningWindow>>() }).OrThrow();

        Assert.All(
            CalendarPreview.Of(always, [], new LocalDate(2027, 1, 1), 12).Months.SelectMany(month => month.Days),
            day => Assert.Equal(["00:00-24:00"], day.Windows.Select(window => window.Hours)));
    }

    [Fact]
    public void Its_open_time_is_what_due_times_are_reckoned_with_for_every_calendar() =>
        Prop.ForAll(RandomCalendars.Any, the =>
        {
            LocalDate from = the.Start.InZone(the.Calendar.Zone).Date;
            Blackout blackout = Summer with { From = from.PlusDays(3), To = from.PlusDays(9) };
            var preview = CalendarPreview.Of(the.Calendar, [blackout], from, 2);
            Instant start = Start(from);
            Instant end = Start(from.PlusMonths(2));
            var stopped = BusinessCalendar.Compile(the.Definition with { Closures = [.. the.Definition.Closures, new Closure(blackout.From, blackout.To)] }).OrThrow();
            return Sum(preview.Months.Select(month => month.OpenTime)) == the.Calendar.Between(start, end)
                && Sum(preview.Months.Select(month => month.OpenTimeOutsideBlackouts[BlackoutScope.LeadTime])) == stopped.Between(start, end)
                && preview.Months.SelectMany(month => month.Days).All(day => day.Windows.All(window => the.Calendar.Between(window.From, window.Until) == window.OpenTime));

            Instant Start(LocalDate date) => BusinessCalendar.Resolve(date.AtMidnight(), the.Calendar.Zone);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void A_case_s_calendars_are_told_with_whose_they_are()
    {
        PolicyDocument document = TestPolicies.Default.Document;
        ServicePolicy policy = PolicyReader.Check(document with
        {
            Calendars = [document.Calendars[0], Hours],
            Levels = [document.Levels[0], document.Levels[1] with { Calendar = "shop" }],
            Blackouts = [Summer with { Levels = ["premier"] }],
        }).OrThrow();

        Assert.Equal(
            [
                (CalendarUse.Office, "office", CalendarOwner.Department, "support", ""),
                (CalendarUse.Response, "shop", CalendarOwner.Level, "premier", ""),
                (CalendarUse.LeadTime, "shop", CalendarOwner.Level, "premier", "summer"),
                (CalendarUse.Appointments, "shop", CalendarOwner.Level, "premier", "summer"),
                (CalendarUse.Customer, "shop", CalendarOwner.Level, "premier", ""),
            ],
            policy.CalendarChoices(new CaseScope("support", "premier", "standard", "standard"))
                .Select(choice => (choice.Use, choice.Calendar, choice.Of, choice.Id, string.Join(' ', choice.Blackouts))));
        Assert.Null(policy.CalendarNamed("night"));
    }

    private static Duration Sum(IEnumerable<Duration> durations) => durations.Aggregate(Duration.Zero, (sum, next) => sum + next);

    private static PreviewDay Day(string date) => Year.Months.SelectMany(month => month.Days).Single(day => $"{day.Date:uuuu-MM-dd}" == date);

    private static OpeningWindow Window(string open, string close) => OpeningWindow.Parse(open, close)!.Value;
}
