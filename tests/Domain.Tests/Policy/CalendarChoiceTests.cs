using System.Text.Json;
using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Policy;

/// <summary>
/// On which calendar a clock runs. The customer's clocks: level, else the queue that the case was first routed to, else department. The
/// desk's: the queue that it is in, else department. Each row says which of the three name a calendar of their own.
/// </summary>
public sealed class CalendarChoiceTests
{
    private static readonly PolicyDocument Document = TestPolicies.Default.Document;

    [Theory]
    [InlineData("standard", "standard", "standard", "office", "office")]
    [InlineData("premier", "standard", "standard", "always", "office")]
    [InlineData("standard", "region-north", "region-north", "late", "late")]
    [InlineData("standard", "region-north", "standard", "late", "office")]
    [InlineData("standard", "standard", "region-north", "office", "late")]
    [InlineData("premier", "region-north", "region-north", "always", "late")]
    [InlineData("left-the-policy", "left-the-policy", "left-the-policy", "office", "office")]
    [InlineData(null, null, null, "office", "office")]
    public void The_customer_s_clocks_run_on_the_customer_s_hours_and_the_desk_s_on_the_desk_s(
        string? level, string? home, string? queue, string customer, string desk)
    {
        ServicePolicy policy = WithHours().OrThrow();
        var scope = new CaseScope("support", level, home, queue);

        Assert.Equal(customer, policy.Calendar(scope, ClockName.FirstResponse).Id);
        Assert.Equal(customer, policy.Calendar(scope, ClockName.Resolution).Id);
        Assert.Equal(customer, policy.Calendar(scope, ClockName.Callback).Id);
        Assert.Equal(customer, policy.Calendar(scope, CalendarUse.Appointments).Id);
        Assert.Equal(desk, policy.Calendar(scope, ClockName.Ownership).Id);
    }

    [Fact]
    public void A_case_that_moves_keeps_the_customer_s_hours_and_gets_the_desk_s_of_its_new_queue()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-01T10:00", open => open with { Department = "support", Region = "north" }, WithHours().OrThrow());
        Assert.Equal("region-north", scenario.State.HomeQueue);

        scenario.Do(new EscalateCase("tier-2", Person: null, "It is urgent."), A.Agent("daan"));

