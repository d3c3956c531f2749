using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using Caseward.Domain.Explanations;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Explanations;

/// <summary>Every reason for which time does not count, in one week; and a clock that runs for decades.</summary>
public sealed class ClockSegmentsTests
{
    private static readonly CalendarDefinition Week = new()
    {
        Id = "week",
        Zone = "Europe/Amsterdam",
        Weekly = Enumerable.Range(1, 5).ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpeningWindow>)[new OpeningWindow(9 * 60, 17 * 60)]),
        Holidays = [new LocalDate(2024, 8, 14)],
        AnnualHolidays = [new AnnualMonthDay(8, 15)],
        Closures = [new Closure(new LocalDate(2024, 8, 16), new LocalDate(2024, 8, 17))],
        Breaks = [new Break(new LocalDateTime(2024, 8, 12, 12, 0), new LocalDateTime(2024, 8, 12, 12, 30)), new Break(new LocalDateTime(2024, 8, 12, 16, 0), new LocalDateTime(2024, 8, 12, 18, 0))],
        Overrides = new Dictionary<LocalDate, IReadOnlyList<OpeningWindow>> { [new LocalDate(2024, 8, 13)] = [new OpeningWindow(10 * 60, 11 * 60)] },
    };

    [Fact]
    public void Each_stretch_says_what_closed_it()
    {
        Instant start = CaseScenario.Local("2024-08-12T08:00");
        var segments = new ClockSegments(BusinessCalendar.Compile(Week).OrThrow(), [], [], null, start + Duration.FromDays(30));

        Assert.Equal(
            [
                "Mon 12 Aug 08:00 - Mon 12 Aug 09:00 OutsideHours",
                "Mon 12 Aug 09:00 - Mon 12 Aug 12:00 Counted 180 min",
                "Mon 12 Aug 12:00 - Mon 12 Aug 12:30 Break",
                "Mon 12 Aug 12:30 - Mon 12 Aug 16:00 Counted 210 min",
                "Mon 12 Aug 16:00 - Mon 12 Aug 18:00 Break",
                "Mon 12 Aug 18:00 - Tue 13 Aug 00:00 OutsideHours",
                "Tue 13 Aug 00:00 - Tue 13 Aug 10:00 Override (2024-08-13)",
                "Tue 13 Aug 10:00 - Tue 13 Aug 11:00 Counted 60 min",
                "Tue 13 Aug 11:00 - Wed 14 Aug 00:00 Override (2024-08-13)",
                "Wed 14 Aug 00:00 - Thu 15 Aug 00:00 Holiday (2024-08-14)",
                "Thu 15 Aug 00:00 - Fri 16 Aug 00:00 Holiday (2024-08-15)",
                "Fri 16 Aug 00:00 - Sun 18 Aug 00:00 Closure (2024-08-16/2024-08-17)",
                "Sun 18 Aug 00:00 - Mon 19 Aug 00:00 Weekend",
                "Mon 19 Aug 00:00 - Mon 19 Aug 09:00 OutsideHours",
                "Mon 19 Aug 09:00 - Mon 19 Aug 10:00 Counted 60 min",
            ],
            Explained.Lines(segments.Between(start, CaseScenario.Local("2024-08-19T10:00"), out _)));
    }

    [Fact]
    public void Decades_are_told_in_some_thousand_segments_that_add_up()
    {
        BusinessCalendar calendar = BusinessCalendar.Compile(Week).OrThrow();
        Instant start = CaseScenario.Local("2024-08-12T08:00");
        Instant end = start + Duration.FromDays(40 * 365);

        IReadOnlyList<TimeSegment> told = new ClockSegments(calendar, [], [], null, start + Duration.FromDays(1000)).Between(start, end, out bool isSummarised);

        Assert.True(isSummarised);
        Assert.InRange(told.Count, ClockSegments.MostInDetail + ClockSegments.MostWeeks, ClockSegments.MostInDetail + ClockSegments.MostWeeks + 3);
        Assert.Equal(calendar.Between(start, end), told.Aggregate(Duration.Zero, (sum, segment) => sum + segment.Counted));
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Equal((start, end), (told[0].From, told[^1].To));
        Assert.Contains(told, segment => segment.From == start + Duration.FromDays(1000) && segment.IsAhead);
    }

    [Fact]
    public void Nobody_counts_more_working_days_than_are_told()
    {
        var clock = new ClockLedger { Name = ClockName.Resolution, Generation = 1, StartedAt = CaseScenario.Local("2024-08-12T08:00"), Budget = Budget.Of(2_000, WorkingDays.EndOfDay) };
        BusinessCalendar calendar = BusinessCalendar.Compile(Week).OrThrow();

        IReadOnlyList<WorkingDayCount> told = WorkingDayCount.Of(clock.StartedAt, clock.Budget.WorkingDays!.Value, calendar, []);

        Assert.Equal(WorkingDayCount.MostDates, told.Count);
        Assert.Equal(
            [(0, TimeReason.Counted), (1, TimeReason.Counted), (null, TimeReason.Holiday), (null, TimeReason.Holiday), (null, TimeReason.Closure), (null, TimeReason.Closure), (null, TimeReason.Weekend), (2, TimeReason.Counted)],
            told.Take(8).Select(day => (day.Number, day.Reason)));
    }
}
