using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Testing;
using static Caseward.Domain.Tests.Clocks.WorkedExample;

namespace Caseward.Domain.Tests.Clocks;

/// <summary>Who wrote, who answered, and who was silent (rules K10, K12, K14), worked out by hand.</summary>
public sealed class WorkedExamplesConversationTests
{
    private static ClockRules BetweenUpdates(ClockRules rules) => rules with { NextResponse = NextResponseMode.BetweenUpdates };

    [Fact]
    public void An_answer_at_the_instant_of_the_message_answers_it()
    {
        CaseScenario scenario = Opened(1, like: ByMail).Answered().At("2026-06-02T13:00");

        Assert.False(scenario.State.Clock(ClockName.NextResponse)!.IsLive);
        Assert.Empty(scenario.Breaches(ClockName.NextResponse));
    }

    [Fact]
    public void What_was_answered_at_its_own_instant_is_not_awaited_with_what_comes_after_it()
    {
        CaseScenario scenario = Opened(4, like: ByMail).At("2026-06-02T10:30").Answered()
            .At("2026-06-02T11:00").Wrote("2026-06-02T11:00").Answered().At("2026-06-02T12:00").Wrote("2026-06-02T12:00");

        AssertDue("2026-06-02T16:00", ClockName.NextResponse, scenario);
        Assert.True(scenario.State.Clock(ClockName.NextResponse)!.IsRunning);
    }

    [Fact]
    public void Between_updates_a_message_after_the_breach_does_not_make_another_of_it()
    {
        CaseScenario scenario = Opened(1, rules: BetweenUpdates).At("2026-06-02T10:30").Answered()
            .At("2026-06-02T13:00").Wrote("2026-06-02T13:00").At("2026-06-02T15:30");

        Assert.Equal(CaseScenario.Local("2026-06-02T12:30"), Assert.Single(scenario.Breaches(ClockName.NextResponse)).Due);
    }

    [Fact]
    public void Between_updates_the_first_is_expected_from_the_decision_that_a_contract_covers_it() =>
        AssertDue("2026-06-02T14:00", ClockName.NextResponse, Opened(1, like: WithoutContract, rules: BetweenUpdates).At("2026-06-02T12:00").Accepted());

    [Fact]
    public void Who_was_answered_before_it_was_decided_that_a_contract_covers_it_waits_for_no_next_answer() =>
        Assert.Null(Opened(1, like: open => ByMail(WithoutContract(open))).At("2026-06-02T11:00").Answered()
            .At("2026-06-02T12:00").Accepted().State.Clock(ClockName.NextResponse));

    [Theory]
    [InlineData("2026-06-02T12:00")]
    [InlineData("2026-06-02T13:00")]
    public void Who_is_answered_after_that_decision_waits_no_longer(string answered)
    {
        CaseScenario scenario = Opened(1, like: open => ByMail(WithoutContract(open))).At("2026-06-02T12:00").Accepted().At(answered).Answered().At("2026-06-02T15:00");

        Assert.Equal(CaseScenario.Local(answered), scenario.State.Clock(ClockName.NextResponse)!.StoppedAt);
        Assert.Empty(scenario.Breaches(ClockName.NextResponse));
    }

    [Theory]
    [InlineData("2026-06-02T11:00")]
    [InlineData("2026-06-02T12:30")]
    public void A_call_before_that_decision_is_no_answer_to_what_is_promised_from_it_on_whenever_it_is_told(string told)
    {
        bool isAtOnce = told == "2026-06-02T11:00";
        CaseScenario scenario = Opened(1, like: WithoutContract).At("2026-06-02T11:00");
        scenario = isAtOnce ? scenario.Called("2026-06-02T11:00").At("2026-06-02T12:00").Accepted() : scenario.At("2026-06-02T12:00").Accepted().At(told).Called("2026-06-02T11:00");

        Assert.True(scenario.State.Clock(ClockName.FirstResponse)!.IsRunning);
        AssertDue("2026-06-02T13:00", ClockName.FirstResponse, scenario);
    }

    [Theory]
    [InlineData("2026-06-02T12:00")]
    [InlineData("2026-06-02T13:00")]
    public void Between_updates_a_second_call_of_the_same_instant_is_no_update(string told)
    {
        // An update of 10:30, the next was due at 12:30 and came at 12:45.
        CaseScenario scenario = Opened(1, rules: BetweenUpdates).At("2026-06-02T10:30").Answered();
        scenario = told == "2026-06-02T12:00" ? scenario.At(told).Called("2026-06-02T10:30").At("2026-06-02T12:45").Answered()
            : scenario.At("2026-06-02T12:45").Answered().At(told).Called("2026-06-02T10:30");

        Assert.Single(scenario.Breaches(ClockName.NextResponse));
        Assert.DoesNotContain(scenario.All<ClockCorrected>(), corrected => corrected.Clock == ClockName.NextResponse);
    }

    [Fact]
    public void An_unanswered_call_is_no_answer_to_a_priority_that_the_case_no_longer_has()
    {
        CaseScenario scenario = Opened(1).At("2026-06-02T12:00").Prioritised(4).At("2026-06-02T12:30")
            .Do(new LogCall { Direction = CallDirection.Outgoing, Reached = false, Notes = "Nobody there", OccurredAt = CaseScenario.Local("2026-06-02T10:45") }, Manager);

        Assert.Empty(scenario.All<ClockCorrected>());
    }

