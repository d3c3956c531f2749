using Caseward.Domain.Calendars;
using Caseward.Domain.Calendars.HolidayFeed;
using NodaTime;

namespace Caseward.Domain.Tests.Calendars;

/// <summary>
/// Holiday feeds as governments and calendar programs write them. Each row is the inside of one entry, and the dates it closes in 2024 to 2029, written
/// as month and day where the year is plain; a code where the entry is refused.
/// </summary>
public sealed class HolidayFeedTests
{
    private static readonly LocalDate From = new(2024, 1, 1);
    private static readonly LocalDate To = new(2029, 12, 31);

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20261225", "2026-12-25", "no end is one day")]
    [InlineData("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261226", "2026-12-25", "the end is not included")]
    [InlineData("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261225", "2026-12-25", "the same date twice is one day, as many feeds write it")]
    [InlineData("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261228", "2026-12-25 2026-12-26 2026-12-27", "several days")]
    [InlineData("DTSTART;VALUE=DATE:20261231|DTEND;VALUE=DATE:20270102", "2026-12-31 2027-01-01", "over the year")]
    [InlineData("DTSTART;VALUE=DATE:20261225|DURATION:P2D", "2026-12-25 2026-12-26", "a duration in days")]
    [InlineData("DTSTART;VALUE=DATE:20260720|DURATION:P1W", "2026-07-20 2026-07-21 2026-07-22 2026-07-23 2026-07-24 2026-07-25 2026-07-26", "a duration in weeks")]
    [InlineData("DTSTART:20261225", "2026-12-25", "a date without its VALUE")]
    [InlineData("DTSTART:20261225T000000|DTEND:20261226T000000", "2026-12-25", "midnight to midnight without a zone is a date")]
    [InlineData("DTSTART;TZID=\"W. Europe Standard Time\":20261225T000000|DTEND;TZID=\"W. Europe Standard Time\":20261227T000000", "2026-12-25 2026-12-26", "midnight to midnight in its own zone is dates")]
    [InlineData("DTSTART:20261225T000000Z|DTEND:20261226T000000Z", "feed.time-of-day", "midnight in UTC is midnight in few places")]
    [InlineData("DTSTART:20261224T140000|DTEND:20261224T170000", "feed.time-of-day", "a part of a day is no holiday")]
    [InlineData("DTSTART;TZID=Europe/Amsterdam:20261225T020000", "feed.time-of-day", "an entry set to 02:00 says no date")]
    [InlineData("DTSTART:20261225T000000|DTEND:20261225T235959", "feed.time-of-day", "a second short of midnight is a time of day")]
    [InlineData("DTSTART;VALUE=DATE:20260229", "feed.bad-date", "a date that does not exist")]
    [InlineData("DTSTART;VALUE=DATE:2026-12-25", "feed.bad-date", "a date written otherwise")]
    [InlineData("DTSTART;VALUE=DATE:00010101", "feed.bad-date", "a year that nobody reckons in")]
    [InlineData("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261224", "feed.bad-date", "it ends before it starts")]
    [InlineData("DTSTART;VALUE=DATE:20261225|DURATION:PT12H", "feed.bad-date", "a duration in hours")]
    [InlineData("DTSTART;VALUE=DATE:20260101|DTEND;VALUE=DATE:20280101", "feed.too-large", "two years in one entry")]
    [InlineData("DTSTART;VALUE=DATE:20261225|DURATION:P613566757W", "feed.bad-date", "a duration in more weeks than days can be counted")]
    [InlineData("UID:x", "feed.bad-date", "no start at all")]
    [InlineData("DTSTART;VALUE=DATE:20261225|this line says nothing", "feed.not-icalendar", "a broken line")]

