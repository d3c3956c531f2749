using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Testing;
using NodaTime;
using static Caseward.Domain.Tests.Clocks.WorkedExample;

namespace Caseward.Domain.Tests.Clocks;

/// <summary>What is told of the time in which the customer was awaited (rules K4, K10, K12, K16), worked out by hand.</summary>
public sealed class WorkedExamplesWaitTests
{
    private static Func<ClockRules, ClockRules> NextResponse(WaitingRule rule) => rules => rules with { Waiting = new WaitingRules { NextResponse = rule } };

    private static CaseScenario AnsweredAtHalfPastTen(WaitingRule rule = WaitingRule.Pauses) =>
        Opened(4, like: ByMail, rules: NextResponse(rule)).At("2026-06-02T10:30").Do(new AssignCase("anna"), Manager).Answered();

    [Theory]
    [InlineData(WaitingRule.Pauses, "2026-06-02T15:45")]
    [InlineData(WaitingRule.Runs, "2026-06-02T14:45")]
    public void A_message_before_the_clock_and_the_wait_counts_from_then_on_by_the_rule_of_the_policy(WaitingRule rule, string due) =>
        AssertDue(due, ClockName.NextResponse, AnsweredAtHalfPastTen(rule).Waited("2026-06-02T11:00", "2026-06-02T12:00")
            .At("2026-06-02T13:00").Wrote("2026-06-02T13:00").At("2026-06-02T13:30").Wrote("2026-06-02T10:45"));

    [Theory]
    [InlineData(WaitingRule.Pauses, "2026-06-02T15:45")]
    [InlineData(WaitingRule.Runs, "2026-06-02T14:45")]
    public void So_does_one_that_nothing_was_written_after(WaitingRule rule, string due) =>
        AssertDue(due, ClockName.NextResponse, AnsweredAtHalfPastTen(rule).Waited("2026-06-02T11:00", "2026-06-02T12:00").At("2026-06-02T13:30").Wrote("2026-06-02T10:45"));

    [Fact]
    public void Every_wait_since_an_earlier_message_takes_time_out()
    {
        CaseScenario scenario = AnsweredAtHalfPastTen().Waited("2026-06-02T11:00", "2026-06-02T11:30").Waited("2026-06-02T12:00", "2026-06-02T12:30")
            .At("2026-06-02T13:30").Wrote("2026-06-02T10:45");

        // A quarter of an hour before the first, half an hour between the two; the other 3:15 after the second.
        AssertDue("2026-06-02T15:45", ClockName.NextResponse, scenario);
    }

    [Fact]
    public void A_start_that_moved_before_what_was_known_is_late_once_and_can_be_corrected()
    {
        CaseScenario scenario = AnsweredAtHalfPastTen().At("2026-06-02T13:00").Wrote("2026-06-02T13:00").At("2026-06-02T13:30").Wrote("2026-06-02T10:45").At("2026-06-02T15:00");
        Assert.Equal(CaseScenario.Local("2026-06-02T14:45"), Assert.Single(scenario.Breaches(ClockName.NextResponse)).Due);

        Assert.True(scenario.Called("2026-06-02T14:30").Correction(ClockName.NextResponse).Breach);
    }

