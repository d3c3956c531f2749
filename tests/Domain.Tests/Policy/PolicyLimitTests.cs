using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Policy;

/// <summary>What bounds the work of a check, whatever a document says, and what would never fall due (rule K8).</summary>
public sealed class PolicyLimitTests
{
    private static readonly PolicyDocument Default = TestPolicies.Default.Document;

    private static readonly CalendarDefinition Office = Default.Calendars[0];

    [Theory]
    [InlineData(24, null)]
    [InlineData(25, "/calendars/1/weekly/mon")]
    public void A_day_has_at_most_twenty_four_windows(int windows, string? refused)
    {
        PolicyReading reading = PolicyReader.Check(Default with { Calendars = [Office, Hours("many", windows)] });

        Assert.Equal(refused is null ? [] : [(refused, PolicyCodes.TooLarge)], Errors(reading));
    }

    [Fact]
    public void An_override_has_no_more_windows_than_a_weekday()
    {
        var overrides = new Dictionary<LocalDate, IReadOnlyList<OpeningWindow>> { [new LocalDate(2026, 12, 24)] = [.. Windows(25)] };

        Assert.Equal([("/calendars/0/overrides/2026-12-24", PolicyCodes.TooLarge)], Errors(PolicyReader.Check(Default with { Calendars = [Office with { Overrides = overrides }] })));
    }

    [Fact]
    public void Calendars_with_exceptions_in_every_year_of_a_millennium_are_refused_before_they_are_worked_out()
    {
        LocalDate[] holidays = [.. Enumerable.Range(1900, 1_000).Select(year => new LocalDate(year, 6, 1))];
        CalendarDefinition[] many = [.. Enumerable.Range(1, 20).Select(number => Hours($"many-{number}", 24) with { Holidays = holidays })];

        PolicyReading reading = PolicyReader.Check(Default with { Calendars = [Office, .. many] });

        Assert.Equal([("/calendars", PolicyCodes.TooLarge)], Errors(reading));
    }

    [Fact]
    public void Blackouts_that_make_many_calendars_out_of_one_with_many_windows_are_refused()
    {
        Blackout[] blackouts = [.. Enumerable.Range(1, 200).Select(number => new Blackout
        {
            Id = $"b{number}",
            From = new LocalDate(2000 + number, 5, 1),
            To = new LocalDate(2000 + number, 5, 2),
            Affects = [BlackoutScope.LeadTime, BlackoutScope.ResponseClock],
            Levels = [$"l{number % 17}"],
            Departments = [$"d{number % 20}"],
        })];

        PolicyReading reading = PolicyReader.Check(Default with
        {
            Calendars = [Office, Hours("many", 24)],
            Levels = [.. Default.Levels, .. Enumerable.Range(0, 17).Select(number => new ServiceLevel { Id = $"l{number}", Calendar = "many" })],
            Departments = [.. Default.Departments, .. Enumerable.Range(0, 20).Select(number => Default.Departments[0] with { Id = $"d{number}", Calendar = "many" })],
            Blackouts = blackouts,
        });

        Assert.Equal([PolicyCodes.TooLarge], reading.Errors.Select(error => error.Code));
    }

    [Fact]
    public void Departments_queues_and_levels_that_all_differ_are_refused_when_nobody_can_look_at_every_combination()
    {
        Blackout[] blackouts = [.. Enumerable.Range(0, 80).Select(number => new Blackout
        {
            Id = $"b{number}",
            From = new LocalDate(2026, 5, 1),
            To = new LocalDate(2026, 5, 2),
            Affects = [BlackoutScope.LeadTime],
            Queues = [$"q{number}"],
            Levels = [$"l{number % 18}"],
            Departments = [$"d{number % 18}"],
        })];

        PolicyReading reading = PolicyReader.Check(Default with
        {
            Levels = [.. Default.Levels, .. Enumerable.Range(0, 18).Select(number => new ServiceLevel { Id = $"l{number}" })],
            Departments = [.. Default.Departments, .. Enumerable.Range(0, 18).Select(number => Default.Departments[0] with { Id = $"d{number}" })],
            Queues = [.. Default.Queues, .. Enumerable.Range(0, 80).Select(number => Default.Queues[0] with { Id = $"q{number}" })],
            Blackouts = blackouts,
        });

        Assert.Equal([("/blackouts", PolicyCodes.TooLarge)], Errors(reading));
    }

