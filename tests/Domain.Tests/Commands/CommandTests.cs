using System.Text.Json;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Caseward.Domain.Tests.Walks;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Commands;

/// <summary>What people may do with a case, and what they are told when they may not.</summary>
public sealed class CommandTests
{
    private static CaseScenario Opened() => CaseScenario.Opened("2026-06-02T10:00");

    public sealed class Claiming
    {
        [Fact]
        public void The_first_wins_and_the_second_is_told_who_has_it()
        {
            Refusal refusal = Opened().Do(new ClaimCase()).Refused(new ClaimCase(), A.Agent("bram"));

            Assert.Equal((RuleCodes.AlreadyOwned, RefusalKind.Conflict), (refusal.Code, refusal.Kind));
            Assert.Contains("anna", refusal.Detail, StringComparison.Ordinal);
        }

        [Fact]
        public void Claiming_what_one_has_changes_nothing()
        {
            CaseScenario scenario = Opened().Do(new ClaimCase());
            int version = scenario.State.Version;

            Assert.Equal(version, scenario.Do(new ClaimCase()).State.Version);
        }

        [Fact]
        public void Only_members_supervisors_and_the_manager_may()
        {
            Assert.Equal((RuleCodes.NotYours, RefusalKind.Forbidden), (Opened().Refused(new ClaimCase(), A.Agent("daan")).Code, RefusalKind.Forbidden));
            Assert.Equal("sanne", Opened().Do(new ClaimCase(), A.Supervisor("sanne")).State.Owner);
            Assert.Equal("willem", Opened().Do(new ClaimCase(), A.Manager("willem")).State.Owner);
        }

        [Fact]
        public void A_closed_case_cannot_be_claimed() =>
            Assert.Equal(RuleCodes.NotOpen, Opened().Do(new CloseCase("Mistake"), A.Manager("willem")).Refused(new ClaimCase()).Code);
    }

    public sealed class EscalatingByHand
    {
        [Fact]
        public void It_goes_to_the_departments_tier_2_queue_and_its_supervisor_reads_the_reason()
        {
            CaseScenario scenario = Opened().Do(new ClaimCase()).Do(new EscalateCase(null, null, "Needs the factory"));

            Assert.Equal("werkplaats-tier-2", scenario.State.Queue);
            Assert.Null(scenario.State.Owner);
            Assert.Equal([EscalationCause.Manual], scenario.State.Escalations);
            Assert.Equal("Needs the factory", scenario.All<NoticeDecided>().Single(notice => notice.Recipient == "ingrid").Text);
        }

        [Fact]
        public void It_can_go_to_a_person_who_then_owns_it()
        {
            CaseScenario scenario = Opened().Do(new EscalateCase(null, "willem", "Customer asks for the manager"));

            Assert.Equal("willem", scenario.State.Owner);
            Assert.Contains((NoticeKind.EscalationNotice, "willem"), scenario.Notices);
        }

        [Fact]
        public void A_tier_1_queue_is_no_place_to_escalate_to() =>
            Assert.Equal(RuleCodes.NotTier2, Opened().Refused(new EscalateCase("standard", null, "Why not")).Code);

        [Fact]
        public void Every_time_the_supervisor_hears_of_it_anew()
        {
            CaseScenario scenario = Opened().Do(new EscalateCase(null, null, "Needs the factory")).Do(new EscalateCase(null, null, "Still needs the factory"), A.Manager("willem"));

            Assert.Equal(
                [$"{scenario.State.Number}~manual~1~ingrid", $"{scenario.State.Number}~manual~2~ingrid"],
                scenario.All<NoticeDecided>().Where(notice => notice.Recipient == "ingrid").Select(notice => notice.Key));
        }

        [Fact]
        public void It_needs_a_reason() =>
            Assert.Equal("/reason", Assert.Single(new EscalateCase(null, null, " ").Validate()).Field);
    }

    public sealed class CallingBack
    {
        private static RequestCallback Tomorrow(string from = "2026-06-03T09:00", string until = "2026-06-03T10:00") =>
            new() { From = CaseScenario.Local(from), Until = CaseScenario.Local(until) };

        [Fact]
        public void The_customer_gets_a_confirmation_and_the_owner_the_task()
        {
            CaseScenario scenario = Opened().Do(new ClaimCase()).Do(Tomorrow());

            Assert.Equal(("anna", "0612345678"), (scenario.State.Callback!.Assignee, scenario.State.Callback.Phone));
            Assert.Contains((NoticeKind.CallbackConfirmation, "customer"), scenario.Notices);
        }

        [Fact]
        public void A_missed_callback_escalates()
        {
            CaseScenario scenario = Opened().Do(new ClaimCase()).Do(Tomorrow()).At("2026-06-03T10:00:01");

            Assert.Contains(EscalationCause.CallbackMissed, scenario.State.Escalations);
            Assert.Contains((NoticeKind.EscalationNotice, "sanne"), scenario.Notices);
        }