    [InlineData("DTSTART;VALUE=DATE:20201225|RRULE:FREQ=YEARLY", "2024-12-25 2025-12-25 2026-12-25 2027-12-25 2028-12-25 2029-12-25", "every year, from before the range on")]
    [InlineData("DTSTART;VALUE=DATE:20201225|RRULE:FREQ=YEARLY;INTERVAL=4", "2024-12-25 2028-12-25", "every fourth year")]
    [InlineData("DTSTART;VALUE=DATE:20211225|RRULE:FREQ=YEARLY;INTERVAL=4", "2025-12-25 2029-12-25", "every fourth year, counted from its start")]
    [InlineData("DTSTART;VALUE=DATE:20231225|RRULE:FREQ=YEARLY;COUNT=3", "2024-12-25 2025-12-25", "three times, the start among them")]
    [InlineData("DTSTART;VALUE=DATE:20231225|RRULE:FREQ=YEARLY;UNTIL=20251225", "2024-12-25 2025-12-25", "the last date is included")]
    [InlineData("DTSTART;VALUE=DATE:20231225|RRULE:FREQ=YEARLY;UNTIL=20251224T235959Z", "2024-12-25", "until the day before")]
    [InlineData("DTSTART;VALUE=DATE:20240229|RRULE:FREQ=YEARLY", "2024-02-29 2028-02-29", "29 February is in leap years only")]
    [InlineData("DTSTART;VALUE=DATE:20240427|RRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=27", "2024-04-27 2025-04-27 2026-04-27 2027-04-27 2028-04-27 2029-04-27", "a day of a month")]
    [InlineData("DTSTART;VALUE=DATE:20241128|RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2024-11-28 2025-11-27 2026-11-26 2027-11-25 2028-11-23 2029-11-22", "the fourth Thursday of November: Thanksgiving")]
    [InlineData("DTSTART;VALUE=DATE:20240527|RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", "2024-05-27 2025-05-26 2026-05-25 2027-05-31 2028-05-29 2029-05-28", "the last Monday of May")]
    [InlineData("DTSTART;VALUE=DATE:20240527|RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=MO;BYSETPOS=-1;WKST=SU", "2024-05-27 2025-05-26 2026-05-25 2027-05-31 2028-05-29 2029-05-28", "the same, said otherwise")]
    [InlineData("DTSTART;VALUE=DATE:20241105|RRULE:FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "2024-11-05 2028-11-07", "the Tuesday after the first Monday: election day")]
    [InlineData("DTSTART;VALUE=DATE:20240101|RRULE:FREQ=YEARLY;BYMONTH=1,7;COUNT=4", "2024-01-01 2024-07-01 2025-01-01 2025-07-01", "twice a year")]
    [InlineData("DTSTART;VALUE=DATE:20241231|RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1;COUNT=2", "2024-12-31 2025-12-31", "the last day of December")]
    [InlineData("DTSTART;VALUE=DATE:20240513|RRULE:FREQ=YEARLY;BYDAY=20MO;COUNT=2", "2024-05-13 2025-05-19", "the twentieth Monday of the year")]
    [InlineData("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261227|RRULE:FREQ=YEARLY;COUNT=2", "2026-12-25 2026-12-26 2027-12-25 2027-12-26", "two days every year")]
    [InlineData("DTSTART;VALUE=DATE:20231231|DTEND;VALUE=DATE:20240103|RRULE:FREQ=YEARLY;COUNT=1", "2024-01-01 2024-01-02", "what reaches into the range")]
    [InlineData("DTSTART;VALUE=DATE:20241225|RRULE:FREQ=YEARLY;COUNT=4|EXDATE;VALUE=DATE:20251225,20261225", "2024-12-25 2027-12-25", "dates that are taken out count, but are not there")]
    [InlineData("DTSTART;VALUE=DATE:20241225|EXDATE:20241225T000000", "", "an exception with a time of day takes its date out")]
    [InlineData("DTSTART;VALUE=DATE:20240329|RDATE;VALUE=DATE:20250418,20260403", "2024-03-29 2025-04-18 2026-04-03", "further dates: Good Friday")]
    [InlineData("DTSTART;VALUE=DATE:20241225|RDATE;VALUE=PERIOD:20251225T000000/P1D", "feed.bad-date", "periods are not read")]
    [InlineData("DTSTART;VALUE=DATE:20241225|RRULE:FREQ=WEEKLY", "feed.bad-rule", "no holiday is weekly")]
    [InlineData("DTSTART;VALUE=DATE:20241225|RRULE:FREQ=YEARLY;BYWEEKNO=20", "feed.bad-rule", "weeks of the year")]
    [InlineData("DTSTART;VALUE=DATE:20241225|RRULE:FREQ=YEARLY;BYMONTH=13", "feed.bad-rule", "a thirteenth month")]
    [InlineData("DTSTART;VALUE=DATE:20241225|RRULE:FREQ=YEARLY;BYDAY=XX", "feed.bad-rule", "no weekday")]
    [InlineData("DTSTART;VALUE=DATE:20241225|RRULE:FREQ=YEARLY;COUNT=0", "feed.bad-rule", "no times")]
    [InlineData("DTSTART;VALUE=DATE:20241225|RRULE:FREQ=YEARLY;COUNT=2;UNTIL=20300101", "feed.bad-rule", "two ends")]
    [InlineData("DTSTART;VALUE=DATE:20241225|RRULE:BYMONTH=12", "feed.bad-rule", "no frequency")]
    [InlineData("DTSTART;VALUE=DATE:20241225|STATUS:CANCELLED", "", "withdrawn")]
    [InlineData("DTSTART;VALUE=DATE:20301225", "", "after the range")]
    public void An_entry_closes_what_it_says_or_is_told_as_unreadable(string inside, string expected, string why)
    {
        HolidayFeedReading reading = Read(Event(inside));

        string found = reading.Unreadable.Count > 0 ? Assert.Single(reading.Unreadable).Code : string.Join(' ', reading.Holidays.Select(holiday => $"{holiday.Date:uuuu-MM-dd}"));
        Assert.True(expected == found, $"{why}: {found} {reading.Refused} {string.Join(' ', reading.Unreadable)}");
        Assert.True(reading.Unreadable.Count == 0 || reading.Holidays.Count == 0);
    }

    [Fact]
    public void A_date_of_a_series_that_was_moved_or_withdrawn_is_where_it_was_moved_to_also_when_that_is_written_first()
    {
        HolidayFeedReading reading = Read(
            Event("UID:king|RECURRENCE-ID;VALUE=DATE:20250427|DTSTART;VALUE=DATE:20250426|SUMMARY:Koningsdag (zaterdag)")
            + Event("UID:king|DTSTART;VALUE=DATE:20240427|RRULE:FREQ=YEARLY;COUNT=4|SUMMARY:Koningsdag")
            + Event("UID:king|RECURRENCE-ID:20260427T000000|DTSTART;VALUE=DATE:20260427|STATUS:CANCELLED"));

        Assert.Equal(
            [(new LocalDate(2024, 4, 27), "Koningsdag"), (new LocalDate(2025, 4, 26), "Koningsdag (zaterdag)"), (new LocalDate(2027, 4, 27), "Koningsdag")],
            reading.Holidays.Select(holiday => (holiday.Date, holiday.Name)));
        Assert.Equal(1, reading.Cancelled);
    }

    [Fact]
    public void The_latest_writing_of_an_entry_holds() =>
        Assert.Equal(
            [new LocalDate(2026, 5, 5)],
            Read(Event("UID:a|DTSTART;VALUE=DATE:20260504|SEQUENCE:1") + Event("UID:a|DTSTART;VALUE=DATE:20260505|SEQUENCE:2")).Holidays.Select(holiday => holiday.Date));

    [Fact]
    public void A_change_of_a_date_and_all_that_follow_is_told_as_unreadable() =>
        Assert.Equal(FeedCodes.BadRule, Assert.Single(Read(Event("UID:a|RECURRENCE-ID;RANGE=THISANDFUTURE:20260504|DTSTART;VALUE=DATE:20260505")).Unreadable).Code);

    [Fact]
    public void A_date_that_two_entries_close_is_there_once() =>
        Assert.Single(Read(Event("UID:a|DTSTART;VALUE=DATE:20260501|SUMMARY:Labour Day") + Event("UID:b|DTSTART;VALUE=DATE:20260501|SUMMARY:May Day")).Holidays);

    [Theory]
    [InlineData("SUMMARY:Second\r\n  Christmas\r\n\t Day", "Second Christmas Day")]
    [InlineData("SUMMARY:Peace\\, love\\; and\\nquiet", "Peace, love; and quiet")]
    [InlineData("SUMMARY:A \\\\n back\\\\slash", "A \\n back\\slash")]
    [InlineData("SUMMARY;LANGUAGE=es;X-NOTE=\"a:b;c\":Navidad", "Navidad")]
    [InlineData("SUMMARY:turned\u202Eround\u0007", "turnedround")]
    [InlineData("SUMMARY:nul\u0000l", "nul l")]
    [InlineData("SUMMARY:", "Holiday")]
    [InlineData("DESCRIPTION:no name", "Holiday")]
    [InlineData("summary:lower case", "lower case")]
    [InlineData("SUMMARY:Mine\r\nBEGIN:VALARM\r\nSUMMARY:The alarm's\r\nDTSTART:19990101\r\nEND:VALARM", "Mine")]
    public void A_name_is_read_on_one_line(string lines, string name) =>
        Assert.Equal(name, Assert.Single(Read($"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\n{lines}\r\nEND:VEVENT\r\n").Holidays).Name);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_may_end_as_they_do_anywhere(string end) =>
        Assert.Equal(new LocalDate(2026, 12, 25), Assert.Single(HolidayFeedReader.Read(File("\uFEFF", Event("DTSTART;VALUE=DATE:20261225")).Replace("\r\n", end, StringComparison.Ordinal), From, To).Holidays).Date);

    [Fact]
    public void Zones_to_dos_and_what_the_feed_adds_are_passed_over() =>
        Assert.Single(Read("X-WR-CALNAME:Feestdagen\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
            + "BEGIN:VTODO\r\nDTSTART;VALUE=DATE:20260101\r\nEND:VTODO\r\n" + Event("DTSTART;VALUE=DATE:20261225")).Holidays);

    [Fact]
    public void What_cannot_be_read_is_told_with_its_line_and_name_and_the_rest_is_taken()
    {
        HolidayFeedReading reading = Read(Event("DTSTART;VALUE=DATE:20261225") + Event("SUMMARY:Half day|DTSTART:20261224T140000Z"));

        FeedProblem problem = Assert.Single(reading.Unreadable);
        Assert.Equal((6, "Half day"), (problem.Line, problem.Name));
        Assert.Contains("20261224T140000Z", problem.Message, StringComparison.Ordinal);
        Assert.Single(reading.Holidays);
    }

    [Theory]
    [InlineData("", 1, FeedCodes.NotCalendar)]
    [InlineData("<html>", 1, FeedCodes.NotCalendar)]
    [InlineData("\r\n\r\n{ \"a\": 1 }", 3, FeedCodes.NotCalendar)]
    [InlineData("BEGIN:VEVENT\r\nEND:VEVENT", 1, FeedCodes.NotCalendar)]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261225", 3, FeedCodes.NotCalendar)]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR", 3, FeedCodes.NotCalendar)]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VCALENDAR", 2, FeedCodes.NotCalendar)]
    [InlineData("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nDTSTART:20261225", 3, FeedCodes.NotCalendar)]
    public void What_is_no_calendar_is_refused_as_a_whole_with_the_line(string text, int line, string code)
    {
        FeedProblem? refused = HolidayFeedReader.Read(text, From, To).Refused;

        Assert.Equal((line, code), (refused!.Line, refused.Code));
    }

