using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Caseward.Testing;
using NodaTime;
using static Caseward.Domain.Tests.Clocks.WorkedExample;

namespace Caseward.Domain.Tests.Clocks;

/// <summary>Waits, reopening, agreed dates, tiers, ladders and boundaries, worked out by hand.</summary>
public sealed class WorkedExamplesTests
{
    [Fact]
    public void Seventeen_hours_are_two_working_days() => AssertDue("2026-06-04T10:00", ClockName.Resolution, Opened(4));

    [Fact]
    public void A_wait_over_night_moves_the_due_by_its_open_time_to_the_closing()
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).At("2026-06-02T12:00").Do(new WaitForCustomer(null), Manager)
            .At("2026-06-03T10:30").Do(new ResumeCase(), Manager);

        // Five hours of Tuesday and two of Wednesday: from Thursday 10:00 to closing, exactly.
        AssertDue("2026-06-04T17:00", ClockName.Resolution, scenario);
    }

    [Theory]
    [InlineData("2026-06-02T16:00", "2026-06-02T17:00")]
    [InlineData("2026-06-05T16:30", "2026-06-08T09:00")]
    [InlineData("2026-06-06T12:00", "2026-06-08T09:30")]
    [InlineData("2026-04-24T16:30", "2026-04-28T09:00")]
    [InlineData("2026-03-27T16:30", "2026-03-30T09:00")]
    [InlineData("2026-10-23T16:30", "2026-10-26T09:00")]
    public void An_hour_ends_at_closing_over_weekends_holidays_and_clock_changes(string opened, string due) => AssertDue(due, ClockName.FirstResponse, Opened(1, opened));

    [Theory]
    [InlineData("2026-06-02T11:00:00", 0)]
    [InlineData("2026-06-02T11:00:01", 1)]
    public void An_answer_at_the_due_instant_is_on_time(string answered, int breaches) =>
        Assert.Equal(breaches, Opened(1).At(answered).Answered().At("2026-06-02T13:00").Breaches(ClockName.FirstResponse).Count);

    [Theory]
    [InlineData(ReopenRule.Resume, "2026-06-03T11:00")]
    [InlineData(ReopenRule.Restart, "2026-06-03T13:00")]
    [InlineData(ReopenRule.NewClock, "2026-06-03T11:00")]
    public void Reopened_before_it_was_due(ReopenRule rule, string due) =>
        AssertDue(due, ClockName.Resolution, Opened(1, rules: rules => rules with { Reopen = rule }).At("2026-06-02T12:00").Solved().At("2026-06-03T09:00").Reopened());

    [Theory]
    [InlineData(ReopenRule.Resume, "2026-06-02T14:00", 1)]
    [InlineData(ReopenRule.Restart, "2026-06-03T13:00", 2)]
    [InlineData(ReopenRule.NewClock, "2026-06-03T11:00", 2)]
    public void Reopened_after_a_breach_that_stays_a_fact(ReopenRule rule, string due, int breachesInTheEnd)
    {
        CaseScenario scenario = Opened(1, rules: rules => rules with { Reopen = rule }).At("2026-06-02T15:00").Solved().At("2026-06-03T09:00").Reopened();

        AssertDue(due, ClockName.Resolution, scenario);
        Assert.Single(scenario.Breaches(ClockName.Resolution));
        Assert.Equal(breachesInTheEnd, scenario.At("2026-06-04T09:00").Breaches(ClockName.Resolution).Count);
    }

    [Fact]
    public void Solved_while_the_customer_is_awaited_and_reopened_counts_neither()
    {
        CaseScenario scenario = Opened(1).Do(new AssignCase("anna"), Manager).At("2026-06-02T11:00").Do(new WaitForCustomer(null), Manager)
            .At("2026-06-02T12:00").Solved().At("2026-06-03T09:00").Reopened();

        AssertDue("2026-06-03T12:00", ClockName.Resolution, scenario);
    }

    [Fact]
    public void Between_updates_the_next_is_expected_from_the_reopening_on()
    {
        CaseScenario scenario = Opened(1, rules: rules => rules with { NextResponse = NextResponseMode.BetweenUpdates })
            .At("2026-06-02T11:00").Answered().At("2026-06-02T12:00").Solved().At("2026-06-04T09:00").Reopened();
        AssertDue("2026-06-04T11:00", ClockName.NextResponse, scenario);

        AssertDue("2026-06-04T11:00", ClockName.NextResponse, scenario.At("2026-06-04T09:30").Wrote("2026-06-04T09:30"));
        Assert.Empty(scenario.Breaches(ClockName.NextResponse));
        AssertDue("2026-06-04T12:00", ClockName.NextResponse, scenario.At("2026-06-04T10:00").Answered());
    }

    [Fact]
    public void Between_updates_a_wait_takes_time_out()
    {
        CaseScenario scenario = Opened(1, rules: rules => rules with { NextResponse = NextResponseMode.BetweenUpdates }).Do(new AssignCase("anna"), Manager)
            .At("2026-06-02T10:30").Answered().At("2026-06-02T11:00").Do(new WaitForCustomer(null), Manager).At("2026-06-02T13:00").Wrote("2026-06-02T13:00");

        AssertDue("2026-06-02T14:30", ClockName.NextResponse, scenario);
    }

    [Fact]
    public void A_contact_in_a_wait_gives_the_owner_the_whole_time_after_it()
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).At("2026-06-02T11:00").Do(new WaitForCustomer(null), Manager)
            .At("2026-06-02T12:00").Answered().At("2026-06-02T13:00").Do(new ResumeCase(), Manager);

        AssertDue("2026-06-02T15:00", ClockName.OwnerAction, scenario);
    }

    [Fact]
    public void A_date_that_was_replaced_is_missed_by_nobody()
    {
        CaseScenario scenario = Opened(4).Do(new AgreeDate(CaseScenario.Local("2026-06-03T10:00"), null, null), Manager);
        Assert.Equal(RuleCodes.AgreedDateTaken, scenario.Refused(new AgreeDate(CaseScenario.Local("2026-06-04T10:00"), null, null), Manager).Code);
        Assert.Equal(RuleCodes.AgreedDatePast, scenario.Refused(new AgreeDate(CaseScenario.Local("2026-06-02T10:00"), null, null), Manager).Code);

        scenario.Do(new AgreeDate(CaseScenario.Local("2026-06-04T10:00"), CaseScenario.Local("2026-06-03T10:00"), null), Manager).At("2026-06-05T10:00");

        Assert.Equal(CaseScenario.Local("2026-06-04T10:00"), Assert.Single(scenario.Breaches(ClockName.Agreed)).Due);
    }

    [Fact]
    public void A_date_that_was_withdrawn_or_passed_while_the_case_was_solved_is_not_missed()
    {
        CaseScenario agreed = Opened(4, like: WithoutMail).Do(new AgreeDate(CaseScenario.Local("2026-06-03T10:00"), null, null), Manager);

        Assert.Empty(agreed.At("2026-06-02T12:00").Do(new ResolveCase(null, "Nonsense", false, null), Manager).At("2026-06-03T12:00").Do(new ReopenCase(null), Manager)
            .At("2026-06-04T12:00").Breaches(ClockName.Agreed));
        Assert.Empty(Opened(4).Do(new AgreeDate(CaseScenario.Local("2026-06-03T10:00"), null, null), Manager).Do(new WithdrawAgreedDate("Not needed"), Manager)
            .At("2026-06-04T12:00").Breaches(ClockName.Agreed));
    }

    [Fact]
    public void The_time_of_a_tier_leaves_out_other_tiers_waits_and_solved_time()
    {
        CaseScenario scenario = Opened(4).Do(new AssignCase("anna"), Manager).At("2026-06-02T12:00").Do(new EscalateCase(null, null, "Too hard"), Manager)
            .Do(new AssignCase("kees"), Manager).At("2026-06-02T13:00").Do(new WaitForCustomer(null), Manager).At("2026-06-02T14:00").Do(new ResumeCase(), Manager)
            .At("2026-06-02T15:00").Solved().At("2026-06-03T09:00").Reopened().At("2026-06-03T09:30");

        AssertUsed(Duration.FromHours(2), ClockName.Tier1, scenario);
        AssertUsed(Duration.FromHours(2.5), ClockName.Tier2, scenario);
        AssertDue("2026-06-03T10:00", ClockName.Tier2, scenario);
    }

    [Fact]
    public void After_the_due_at_closing_a_working_hour_is_the_next_morning_and_an_hour_on_the_wall_is_not()
    {
        NoticeRole[] tell = [NoticeRole.OwnerOrMembers];
        CaseScenario scenario = Opened(1, "2026-06-02T16:00", firstResponse:
        [
            new Rung { Name = "wall", At = new RungMoment { AfterDueWall = new WallOffset(0, Duration.FromHours(1)) }, Notify = tell },
            new Rung { Name = "working", At = new RungMoment { AfterDue = Duration.FromHours(1) }, Notify = tell },
            new Rung { Name = "before", At = new RungMoment { BeforeDue = Duration.FromMinutes(15) }, Notify = tell },
        ]).At("2026-06-03T10:00");

        Assert.Equal(
            [("before", CaseScenario.Local("2026-06-02T16:45")), ("wall", CaseScenario.Local("2026-06-02T18:00")), ("working", CaseScenario.Local("2026-06-03T09:30"))],
            scenario.All<RungCarriedOut>().Select(rung => (rung.Rung, rung.Moment)));
    }

    [Fact]
    public void After_an_outage_everything_happens_once_in_order_at_its_own_instant()
    {
        CaseScenario scenario = Opened(1).At("2026-06-02T13:00").At("2026-06-02T13:00");

        Assert.Equal(["10:30 half", "11:00 breach", "11:00 late"], scenario.Stream.Select(stored => stored.Event).Select(happened => happened.Fact switch
        {
            RungCarriedOut rung => $"{Clock(happened.OccurredAt)} {rung.Rung}",
            ClockBreached => $"{Clock(happened.OccurredAt)} breach",
            _ => null,
        }).Where(line => line is not null));
    }

    [Fact]
    public void An_escalation_for_want_of_an_answer_ends_with_it_and_one_by_hand_does_not()
    {
        CaseScenario scenario = Opened(1).Do(new EscalateCase(null, null, "Important customer"), Manager).At("2026-06-02T11:30");
        Assert.Equal([EscalationCause.Manual, EscalationCause.Unanswered], scenario.State.Escalations);

        scenario.Answered();
        Assert.Equal([EscalationCause.Manual], scenario.State.Escalations);

        scenario.Do(new DeescalateCase(null, "Handled"), Manager);
        Assert.Empty(scenario.State.Escalations);
    }

    [Fact]
    public void A_callback_after_its_window_is_a_breach_at_the_end_of_the_window()
    {
        CaseScenario scenario = Opened(4).Do(new RequestCallback { From = CaseScenario.Local("2026-06-02T14:00"), Until = CaseScenario.Local("2026-06-02T15:00"), Assignee = "anna" }, Manager)
            .At("2026-06-02T15:30").Do(new CompleteCallback(CallbackOutcome.Reached, "Talked"), Manager);

        Assert.Equal(CaseScenario.Local("2026-06-02T15:00"), Assert.Single(scenario.Breaches(ClockName.Callback)).Due);
        Assert.Equal(CaseScenario.Local("2026-06-02T15:30"), scenario.State.Clock(ClockName.FirstResponse)!.StoppedAt);
    }

    private static string Clock(Instant instant) => $"{instant.InZone(DateTimeZoneProviders.Tzdb["Europe/Amsterdam"]).LocalDateTime:HH:mm}";
}
