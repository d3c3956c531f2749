using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Caseward.Domain.Tests.Walks;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Escalation;

/// <summary>
/// Nobody looked in time: an outage, a timer that was late, a call that was logged afterwards (rules K3, K11, K12, K13). The case is one
/// for the workshop, open from 08:30 to 17:00; 5 June 2026 is a Friday.
/// </summary>
public sealed class LateLookTests
{
    private static Instant On(string local) => CaseScenario.Local(local);

    private static CaseScenario Urgent() => CaseScenario.Opened("2026-06-02T10:00", open => open with { Priority = 1 });

    private static LogCall CallAt(string local) => new() { Direction = CallDirection.Outgoing, Reached = true, Notes = "Talked it through", OccurredAt = On(local) };

    public sealed class AnOutage
    {
        [Fact]
        public void What_fell_due_happened_when_it_fell_due_and_is_written_down_later()
        {
            CaseScenario scenario = CaseScenario.Opened("2026-06-05T10:00").At("2026-06-09T12:00");

            CaseEvent moved = Assert.Single(scenario.Stream, stored => stored.Event.Fact is CaseEscalated { Queue: "werkplaats-tier-2" }).Event;
            Assert.Equal((On("2026-06-05T14:00"), On("2026-06-09T12:00")), (moved.OccurredAt, moved.RecordedAt));
        }

        [Fact]
        public void The_ownership_clock_of_tier_2_starts_at_the_deadline_that_was_missed_not_when_somebody_looked() =>
            Assert.Equal(
                On("2026-06-03T09:30"),
                CaseScenario.Opened("2026-06-02T10:00").At("2026-06-02T14:00:07").State.Clock(ClockName.Ownership)!.Due(TestPolicies.Default.Calendar(new CaseScope("werkplaats"), ClockName.Ownership)));

        [Fact]
        public void Every_rung_of_a_long_weekend_comes_in_order_and_once()
        {
            CaseScenario scenario = CaseScenario.Opened("2026-06-05T10:00").At("2026-06-09T12:00").At("2026-06-09T12:01");

            Assert.Equal(
                [("tier-2", On("2026-06-05T14:00")), ("manager", On("2026-06-08T09:30"))],
                scenario.All<RungCarriedOut>().Select(rung => (rung.Rung, rung.Moment)));
            Assert.Equal(
                [On("2026-06-05T14:00"), On("2026-06-08T09:30")],
                scenario.All<ClockBreached>().Where(breach => breach.Clock == ClockName.Ownership).Select(breach => breach.Due));
        }

        [Fact]
        public void A_deadline_does_not_vanish_because_another_one_moved_the_case_first()
        {
            // Opened on a Saturday: the answer is due on Monday 12:00 and moves the case; in tier 2 somebody has to own it within 8.5 hours.
            CaseScenario scenario = CaseScenario.Opened("2026-06-06T12:00", policy: AwkwardPolicies.DaysAndWalls).At("2026-06-09T12:00:01");

            Assert.Equal(
                [new ClockBreached(ClockName.FirstResponse, 1, On("2026-06-08T12:00")) { Tier = 1 }, new ClockBreached(ClockName.Ownership, 2, On("2026-06-09T12:00"))],
                scenario.All<ClockBreached>().Where(breach => breach.Clock != ClockName.Resolution));
        }

        [Fact]
        public void A_look_may_do_a_part_of_it_and_leave_the_rest_to_the_next_look_which_is_due_at_once()
        {
            CaseScenario scenario = CaseScenario.Opened("2026-06-05T10:00").Unwatched("2026-06-09T12:00");

            Evaluation part = CaseEvaluator.Evaluate(scenario.State, scenario.Policy, scenario.Now, enough: 2);

            Assert.Equal([typeof(ClockBreached), typeof(RungCarriedOut), typeof(CaseEscalated), typeof(NoticeDecided), typeof(NoticeDecided)], part.Facts.Select(fact => fact.Fact.GetType()));
            Assert.Equal(On("2026-06-08T09:30"), part.NextLook);
        }

        [Fact]
        public void A_solved_case_closed_when_its_window_had_passed()
        {
            CaseScenario scenario = Urgent().Do(new ClaimCase()).Do(new ResolveCase("New charger", null, false, null)).At("2026-07-20T12:00");

            Assert.Equal(On("2026-06-16T10:00"), scenario.State.ClosedAt);
        }

        [Fact]
        public void The_customer_has_the_whole_time_to_answer_a_survey_that_went_out_late()
        {
            CaseScenario scenario = Urgent().Do(new ClaimCase()).Do(new ResolveCase("New charger", null, false, null)).Do(new ConfirmResolution(), A.Customer()).At("2026-08-20T12:00");

            Assert.Equal(On("2026-09-19T12:00"), Assert.Single(scenario.All<SurveyOffered>()).ExpiresAt);
        }
    }

    public sealed class ACallThatIsLoggedLate
    {
        [Fact]
        public void And_was_in_time_withdraws_what_nobody_carried_out_yet()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).Unwatched("2026-06-02T11:30").Do(CallAt("2026-06-02T10:40"));