        [Fact]
        public void A_callback_that_was_made_in_time_does_not()
        {
            CaseScenario scenario = Opened().Do(new ClaimCase()).Do(Tomorrow())
                .At("2026-06-03T09:30").Do(new CompleteCallback(CallbackOutcome.Reached, "Explained the charger")).At("2026-06-03T10:00:01");

            Assert.DoesNotContain(EscalationCause.CallbackMissed, scenario.State.Escalations);
            Assert.False(scenario.State.Clock(ClockName.FirstResponse)!.IsLive);
        }

        [Fact]
        public void At_night_nobody_calls_and_the_first_possible_moment_is_told()
        {
            Refusal refusal = Opened().Do(new ClaimCase()).Refused(Tomorrow("2026-06-02T20:00", "2026-06-02T21:00"));

            Assert.Equal(RuleCodes.CallbackClosed, refusal.Code);
            Assert.Contains("2026-06-03T06:30:00Z", refusal.Detail, StringComparison.Ordinal);
        }

        [Fact]
        public void One_promise_at_a_time() =>
            Assert.Equal(RuleCodes.CallbackOpen, Opened().Do(new ClaimCase()).Do(Tomorrow()).Refused(Tomorrow()).Code);

        [Theory]
        [InlineData("2026-06-03T16:30", "2026-06-03T17:30")]
        [InlineData("2026-06-03T08:00", "2026-06-03T09:00")]
        [InlineData("2026-06-03T16:00", "2026-06-06T12:00")]
        public void A_window_begins_and_ends_while_somebody_is_in(string from, string until) =>
            Assert.Equal(RuleCodes.CallbackClosed, Opened().Do(new ClaimCase()).Refused(Tomorrow(from, until)).Code);

        [Theory]
        [InlineData("2026-06-03T16:30", "2026-06-03T17:00")]
        [InlineData("2026-06-03T16:00", "2026-06-05T10:00")]
        [InlineData("2026-06-02T09:00", "2026-06-02T10:30")]
        public void It_may_end_at_closing_last_some_days_or_have_begun(string from, string until) =>
            Assert.NotNull(Opened().Do(new ClaimCase()).Do(Tomorrow(from, until)).State.Callback);

        [Theory]
        [InlineData("2027-06-07T09:00", "2027-06-07T10:00")]
        [InlineData("2999-12-31T09:00", "2999-12-31T10:00")]
        [InlineData("9998-12-31T09:00", "9998-12-31T10:00")]
        public void Nobody_promises_a_call_in_more_than_a_year(string from, string until) =>
            Assert.Equal(RuleCodes.CallbackWindow, Opened().Do(new ClaimCase()).Refused(Tomorrow(from, until)).Code);

        [Fact]
        public void On_the_last_holiday_of_a_desk_that_is_always_open_the_first_possible_moment_is_told()
        {
            ServicePolicy always = PolicyReader.Check(TestPolicies.Tour.Document with
            {
                Calendars = [TestPolicies.Tour.Document.Calendars[0] with { Holidays = [new(2026, 6, 3)] }],
            }).OrThrow();

            Refusal refusal = CaseScenario.Opened("2026-06-02T10:00", policy: always).Refused(Tomorrow(), A.Manager("willem"));

            Assert.Contains("2026-06-03T22:00:00Z", refusal.Detail, StringComparison.Ordinal);
        }

        [Fact]
        public void A_case_that_is_closed_takes_the_promise_with_it()
        {
            CaseScenario scenario = Opened().Do(new ClaimCase()).Do(Tomorrow());
            NoticeDecided confirmation = scenario.All<NoticeDecided>().Single(notice => notice.Kind == NoticeKind.CallbackConfirmation);
            Assert.Null(NoticeRules.WhyWithdrawn(confirmation, scenario.Now, scenario.State));

            scenario.Do(new CloseCase("Duplicate"));

            Assert.Equal(NoticeCodes.CallbackOver, NoticeRules.WhyWithdrawn(confirmation, scenario.Now, scenario.State));
            Assert.Equal(RuleCodes.NoCallback, scenario.Refused(new CompleteCallback(CallbackOutcome.Reached, "Talked")).Code);
        }

        [Fact]
        public void Missed_while_the_customer_is_awaited_it_may_move_the_case_and_then_nobody_waits_any_more()
        {
            CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00", policy: AwkwardPolicies.EverythingAtOnce)
                .Do(new ClaimCase()).Do(Tomorrow()).Do(new WaitForCustomer(null)).At("2026-06-03T10:00:01");

            Assert.Equal((CaseStatus.Open, "werkplaats-tier-2", null), (scenario.State.Status, scenario.State.Queue, scenario.State.Owner));
            Assert.True(scenario.State.Clock(ClockName.Resolution)!.IsRunning);
        }

        [Fact]
        public void A_window_that_ends_before_it_starts_is_refused() =>
            Assert.Equal(RuleCodes.CallbackWindow, Opened().Do(new ClaimCase()).Refused(Tomorrow("2026-06-03T10:00", "2026-06-03T09:00")).Code);
    }

