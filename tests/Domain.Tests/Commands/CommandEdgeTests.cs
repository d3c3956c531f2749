using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Notices;
using Caseward.Domain.Rules;
using Caseward.Domain.Tests.Clocks;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Commands;

/// <summary>What commands do at their edges: the last instant, nobody to mail, a case that is solved, what was done already.</summary>
public sealed class CommandEdgeTests
{
    private static readonly Actor Erp = new(ActorKind.Integration, "erp");

    private static Instant On(string local) => CaseScenario.Local(local);

    private static CaseScenario Opened() => CaseScenario.Opened("2026-06-02T10:00");

    private static CaseScenario Owned() => Opened().Do(new ClaimCase());

    private static CaseScenario Waiting() => Owned().Do(new WaitForCustomer(null));

    private static CaseScenario Solved() => Owned().At("2026-06-02T11:00").Do(new ResolveCase("New charger", null, false, null));

    private static CaseScenario WithoutMail() => CaseScenario.Opened("2026-06-02T10:00", WorkedExample.WithoutMail).Do(new ClaimCase());

    private static void Changes(int facts, CaseScenario scenario, CaseCommand command, Actor? by = null)
    {
        int before = scenario.State.Version;
        Assert.Equal(facts, scenario.Do(command, by).State.Version - before);
    }

    public sealed class OnACaseThatIsOver
    {
        public static TheoryData<CaseCommand> Moves =>
        [
            new AssignCase("bram"), new ReleaseCase("standard", null), new AddComment("Hello"), new WaitForCustomer(null), new EscalateCase(null, null, "Help"),
            new ChangePriority(1, null), new AgreeDate(On("2026-06-05T10:00"), null, null), new DecideEntitlement(EntitlementOutcome.Accepted, null, null),
            new RequestCallback { From = On("2026-06-03T09:00"), Until = On("2026-06-03T10:00") },
        ];

        [Theory]
        [MemberData(nameof(Moves))]
        public void Nothing_is_done_before_it_is_reopened(CaseCommand move)
        {
            Refusal solved = Solved().Refused(move);
            Assert.Equal(RuleCodes.NotOpen, solved.Code);
            Assert.Contains("solved", solved.Detail, StringComparison.Ordinal);
            Assert.Contains("closed", Solved().Do(new ConfirmResolution(), A.Customer()).Refused(move).Detail, StringComparison.Ordinal);
        }

        [Fact]
        public void Closing_it_again_changes_nothing() => Changes(0, Owned().Do(new CloseCase("Sold")), new CloseCase("Sold"));

        [Fact]
        public void It_can_be_reopened_to_the_last_instant_of_the_window() => Assert.Equal(CaseStatus.Open, Solved().At("2026-06-16T11:00").Do(new ReopenCase(null), A.Customer()).State.Status);

        [Fact]
        public void Closed_without_being_solved_it_can_be_reopened_as_long_as_one_that_was()
        {
            CaseScenario closed = Owned().At("2026-06-02T11:00").Do(new CloseCase("Sold"));

            Assert.Equal(RuleCodes.ReopenWindowPassed, closed.At("2026-06-16T11:00:01").Refused(new ReopenCase(null), A.Customer()).Code);
            Assert.Equal(CaseStatus.Open, Owned().At("2026-06-02T11:00").Do(new CloseCase("Sold")).At("2026-06-16T11:00").Do(new ReopenCase(null), A.Customer()).State.Status);
        }

        [Fact]
        public void A_survey_can_be_answered_to_its_last_instant()
        {
            CaseScenario asked = Solved().Do(new ConfirmResolution(), A.Customer()).At("2026-06-04T12:00");

            Assert.Equal(4, asked.Unwatched("2026-07-04T12:00").Do(new AnswerSurvey(1, 4, null), A.Customer()).State.Survey!.Score);
            Assert.Equal(RuleCodes.SurveyClosed, asked.Unwatched("2026-07-04T12:00:01").Refused(new AnswerSurvey(1, 4, null), A.Customer()).Code);
        }
    }

