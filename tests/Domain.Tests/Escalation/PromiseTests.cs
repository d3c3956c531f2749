using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Escalation;

/// <summary>
/// What the customer was promised. The case has priority 1 (workshop): somebody owns it within 30 minutes, the customer has an answer
/// within an hour, it is solved within 8 working hours. 2 June 2026 is a Tuesday; the workshop is open from 08:30 to 17:00.
/// </summary>
public sealed class PromiseTests
{
    private static CaseScenario Urgent(string opened = "2026-06-02T10:00") => CaseScenario.Opened(opened, open => open with { Priority = 1 });

    private static Instant? Due(CaseScenario scenario, ClockName clock) =>
        scenario.State.Clock(clock)!.Due(scenario.Policy.Calendar(new CaseScope("werkplaats"), clock));

    public sealed class FirstResponse
    {
        [Fact]
        public void A_message_to_the_customer_stops_the_clock()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).Do(new AddComment("Is the plug in?"));

            Assert.False(scenario.State.Clock(ClockName.FirstResponse)!.IsLive);
            Assert.Empty(scenario.At("2026-06-02T12:00").All<ClockBreached>());
        }

        [Fact]
        public void An_internal_note_does_not_stop_the_clock()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).Do(new AddNote("Looks like the charger")).At("2026-06-02T11:00:01");

            Assert.Contains(scenario.All<ClockBreached>(), breach => breach.Clock == ClockName.FirstResponse);
        }

        [Fact]
        public void A_message_of_the_customer_does_not_stop_the_clock()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new AddComment("Hurry please"), A.Customer());

            Assert.True(scenario.State.Clock(ClockName.FirstResponse)!.IsRunning);
        }

        [Theory]
        [InlineData(true, false)]
        [InlineData(false, true)]
        public void A_logged_call_stops_the_clock_only_when_the_customer_was_reached(bool reached, bool stillRuns)
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase())
                .Do(new LogCall { Direction = CallDirection.Outgoing, Reached = reached, Notes = "Talked it through" });

            Assert.Equal(stillRuns, scenario.State.Clock(ClockName.FirstResponse)!.IsRunning);
        }

        [Fact]
        public void A_call_that_is_logged_late_counts_from_when_it_was()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).Unwatched("2026-06-02T10:59").Do(new LogCall
            {
                Direction = CallDirection.Outgoing,
                Reached = true,
                Notes = "Talked it through",
                OccurredAt = CaseScenario.Local("2026-06-02T10:30"),
            });

            Assert.Equal(CaseScenario.Local("2026-06-02T10:30"), scenario.State.Clock(ClockName.FirstResponse)!.StoppedAt);
        }

        [Fact]
        public void The_owner_is_warned_when_three_quarters_of_the_time_are_used_and_once()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).At("2026-06-02T10:45:01").At("2026-06-02T10:50");

            Assert.Single(scenario.Notices, (NoticeKind.Warning, "anna"));
            Assert.Empty(scenario.State.Escalations);
        }

        [Fact]
        public void A_missed_answer_brings_the_case_to_tier_2_and_out_of_its_owners_hands()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).At("2026-06-02T11:00:01");

            Assert.Equal("werkplaats-tier-2", scenario.State.Queue);
            Assert.Null(scenario.State.Owner);
            Assert.Contains((NoticeKind.EscalationNotice, "anna"), scenario.Notices);
            Assert.Contains((NoticeKind.EscalationNotice, "ingrid"), scenario.Notices);
            Assert.True(scenario.State.Clock(ClockName.Ownership)!.IsRunning);
        }

        [Fact]
        public void A_late_answer_ends_the_escalation_and_leaves_the_breach_on_record()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).At("2026-06-02T11:00:01")
                .At("2026-06-02T11:05").Do(new ClaimCase(), A.Agent("kees")).Do(new AddComment("Sorry for the wait"), A.Agent("kees"));

            Assert.DoesNotContain(EscalationCause.Unanswered, scenario.State.Escalations);
            Assert.True(scenario.State.Clock(ClockName.FirstResponse)!.Breached);
        }

        [Fact]
        public void A_breach_that_no_timer_saw_is_on_record_all_the_same()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).Unwatched("2026-06-02T11:30").Do(new AddComment("Here I am"), A.Manager("willem"));

            Assert.Equal(CaseScenario.Local("2026-06-02T11:00"), Assert.Single(scenario.All<ClockBreached>(), breach => breach.Clock == ClockName.FirstResponse).Due);
        }
    }

    public sealed class Resolution
    {
        [Fact]
        public void Eight_working_hours_from_Tuesday_ten_o_clock_end_on_Wednesday_at_half_past_nine() =>
            Assert.Equal(CaseScenario.Local("2026-06-03T09:30"), Due(Urgent(), ClockName.Resolution));

        [Fact]
        public void While_the_customer_is_awaited_there_is_no_deadline_and_nothing_escalates()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).Do(new AddComment("Which colour is the light?"))
                .Do(new WaitForCustomer("The colour")).At("2026-06-09T10:00");

            Assert.Null(Due(scenario, ClockName.Resolution));
            Assert.Null(scenario.NextLook);
            Assert.Empty(scenario.All<CaseEscalated>());
        }

        [Fact]
        public void The_time_that_the_customer_took_is_added_exactly()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).Do(new AddComment("Which colour?"))
                .Do(new WaitForCustomer(null)).At("2026-06-04T12:10").Do(new AddComment("Red"), A.Customer());

            // Ten minutes are used; 7 h 50 min are left from Thursday 12:10.
            Assert.Equal(CaseScenario.Local("2026-06-05T11:30"), Due(scenario, ClockName.Resolution));
        }

        [Fact]
        public void A_pause_that_ends_when_it_starts_changes_nothing()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase());
            Instant? before = Due(scenario, ClockName.Resolution);

            scenario.Do(new WaitForCustomer(null)).Do(new ResumeCase());

            Assert.Equal(before, Due(scenario, ClockName.Resolution));
        }

        [Fact]
        public void Reopened_the_clock_goes_on_where_it_stopped()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase())
                .At("2026-06-02T11:00").Do(new ResolveCase("New charger", null, false, null))
                .At("2026-06-04T09:30").Do(new ReopenCase("Red again"), A.Customer());

            // One hour is used; seven are left from Thursday 09:30.
            Assert.Equal(CaseScenario.Local("2026-06-04T16:30"), Due(scenario, ClockName.Resolution));
        }

        [Fact]
        public void Another_owner_does_not_touch_the_customers_clocks()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase());
            Instant? before = Due(scenario, ClockName.Resolution);

            scenario.At("2026-06-02T10:40").Do(new AssignCase("bram"), A.Supervisor("sanne"));

            Assert.Equal(before, Due(scenario, ClockName.Resolution));
            Assert.Equal("bram", scenario.State.Owner);
        }

        [Fact]
        public void Closing_never_erases_a_breach()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T10:10").Do(new ClaimCase()).Do(new AddComment("On it")).At("2026-06-03T09:30:01")
                .Do(new CloseCase("Scooter sold"), A.Manager("willem"));

            Assert.True(scenario.State.Clock(ClockName.Resolution)!.Breached);
            Assert.Single(scenario.All<ClockBreached>(), breach => breach.Clock == ClockName.Resolution);
        }
    }

    public sealed class AfterAnything
    {
        [Fact]
        public void Looking_twice_finds_nothing_the_second_time()
        {
            CaseScenario scenario = Urgent().At("2026-06-10T10:00");
            int version = scenario.State.Version;

            scenario.At("2026-06-10T10:00").At("2026-06-10T10:00:01");

            Assert.Equal(version, scenario.State.Version);
        }

        [Fact]
        public void Every_notice_has_a_key_of_its_own()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T12:00").Do(new ClaimCase(), A.Agent("kees")).At("2026-06-10T10:00");

            string[] keys = [.. scenario.All<NoticeDecided>().Select(notice => notice.Key)];
            Assert.NotEmpty(keys);
            Assert.Equal(keys.Length, keys.Distinct().Count());
        }

        [Fact]
        public void The_stream_read_back_is_the_state()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T12:00").Do(new ClaimCase(), A.Agent("kees")).Do(new AddComment("Hello"), A.Agent("kees"))
                .At("2026-06-10T10:00").Do(new ResolveCase("New charger", null, false, null), A.Manager("willem"));

            CaseState replayed = CaseStream.Replay(scenario.State.Number, scenario.Stream.Select(stored => stored.Json));

            Assert.Equal(Json(scenario.State), Json(replayed));
        }

        [Fact]
        public void A_changed_event_is_seen_by_the_chain()
        {
            CaseScenario scenario = Urgent().At("2026-06-02T12:00");
            string[] stored = [.. scenario.Stream.Select(each => each.Json)];
            stored[0] = stored[0].Replace("stays red", "stays green", StringComparison.Ordinal);

            Assert.Throws<InvalidOperationException>(() => CaseStream.Replay(scenario.State.Number, stored));
        }

        private static string Json(CaseState state) => System.Text.Json.JsonSerializer.Serialize(state, CaseJson.Options);
    }
}