    public sealed class Waiting
    {
        [Fact]
        public void A_program_that_lets_a_case_wait_in_circles_is_stopped_before_the_case_grows_too_large_to_store()
        {
            CaseScenario scenario = Opened().Do(new ClaimCase());
            for (int wait = 0; wait < 500; wait++)
            {
                scenario.Do(new WaitForCustomer(null)).At(scenario.Now + Duration.FromSeconds(1)).Do(new ResumeCase()).At(scenario.Now + Duration.FromSeconds(1));
            }

            Assert.Equal(RuleCodes.WaitedTooOften, scenario.Refused(new WaitForCustomer(null)).Code);
            Assert.InRange(JsonSerializer.Serialize(scenario.State, CaseJson.Options).Length, 0, 200_000);
        }
    }

    public sealed class Resolving
    {
        [Fact]
        public void It_needs_a_solution_or_a_reason() =>
            Assert.Equal(RuleCodes.SolutionOrReason, Assert.Single(new ResolveCase(null, null, false, null).Validate()).Code);

        [Fact]
        public void A_blank_solution_is_none()
        {
            Assert.Equal(RuleCodes.SolutionOrReason, Assert.Single(new ResolveCase("", " ", false, null).Validate()).Code);
            Assert.False(Opened().Do(new ClaimCase()).Do(new ResolveCase("  ", "Customer moved", false, "")).State.HasSolution);
        }

        [Fact]
        public void Solved_by_telephone_it_needs_call_notes() =>
            Assert.Equal(RuleCodes.CallNotes, Assert.Single(new ResolveCase("New charger", null, true, null).Validate()).Code);
    }

    public sealed class Opening
    {
        [Fact]
        public void Everything_that_is_wrong_is_told_at_once()
        {
            OpenCase command = A.Case() with
            {
                Subject = "",
                Description = new string('x', TextRules.MaxBlock + 1),
                Priority = 9,
                Department = "nowhere",
                Language = "de",
                Contact = new Contact { Name = "Jan", Email = "not an address", Phone = "06 12345678" },
            };

            Assert.Equal(
                ["/contact/email", "/contact/phone", "/department", "/description", "/language", "/priority", "/subject"],
                command.Validate(TestPolicies.Default).Select(violation => violation.Field).Order(StringComparer.Ordinal));
        }

        [Theory]
        [InlineData("0535722819", true)]
        [InlineData("0612345678", true)]
        [InlineData("+34915550100", true)]
        [InlineData("053-5722819", false)]
        [InlineData("06 12345678", false)]
        [InlineData("0612 345 678", false)]
        [InlineData("+31-6-12345678", false)]
        [InlineData("", false)]
        public void A_telephone_number_is_written_as_the_handbook_says(string phone, bool isFine) =>
            Assert.Equal(isFine, !TextRules.Phone("/phone", phone).Any());

        [Fact]
        public void Blanks_are_counted_too() =>
            Assert.Equal(
                [("/internalComment", RuleCodes.TooLong), ("/region", RuleCodes.TooLong)],
                (A.Case() with { Region = new string(' ', 1_000_000), InternalComment = new string('\n', 1_000_000) })
                    .Validate(TestPolicies.Default).Select(violation => (violation.Field, violation.Code)).Order());

        [Theory]
        [InlineData("two\nlines")]
        [InlineData("two\u0085lines")]
        [InlineData("two\u2028lines")]
        [InlineData("two\u2029paragraphs")]
        [InlineData("bell\a")]
        [InlineData("invoice \u202Efdp.exe")]
        [InlineData("\u2066turned\u2069")]
        public void A_subject_is_one_line_of_readable_text(string subject) =>
            Assert.Equal(RuleCodes.BadCharacters, Assert.Single((A.Case() with { Subject = subject }).Validate(TestPolicies.Default)).Code);

        [Fact]
        public void Half_a_symbol_is_not_readable_text() =>
            Assert.Equal(RuleCodes.BadCharacters, Assert.Single((A.Case() with { Subject = "broken " + '\ud83d' }).Validate(TestPolicies.Default)).Code);

        [Fact]
        public void Who_can_be_reached_in_no_way_cannot_be_answered() =>
            Assert.Equal(RuleCodes.Unreachable, Assert.Single((A.Case() with { Contact = new Contact { Name = "Jan" } }).Validate(TestPolicies.Default)).Code);

        [Fact]
        public void A_contact_without_mail_gets_no_receipt() =>
            Assert.Empty(CaseScenario.Opened("2026-06-02T10:00", open => open with { Contact = new Contact { Name = "Jan", Phone = "0612345678" } }).Notices);

        [Theory]
        [InlineData("2026-06-02T10:00", false)]
        [InlineData("2026-06-02T20:00", true)]
        [InlineData("2026-06-06T10:00", true)]
        public void It_is_known_whether_somebody_was_in(string at, bool outside) =>
            Assert.Equal(outside, CaseScenario.Opened(at).State.OutsideHours);

        [Fact]
        public void The_menu_choice_leads_to_billing()
        {
            CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00", open => open with { MenuChoice = "2" });

            Assert.Equal("billing", scenario.State.Queue);
            Assert.Equal("billing-by-menu", Assert.Single(scenario.All<CaseRouted>()).Rule);
        }
    }
}