    [Fact]
    public void A_message_in_the_second_wait_shortens_that_one_alone()
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).Waited("2026-06-02T10:30", "2026-06-02T11:00").Waited("2026-06-02T12:00", "2026-06-02T13:00")
            .At("2026-06-02T14:00").Wrote("2026-06-02T12:30");

        // Half an hour, an hour, 4:30 after the message; 8:30 on Wednesday, and 2:30 are left for Thursday from 08:30.
        AssertDue("2026-06-04T11:00", ClockName.Resolution, scenario);
        AssertUsed(Duration.FromHours(3), ClockName.Tier1, scenario);
    }

    [Fact]
    public void A_message_in_the_first_wait_shortens_that_one_alone()
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).Waited("2026-06-02T10:30", "2026-06-02T11:30").Waited("2026-06-02T12:00", "2026-06-02T13:00")
            .At("2026-06-02T14:00").Wrote("2026-06-02T11:00");

        // Half an hour, an hour, four hours of Tuesday; 8:30 on Wednesday, and three are left for Thursday from 08:30.
        AssertDue("2026-06-04T11:30", ClockName.Resolution, scenario);
        AssertUsed(Duration.FromHours(2.5), ClockName.Tier1, scenario);
    }

    [Fact]
    public void A_message_when_the_wait_began_leaves_no_wait()
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).Waited("2026-06-02T12:00", "2026-06-02T13:00").At("2026-06-02T14:00").Wrote("2026-06-02T12:00");

        AssertDue("2026-06-04T10:00", ClockName.Resolution, scenario);
        AssertUsed(Duration.FromHours(4), ClockName.Tier1, scenario);
        Assert.Empty(scenario.State.Waits);
        Assert.All(scenario.State.Clocks, clock => Assert.Empty(clock.Pauses));
    }

    [Fact]
    public void A_wait_without_length_and_one_that_ended_when_the_clock_started_are_no_pauses_of_it()
    {
        CaseScenario scenario = AnsweredAtHalfPastTen().Waited("2026-06-02T11:00", "2026-06-02T11:00").At("2026-06-02T13:00").Wrote("2026-06-02T13:00")
            .At("2026-06-02T13:30").Wrote("2026-06-02T10:45");
        AssertDue("2026-06-02T14:45", ClockName.NextResponse, scenario);
        Assert.Empty(scenario.State.Clock(ClockName.NextResponse)!.Pauses);

        Assert.Empty(scenario.Waited("2026-06-02T14:00", "2026-06-02T14:15").Answered().State.Clock(ClockName.OwnerAction)!.Pauses);
    }

    [Fact]
    public void A_message_when_one_wait_ended_and_the_next_began_ends_the_next()
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).Waited("2026-06-02T11:00", "2026-06-02T12:00").Waited("2026-06-02T12:00", "2026-06-02T13:00")
            .At("2026-06-02T14:00").Wrote("2026-06-02T12:00");

        AssertDue("2026-06-04T11:00", ClockName.Resolution, scenario);
    }

    [Theory]
    [InlineData("2026-06-02T13:59:59", 0)]
    [InlineData("2026-06-02T14:00:00", 0)]
    [InlineData("2026-06-02T14:00:01", 1)]
    public void A_wait_that_begins_at_the_due_instant_begins_in_time(string from, int breaches)
    {
        CaseScenario scenario = Opened(1).Do(new AssignCase("anna"), Manager).At(from).Do(new WaitForCustomer(null), Manager)
            .At("2026-06-03T10:00").Do(new ResolveCase("Done", null, false, null), Manager);

        Assert.Equal(breaches, scenario.Breaches(ClockName.Resolution).Count);
    }

    [Fact]
    public void The_time_of_a_tier_stands_still_where_a_wait_ends_the_clock_of_the_customer()
    {
        CaseScenario scenario = Opened(4, rules: rules => rules with { Waiting = new WaitingRules { Resolution = WaitingRule.Ends } }).Do(new AssignCase("anna"), Manager)
            .At("2026-06-02T11:00").Do(new WaitForCustomer(null), Manager);

        Assert.True(scenario.State.Clock(ClockName.Resolution)!.Cancelled);
        Assert.True(scenario.State.Clock(ClockName.Tier1)!.IsPaused);
        AssertUsed(Duration.FromHours(1.5), ClockName.Tier1, scenario.At("2026-06-02T12:00").Do(new ResumeCase(), Manager).At("2026-06-02T12:30"));
    }

    [Fact]
    public void A_tier_that_never_had_the_case_has_no_time() => Assert.Null(Opened(4).State.Clock(ClockName.Tier2));
}
