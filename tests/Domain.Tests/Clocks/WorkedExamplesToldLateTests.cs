using Caseward.Domain.Audit;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;
using static Caseward.Domain.Tests.Clocks.WorkedExample;

namespace Caseward.Domain.Tests.Clocks;

/// <summary>What is told after it happened (rule K12), worked out by hand: the end is as if it had been told at once.</summary>
public sealed class WorkedExamplesToldLateTests
{
    [Fact]
    public void An_earlier_message_starts_the_clock_and_what_was_awaited_since_then_does_not_count()
    {
        CaseScenario scenario = Opened(4, like: ByMail).At("2026-06-02T10:30").Do(new AssignCase("anna"), Manager).Answered()
            .At("2026-06-02T11:00").Do(new WaitForCustomer(null), Manager)
            .At("2026-06-02T13:00").Wrote("2026-06-02T13:00")
            .At("2026-06-02T13:30").Wrote("2026-06-02T10:45");

        // A quarter of an hour before the wait; the other 3:45 after it.
        AssertDue("2026-06-02T16:45", ClockName.NextResponse, scenario);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_message_ends_its_wait_when_it_came_also_when_a_later_one_or_somebody_ended_it_before_that_was_told(bool byMessage)
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).At("2026-06-02T12:00").Do(new WaitForCustomer(null), Manager).At("2026-06-02T13:00");
        scenario = (byMessage ? scenario.Wrote("2026-06-02T13:00") : scenario.Do(new ResumeCase(), Manager)).At("2026-06-02T14:00").Wrote("2026-06-02T12:30");

        // Two hours on Tuesday before the wait, 4:30 after it, 8:30 on Wednesday, two hours are left for Thursday from 08:30.
        AssertDue("2026-06-04T10:30", ClockName.Resolution, scenario);
        AssertDue("2026-06-02T16:30", ClockName.NextResponse, scenario);
        AssertUsed(Duration.FromHours(3.5), ClockName.Tier1, scenario);
    }

    [Fact]
    public void A_call_in_time_corrects_the_silence_of_an_owner_who_goes_on()
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).At("2026-06-02T12:30").Called("2026-06-02T11:30");

        ClockCorrected corrected = scenario.Correction(ClockName.OwnerAction);
        Assert.Equal((1, true), (corrected.Generation, corrected.Breach));
        Assert.Equal(["silent"], corrected.Rungs);
        AssertDue("2026-06-02T13:30", ClockName.OwnerAction, scenario);
    }

    [Fact]
    public void A_call_in_time_corrects_the_silence_for_which_an_owner_lost_the_case()
    {
        CaseScenario scenario = Opened(4, ownerAction: [new Rung { Name = "take", At = new RungMoment { AfterDue = Duration.Zero }, ReturnToQueue = true }])
            .Do(new AssignCase("anna"), Manager).At("2026-06-02T12:30").Called("2026-06-02T11:30");

        Assert.Equal(["take"], scenario.Correction(ClockName.OwnerAction).Rungs);
        Assert.Null(scenario.State.Owner);
        Assert.False(scenario.State.Clock(ClockName.OwnerAction)!.IsLive);
    }

    [Fact]
    public void A_call_after_the_silence_corrects_nothing()
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).At("2026-06-02T13:00").Called("2026-06-02T12:00:01");

        Assert.Empty(scenario.All<ClockCorrected>());
        Assert.Single(scenario.Breaches(ClockName.OwnerAction));
    }

    [Fact]
    public void A_call_corrects_an_exchange_that_another_followed_since()
    {
        // Written at 10:00, an answer was due at 12:00; the answer of 13:00 was late, but the call of 11:30 was not.
        CaseScenario scenario = Opened(1, like: ByMail).At("2026-06-02T13:00").Answered().At("2026-06-02T14:00").Wrote("2026-06-02T14:00")
            .At("2026-06-02T14:30").Called("2026-06-02T11:30");

        Assert.Equal((1, true), (scenario.Correction(ClockName.NextResponse).Generation, scenario.Correction(ClockName.NextResponse).Breach));
        AssertDue("2026-06-02T16:00", ClockName.NextResponse, scenario);

        // The first answer was due at 11:00: late by either.
        Assert.DoesNotContain(scenario.All<ClockCorrected>(), corrected => corrected.Clock == ClockName.FirstResponse && corrected.Breach);
        Assert.Equal(CaseScenario.Local("2026-06-02T11:30"), scenario.State.Clock(ClockName.FirstResponse)!.StoppedAt);
    }

    [Fact]
    public void A_call_corrects_the_breach_of_a_priority_that_the_case_no_longer_has()
    {
        CaseScenario scenario = Opened(1).At("2026-06-02T12:00").Prioritised(4).At("2026-06-02T12:30").Called("2026-06-02T10:45");

        // Half of the hour had passed before the call; half of the four hours, at 12:00, would never have.
        Assert.Equal(
            [(1, true, "late"), (2, false, "half")],
            scenario.All<ClockCorrected>().Select(corrected => (corrected.Generation, corrected.Breach, Assert.Single(corrected.Rungs))).Order());
    }

    [Fact]
    public void A_call_corrects_the_breach_of_a_case_that_ended_without_an_answer()
    {
        CaseScenario scenario = Opened(1, like: WithoutMail).At("2026-06-02T12:00").Do(new ResolveCase(null, "Nonsense", false, null), Manager)
            .At("2026-06-02T13:00").Called("2026-06-02T10:45");

        Assert.True(scenario.Correction(ClockName.FirstResponse).Breach);
    }

    [Theory]
    [InlineData("2026-06-02T11:00:00", true)]
    [InlineData("2026-06-02T11:00:01", false)]
    public void A_call_at_the_due_instant_was_on_time(string called, bool inTime)
    {
        CaseScenario scenario = Opened(1).At("2026-06-02T12:00").Called(called);

        Assert.Equal(inTime, scenario.All<ClockCorrected>().Any(corrected => corrected.Breach));
        Assert.Single(scenario.Breaches(ClockName.FirstResponse));
    }

    [Fact]
    public void A_call_before_an_agreed_date_that_was_replaced_after_it_was_missed_corrects_it()
    {
        CaseScenario scenario = Opened(4).Do(new AgreeDate(CaseScenario.Local("2026-06-02T12:00"), null, null), Manager)
            .At("2026-06-02T13:00").Do(new AgreeDate(CaseScenario.Local("2026-06-03T12:00"), CaseScenario.Local("2026-06-02T12:00"), null), Manager)
            .At("2026-06-02T14:00").Called("2026-06-02T11:00");

        Assert.Equal((1, true), (scenario.Correction(ClockName.Agreed).Generation, scenario.Correction(ClockName.Agreed).Breach));
        Assert.True(scenario.State.Clock(ClockName.Agreed)!.IsRunning);
    }

    [Fact]
    public void A_case_with_corrections_verifies()
    {
        CaseScenario scenario = Opened(4, like: ByMail).Do(new AssignCase("anna"), Manager).At("2026-06-02T12:30").Called("2026-06-02T11:30")
            .At("2026-06-02T13:00").Prioritised(1).At("2026-06-03T10:00");

        Assert.Null(CaseAudit.Verify(scenario.State.Number, [.. scenario.Stream.Select(stored => stored.Json)], scenario.State, _ => scenario.Policy));
    }
}