    [Fact]
    public void What_is_too_large_is_refused_as_a_whole()
    {
        string[] tooLarge =
        [
            new string(' ', HolidayFeedReader.MaxLength + 1),
            File("", $"X:{new string('x', 20_000)}\r\n"),
            File("", string.Concat(Enumerable.Repeat("BEGIN:VEVENT\r\nDTSTART:20261225\r\nEND:VEVENT\r\n", 2_001))),
            File("", string.Concat(Enumerable.Range(1, 20).Select(_ => "BEGIN:X\r\n"))),
        ];

        Assert.All(tooLarge, text => Assert.NotNull(HolidayFeedReader.Read(text, From, To).Refused));
    }

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:19000101|DURATION:P366D|RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", 300)]
    [InlineData("DTSTART;VALUE=DATE:19000101|RRULE:FREQ=YEARLY;COUNT=10000", 2_000)]
    public void Few_entries_that_stand_for_very_many_dates_are_refused(string inside, int entries)
    {
        string events = string.Concat(Enumerable.Range(1, entries).Select(number => Event($"UID:{number}|{inside}")));

        Assert.Equal("feed.too-large", HolidayFeedReader.Read(File("", events), new LocalDate(2026, 1, 1), new LocalDate(2045, 12, 31)).Refused?.Code);
    }

