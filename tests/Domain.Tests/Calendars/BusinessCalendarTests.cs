using Caseward.Domain.Calendars;
using NodaTime;

namespace Caseward.Domain.Tests.Calendars;

/// <summary>The rules that no worked example covers: what beats what, what is refused, what happens at the edges.</summary>
public sealed class BusinessCalendarTests
{
    private static readonly CalendarDefinition Office = Weekdays(new OpeningWindow(8 * 60, 17 * 60));

    public sealed class What_beats_what
    {
        private static readonly LocalDate Monday = new(2024, 6, 3);

        [Fact]
        public void A_holiday_closes_a_date_that_an_override_opens()
        {
            BusinessCalendar calendar = Compile(Office with
            {
                Holidays = [Monday],
                Overrides = new Dictionary<LocalDate, IReadOnlyList<OpeningWindow>> { [Monday] = [OpeningWindow.WholeDay] },
            });

            Assert.False(calendar.IsOpen(At(Monday, 12, 0)));
        }

        [Fact]
        public void An_override_without_windows_closes_its_date_but_not_the_tail_of_the_night_before()
        {
            BusinessCalendar calendar = Compile(Weekdays(new OpeningWindow(22 * 60, 6 * 60)) with
            {
                Overrides = new Dictionary<LocalDate, IReadOnlyList<OpeningWindow>> { [Monday.PlusDays(1)] = [] },
            });

            Assert.True(calendar.IsOpen(At(Monday.PlusDays(1), 5, 0)));
            Assert.False(calendar.IsOpen(At(Monday.PlusDays(1), 23, 0)));
        }

        [Fact]
        public void A_break_is_cut_out_of_an_override()
        {
            BusinessCalendar calendar = Compile(Office with
            {
                Overrides = new Dictionary<LocalDate, IReadOnlyList<OpeningWindow>> { [Monday] = [new OpeningWindow(600, 720)] },
                Breaks = [new Break(Monday.At(new LocalTime(10, 30)), Monday.At(new LocalTime(11, 0)))],
            });

            Assert.Equal(Duration.FromMinutes(90), calendar.Between(At(Monday, 0, 0), At(Monday, 23, 0)));
        }

        [Fact]
        public void A_yearly_holiday_on_29_February_closes_leap_years_only()
        {
            BusinessCalendar calendar = Compile(Office with { AnnualHolidays = [new AnnualMonthDay(2, 29)] });

            Assert.False(calendar.IsOpen(At(new LocalDate(2024, 2, 29), 12, 0)));
            Assert.True(calendar.IsOpen(At(new LocalDate(2023, 2, 28), 12, 0)));
            Assert.True(calendar.IsOpen(At(new LocalDate(2023, 3, 1), 12, 0)));
        }
    }

    public sealed class What_is_refused
    {
        [Fact]
        public void Everything_wrong_is_said_at_once()
        {
            CalendarCompilation result = BusinessCalendar.Compile(new CalendarDefinition
            {
                Id = "wrong",
                Zone = "Europe/Atlantis",
                Weekly = new Dictionary<IsoDayOfWeek, IReadOnlyList<OpeningWindow>> { [IsoDayOfWeek.Tuesday] = [new OpeningWindow(540, 720), new OpeningWindow(700, 800)] },
                AnnualHolidays = [new AnnualMonthDay(4, 31)],
                Closures = [new Closure(new LocalDate(2024, 9, 8), new LocalDate(2024, 8, 19))],
            });

            Assert.True(result.IsRefused);
            Assert.Equal(
                [("calendar.bad-time-zone", "/zone"), ("calendar.bad-window", "/weekly/tue/1"), ("calendar.bad-range", "/annualHolidays/0"), ("calendar.bad-range", "/closures/0")],
                result.Errors.Select(error => (error.Code, error.Where)));
        }

        [Fact]
        public void A_calendar_that_opens_on_one_leap_day_only() =>
            AssertNeverOpen(Office with
            {
                AnnualHolidays = [.. Enumerable.Range(1, 12).SelectMany(month => Enumerable.Range(1, CalendarSystem.Iso.GetDaysInMonth(2000, month))
                    .Select(day => new AnnualMonthDay(month, day))).Where(day => day != new AnnualMonthDay(2, 29))],
            });

        [Fact]
        public void A_closing_of_more_than_a_year_however_it_is_put_together() =>
            AssertNeverOpen(Office with
            {
                Closures = [new Closure(new LocalDate(2030, 1, 1), new LocalDate(2030, 6, 30))],
                Breaks = [new Break(new LocalDateTime(2030, 7, 1, 0, 0), new LocalDateTime(2030, 12, 31, 23, 0))],
                Holidays = [.. Enumerable.Range(0, 10).Select(day => new LocalDate(2031, 1, 1).PlusDays(day))],
            });

        [Fact]
        public void A_closing_of_a_year_less_a_day_is_taken() =>
            Assert.False(BusinessCalendar.Compile(Office with
            {
                Closures = [new Closure(new LocalDate(2030, 1, 1), new LocalDate(2030, 12, 29))],
            }).IsRefused);

        [Theory]
        [InlineData("24:00", "25:00")]
        [InlineData("24:00", "24:00")]
        [InlineData("9:00", "17:00")]
        [InlineData("09:00", "17:60")]
        [InlineData("09:00", "24:01")]
        [InlineData("", "17:00")]
        [InlineData("09:00:00", "17:00")]
        [InlineData("٠٩:00", "17:00")]
        public void Times_that_are_not_on_a_clock_are_no_window(string open, string close) => Assert.Null(OpeningWindow.Parse(open, close));

