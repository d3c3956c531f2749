using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using Caseward.Domain.Tests.Clocks;
using Caseward.Testing;
using NodaTime;
using static Caseward.Domain.Tests.Clocks.WorkedExample;

namespace Caseward.Domain.Tests.Escalation;

/// <summary>
/// What a rung does (rules E2 to E4, E8). Priority 1 of Tuesday 10:00: an answer is due at 11:00; the workshop's tier 2 is <c>werkplaats-tier-2</c>, support's
/// is <c>tier-2</c>.
/// </summary>
public sealed class RungTests
{
    private static readonly RungMoment Due = new() { AfterDue = Duration.Zero };

    private static readonly RungMoment AnHourLater = new() { AfterDue = Duration.FromHours(1) };

    private static readonly NoticeRole[] Somebody = [NoticeRole.OwnerOrMembers];

    private static CaseScenario Answer(params Rung[] rungs) => Opened(1, firstResponse: rungs);

    private static CaseScenario OwnedByAnna(params Rung[] rungs) => Answer(rungs).Do(new AssignCase("anna"), Manager);

    private static NoticeDecided Told(CaseScenario scenario) => Assert.Single(scenario.All<NoticeDecided>(), notice => notice.Clock is not null);

    [Fact]
    public void A_task_is_for_the_owner()
    {
        CaseScenario scenario = OwnedByAnna(new Rung { Name = "look", At = Due, Task = "Look at it" }).At("2026-06-02T11:30");

        Assert.Equal("anna", Assert.Single(scenario.State.Tasks).Assignee);
        Assert.Equal("anna", scenario.State.Owner);
    }

    [Fact]
    public void A_task_of_a_rung_that_takes_the_case_away_is_for_whoever_owns_it_next()
    {
        CaseScenario scenario = OwnedByAnna(new Rung { Name = "take", At = Due, Task = "Look at it", ReturnToQueue = true }).At("2026-06-02T11:30");

        Assert.Null(Assert.Single(scenario.State.Tasks).Assignee);
        Assert.Null(scenario.State.Owner);
    }

    [Fact]
    public void A_rung_that_notifies_nobody_tells_nobody() =>
        Assert.Equal([(NoticeKind.Receipt, "customer")], OwnedByAnna(new Rung { Name = "look", At = Due, Task = "Look at it" }).At("2026-06-02T11:30").Notices);

    [Fact]
    public void A_rung_moves_the_case_to_the_queue_it_names()
    {
        CaseScenario scenario = OwnedByAnna(new Rung { Name = "move", At = Due, MoveTo = "billing", Notify = [NoticeRole.ReceivingSupervisors] }).At("2026-06-02T11:30");

        Assert.Equal(("billing", 1, null), (scenario.State.Queue, scenario.State.Tier, scenario.State.Owner));
        Assert.Equal("joost", Told(scenario).Recipient);
        Assert.Equal(CaseScenario.Local("2026-06-02T11:00"), scenario.State.Clock(ClockName.Ownership)!.StartedAt);
    }

    [Fact]
    public void A_case_that_is_in_a_tier_2_queue_stays_in_that_one()
    {
        CaseScenario scenario = Answer(
            new Rung { Name = "move", At = Due, MoveTo = "tier-2" }, new Rung { Name = "climb", At = AnHourLater, MoveToTier2 = true, Notify = Somebody }).At("2026-06-02T12:30");

        Assert.Equal(("tier-2", 2), (scenario.State.Queue, scenario.State.Tier));
        Assert.Equal(["move", "climb"], scenario.All<RungCarriedOut>().Select(rung => rung.Rung));
    }

    [Fact]
    public void A_case_without_an_owner_that_stays_where_it_is_is_not_returned_to_its_queue()
    {
        CaseScenario scenario = Answer(new Rung { Name = "tell", At = Due, Notify = Somebody }).At("2026-06-02T11:30");

        Assert.Equal([EscalationCause.Unanswered], scenario.State.Escalations);
        Assert.Equal((1, CaseScenario.Local("2026-06-02T10:00")), (scenario.State.Clock(ClockName.Ownership)!.Generation, scenario.State.Clock(ClockName.Ownership)!.StartedAt));
    }

    [Fact]
    public void Taken_from_two_owners_for_one_reason_a_case_is_escalated_once()
    {
        CaseScenario scenario = OwnedByAnna(new Rung { Name = "take", At = Due, ReturnToQueue = true }, new Rung { Name = "again", At = AnHourLater, ReturnToQueue = true })
            .At("2026-06-02T11:30").Do(new AssignCase("bram"), Manager).At("2026-06-02T12:30");

        Assert.Equal(2, scenario.All<CaseEscalated>().Count);
        Assert.Equal([EscalationCause.Unanswered], scenario.State.Escalations);
    }