    [Fact]
    public void A_reading_that_nobody_waits_for_ends() =>
        Assert.Throws<OperationCanceledException>(() => HolidayFeedReader.Read(File("", Event("DTSTART;VALUE=DATE:20261225")), From, To, new CancellationToken(canceled: true)));

    [Fact]
    public void Adding_a_feed_twice_changes_nothing_the_second_time_and_keeps_what_was_written_by_hand()
    {
        var calendar = new CalendarDefinition
        {
            Id = "office",
            Zone = "Europe/Amsterdam",
            Weekly = Enumerable.Range(1, 5).ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpeningWindow>)[new OpeningWindow(510, 1020)]),
            Holidays = [new LocalDate(2026, 12, 26), new LocalDate(2026, 6, 1)],
            AnnualHolidays = [new AnnualMonthDay(1, 1)],
            Closures = [new Closure(new LocalDate(2026, 7, 20), new LocalDate(2026, 7, 31))],
            HolidayNames = new Dictionary<LocalDate, string> { [new LocalDate(2026, 6, 1)] = "Foundation day" },
        };
        HolidayFeedReading feed = Read(
            Event("UID:a|SUMMARY:Christmas|DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261227")
            + Event("UID:b|SUMMARY:New Year|DTSTART;VALUE=DATE:20260101") + Event("UID:c|SUMMARY:Summer|DTSTART;VALUE=DATE:20260722"));

        HolidayImport first = HolidayImport.Of(calendar, feed);
        HolidayImport second = HolidayImport.Of(first.Definition, feed);

        Assert.Equal([new FeedHoliday(new LocalDate(2026, 12, 25), "Christmas")], first.New);
        Assert.Equal([new(2026, 1, 1), new(2026, 7, 22), new LocalDate(2026, 12, 26)], first.Known.Select(holiday => holiday.Date));
        Assert.Equal([new LocalDate(2026, 6, 1), new(2026, 12, 25), new(2026, 12, 26)], first.Definition.Holidays);
        Assert.Equal("Foundation day", first.Definition.HolidayNames[new LocalDate(2026, 6, 1)]);
        Assert.Equal("Christmas", first.Definition.HolidayNames[new LocalDate(2026, 12, 26)]);
        Assert.Empty(first.Errors);
        Assert.Empty(second.New);
        Assert.Equal(first.Definition.Holidays, second.Definition.Holidays);
    }

    [Fact]
    public void A_feed_that_would_leave_a_calendar_closed_for_more_than_a_year_says_so()
    {
        var sundays = new CalendarDefinition
        {
            Id = "sundays",
            Zone = "Europe/Amsterdam",
            Weekly = new Dictionary<IsoDayOfWeek, IReadOnlyList<OpeningWindow>> { [IsoDayOfWeek.Sunday] = [OpeningWindow.WholeDay] },
        };

        Assert.Equal(
            CalendarCodes.NeverOpen,
            Assert.Single(HolidayImport.Of(sundays, Read(Event("DTSTART;VALUE=DATE:20260101|DTEND;VALUE=DATE:20261231") + Event("UID:b|DTSTART;VALUE=DATE:20261201|DTEND;VALUE=DATE:20270301"))).Errors).Code);
    }

    private static HolidayFeedReading Read(string events) => HolidayFeedReader.Read(File("", events), From, To);

    private static string File(string before, string events) => $"{before}BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n";

    private static string Event(string inside) => $"BEGIN:VEVENT\r\n{inside.Replace("|", "\r\n", StringComparison.Ordinal)}\r\nEND:VEVENT\r\n";
}
