using Caseward.Domain.Calendars;
using NodaTime;
using NodaTime.Text;

namespace Caseward.Domain.Tests.Calendars;

/// <summary>
/// Clock changes worked out by hand, in UTC so that nothing is left to interpretation. Amsterdam: 31 March 2024 02:00 becomes 03:00, 27 October 03:00
/// becomes 02:00. Santiago: 7 April 2024 00:00 becomes 6 April 23:00, 8 September 00:00 becomes 01:00. Lord Howe: 7 April 2024 02:00 becomes 01:30,
/// 6 October 02:00 becomes 02:30.
/// </summary>
public sealed class ClockChangeTests
{
    /// <summary>Budgets over a clock change: zone, hours of every day, start, budget, due.</summary>
    [Theory]
    [InlineData("Europe/Amsterdam", "22:00-06:00", "2024-03-30T21:00:00Z", "PT7H", "2024-03-31T04:00:00Z", "a spring night is seven hours: 22:00 +01:00 to 06:00 +02:00")]
    [InlineData("Europe/Amsterdam", "22:00-06:00", "2024-03-30T21:00:00Z", "PT8H", "2024-03-31T21:00:00Z", "the eighth hour is the next evening's")]
    [InlineData("Europe/Amsterdam", "22:00-06:00", "2024-10-26T20:00:00Z", "PT9H", "2024-10-27T05:00:00Z", "an autumn night is nine hours")]
    [InlineData("Europe/Amsterdam", "00:00-24:00", "2024-03-30T23:00:00Z", "PT23H", "2024-03-31T22:00:00Z", "a day of 23 hours, midnight to midnight")]
    [InlineData("Europe/Amsterdam", "00:00-24:00", "2024-10-26T22:00:00Z", "PT25H", "2024-10-27T23:00:00Z", "a day of 25 hours, midnight to midnight")]
    [InlineData("Europe/Amsterdam", "02:15-02:45", "2024-03-31T00:00:00Z", "PT30M", "2024-03-31T01:45:00Z", "a window in the hour that is skipped moves by that hour: 03:15 to 03:45 +02:00")]
    [InlineData("Europe/Amsterdam", "01:30-02:30", "2024-10-26T23:00:00Z", "PT1H", "2024-10-27T00:30:00Z", "02:30 happens twice; the first one closes")]
    [InlineData("Europe/Amsterdam", "02:30-04:00", "2024-10-27T00:00:00Z", "PT2H30M", "2024-10-27T03:00:00Z", "02:30 happens twice; the first one opens, and the hour counts twice")]
    [InlineData("Europe/Amsterdam", "08:30-17:00", "2024-03-29T15:00:00Z", "PT10H", "2024-03-31T07:00:00Z", "office hours follow the wall: 08:30 is 07:30Z before and 06:30Z after")]
    [InlineData("America/Santiago", "22:00-06:00", "2024-04-07T01:00:00Z", "PT9H", "2024-04-07T10:00:00Z", "22:00 -03:00 to 06:00 -04:00; Saturday's last hour happens twice")]
    [InlineData("America/Santiago", "00:00-24:00", "2024-04-06T03:00:00Z", "PT25H", "2024-04-07T04:00:00Z", "Saturday has 25 hours, and midnight comes once")]
    [InlineData("America/Santiago", "22:00-06:00", "2024-09-08T02:00:00Z", "PT7H", "2024-09-08T09:00:00Z", "22:00 -04:00 to 06:00 -03:00; Sunday begins at 01:00")]
    [InlineData("America/Santiago", "00:00-24:00", "2024-09-08T04:00:00Z", "PT23H", "2024-09-09T03:00:00Z", "Sunday begins at 01:00 -03:00 and has 23 hours")]
    [InlineData("America/Santiago", "00:30-02:00", "2024-09-08T03:30:00Z", "PT30M", "2024-09-08T05:00:00Z", "00:30 does not exist and moves to 01:30; 02:00 closes")]
    [InlineData("Australia/Lord_Howe", "22:00-06:00", "2024-10-05T11:30:00Z", "PT7H30M", "2024-10-05T19:00:00Z", "half an hour is skipped: 22:00 +10:30 to 06:00 +11:00")]
    [InlineData("Australia/Lord_Howe", "22:00-06:00", "2024-04-06T11:00:00Z", "PT8H30M", "2024-04-06T19:30:00Z", "half an hour happens twice: 22:00 +11:00 to 06:00 +10:30")]
    [InlineData("Australia/Lord_Howe", "02:00-02:30", "2024-10-05T15:00:00Z", "PT30M", "2024-10-06T15:30:00Z", "skipped whole: it would open and close at 02:30; the next night's is there")]
    [InlineData("Australia/Lord_Howe", "01:30-02:00", "2024-04-06T14:00:00Z", "PT1H", "2024-04-06T15:30:00Z", "01:30 +11:00 opens, 02:00 +10:30 closes: the half hour counts twice")]
    public void A_budget_over_a_clock_change_ends_where_the_wall_says(string zone, string hours, string start, string budget, string due, string why) =>
        Assert.True(At(due) == Daily(zone, hours).Add(At(start), PeriodPattern.NormalizingIso.Parse(budget).Value.ToDuration()), $"{why}: {Daily(zone, hours).Add(At(start), PeriodPattern.NormalizingIso.Parse(budget).Value.ToDuration())}");

