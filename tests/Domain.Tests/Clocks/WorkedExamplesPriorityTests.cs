using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Testing;
using static Caseward.Domain.Tests.Clocks.WorkedExample;

namespace Caseward.Domain.Tests.Clocks;

/// <summary>Another priority, and a contract decided about (rules K10, K11, requirement B10), worked out by hand.</summary>
public sealed class WorkedExamplesPriorityTests
{
    private static ClockRules Grace(ClockRules rules) => rules with { PriorityChange = PriorityChangeRule.Grace };

    [Fact]
    public void More_urgent_counts_from_the_original_start()
    {
        CaseScenario scenario = Opened(4).At("2026-06-02T10:30").Prioritised(1);

        AssertDue("2026-06-02T11:00", ClockName.FirstResponse, scenario);
        AssertDue("2026-06-02T14:00", ClockName.Resolution, scenario);
    }

    [Fact]
    public void More_urgent_after_the_new_due_is_late_at_once_and_warns_nobody()
    {
        CaseScenario scenario = Opened(4).At("2026-06-02T11:30").Prioritised(1);

        ClockBreached breach = Assert.Single(scenario.Breaches(ClockName.FirstResponse));
        Assert.Equal((CaseScenario.Local("2026-06-02T11:00"), DueCause.Reprioritised), (breach.Due, breach.Cause));
        Assert.Equal(["late"], scenario.All<RungCarriedOut>().Select(rung => rung.Rung));
    }

    [Fact]
    public void Grace_leaves_a_quarter_of_the_new_budget()
    {
        CaseScenario scenario = Opened(4, rules: Grace).At("2026-06-02T12:00").Prioritised(1);

        AssertDue("2026-06-02T12:15", ClockName.FirstResponse, scenario);
        AssertDue("2026-06-02T14:00", ClockName.Resolution, scenario);
        Assert.Empty(scenario.All<ClockBreached>());
    }

    [Theory]
    [InlineData(PriorityChangeRule.Recompute, "2026-06-02T11:00")]
    [InlineData(PriorityChangeRule.Grace, "2026-06-02T13:15")]
    public void While_the_customer_is_awaited_another_priority_changes_the_budget_and_not_the_wait(PriorityChangeRule rule, string due)
    {
        CaseScenario scenario = Opened(4, rules: rules => rules with { PriorityChange = rule }).Do(new AssignCase("anna"), Manager)
            .At("2026-06-02T11:00").Do(new WaitForCustomer(null), Manager).At("2026-06-02T12:00").Prioritised(1);
        Assert.True(scenario.State.Clock(ClockName.FirstResponse)!.IsPaused);
        Assert.Empty(scenario.Breaches(ClockName.FirstResponse));

        scenario.At("2026-06-02T13:00").Do(new ResumeCase(), Manager);

        // The hour was used up exactly where the wait began; with grace a quarter of an hour follows it.
        AssertDue(due, ClockName.FirstResponse, scenario);
    }

    [Fact]
    public void Less_urgent_after_a_breach_keeps_the_fact_and_gives_more_time()
    {
        CaseScenario scenario = Opened(1).At("2026-06-02T12:00").Prioritised(4);
        AssertDue("2026-06-02T14:00", ClockName.FirstResponse, scenario);

        scenario.At("2026-06-02T13:00").Answered();

        Assert.Equal(CaseScenario.Local("2026-06-02T11:00"), Assert.Single(scenario.Breaches(ClockName.FirstResponse)).Due);
        Assert.Empty(scenario.All<ClockCorrected>());
    }

    [Fact]
    public void A_priority_without_a_promise_and_back_counts_from_the_original_start()
    {
        CaseScenario scenario = Opened(1).At("2026-06-02T10:15").Prioritised(3);
        Assert.False(scenario.State.Clock(ClockName.FirstResponse)!.IsLive);

        AssertDue("2026-06-02T11:00", ClockName.FirstResponse, scenario.At("2026-06-02T10:45").Prioritised(1));
    }

    [Fact]
    public void A_priority_without_a_promise_and_back_keeps_the_wait()
    {
        CaseScenario scenario = Opened(1).Do(new AssignCase("anna"), Manager).At("2026-06-02T10:30").Do(new WaitForCustomer(null), Manager)
            .At("2026-06-02T10:45").Prioritised(3).At("2026-06-02T11:00").Prioritised(1).At("2026-06-02T11:30").Do(new ResumeCase(), Manager);

        AssertDue("2026-06-02T12:00", ClockName.FirstResponse, scenario);
    }

    [Theory]
    [InlineData("2026-06-02T10:30")]
    [InlineData("2026-06-02T11:30")]
    public void An_answer_that_nobody_had_promised_is_not_promised_again(string answered)
    {
        CaseScenario scenario = Opened(3).At(answered).Answered().At("2026-06-02T12:00").Prioritised(1).At("2026-06-02T13:00");

        Assert.Null(scenario.State.Clock(ClockName.FirstResponse));
        Assert.Empty(scenario.Breaches(ClockName.FirstResponse));
        AssertDue("2026-06-02T14:00", ClockName.Resolution, scenario);
    }

    [Fact]
    public void An_answer_while_nothing_was_promised_counts_when_the_promise_comes_back()
    {
        CaseScenario scenario = Opened(1).At("2026-06-02T10:15").Prioritised(3).At("2026-06-02T10:30").Answered().At("2026-06-02T12:00").Prioritised(1);

        Assert.Empty(scenario.Breaches(ClockName.FirstResponse));
        Assert.False(scenario.State.Clock(ClockName.FirstResponse)!.IsLive);
    }

    [Fact]
    public void Another_priority_does_not_decide_that_a_contract_covers_a_case()
    {
        CaseScenario scenario = Opened(4, like: WithoutContract).At("2026-06-02T11:00").Prioritised(1);

        Assert.Null(scenario.State.Clock(ClockName.FirstResponse));
        AssertDue("2026-06-03T09:30", ClockName.EntitlementDecision, scenario);

        scenario.At("2026-06-02T12:00").Do(new DecideEntitlement(EntitlementOutcome.Accepted, null, null), Manager);
        AssertDue("2026-06-02T13:00", ClockName.FirstResponse, scenario);
        AssertDue("2026-06-02T16:00", ClockName.Resolution, scenario);
    }

    [Fact]
    public void Once_covered_nobody_who_did_not_write_waits_for_the_next_answer()
    {
        CaseScenario scenario = Opened(1, like: WithoutContract).At("2026-06-02T12:00").Do(new DecideEntitlement(EntitlementOutcome.Accepted, null, null), Manager);

        Assert.Null(scenario.State.Clock(ClockName.NextResponse));
    }

    [Fact]
    public void Once_covered_another_message_does_not_move_the_start_before_the_decision()
    {
        CaseScenario scenario = Opened(1, like: open => ByMail(WithoutContract(open)))
            .At("2026-06-02T12:00").Do(new DecideEntitlement(EntitlementOutcome.Accepted, null, null), Manager);
        AssertDue("2026-06-02T14:00", ClockName.NextResponse, scenario);

        AssertDue("2026-06-02T14:00", ClockName.NextResponse, scenario.At("2026-06-02T13:00").Wrote("2026-06-02T13:00"));
    }

    [Fact]
    public void A_case_that_was_solved_before_anybody_decided_can_be_decided_about_when_it_is_reopened()
    {
        CaseScenario scenario = Opened(1, like: WithoutContract).At("2026-06-02T12:00").Solved().At("2026-06-03T09:00").Reopened();

        // Two of eight hours were used.
        AssertDue("2026-06-03T15:00", ClockName.EntitlementDecision, scenario);
    }
}