        Assert.Equal(new CaseScope("support", "standard", "region-north", "tier-2"), scenario.State.Scope);
        Assert.Equal("late", scenario.Policy.Calendar(scenario.State.Scope, ClockName.Resolution).Id);
        Assert.Equal("office", scenario.Policy.Calendar(scenario.State.Scope, ClockName.Ownership).Id);
    }

    [Fact]
    public void A_state_stored_before_queues_had_hours_takes_the_queue_it_is_in_for_its_home() =>
        Assert.Equal("werkplaats", new CaseState { Number = CaseNumber.FromDraw(1), Department = "werkplaats", Queue = "werkplaats" }.Scope.HomeQueue);

    [Theory]
    [InlineData("standard", true)]
    [InlineData("premier", false)]
    public void Somebody_who_is_served_round_the_clock_never_comes_outside_hours(string level, bool outside) =>
        Assert.Equal(
            outside,
            CaseScenario.Opened("2026-06-06T10:00", open => open with { Level = level }, WithHours().OrThrow()).State.OutsideHours);

    [Fact]
    public void A_level_is_written_as_its_name_alone_or_in_full()
    {
        string written = JsonSerializer.Serialize(WithHours().OrThrow().Document.Levels, PolicyJson.Options);

        Assert.Equal("""["standard",{"id":"premier","name":"Premier","calendar":"always"}]""", Compact(written));
        Assert.Equal(written, JsonSerializer.Serialize(JsonSerializer.Deserialize<ServiceLevel[]>(written, PolicyJson.Options), PolicyJson.Options));
    }

    /// <summary>
    /// A blackout holds for a case when everything that it names fits: department, home queue, level. Prio 4 of Monday 12 August 2024
    /// 10:30 is due on 19 August, or on 9 September when a blackout of 19 August to 8 September stops the response clock (rule K7).
    /// </summary>
    [Theory]
    [InlineData("", "", "", true)]
    [InlineData("support", "", "", true)]
    [InlineData("werkplaats", "", "", false)]
    [InlineData("", "standard", "", true)]
    [InlineData("", "region-north", "", false)]
    [InlineData("", "", "standard", true)]
    [InlineData("", "", "premier", false)]
    [InlineData("support", "standard", "standard", true)]
    [InlineData("support", "standard", "premier", false)]
    [InlineData("support", "region-north", "standard", false)]
    [InlineData("werkplaats", "standard", "standard", false)]
    public void A_blackout_holds_where_everything_that_it_names_fits(string department, string queue, string level, bool holds)
    {
        ServicePolicy policy = With(new Blackout
        {
            Id = "summer",
            From = new LocalDate(2024, 8, 19),
            To = new LocalDate(2024, 9, 8),
            Affects = [BlackoutScope.ResponseClock],
            Departments = Names(department),
            Queues = Names(queue),
            Levels = Names(level),
        }).OrThrow();
        var scope = new CaseScope("support", "standard", HomeQueue: "standard", Queue: "region-north");

        Instant due = policy.Calendar(scope, ClockName.FirstResponse)
            .AddWorkingDays(CaseScenario.Local("2024-08-12T10:30"), 5, WorkingDays.EndOfDay);

        Assert.Equal(CaseScenario.Local(holds ? "2024-09-09T17:00" : "2024-08-19T17:00"), due);
        Assert.Equal(holds, policy.Document.Blackouts[0].IsFor(scope));
    }

    /// <summary>Rule K8, for every calendar that a case can get: whose hours it closes says where the mistake is.</summary>
    [Theory]
    [InlineData("", "", "", "/departments/0/calendar", "/levels/1/calendar", "/queues/4/calendar")]
    [InlineData("support", "", "", "/departments/1/calendar", "/levels/1/calendar", "/queues/4/calendar")]
    [InlineData("", "", "premier", "/levels/1/calendar")]
    [InlineData("", "", "standard", "/departments/0/calendar", "/queues/4/calendar")]
    [InlineData("", "region-north", "", "/levels/1/calendar", "/queues/4/calendar")]
    [InlineData("", "standard", "premier", "/levels/1/calendar")]
    public void A_blackout_that_leaves_somebody_closed_for_more_than_a_year_is_refused(string department, string queue, string level, params string[] where)
    {
        PolicyReading reading = With(new Blackout
        {
            Id = "for-ever",
            From = new LocalDate(2027, 1, 1),
            To = new LocalDate(2028, 1, 10),
            Affects = [BlackoutScope.LeadTime],
            Departments = Names(department),
            Queues = Names(queue),
            Levels = Names(level),
        });

        Assert.Equal(where.Order(), reading.Errors.Select(error => error.Field).Order());
        Assert.All(reading.Errors, error => Assert.Equal(CalendarCodes.NeverOpen, error.Code));
    }

    [Fact]
    public void Two_blackouts_that_only_together_close_somebody_for_a_year_are_refused()
    {
        Blackout spring = new() { Id = "spring", From = new LocalDate(2027, 1, 1), To = new LocalDate(2027, 7, 1), Affects = [BlackoutScope.LeadTime], Queues = ["standard"] };
        Blackout autumn = spring with { Id = "autumn", From = new LocalDate(2027, 7, 2), To = new LocalDate(2028, 1, 10), Queues = [], Levels = ["premier"] };

        Assert.False(With(spring).IsRefused);
        Assert.False(With(autumn).IsRefused);
        Assert.Contains("queue 'standard', level 'premier'", Assert.Single(With(spring, autumn).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blackouts_that_make_more_calendars_than_anybody_can_oversee_are_refused()
    {
        // Each queue has a blackout of its own on another day; every queue is another calendar.
        CaseQueue[] queues = [.. Enumerable.Range(1, 400).Select(id => Document.Queues[0] with { Id = $"queue-{id}" })];
        Blackout[] blackouts =
        [
            .. queues.Select((queue, index) => new Blackout
            {
                Id = queue.Id,
                From = new LocalDate(2027, 1, 1).PlusDays(index),
                To = new LocalDate(2027, 1, 1).PlusDays(index),
                Affects = [BlackoutScope.LeadTime],
                Queues = [queue.Id],
            }),
        ];

        PolicyReading reading = PolicyReader.Check(Document with { Queues = [.. Document.Queues, .. queues], Blackouts = blackouts });

        Assert.Equal(("/blackouts", PolicyCodes.TooLarge), reading.Errors.Select(error => (error.Field, error.Code)).Single());
    }

    /// <summary>Premier customers are served round the clock; the people of region-north work later.</summary>
    private static PolicyReading WithHours() => With();

    private static PolicyReading With(params Blackout[] blackouts)
    {
        CalendarDefinition always = Hours("always", OpeningWindow.WholeDay);
        CalendarDefinition late = Hours("late", new OpeningWindow(12 * 60, 20 * 60));
        return PolicyReader.Check(Document with
        {
            Calendars = [Document.Calendars[0], always, late],
            Queues = [.. Document.Queues.Select(queue => queue.Id == "region-north" ? queue with { Calendar = "late" } : queue)],
            Levels = [Document.Levels[0], Document.Levels[1] with { Name = "Premier", Calendar = "always" }],
            Blackouts = blackouts,
        });
    }

    private static CalendarDefinition Hours(string id, OpeningWindow window) => new()
    {
        Id = id,
        Zone = "Europe/Amsterdam",
        Weekly = Enumerable.Range(1, 7).ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpeningWindow>)[window]),
    };

    private static string[] Names(string name) => name.Length == 0 ? [] : [name];

    private static string Compact(string json) => string.Concat(json.Where(c => !char.IsWhiteSpace(c)));
}