    /// <summary>Working days keep the wall time, not the hours.</summary>
    [Theory]
    [InlineData("Europe/Amsterdam", "2024-03-29T09:30:00Z", 2, WorkingDays.SameTime, "2024-03-31T08:30:00Z")]
    [InlineData("Europe/Amsterdam", "2024-03-29T09:30:00Z", 2, WorkingDays.EndOfDay, "2024-03-31T15:00:00Z")]
    [InlineData("Europe/Amsterdam", "2024-10-26T08:30:00Z", 1, WorkingDays.SameTime, "2024-10-27T09:30:00Z")]
    [InlineData("America/Santiago", "2024-09-07T14:30:00Z", 1, WorkingDays.SameTime, "2024-09-08T13:30:00Z")]
    [InlineData("Australia/Lord_Howe", "2024-10-05T00:00:00Z", 1, WorkingDays.SameTime, "2024-10-05T23:30:00Z")]
    public void A_promise_of_working_days_keeps_its_time_on_the_wall(string zone, string start, int days, WorkingDays reading, string due) =>
        Assert.Equal(At(due), Daily(zone, "08:30-17:00").AddWorkingDays(At(start), days, reading));

    [Fact]
    public void Around_the_clock_there_is_no_missing_minute_also_where_two_days_meet()
    {
        BusinessCalendar halves = BusinessCalendar.Compile(new CalendarDefinition
        {
            Id = "halves",
            Zone = "Europe/Amsterdam",
            Weekly = Enumerable.Range(1, 7).ToDictionary(
                day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpeningWindow>)[OpeningWindow.Parse("00:00", "12:00")!.Value, OpeningWindow.Parse("12:00", "24:00")!.Value]),
        }).OrThrow();

        Assert.Equal(At("2024-03-31T22:00:00Z"), halves.Add(At("2024-03-30T22:59:59Z"), Duration.FromHours(23) + Duration.FromSeconds(1)));
        Assert.True(halves.IsOpen(At("2024-03-30T23:00:00Z")));
        Assert.Equal(Duration.FromDays(366), halves.Between(At("2024-01-01T00:00:00Z"), At("2025-01-01T00:00:00Z")));
    }

    [Fact]
    public void A_night_shift_into_a_holiday_on_the_night_of_a_clock_change_ends_at_local_midnight()
    {
        BusinessCalendar calendar = Compile(Definition("Europe/Amsterdam", "22:00-06:00") with { Holidays = [new LocalDate(2024, 3, 31)] });

        // Two hours on Saturday evening, nothing on Sunday, six hours from Monday's midnight: the seven-hour night is no more than its two.
        Assert.Equal(At("2024-03-30T23:00:00Z"), calendar.Add(At("2024-03-30T21:00:00Z"), Duration.FromHours(2)));
        Assert.Equal(At("2024-03-31T23:00:00Z"), calendar.Add(At("2024-03-30T21:00:00Z"), Duration.FromHours(3)));
    }

    [Theory]
    [InlineData("2024-02-28T16:00:00Z", "2024-03-01T08:30:00Z")]
    [InlineData("2023-02-28T16:00:00Z", "2023-03-01T08:30:00Z")]
    [InlineData("2028-02-28T16:00:00Z", "2028-03-01T08:30:00Z")]
    [InlineData("2000-02-28T16:00:00Z", "2000-03-01T08:30:00Z")]
    [InlineData("2100-02-28T16:00:00Z", "2100-03-01T08:30:00Z")]
    public void A_yearly_holiday_on_29_February_is_there_in_leap_years_and_in_no_other(string start, string due) =>
        Assert.Equal(
            At(due),
            Compile(Definition("Europe/Amsterdam", "08:30-17:00") with { AnnualHolidays = [new AnnualMonthDay(2, 29)] }).Add(At(start), Duration.FromHours(1)));

    private static BusinessCalendar Daily(string zone, string hours) => Compile(Definition(zone, hours));

    private static CalendarDefinition Definition(string zone, string hours) => new()
    {
        Id = "daily",
        Zone = zone,
        Weekly = Enumerable.Range(1, 7).ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpeningWindow>)[OpeningWindow.Parse(hours[..5], hours[6..])!.Value]),
    };

    private static BusinessCalendar Compile(CalendarDefinition definition) => BusinessCalendar.Compile(definition).OrThrow();

    private static Instant At(string instant) => InstantPattern.General.Parse(instant).Value;
}
