using System.Text.Json;
using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Calendars;

/// <summary>The examples of docs/domain.md, rule by rule (K6 and K7 are in the policy tests).</summary>
public sealed class RuleExampleTests
{
    private static readonly BusinessCalendar Office = TestPolicies.Default.Calendar(new CaseScope("support"), CalendarUse.Office);

    [Fact]
    public void K1_four_working_hours_from_Friday_half_past_four_end_on_Monday_at_noon() =>
        Assert.Equal(At(2026, 6, 8, 12, 0), Office.Add(At(2026, 6, 5, 16, 30), Duration.FromHours(4)));

    [Fact]
    public void K2_a_budget_that_ends_at_closing_is_due_at_closing() =>
        Assert.Equal(At(2026, 6, 8, 17, 0), Office.Add(At(2026, 6, 8, 8, 30), Duration.FromHours(8.5)));

    [Fact]
    public void K4_a_pause_that_reaches_into_a_blackout_is_not_counted_twice()
    {
        var clock = new ClockLedger
        {
            Name = ClockName.Resolution,
            Generation = 1,
            StartedAt = At(2024, 8, 16, 9, 0),
            Budget = Budget.Of(Duration.FromHours(8)),
            Pauses = [new ClockPause(At(2024, 8, 16, 12, 0), At(2024, 8, 28, 12, 0))],
        };

        Assert.Equal(At(2024, 9, 9, 13, 30), clock.Due(TestPolicies.Default.Calendar(new CaseScope("werkplaats"), ClockName.Resolution)));
    }

    [Fact]
    public void K5_a_warning_comes_in_working_time()
    {
        var clock = new ClockLedger { Name = ClockName.FirstResponse, Generation = 1, StartedAt = At(2026, 6, 8, 15, 0), Budget = Budget.Of(Duration.FromHours(4)) };

        Assert.Equal(At(2026, 6, 9, 10, 30), clock.Due(Office));
        Assert.Equal(At(2026, 6, 8, 16, 0), RungMoments.Of(new RungMoment { BeforeDue = Duration.FromHours(3) }, clock, Office));
    }

    [Fact]
    public void The_calendar_that_the_page_shows_is_one()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Docs", "domain.md"));
        string shown = page.Split("```json")[1].Split("```")[0];

        BusinessCalendar calendar = BusinessCalendar.Compile(JsonSerializer.Deserialize<CalendarDefinition>(shown, PolicyJson.Options)!).OrThrow();

        Assert.True(calendar.IsOpen(At(2026, 9, 5, 5, 59)));
        Assert.False(calendar.IsOpen(At(2026, 12, 25, 23, 0)));
    }

    private static Instant At(int year, int month, int day, int hour, int minute) =>
        BusinessCalendar.Resolve(new LocalDateTime(year, month, day, hour, minute), DateTimeZoneProviders.Tzdb["Europe/Amsterdam"]);
}