    public sealed class WhileTheCustomerIsAwaited
    {
        public static TheoryData<CaseCommand> Moves =>
            [new EscalateCase(null, null, "Help"), new EscalateCase(null, "bram", "Help"), new ReleaseCase("standard", null)];

        [Theory]
        [MemberData(nameof(Moves))]
        public void Whoever_moves_the_case_ends_the_wait(CaseCommand move)
        {
            CaseScenario moved = Waiting().At("2026-06-02T11:00").Do(move);

            Assert.Equal(CaseStatus.Open, moved.State.Status);
            Assert.True(moved.State.Clock(ClockName.Resolution)!.IsRunning);
            Assert.Empty(Owned().Do(move).All<WaitingForCustomerEnded>());
        }

        [Fact]
        public void Waiting_twice_is_waiting_once() => Changes(0, Waiting(), new WaitForCustomer(null));

        [Fact]
        public void Nobody_waits_on_a_case_that_nobody_owns() => Assert.Equal(RuleCodes.NotOwned, Opened().Refused(new WaitForCustomer(null)).Code);

        [Fact]
        public void What_does_not_wait_is_not_resumed() => Assert.Equal(RuleCodes.NotWaiting, Owned().Refused(new ResumeCase()).Code);

        [Theory]
        [InlineData("2026-06-02T10:59:59", CaseStatus.WaitingForCustomer)]
        [InlineData("2026-06-02T11:00:00", CaseStatus.Open)]
        public void A_message_from_the_beginning_of_the_wait_on_is_what_was_awaited(string written, CaseStatus status) =>
            Assert.Equal(
                status,
                Owned().At("2026-06-02T11:00").Do(new WaitForCustomer(null)).At("2026-06-02T12:00").Do(new AddComment("Red") { OccurredAt = On(written) }, Erp).State.Status);
    }

    public sealed class Telling
    {
        [Theory]
        [InlineData("2026-06-02T09:59:59", false)]
        [InlineData("2026-06-02T10:00:00", true)]
        [InlineData("2026-06-02T12:00:00", true)]
        [InlineData("2026-06-02T12:00:01", false)]
        public void What_is_told_afterwards_was_between_the_opening_and_now(string happened, bool isTaken)
        {
            CaseCommand[] told =
            [
                new AddComment("Hello") { OccurredAt = On(happened) }, new LogCall { Direction = CallDirection.Incoming, Reached = true, Notes = "Talked", OccurredAt = On(happened) },
            ];
            foreach (CaseCommand command in told)
            {
                Assert.Equal(isTaken ? null : RuleCodes.OutOfRange, CodeOf(Opened().At("2026-06-02T12:00"), command));
            }
        }

        [Fact]
        public void Who_writes_here_writes_now() =>
            Assert.Equal(RuleCodes.OutOfRange, Owned().At("2026-06-02T12:00").Refused(new AddComment("Hello") { OccurredAt = On("2026-06-02T11:00") }).Code);

        [Fact]
        public void Each_message_is_mailed_once_to_who_reads_mail()
        {
            CaseScenario scenario = Owned().Do(new AddComment("One")).Do(new AddComment("Two"));

            Assert.Equal(
                [NoticeKeys.ToCustomer(scenario.State.Number, NoticeKind.Message, 1), NoticeKeys.ToCustomer(scenario.State.Number, NoticeKind.Message, 2)],
                scenario.All<NoticeDecided>().Where(notice => notice.Kind == NoticeKind.Message).Select(notice => notice.Key));
            Assert.Empty(WithoutMail().Do(new AddComment("One")).Notices);
        }

        [Theory]
        [InlineData("New charger", "Worn", "New charger")]
        [InlineData("New charger", null, "New charger")]
        [InlineData(null, "Sold", "Sold")]
        public void The_customer_reads_the_solution_or_else_the_reason(string? solution, string? reason, string read)
        {
            CaseScenario scenario = Owned().Do(new ResolveCase(solution, reason, false, null));

            NoticeDecided notice = Assert.Single(scenario.All<NoticeDecided>(), notice => notice.Kind == NoticeKind.Resolved);
            Assert.Equal((NoticeKeys.ToCustomer(scenario.State.Number, NoticeKind.Resolved, 1), read), (notice.Key, notice.Text));
            Assert.Empty(WithoutMail().Do(new ResolveCase(solution, reason, false, null)).Notices);
        }