    [Fact]
    public void A_call_before_the_message_does_not_answer_it_however_late_it_is_told()
    {
        // Written at 11:00, due at 13:00, answered at 13:30; then the next exchange.
        CaseScenario scenario = Opened(1).At("2026-06-02T10:30").Answered().At("2026-06-02T11:00").Wrote("2026-06-02T11:00").At("2026-06-02T13:30").Answered()
            .At("2026-06-02T14:00").Wrote("2026-06-02T14:00").At("2026-06-02T14:30").Called("2026-06-02T10:45");

        Assert.Empty(scenario.All<ClockCorrected>());
        Assert.Single(scenario.Breaches(ClockName.NextResponse));
    }

    [Theory]
    [InlineData("2026-06-02T11:15", false)]
    [InlineData("2026-06-02T11:30", true)]
    [InlineData("2026-06-02T13:30", true)]
    [InlineData("2026-06-02T13:31", false)]
    public void After_the_end_of_the_case_a_call_from_the_message_to_its_due_corrects_the_breach(string called, bool corrects)
    {
        CaseScenario scenario = Opened(1, like: WithoutMail).At("2026-06-02T11:30").Wrote("2026-06-02T11:30").At("2026-06-02T14:00").Dropped()
            .At("2026-06-02T15:00").Called(called);

        Assert.Equal(CaseScenario.Local("2026-06-02T13:30"), Assert.Single(scenario.Breaches(ClockName.NextResponse)).Due);
        Assert.Equal(corrects, scenario.All<ClockCorrected>().Any(corrected => corrected is { Clock: ClockName.NextResponse, Breach: true }));
    }

    [Theory]
    [InlineData("2026-06-02T11:30")]
    [InlineData("2026-06-02T13:30")]
    public void In_a_later_exchange_a_call_from_the_message_to_its_due_corrects_the_breach(string called)
    {
        CaseScenario scenario = Opened(1).At("2026-06-02T11:30").Wrote("2026-06-02T11:30").At("2026-06-02T14:00").Answered()
            .At("2026-06-02T14:30").Wrote("2026-06-02T14:30").At("2026-06-02T15:00").Called(called);

        Assert.Equal((1, true), (scenario.Correction(ClockName.NextResponse).Generation, scenario.Correction(ClockName.NextResponse).Breach));
        AssertDue("2026-06-02T16:30", ClockName.NextResponse, scenario);
    }

    [Fact]
    public void A_breach_that_was_corrected_stays_one_that_was()
    {
        CaseScenario scenario = Opened(1, like: ByMail).At("2026-06-02T13:00").Called("2026-06-02T11:30").At("2026-06-02T13:30").Answered();

        ClockLedger clock = scenario.State.Clock(ClockName.NextResponse)!;
        Assert.Equal((true, true), (clock.Breached, clock.BreachCorrected));
        Assert.True(scenario.Correction(ClockName.NextResponse).Breach);
    }

    [Fact]
    public void A_rung_of_the_instant_of_the_call_would_not_have_fired() =>
        Assert.Equal(["half", "late"], Opened(1).At("2026-06-02T11:30").Called("2026-06-02T10:30").Correction(ClockName.FirstResponse).Rungs);

    [Fact]
    public void A_call_at_the_instant_from_which_the_owners_time_counts_gives_no_more_of_it()
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).At("2026-06-02T11:00").Answered()
            .At("2026-06-02T13:30").Called("2026-06-02T11:00").At("2026-06-02T16:00");

        Assert.Equal(CaseScenario.Local("2026-06-02T13:00"), Assert.Single(scenario.Breaches(ClockName.OwnerAction)).Due);
        Assert.DoesNotContain(scenario.All<ClockCorrected>(), corrected => corrected.Clock == ClockName.OwnerAction);
    }

    [Fact]
    public void A_call_about_a_case_that_nobody_owns_gives_nobody_time()
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).At("2026-06-02T11:00").Do(new ReleaseCase(null, null), Manager)
            .At("2026-06-02T11:30").Called("2026-06-02T11:30").At("2026-06-02T16:00");

        Assert.False(scenario.State.Clock(ClockName.OwnerAction)!.IsLive);
        Assert.Empty(scenario.Breaches(ClockName.OwnerAction));
    }

    [Fact]
    public void Of_two_silences_a_call_corrects_the_one_it_was_in()
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).At("2026-06-02T12:30").Answered().At("2026-06-02T15:00").Answered();
        Assert.Equal(2, scenario.Breaches(ClockName.OwnerAction).Count);

        Assert.Equal((1, true), scenario.At("2026-06-02T15:30").Called("2026-06-02T11:30").Correction(ClockName.OwnerAction) is var told ? (told.Generation, told.Breach) : default);
    }

    [Fact]
    public void A_generation_in_which_nothing_was_missed_or_done_is_not_kept() =>
        Assert.Empty(Opened(4).Do(new AssignCase("anna"), Manager).At("2026-06-02T11:00").Answered().At("2026-06-02T11:45").Answered().State.Superseded);
}