        [Fact]
        public void Times_before_1900_or_after_2999_are_out_of_range()
        {
            BusinessCalendar calendar = Compile(Office);

            Assert.Throws<ArgumentOutOfRangeException>(() => calendar.NextOpen(Instant.MinValue));
            Assert.Throws<ArgumentOutOfRangeException>(() => calendar.Add(At(new LocalDate(2024, 1, 1), 0, 0), Duration.FromDays(1_000_000)));
            Assert.Throws<ArgumentOutOfRangeException>(() => calendar.AddWorkingDays(At(new LocalDate(2024, 1, 1), 0, 0), int.MaxValue, WorkingDays.EndOfDay));
        }

        private static void AssertNeverOpen(CalendarDefinition definition) =>
            Assert.Equal("calendar.never-open", Assert.Single(BusinessCalendar.Compile(definition).Errors).Code);
    }

    public sealed class Working_days_of_zero
    {
        [Fact]
        public void End_today_when_today_has_not_closed() =>
            Assert.Equal(At(new LocalDate(2024, 6, 3), 17, 0), Compile(Office).AddWorkingDays(At(new LocalDate(2024, 6, 3), 7, 0), 0, WorkingDays.EndOfDay));

        [Fact]
        public void End_on_the_next_working_date_after_closing() =>
            Assert.Equal(At(new LocalDate(2024, 6, 10), 17, 0), Compile(Office).AddWorkingDays(At(new LocalDate(2024, 6, 7), 17, 1), 0, WorkingDays.EndOfDay));
    }

    public sealed class An_always_open_calendar
    {
        private static readonly LocalDate Christmas = new(2024, 12, 25);

        [Fact]
        public void Has_one_segment_without_an_end() =>
            Assert.Equal([new Interval(At(Christmas, 0, 0), null)], Compile(Around()).Segments(At(Christmas, 0, 0)));

        [Fact]
        public void Has_its_last_end_at_its_last_holiday() =>
            Assert.Equal(
                [new Interval(At(new LocalDate(2020, 1, 1), 0, 0), At(Christmas, 0, 0)), new Interval(At(Christmas.PlusDays(1), 0, 0), null)],
                Compile(Around() with { Holidays = [Christmas] }).Segments(At(new LocalDate(2020, 1, 1), 0, 0)));

        [Fact]
        public void Counts_every_second_of_a_day_with_a_clock_change() =>
            Assert.Equal(Duration.FromHours(25), Compile(Around()).Between(At(new LocalDate(2024, 10, 27), 0, 0), At(new LocalDate(2024, 10, 28), 0, 0)));

        private static CalendarDefinition Around() => Office with
        {
            Weekly = Enumerable.Range(1, 7).ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpeningWindow>)[OpeningWindow.WholeDay]),
        };
    }

    public sealed class Pauses
    {
        private static readonly LocalDate Monday = new(2024, 6, 3);

        [Fact]
        public void A_zero_budget_inside_a_pause_is_due_when_the_pause_ends() =>
            Assert.Equal(At(Monday, 11, 0), Compile(Office).Add(At(Monday, 10, 0), Duration.Zero, [new Interval(At(Monday, 9, 0), At(Monday, 11, 0))]));

        [Fact]
        public void Overlapping_pauses_count_once_in_whatever_order_they_come() =>
            Assert.Equal(
                At(Monday, 15, 0),
                Compile(Office).Add(At(Monday, 9, 0), Duration.FromHours(3), [new Interval(At(Monday, 11, 0), At(Monday, 13, 0)), new Interval(At(Monday, 10, 0), At(Monday, 12, 0))]));

        [Fact]
        public void A_clock_that_is_paused_now_has_no_due_time_unless_it_came_before()
        {
            var open = new Interval(At(Monday, 11, 0), null);

            Assert.Equal(At(Monday, 11, 0), Compile(Office).Add(At(Monday, 10, 0), Duration.FromHours(1), [open]));
            Assert.Throws<ArgumentException>(() => Compile(Office).Add(At(Monday, 10, 0), Duration.FromHours(2), [open]));
            Assert.Equal(Duration.FromHours(1), Compile(Office).Between(At(Monday, 10, 0), At(Monday, 17, 0), [open]));
        }
    }

    [Fact]
    public void A_date_that_a_zone_skipped_has_no_hours()
    {
        DateTimeZone apia = DateTimeZoneProviders.Tzdb["Pacific/Apia"];
        BusinessCalendar calendar = Compile(Office with { Zone = apia.Id });

        Assert.Equal(
            [new LocalDate(2011, 12, 29), new LocalDate(2012, 1, 2)],
            calendar.Segments(BusinessCalendar.Resolve(new LocalDateTime(2011, 12, 29, 0, 0), apia)).Take(2).Select(segment => segment.Start.InZone(apia).Date));
    }

    [Fact]
    public void Threads_that_touch_a_calendar_for_the_first_time_agree()
    {
        BusinessCalendar calendar = Compile(Office);
        Instant start = At(new LocalDate(1980, 1, 1), 0, 0);
        var due = new Instant[8];

        Parallel.For(0, due.Length, i => due[i] = calendar.Add(start, Duration.FromHours(100_000)));

        Assert.Single(due.Distinct());
    }

    private static CalendarDefinition Weekdays(params OpeningWindow[] windows) => new()
    {
        Id = "office",
        Zone = "Europe/Amsterdam",
        Weekly = Enumerable.Range(1, 5).ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpeningWindow>)windows),
    };

    private static BusinessCalendar Compile(CalendarDefinition definition) => BusinessCalendar.Compile(definition).OrThrow();

    private static Instant At(LocalDate date, int hour, int minute) =>
        BusinessCalendar.Resolve(date.At(new LocalTime(hour, minute)), DateTimeZoneProviders.Tzdb["Europe/Amsterdam"]);
}