    [Fact]
    public void A_warning_names_no_reason_and_no_callback_of_the_case_and_can_wait()
    {
        CaseScenario scenario = OwnedByAnna(new Rung { Name = "half", At = new RungMoment { UsedPercent = 50 }, Notify = Somebody })
            .Do(new RequestCallback { From = CaseScenario.Local("2026-06-02T14:00"), Until = CaseScenario.Local("2026-06-02T15:00"), Assignee = "anna" }, Manager)
            .At("2026-06-02T10:45");

        NoticeDecided warning = Told(scenario);
        Assert.Equal((NoticeKind.Warning, "anna"), (warning.Kind, warning.Recipient));
        Assert.Null(warning.Cause);
        Assert.Null(warning.Callback);
        Assert.Null(warning.Urgent);
    }

    [Fact]
    public void An_escalation_names_its_reason_and_an_urgent_one_does_not_wait()
    {
        NoticeDecided notice = Told(OwnedByAnna(new Rung { Name = "late", At = Due, Notify = Somebody, Urgent = true }).At("2026-06-02T11:30"));

        Assert.Equal((EscalationCause.Unanswered, true, null), (notice.Cause, notice.Urgent, notice.NotBefore));
    }

    [Fact]
    public void A_callback_that_nobody_made_is_named()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00")
            .Do(new RequestCallback { From = CaseScenario.Local("2026-06-02T11:00"), Until = CaseScenario.Local("2026-06-02T12:00"), Assignee = "anna" }).At("2026-06-02T12:00:01");

        Assert.All(scenario.All<NoticeDecided>().Where(notice => notice.Clock == ClockName.Callback), notice => Assert.Equal(1, notice.Callback));
    }

    [Fact]
    public void Everybody_who_gets_a_callback_is_told_each_time_they_get_it()
    {
        CaseScenario scenario = Opened(4)
            .Do(new RequestCallback { From = CaseScenario.Local("2026-06-02T14:00"), Until = CaseScenario.Local("2026-06-02T15:00"), Assignee = "anna" }, Manager)
            .Do(new ReassignCallback("bram"), Manager).Do(new ReassignCallback("anna"), Manager);

        NoticeDecided[] told = [.. scenario.All<NoticeDecided>().Where(notice => notice.Kind == NoticeKind.CallbackAssigned)];
        Assert.Equal(["anna", "bram", "anna"], told.Select(notice => notice.Recipient));
        Assert.Equal(3, told.Select(notice => notice.Key).Distinct().Count());
    }

    [Fact]
    public void Late_with_the_solution_a_case_is_escalated_until_it_is_late_no_longer()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00", open => open with { Priority = 1 }).Do(new ClaimCase()).Do(new AddComment("On it")).At("2026-06-03T09:30:01");
        Assert.Equal([EscalationCause.Unsolved], scenario.State.Escalations);

        Assert.Empty(scenario.At("2026-06-03T10:00").Do(new ChangePriority(3, null), Manager).State.Escalations);
    }

    [Fact]
    public void A_missed_date_is_a_reason_until_the_customer_hears_from_us()
    {
        CaseScenario scenario = Opened(4).Do(new AgreeDate(CaseScenario.Local("2026-06-02T11:30"), null, null), Manager).At("2026-06-02T11:45");
        Assert.Equal([EscalationCause.AgreedDateMissed], scenario.State.Escalations);

        Assert.Empty(scenario.Answered().State.Escalations);
    }

    [Fact]
    public void What_stopped_late_is_a_breach_also_where_the_clock_of_the_machine_that_looks_is_behind()
    {
        CaseState stopped = Opened(1).State.Apply(new AgentMessageSent("Soon"), CaseScenario.Local("2026-06-02T11:01"));

        Evaluation behind = CaseEvaluator.Evaluate(stopped, TestPolicies.Default, CaseScenario.Local("2026-06-02T10:59"));

        Assert.Equal(CaseScenario.Local("2026-06-02T11:00"), Assert.Single(behind.Facts.Select(pending => pending.Fact).OfType<ClockBreached>()).Due);
    }

    /// <summary>On 25 October 2026 the clocks go back at three: there are two half past twos in Amsterdam, at 00:30 and at 01:30 UTC.</summary>
    [Fact]
    public void Hours_on_the_wall_are_hours_also_in_the_hour_that_comes_twice()
    {
        Instant second = Instant.FromUtc(2026, 10, 25, 1, 30);
        var agreed = new ClockLedger { Name = ClockName.Agreed, Generation = 1, StartedAt = CaseScenario.Local("2026-10-20T10:00"), FixedDue = second };

        Assert.Equal(
            second + Duration.FromHours(1),
            RungMoments.Of(new RungMoment { AfterDueWall = new WallOffset(0, Duration.FromHours(1)) }, agreed, TestPolicies.Default.Calendar(new CaseScope("werkplaats"), ClockName.Agreed)));
    }
}