    [Fact]
    public void A_list_that_is_too_long_is_refused_before_it_is_combined_with_others()
    {
        PolicyReading reading = PolicyReader.Check(Default with
        {
            Priorities = [.. Enumerable.Range(1, 20_000).Select(number => new PriorityLevel { Id = number, Name = "x" })],
            Ladders = [.. Enumerable.Repeat(Default.Ladders[0], 101)],
            Mail = Default.Mail with { Burst = 0 },
        });

        Assert.Equal([("/priorities", PolicyCodes.TooLarge), ("/ladders", PolicyCodes.TooLarge)], Errors(reading));
    }

    [Fact]
    public void A_check_that_nobody_waits_for_ends() =>
        Assert.Throws<OperationCanceledException>(() => PolicyReader.Check(Default, new CancellationToken(canceled: true)));

    [Theory]
    [InlineData("PT1H", 3_660, "/promises/0/resolution")]
    [InlineData("PT1H", 210, null)]
    [InlineData("PT1H", 230, "/promises/0/resolution")]
    [InlineData("PT8H", 1_700, null)]
    public void A_promise_falls_due_within_a_hundred_years_on_its_calendar(string aWeek, int days, string? refused)
    {
        var reading = PolicyReader.Check(Weekly(aWeek) with
        {
            Promises = [.. Default.Promises.Select(row => row with { Resolution = Budget.Of(Duration.FromDays(days)) })],
        });

        Assert.Equal(refused is null ? [] : [(refused, PolicyCodes.NeverDue)], Errors(reading));
    }

    [Fact]
    public void So_does_one_of_working_days_where_few_days_are_working_days()
    {
        PolicyReading reading = PolicyReader.Check(Default with
        {
            Calendars = [Office with { Holidays = [], AnnualHolidays = AllDaysBut(6, 3) }],
            Blackouts = [],
            Promises = [.. Default.Promises.Select(row => row with { Ownership = Budget.Of(Duration.FromHours(1)), FirstResponse = null, Resolution = Budget.Of(2_000, WorkingDays.EndOfDay) })],
        });

        Assert.Equal([("/promises/0/resolution", PolicyCodes.NeverDue)], Errors(reading));
    }

    [Fact]
    public void A_rung_comes_within_a_hundred_years_too()
    {
        PolicyDocument document = Weekly("PT1H");
        int agreed = document.Ladders.Index().Single(ladder => ladder.Item.Clock == ClockName.Agreed).Index;

        PolicyReading reading = PolicyReader.Check(document with
        {
            Ladders = [.. document.Ladders.Select(ladder => ladder.Clock != ClockName.Agreed ? ladder : ladder with
            {
                Rungs = [new Rung { Name = "far", At = new RungMoment { AfterDue = Duration.FromDays(3_660) }, Notify = [NoticeRole.Owner] }],
            })],
        });

        Assert.Equal([($"/ladders/{agreed}/rungs/0/at/afterDue", PolicyCodes.NeverDue)], Errors(reading));
    }

    [Fact]
    public void A_promise_of_one_department_is_not_held_against_the_hours_of_another()
    {
        PolicyDocument document = Weekly("PT1H");

        PolicyReading reading = PolicyReader.Check(document with
        {
            Calendars = [.. document.Calendars, Office with { Id = "weekdays" }],
            Departments = [document.Departments[0] with { Calendar = "weekdays" }, .. document.Departments.Skip(1)],
            Promises = [.. document.Promises, document.Promises[0] with { Department = document.Departments[0].Id, Resolution = Budget.Of(Duration.FromDays(365)) }],
        });

        Assert.Empty(Errors(reading));
    }

    [Fact]
    public void A_document_that_was_taken_once_is_read_whatever_the_limits_are_now()
    {
        PolicyDocument document = Default with
        {
            Calendars = [Office, Hours("many", 30)],
            People = [.. Default.People, Default.People[0] with { Id = "twin" }],
            Promises = [.. Default.Promises, Default.Promises[0] with { From = new LocalDate(9999, 12, 31), Resolution = Budget.Of(Duration.FromDays(3_660)) }],
        };
        string text = System.Text.Json.JsonSerializer.Serialize(document, PolicyJson.Options);

        Assert.NotEmpty(PolicyReader.Read(text).Errors);
        Assert.Empty(PolicyReader.ReadSaved(text).Errors);
    }

