using Caseward.Domain.Calendars;
using NodaTime;

namespace Caseward.Domain.Tests.Calendars;

/// <summary>Every rule for a calendar at its edge: what is just right is taken, what is just wrong is told with its place (rules K1, K2, K8).</summary>
public sealed class CalendarCheckTests
{
    private static readonly LocalDate Monday = new(2024, 6, 3);

    private static readonly CalendarDefinition Always = new()
    {
        Id = "always",
        Zone = "Etc/UTC",
        Weekly = Enumerable.Range(1, 7).ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpeningWindow>)[OpeningWindow.WholeDay]),
    };

    private static string[] Wrong(CalendarDefinition definition) => [.. BusinessCalendar.Compile(definition).Errors.Select(error => $"{error.Code} {error.Where}")];

    private static string[] WrongOn(bool allowOvernight, params OpeningWindow[] windows) =>
        Wrong(Always with { AllowOvernight = allowOvernight, Overrides = new Dictionary<LocalDate, IReadOnlyList<OpeningWindow>> { [Monday] = windows } });

    [Theory]
    [InlineData(0, 1440)]
    [InlineData(0, 0)]
    [InlineData(540, 540)]
    [InlineData(1439, 1440)]
    [InlineData(1320, 360)]
    public void A_window_begins_and_ends_within_a_day(int open, int close) => Assert.Empty(WrongOn(true, new OpeningWindow(open, close)));

    [Theory]
    [InlineData(-1, 540, "is not within a day")]
    [InlineData(1440, 1440, "is not within a day")]
    [InlineData(540, -1, "is not within a day")]
    [InlineData(540, 1441, "is not within a day")]
    [InlineData(540, 0, "write 24:00")]
    public void Another_is_told_with_the_date_that_it_overrides(int open, int close, string told)
    {
        CalendarError error = Assert.Single(BusinessCalendar.Compile(Always with
        {
            Overrides = new Dictionary<LocalDate, IReadOnlyList<OpeningWindow>> { [Monday] = [new OpeningWindow(open, close)] },
        }).Errors);

        Assert.Equal(("calendar.bad-window", "/overrides/2024-06-03/0"), (error.Code, error.Where));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_over_midnight_is_for_calendars_that_allow_it()
    {
        Assert.Empty(WrongOn(true, new OpeningWindow(1320, 360)));
        Assert.Equal(["calendar.bad-window /overrides/2024-06-03/0"], WrongOn(false, new OpeningWindow(1320, 360)));
    }

    [Fact]
    public void Windows_may_meet_and_may_not_overlap_nor_lie_in_one_that_goes_over_midnight()
    {
        Assert.Empty(WrongOn(true, new OpeningWindow(780, 1020), new OpeningWindow(510, 780)));
        Assert.Equal(["calendar.bad-window /overrides/2024-06-03/0"], WrongOn(true, new OpeningWindow(779, 1020), new OpeningWindow(510, 780)));
        Assert.Equal(["calendar.bad-window /overrides/2024-06-03/1"], WrongOn(true, new OpeningWindow(1320, 360), new OpeningWindow(1380, 1410)));
    }

    [Theory]
    [InlineData(1899, 12, 31, false)]
    [InlineData(1900, 1, 1, true)]
    [InlineData(2999, 12, 31, true)]
    [InlineData(3000, 1, 1, false)]
    public void Dates_lie_between_1900_and_2999(int year, int month, int day, bool isFine)
    {
        var date = new LocalDate(year, month, day);

        Assert.Equal(isFine ? [] : ["calendar.bad-range /holidays/1"], Wrong(Always with { Holidays = [Monday, date] }));
        Assert.Equal(
            isFine ? [] : [$"calendar.bad-range /overrides/{year}-{month:00}-{day:00}"],
            Wrong(Always with { Overrides = new Dictionary<LocalDate, IReadOnlyList<OpeningWindow>> { [date] = [] } }));
        Assert.Equal(isFine ? [] : ["calendar.bad-range /closures/0"], Wrong(Always with { Closures = [new Closure(date, date)] }));
        Assert.Equal(isFine ? [] : ["calendar.bad-range /breaks/0"], Wrong(Always with { Breaks = [new Break(date.At(LocalTime.Midnight), date.At(LocalTime.Noon))] }));
    }

    [Fact]
    public void Both_ends_of_a_closing_lie_between_them() =>
        Assert.Equal(["calendar.bad-range /closures/0"], Wrong(Always with { Closures = [new Closure(new LocalDate(2999, 12, 30), new LocalDate(3000, 1, 2))] }));

    [Theory]
    [InlineData("2024-06-03", 12, "2024-06-03", 13, true)]
    [InlineData("2024-06-03", 12, "2024-06-03", 12, false)]
    [InlineData("2024-06-03", 12, "2024-06-03", 11, false)]
    [InlineData("2024-06-03", 12, "2024-06-04", 11, true)]
    [InlineData("2024-06-04", 12, "2024-06-03", 13, false)]
    public void A_break_ends_after_it_starts(string from, int fromHour, string to, int toHour, bool isFine) =>
        Assert.Equal(isFine ? [] : ["calendar.bad-range /breaks/0"], Wrong(Always with { Breaks = [new Break(On(from, fromHour), On(to, toHour))] }));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(13, 1)]
    [InlineData(1, 0)]
    [InlineData(2, 30)]
    public void A_yearly_holiday_is_a_day_of_a_month(int month, int day) =>
        Assert.Equal(["calendar.bad-range /annualHolidays/0"], Wrong(Always with { AnnualHolidays = [new AnnualMonthDay(month, day)] }));

    [Theory]
    [InlineData(366, true)]
    [InlineData(367, false)]
    public void A_closing_of_more_than_366_days_is_refused_and_told_from_when(int days, bool isFine)
    {
        var from = new LocalDate(2030, 3, 1);

        IReadOnlyList<CalendarError> errors = BusinessCalendar.Compile(Always with { Closures = [new Closure(from, from.PlusDays(days - 1))] }).Errors;

        Assert.Equal(isFine ? [] : ["calendar.never-open"], errors.Select(error => error.Code));
        Assert.All(errors, error => Assert.Contains("2030-03-01", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Time_is_counted_forwards()
    {
        BusinessCalendar calendar = BusinessCalendar.Compile(Always).OrThrow();
        Instant noon = Instant.FromUtc(2024, 6, 3, 12, 0);

        Assert.Throws<ArgumentOutOfRangeException>(() => calendar.Add(noon, Duration.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => calendar.AddWorkingDays(noon, -1, WorkingDays.EndOfDay));
        Assert.Equal(Duration.Zero, calendar.Between(noon, noon - Duration.FromHours(1)));
    }

    [Fact]
    public void The_end_of_this_working_day_asked_for_at_closing_is_now()
    {
        BusinessCalendar office = BusinessCalendar.Compile(Always with { Weekly = new Dictionary<IsoDayOfWeek, IReadOnlyList<OpeningWindow>> { [IsoDayOfWeek.Monday] = [new OpeningWindow(510, 1020)] } }).OrThrow();
        Instant closing = Instant.FromUtc(2024, 6, 3, 17, 0);

        Assert.Equal(closing, office.AddWorkingDays(closing, 0, WorkingDays.EndOfDay));
        Assert.Equal(closing + Duration.FromDays(7), office.AddWorkingDays(closing + Duration.FromTicks(1), 0, WorkingDays.EndOfDay));
    }

    private static LocalDateTime On(string date, int hour) => NodaTime.Text.LocalDatePattern.Iso.Parse(date).Value.At(new LocalTime(hour, 0));
}