        [Fact]
        public void A_reason_is_enough_to_resolve_and_notes_are_for_a_call()
        {
            Assert.Empty(new ResolveCase(null, "Sold", false, null).Validate());
            Assert.Empty(new ResolveCase("New charger", null, true, "Talked").Validate());
        }

        private static string? CodeOf(CaseScenario scenario, CaseCommand command) =>
            CaseDecider.Handle(scenario.State, command, Erp, scenario.Policy, scenario.Now).Refusal?.Code;
    }

    public sealed class Owning
    {
        [Fact]
        public void Assigning_to_the_owner_changes_nothing_and_to_a_stranger_is_refused()
        {
            Changes(0, Owned(), new AssignCase("anna"));
            Assert.Equal(RuleCodes.PersonUnknown, Owned().Refused(new AssignCase("nobody")).Code);
        }

        [Fact]
        public void Another_system_is_nobody_who_can_own_a_case() => Assert.Equal(RuleCodes.PersonUnknown, Opened().Refused(new ClaimCase(), Erp).Code);

        [Fact]
        public void A_case_is_released_to_the_queue_that_is_named_or_stays_in_its_own()
        {
            Assert.Equal(("standard", null), Owned().Do(new ReleaseCase("standard", null)).State is var other ? (other.Queue, other.Owner) : default);
            Assert.Equal(("werkplaats", null), Owned().Do(new ReleaseCase(null, null)).State is var own ? (own.Queue, own.Owner) : default);
        }

        [Fact]
        public void Escalated_to_a_person_it_stays_in_its_queue() =>
            Assert.Equal(("werkplaats", 1, "bram"), Owned().Do(new EscalateCase(null, "bram", "Help")).State is var state ? (state.Queue, state.Tier, state.Owner) : default);

        [Fact]
        public void A_priority_is_one_of_the_policys_and_the_same_one_again_changes_nothing()
        {
            Assert.Equal(RuleCodes.PriorityUnknown, Owned().Refused(new ChangePriority(9, null)).Code);
            Changes(0, Owned(), new ChangePriority(4, null));
            Changes(1, Owned(), new ChangePriority(3, null));
        }

        [Theory]
        [InlineData("daan")]
        [InlineData("pieter")]
        public void Priorities_dates_and_contracts_are_for_who_may_move_the_case(string person)
        {
            CaseScenario uncovered = WorkedExample.Opened(4, like: WorkedExample.WithoutContract);
            CaseCommand[] moves =
                [new ChangePriority(1, null), new AgreeDate(On("2026-06-05T10:00"), null, null), new DecideEntitlement(EntitlementOutcome.Accepted, null, null)];

            Assert.All(moves, move => Assert.Equal(RuleCodes.NotYours, uncovered.Refused(move, A.Agent(person)).Code));
        }

        [Fact]
        public void A_date_that_is_taken_is_told_with_who_agreed_it()
        {
            CaseScenario agreed = Owned().Do(new AgreeDate(On("2026-06-05T10:00"), null, null), A.Manager("willem"));

            string detail = agreed.Refused(new AgreeDate(On("2026-06-08T10:00"), null, null)).Detail;
            Assert.Contains("willem", detail, StringComparison.Ordinal);
            Assert.Contains("2026-06-05T08:00:00Z", detail, StringComparison.Ordinal);
        }

        [Theory]
        [InlineData(false, CloseCause.ByStaff)]
        [InlineData(true, CloseCause.Duplicate)]
        public void A_duplicate_is_closed_as_one_and_never_of_itself(bool isDuplicate, CloseCause cause)
        {
            CaseScenario scenario = Owned();
            Assert.Equal(RuleCodes.DuplicateOfItself, scenario.Refused(new CloseCase("Twice", scenario.State.Number)).Code);

            Assert.Equal(cause, Assert.Single(scenario.Do(new CloseCase("Over", isDuplicate ? CaseNumber.FromDraw(7) : null)).All<CaseClosed>()).Cause);
        }