    [Theory]
    [InlineData("""{ "\ud800": 1 }""")]
    [InlineData("""{ "calendars": [{ "weekly": { "\udfff": [] } }] }""")]
    public void A_name_that_is_half_a_symbol_is_refused(string json) =>
        Assert.Equal(("", PolicyCodes.NotJson), PolicyReader.Read(json).Errors.Select(error => (error.Field, error.Code)).Single());

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Assert.Empty(PolicyReader.Read('\uFEFF' + ShippedPolicies.Text("default.policy.json")).Errors);

    [Fact]
    public void A_promise_for_a_level_that_a_promise_for_a_department_goes_before_is_warned_about()
    {
        int level = Default.Promises.Index().First(row => row.Item.Level is not null).Index;
        PromiseRow hidden = Default.Promises[level];
        PromiseRow department = hidden with { Level = null, Department = Default.Departments[0].Id };

        Violation warning = Assert.Single(PolicyReader.Check(Default with { Promises = [.. Default.Promises, department] }).Warnings, warning => warning.Code == PolicyCodes.HiddenPromise);

        Assert.Equal($"/promises/{level}", warning.Field);
        Assert.Contains($"'{department.Department}'", warning.Message, StringComparison.Ordinal);
        Assert.Empty(PolicyReader.Check(Default with { Promises = [.. Default.Promises, department, department with { Level = hidden.Level }] }).Warnings);
    }

    [Fact]
    public void A_blackout_of_a_queue_that_no_case_goes_to_first_is_warned_about()
    {
        PolicyReading Of(string queue) => PolicyReader.Check(Default with { Blackouts = [Default.Blackouts[0] with { Departments = [], Queues = [queue] }] });

        Assert.Equal([("/blackouts/0/queues", PolicyCodes.BlackoutOfNobody)], Of("tier-2").Warnings.Select(warning => (warning.Field, warning.Code)));
        Assert.Empty(Of(Default.Departments[0].DefaultQueue).Warnings);
    }

    [Fact]
    public void A_calendar_without_any_hours_is_told_so_without_a_date_that_nobody_wrote()
    {
        PolicyReading reading = PolicyReader.Check(Default with { Calendars = [Office with { Weekly = new Dictionary<IsoDayOfWeek, IReadOnlyList<OpeningWindow>>() }] });

        Assert.StartsWith("No weekday", reading.Errors.Single(error => error.Field == "/calendars/0").Message, StringComparison.Ordinal);
    }

    private static PolicyDocument Weekly(string aWeek) => Default with
    {
        Calendars = [Office with
        {
            Holidays = [],
            AnnualHolidays = [],
            Weekly = new Dictionary<IsoDayOfWeek, IReadOnlyList<OpeningWindow>> { [IsoDayOfWeek.Monday] = [new OpeningWindow(9 * 60, (9 * 60) + (int)Period(aWeek).TotalMinutes)] },
        }],
        Blackouts = [],
    };

    private static Duration Period(string text) => NodaTime.Text.PeriodPattern.NormalizingIso.Parse(text).Value.ToDuration();

    private static AnnualMonthDay[] AllDaysBut(int month, int day) =>
        [.. Enumerable.Range(0, 366).Select(offset => new LocalDate(2000, 1, 1).PlusDays(offset)).Where(date => (date.Month, date.Day) != (month, day) && (date.Month, date.Day) is not (6, < 8)).Select(date => new AnnualMonthDay(date.Month, date.Day))];

    private static CalendarDefinition Hours(string id, int windows) => new()
    {
        Id = id,
        Zone = "Europe/Amsterdam",
        Weekly = new Dictionary<IsoDayOfWeek, IReadOnlyList<OpeningWindow>> { [IsoDayOfWeek.Monday] = [.. Windows(windows)], [IsoDayOfWeek.Tuesday] = [.. Windows(1)] },
    };

    private static IEnumerable<OpeningWindow> Windows(int number) => Enumerable.Range(0, number).Select(index => new OpeningWindow(index * 2, (index * 2) + 1));

    private static IEnumerable<(string, string)> Errors(PolicyReading reading) => reading.Errors.Select(error => (error.Field, error.Code));
}
