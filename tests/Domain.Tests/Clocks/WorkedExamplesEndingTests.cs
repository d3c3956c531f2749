using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;
using static Caseward.Domain.Tests.Clocks.WorkedExample;

namespace Caseward.Domain.Tests.Clocks;

/// <summary>Solved, closed and reopened (rules E1, K10, K14 to K16), worked out by hand.</summary>
public sealed class WorkedExamplesEndingTests
{
    private static ClockRules NewClock(ClockRules rules) => rules with { Reopen = ReopenRule.NewClock };

    private static CaseScenario ReopenedOnWednesdayAtNine(Func<PromiseRow, PromiseRow>? promises = null) =>
        Opened(1, rules: NewClock, promises: promises).At("2026-06-02T12:00").Solved().At("2026-06-03T09:00").Reopened();

    [Fact]
    public void The_budget_of_reopened_cases_is_not_that_of_new_ones() => AssertDue("2026-06-02T14:00", ClockName.Resolution, Opened(1, rules: NewClock));

    [Fact]
    public void Another_priority_leaves_a_reopened_case_the_budget_of_reopened_ones_and_changes_the_other_promises()
    {
        CaseScenario scenario = ReopenedOnWednesdayAtNine().At("2026-06-03T09:30").Prioritised(4).At("2026-06-03T10:00").Wrote("2026-06-03T10:00");

        AssertDue("2026-06-03T11:00", ClockName.Resolution, scenario);
        AssertDue("2026-06-03T14:00", ClockName.NextResponse, scenario);
    }

    [Fact]
    public void Where_nothing_else_is_promised_a_reopened_case_has_the_budget_of_a_new_one()
    {
        CaseScenario scenario = ReopenedOnWednesdayAtNine(row => row with { Reopened = null });
        AssertDue("2026-06-03T13:00", ClockName.Resolution, scenario);

        // Eight hours of Wednesday, 8:30 of Thursday, half an hour of Friday.
        AssertDue("2026-06-05T09:00", ClockName.Resolution, scenario.At("2026-06-03T09:30").Prioritised(4));
    }

    [Fact]
    public void Reopened_without_an_owner_somebody_has_to_own_it_again()
    {
        CaseScenario scenario = Opened(4).At("2026-06-02T12:00").Solved().At("2026-06-03T09:00").Reopened();

        Assert.Equal(CaseScenario.Local("2026-06-03T09:00"), scenario.State.Clock(ClockName.Ownership)!.StartedAt);
        Assert.True(scenario.State.Clock(ClockName.Ownership)!.IsRunning);
        Assert.Null(scenario.State.Clock(ClockName.OwnerAction));
    }

    [Fact]
    public void Reopened_with_an_owner_they_have_their_time_again()
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).At("2026-06-02T11:00").Solved().At("2026-06-03T09:00").Reopened();

        AssertDue("2026-06-03T11:00", ClockName.OwnerAction, scenario);
        Assert.False(scenario.State.Clock(ClockName.Ownership)!.IsLive);
    }

    [Fact]
    public void A_date_that_lies_ahead_when_the_case_is_reopened_can_still_be_missed()
    {
        CaseScenario scenario = Opened(4, like: WithoutMail).Do(new AgreeDate(CaseScenario.Local("2026-06-04T10:00"), null, null), Manager)
            .At("2026-06-02T12:00").Dropped().At("2026-06-03T12:00").Do(new ReopenCase(null), Manager);

        AssertDue("2026-06-04T10:00", ClockName.Agreed, scenario);
        Assert.Equal(CaseScenario.Local("2026-06-04T10:00"), Assert.Single(scenario.At("2026-06-05T10:00").Breaches(ClockName.Agreed)).Due);
    }

    [Theory]
    [InlineData("Talked it through", true)]
    [InlineData(null, false)]
    public void Who_reads_no_mail_has_an_answer_when_it_was_solved_by_telephone(string? notes, bool isAnswered)
    {
        CaseScenario scenario = Opened(1, like: open => ByMail(WithoutMail(open))).At("2026-06-02T10:30").Do(new ResolveCase("Done", null, notes is not null, notes), Manager);

        Assert.All(
            new[] { ClockName.FirstResponse, ClockName.NextResponse },
            clock => Assert.Equal((CaseScenario.Local("2026-06-02T10:30"), !isAnswered), (scenario.State.Clock(clock)!.StoppedAt, scenario.State.Clock(clock)!.Cancelled)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Solved_or_closed_the_case_has_been_handled_and_its_tier_had_it_until_then(bool isSolved)
    {
        CaseScenario scenario = Opened(1).At("2026-06-02T10:30");
        scenario = (isSolved ? scenario.Solved() : scenario.Do(new CloseCase("Sold"), Manager)).At("2026-06-02T12:00");

        Assert.All(
            new[] { ClockName.Resolution, ClockName.Tier1 },
            clock => Assert.Equal((CaseScenario.Local("2026-06-02T10:30"), false), (scenario.State.Clock(clock)!.StoppedAt, scenario.State.Clock(clock)!.Cancelled)));
        AssertUsed(Duration.FromHours(0.5), ClockName.Tier1, scenario);
        Assert.DoesNotContain(scenario.State.Clocks, clock => clock.IsLive);
        Assert.Empty(scenario.All<ClockBreached>());
    }

    [Fact]
    public void Closed_without_a_word_the_customer_had_no_answer() =>
        Assert.True(Opened(1).At("2026-06-02T10:30").Do(new CloseCase("Sold"), Manager).State.Clock(ClockName.FirstResponse)!.Cancelled);

    [Fact]
    public void A_case_that_a_contract_does_not_cover_keeps_what_it_was_promised_and_gets_no_more()
    {
        CaseScenario scenario = Opened(1, like: WithoutContract).At("2026-06-02T12:00").Do(new DecideEntitlement(EntitlementOutcome.Refused, null, "No contract"), Manager);

        Assert.NotNull(scenario.State.Promise!.Ownership);
        Assert.Null(scenario.State.CoveredAt);
        Assert.Null(scenario.State.Clock(ClockName.Resolution));
    }
}