        [Fact]
        public void One_task_of_two_is_done_once_and_one_that_never_was_is_none()
        {
            CaseState made = Owned().State;
            made = made.Apply(new TaskMade(1, "Look", null), made.ChangedAt).Apply(new TaskMade(2, "Call", null), made.ChangedAt);
            CommandOutcome Done(int task, Actor by) => CaseDecider.Handle(made, new CompleteTask(task, null), by, TestPolicies.Default, made.ChangedAt);

            Assert.Equal(1, Assert.IsType<TaskDone>(Assert.Single(Done(1, A.Agent("anna")).Facts).Fact).Task);
            Assert.Equal(RuleCodes.NotYours, Done(1, A.Customer()).Refusal!.Code);
            Assert.Equal(RuleCodes.TaskUnknown, Done(3, A.Agent("anna")).Refusal!.Code);

            made = made.Apply(new TaskDone(1, null), made.ChangedAt);
            Assert.Equal((null, 0), Done(1, A.Agent("anna")) is var again ? (again.Refusal, again.Facts.Count) : default);
        }

        [Theory]
        [InlineData("2026-06-02T12:00:00", 2, RuleCodes.SuccessorPast)]
        [InlineData("2026-06-03T00:00:00", 3, RuleCodes.SuccessorPast)]
        [InlineData("2026-06-02T23:59:59", 3, null)]
        public void A_successor_takes_over_on_a_day_that_has_not_begun(string now, int day, string? code)
        {
            var successor = new ReplaceContact(new Contact { Name = "Piet", Email = "piet@example.com" }, new LocalDate(2026, 6, day));
            CaseScenario scenario = Owned().Unwatched(now);
            CommandOutcome outcome = CaseDecider.Handle(scenario.State, successor, Erp, scenario.Policy, scenario.Now);

            Assert.Equal(code, outcome.Refusal?.Code);
            Assert.Equal(code is null ? On("2026-06-03T00:00") : null, outcome.Facts.Select(pending => pending.Fact).OfType<SuccessorNamed>().SingleOrDefault()?.From);
        }
    }

    public sealed class DecidingAboutAContract
    {
        private static CaseScenario Uncovered() => WorkedExample.Opened(1, like: WorkedExample.WithoutContract);

        [Fact]
        public void Accepted_it_has_the_level_that_was_decided() =>
            Assert.Equal(
                ("premier", CaseStatus.Open),
                Uncovered().Do(new DecideEntitlement(EntitlementOutcome.Accepted, "premier", null), WorkedExample.Manager).State is var state ? (state.Level, state.Status) : default);

        [Fact]
        public void Refused_it_is_over_and_the_customer_reads_why()
        {
            CaseScenario refused = Uncovered().Do(new DecideEntitlement(EntitlementOutcome.Refused, null, "No contract"), WorkedExample.Manager);

            Assert.Equal((CaseStatus.Resolved, "standard"), (refused.State.Status, refused.State.Level));
            Assert.Equal("No contract", Assert.Single(refused.All<NoticeDecided>(), notice => notice.Kind == NoticeKind.Resolved).Text);
        }

        [Fact]
        public void A_level_is_one_of_the_policys_and_there_is_one_decision()
        {
            Assert.Equal(RuleCodes.LevelUnknown, Uncovered().Refused(new DecideEntitlement(EntitlementOutcome.Accepted, "golden", null), WorkedExample.Manager).Code);
            Assert.Equal(RuleCodes.NothingToDecide, Uncovered().Accepted().Refused(new DecideEntitlement(EntitlementOutcome.Accepted, null, null), WorkedExample.Manager).Code);
            Assert.Equal(RuleCodes.NothingToDecide, Owned().Refused(new DecideEntitlement(EntitlementOutcome.Accepted, null, null)).Code);
        }
    }

    public sealed class PromisingACall
    {
        private static RequestCallback Call(string from = "2026-06-03T09:00", string until = "2026-06-03T10:00") => new() { From = On(from), Until = On(until) };

        private static string? CodeOf(RequestCallback call) => Owned() is var scenario ? CaseDecider.Handle(scenario.State, call, A.Agent("anna"), scenario.Policy, scenario.Now).Refusal?.Code : null;

