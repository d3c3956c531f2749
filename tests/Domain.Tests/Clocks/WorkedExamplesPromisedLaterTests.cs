using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;
using static Caseward.Domain.Tests.Clocks.WorkedExample;

namespace Caseward.Domain.Tests.Clocks;

/// <summary>Another priority at the very instant, under grace, by a ladder, or where nothing was promised before (rules K5, K10, K12), worked out by hand.</summary>
public sealed class WorkedExamplesPromisedLaterTests
{
    [Fact]
    public void An_owner_who_was_promised_no_time_has_it_from_the_new_priority_on()
    {
        AssertDue("2026-06-02T13:00", ClockName.OwnerAction, Opened(3).Do(new AssignCase("anna"), Manager).At("2026-06-02T11:00").Prioritised(1));
        Assert.Null(Opened(3).At("2026-06-02T11:00").Prioritised(1).State.Clock(ClockName.OwnerAction));
    }

    [Fact]
    public void What_a_new_priority_promises_a_case_that_was_found_covered_counts_from_that_decision()
    {
        CaseScenario scenario = Opened(3, like: WithoutContract).At("2026-06-02T12:00").Accepted().At("2026-06-02T12:30").Prioritised(1);

        AssertDue("2026-06-02T13:00", ClockName.FirstResponse, scenario);
        AssertDue("2026-06-02T16:00", ClockName.Resolution, scenario);
    }

    [Fact]
    public void Who_was_answered_at_the_instant_of_the_opening_is_promised_no_answer() =>
        Assert.Null(Opened(3).Answered().At("2026-06-02T12:00").Prioritised(1).State.Clock(ClockName.FirstResponse));

    [Fact]
    public void Late_from_the_instant_of_the_change_it_warns_nobody_and_the_change_is_not_what_made_it_late()
    {
        CaseScenario scenario = Opened(4).At("2026-06-02T11:00").Prioritised(1);
        Assert.Empty(scenario.Breaches(ClockName.FirstResponse));

        ClockBreached breach = Assert.Single(scenario.At("2026-06-02T11:00:01").Breaches(ClockName.FirstResponse));
        Assert.Equal((CaseScenario.Local("2026-06-02T11:00"), null), (breach.Due, breach.Cause));
        Assert.Equal(["late"], scenario.All<RungCarriedOut>().Select(rung => rung.Rung));
    }

    [Theory]
    [InlineData("2026-06-02T12:00", "2026-06-02T12:10")]
    [InlineData("2026-06-02T10:30", "2026-06-02T10:55")]
    public void Five_minutes_before_the_end_of_a_grace_are_five_minutes_of_it(string changed, string warned)
    {
        CaseScenario scenario = Opened(
            4,
            rules: rules => rules with { PriorityChange = PriorityChangeRule.Grace },
            firstResponse: [new Rung { Name = "soon", At = new RungMoment { BeforeDue = Duration.FromMinutes(5) }, Notify = [NoticeRole.OwnerOrMembers] }])
            .At(changed).Prioritised(1).At(warned);
        Assert.Empty(scenario.All<RungCarriedOut>());

        Assert.Equal(CaseScenario.Local(warned), Assert.Single(scenario.At(CaseScenario.Local(warned) + Duration.FromSeconds(1)).All<RungCarriedOut>()).Moment);
    }

    [Fact]
    public void What_another_priority_does_not_change_is_not_replaced()
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).At("2026-06-02T12:30").Prioritised(2);

        Assert.Single(scenario.Breaches(ClockName.OwnerAction));
        Assert.DoesNotContain(scenario.State.Superseded, clock => clock.Name == ClockName.OwnerAction);
    }

    [Fact]
    public void What_its_own_ladder_raised_is_corrected_once()
    {
        // Due at 12:00; raised to an hour, it was due at 11:00.
        CaseScenario scenario = Opened(2, firstResponse: [new Rung { Name = "raise", At = new RungMoment { AfterDue = Duration.Zero }, RaisePriority = true }]).At("2026-06-02T12:30");
        Assert.Equal(1, scenario.State.Priority);

        ClockCorrected corrected = scenario.Called("2026-06-02T10:45").Correction(ClockName.FirstResponse);
        Assert.Equal((2, true), (corrected.Generation, corrected.Breach));
        Assert.Equal(["raise"], corrected.Rungs);
    }
}