            Assert.Equal(("anna", "werkplaats"), (scenario.State.Owner, scenario.State.Queue));
            Assert.DoesNotContain(scenario.All<ClockBreached>(), breach => breach.Clock == ClockName.FirstResponse);
            Assert.Empty(scenario.All<CaseEscalated>());
        }

        [Fact]
        public void And_was_too_late_leaves_what_was_due_before_it()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).Unwatched("2026-06-02T11:30").Do(CallAt("2026-06-02T11:15"));

            Assert.Contains(scenario.All<ClockBreached>(), breach => breach.Clock == ClockName.FirstResponse);
            Assert.Equal("werkplaats-tier-2", scenario.State.Queue);
            Assert.Equal(On("2026-06-02T11:15"), scenario.State.Clock(ClockName.FirstResponse)!.StoppedAt);
        }

        [Fact]
        public void Does_not_undo_what_was_carried_out_and_ends_the_escalation()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).At("2026-06-02T11:00:01").At("2026-06-02T11:30").Do(CallAt("2026-06-02T10:40"));

            Assert.Contains(scenario.All<ClockBreached>(), breach => breach.Clock == ClockName.FirstResponse);
            Assert.Equal("werkplaats-tier-2", scenario.State.Queue);
            Assert.DoesNotContain(EscalationCause.Unanswered, scenario.State.Escalations);
            Assert.Equal(On("2026-06-02T11:30"), Assert.Single(scenario.Stream, stored => stored.Event.Fact is EscalationEnded { Cause: EscalationCause.Unanswered }).Event.OccurredAt);
        }

        [Fact]
        public void Was_the_first_answer_also_when_another_one_is_written_down_before_it()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).At("2026-06-02T10:50").Do(new AddComment("Is the plug in?"))
                .At("2026-06-02T10:55").Do(CallAt("2026-06-02T10:20"));

            Assert.Equal(On("2026-06-02T10:20"), scenario.State.Clock(ClockName.FirstResponse)!.StoppedAt);
        }

        [Fact]
        public void During_a_wait_for_the_customer_stops_the_clock_at_the_call()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).At("2026-06-02T10:20").Do(new WaitForCustomer("The colour"))
                .At("2026-06-02T12:00").Do(CallAt("2026-06-02T10:15"));

            ClockLedger clock = scenario.State.Clock(ClockName.FirstResponse)!;
            Assert.Equal(Duration.FromMinutes(15), clock.Consumed(scenario.Policy.Calendar(new CaseScope("werkplaats"), ClockName.FirstResponse), scenario.Now));
            Assert.Equal(CaseStatus.WaitingForCustomer, scenario.State.Status);
        }

        [Theory]
        [InlineData("2026-06-02T09:59:59")]
        [InlineData("2026-06-02T12:00:01")]
        public void Cannot_have_been_before_the_case_or_later_than_now(string at) =>
            Assert.Equal(RuleCodes.OutOfRange, Urgent().Unwatched("2026-06-02T12:00").Refused(CallAt(at)).Code);
    }

    public sealed class APause
    {
        [Fact]
        public void That_begins_at_the_due_instant_and_ends_with_the_solution_is_no_breach()
        {
            CaseScenario scenario = Urgent().Do(new ClaimCase()).Do(new AddComment("On it")).At("2026-06-03T09:30").Do(new WaitForCustomer(null))
                .At("2026-06-05T09:00").Do(new ResolveCase("New charger", null, false, null)).At("2026-06-05T09:00:01");

            Assert.Empty(scenario.All<ClockBreached>());
        }

        [Fact]
        public void That_begins_at_the_due_instant_and_ends_with_work_to_do_is_a_breach_at_once()
        {
            CaseScenario scenario = Urgent().Do(new ClaimCase()).Do(new AddComment("On it")).At("2026-06-03T09:30").Do(new WaitForCustomer(null))
                .At("2026-06-05T09:00").Do(new ResumeCase());

            Assert.Equal(On("2026-06-03T09:30"), Assert.Single(scenario.All<ClockBreached>()).Due);
            Assert.Equal(On("2026-06-05T09:00"), Assert.Single(scenario.Stream, stored => stored.Event.Fact is ClockBreached).Event.OccurredAt);
        }

        [Fact]
        public void After_a_missed_deadline_holds_back_the_rungs_that_follow()
        {
            // Due Wednesday 09:30; the manager hears after four more working hours, of which one passes before the wait.
            CaseScenario scenario = Urgent().Do(new ClaimCase()).Do(new AddComment("On it")).At("2026-06-03T09:30:01").Do(new ClaimCase(), A.Agent("kees"))
                .At("2026-06-03T10:30").Do(new WaitForCustomer(null), A.Agent("kees")).At("2026-06-08T10:00").Do(new ResumeCase(), A.Agent("kees"));
            Assert.DoesNotContain(scenario.Notices, notice => notice.Recipient == "willem");

            Assert.DoesNotContain(scenario.At("2026-06-08T13:00").Notices, notice => notice.Recipient == "willem");
            Assert.Contains((NoticeKind.EscalationNotice, "willem"), scenario.At("2026-06-08T13:00:01").Notices);
        }
    }
}