        [Theory]
        [InlineData("2026-06-03T09:00", "2026-06-03T09:00", RuleCodes.CallbackWindow)]
        [InlineData("2026-06-02T09:00", "2026-06-02T10:00", RuleCodes.CallbackWindow)]
        [InlineData("2026-06-05T09:00", "2026-07-06T09:00", null)]
        [InlineData("2026-06-05T09:00", "2026-07-06T09:01", RuleCodes.CallbackWindow)]
        [InlineData("2027-06-03T09:00", "2027-06-03T10:00", null)]
        [InlineData("2027-06-03T09:00", "2027-06-03T10:01", RuleCodes.CallbackWindow)]
        public void The_window_has_a_length_of_at_most_31_days_and_ends_after_now_and_within_366_days(string from, string until, string? code) => Assert.Equal(code, CodeOf(Call(from, until)));

        [Fact]
        public void The_owner_calls_the_contact_unless_somebody_else_or_another_number_is_named()
        {
            CallbackState asked = Owned().Do(Call(), A.Manager("willem")).State.Callback!;
            Assert.Equal(("anna", "0612345678", 1), (asked.Assignee, asked.Phone, asked.Callback));

            CallbackState named = Owned().Do(Call() with { Assignee = "bram", Phone = "0531234567" }).State.Callback!;
            Assert.Equal(("bram", "0531234567"), (named.Assignee, named.Phone));
        }

        [Fact]
        public void Who_takes_a_call_themselves_is_not_told()
        {
            Assert.DoesNotContain(Owned().Do(Call()).Notices, notice => notice.Kind == NoticeKind.CallbackAssigned);
            Assert.Equal(
                [(NoticeKind.CallbackAssigned, "anna")],
                Owned().Do(Call(), A.Manager("willem")).Do(new ReassignCallback("bram"), A.Agent("bram")).Notices.Where(notice => notice.Kind == NoticeKind.CallbackAssigned));
        }

        [Fact]
        public void Who_reads_no_mail_gets_no_confirmation() => Assert.Empty(WithoutMail().Do(Call()).Notices);

        [Fact]
        public void The_next_call_has_a_number_of_its_own()
        {
            CaseScenario scenario = Owned().Do(Call()).Do(new CompleteCallback(CallbackOutcome.NoAnswer, "Nobody there")).Do(Call());

            Assert.Equal(2, scenario.State.Callback!.Callback);
            Assert.Equal(
                [NoticeKeys.ToCustomer(scenario.State.Number, NoticeKind.CallbackConfirmation, 1), NoticeKeys.ToCustomer(scenario.State.Number, NoticeKind.CallbackConfirmation, 2)],
                scenario.All<NoticeDecided>().Where(notice => notice.Kind == NoticeKind.CallbackConfirmation).Select(notice => notice.Key));
        }

        [Fact]
        public void The_first_possible_moment_is_told_with_its_end() =>
            Assert.Contains("2026-06-03T06:30:00Z, until 2026-06-03T15:00:00Z", Owned().Refused(Call("2026-06-02T20:00", "2026-06-02T21:00")).Detail, StringComparison.Ordinal);
    }

    public sealed class Opening
    {
        [Fact]
        public void The_language_and_the_date_that_were_agreed_are_kept_with_who_agreed_it()
        {
            CaseState agreed = CaseScenario.Opened("2026-06-02T10:00", open => open with { Language = "es", AgreedAt = On("2026-06-05T10:00") }).State;
            Assert.Equal(("es", On("2026-06-05T10:00"), "anna"), (agreed.Language, agreed.AgreedAt, agreed.AgreedBy));

            CaseState plain = Opened().State;
            Assert.Equal(("nl", null, null), (plain.Language, plain.AgreedAt, plain.AgreedBy));
        }

        [Theory]
        [InlineData("jan@example.com", null)]
        [InlineData(null, "0612345678")]
        public void An_address_or_a_number_is_enough(string? email, string? phone) =>
            Assert.Empty((A.Case() with { Contact = new Contact { Name = "Jan", Email = email, Phone = phone } }).Validate(TestPolicies.Default));
    }
}
