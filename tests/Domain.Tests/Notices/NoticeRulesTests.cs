using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Notices;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Notices;

/// <summary>
/// Which decided mails still leave when the case has moved on meanwhile (rules E8, V3). The matrix: kind of notice × what happened
/// between its decision and its sending.
/// </summary>
public sealed class NoticeRulesTests
{
    public sealed class An_escalation_that_is_told_late
    {
        [Fact]
        public void Is_still_wanted_when_nothing_happened() => Assert.Null(Why(Unowned(), NoticeKind.EscalationNotice));

        [Fact]
        public void Is_withdrawn_when_the_case_is_solved() =>
            Assert.Equal(NoticeCodes.CaseOver, Why(Unowned().Do(Solution(), A.Manager("willem")), NoticeKind.EscalationNotice));

        [Fact]
        public void Is_withdrawn_when_the_case_is_closed() =>
            Assert.Equal(NoticeCodes.CaseOver, Why(Unowned().Do(new CloseCase("Duplicate"), A.Manager("willem")), NoticeKind.EscalationNotice));

        [Fact]
        public void Is_withdrawn_when_somebody_owns_the_case_now() =>
            Assert.Equal(NoticeCodes.Handled, Why(Unowned().Do(new ClaimCase(), A.Agent("kees")), NoticeKind.EscalationNotice));

        [Fact]
        public void Is_withdrawn_when_the_customer_has_an_answer_now() =>
            Assert.Equal(NoticeCodes.Handled, Why(Owned().At("2024-08-19T17:00:01").Do(new AddComment("It works again."), A.Manager("willem")), NoticeKind.EscalationNotice));

        [Fact]
        public void Is_still_wanted_when_it_climbs_on()
        {
            CaseScenario scenario = Unowned();
            Decided first = First(scenario, "ingrid");

            Assert.Null(Why(scenario.At("2024-08-13T09:30:02"), first));
            Assert.Null(Why(scenario, NoticeKind.EscalationNotice));
        }

        [Fact]
        public void Is_withdrawn_when_the_case_was_owned_and_waits_in_vain_again()
        {
            CaseScenario scenario = Unowned();
            Decided stale = First(scenario, "ingrid");
            scenario.Do(new ClaimCase(), A.Agent("kees")).Do(new ReleaseCase(null, "Not mine"), A.Agent("kees")).At("2024-08-13T10:31");

            Assert.Contains(EscalationCause.Unowned, scenario.State.Escalations);
            Assert.Equal(NoticeCodes.ClockStartedAnew, Why(scenario, stale));
            Assert.Null(Why(scenario, NoticeKind.EscalationNotice));
        }

        [Fact]
        public void By_an_earlier_release_is_judged_by_the_case_alone()
        {
            CaseScenario scenario = Unowned();
            Decided stored = First(scenario, "ingrid");
            Decided old = stored with { Notice = stored.Notice with { Generation = null, Rung = null, Moment = null } };

            Assert.Null(Why(scenario.Do(new ClaimCase(), A.Agent("kees")), old));
            Assert.Equal(NoticeCodes.CaseOver, Why(scenario.Do(Solution(), A.Agent("kees")), old));
        }

        [Fact]
        public void By_hand_is_wanted_until_the_case_is_solved()
        {
            CaseScenario scenario = Owned().Do(new EscalateCase(null, "sanne", "The customer is at the door."));

            Assert.Null(Why(scenario.Do(new AddComment("We are on it."), A.Supervisor("sanne")), NoticeKind.EscalationNotice));
            Assert.Equal(NoticeCodes.CaseOver, Why(scenario.Do(Solution(), A.Supervisor("sanne")), NoticeKind.EscalationNotice));
        }
    }

    public sealed class A_warning_that_is_told_late
    {
        [Fact]
        public void Is_still_wanted_when_nothing_happened() => Assert.Null(Why(Warned(), NoticeKind.Warning));

        [Fact]
        public void Is_withdrawn_when_the_customer_has_an_answer_now() =>
            Assert.Equal(NoticeCodes.Handled, Why(Warned().Do(new AddComment("It works again.")), NoticeKind.Warning));

        [Fact]
        public void Is_withdrawn_when_the_case_is_solved() => Assert.Equal(NoticeCodes.CaseOver, Why(Warned().Do(Solution()), NoticeKind.Warning));

        [Fact]
        public void Of_another_generation_of_its_clock_is_withdrawn()
        {
            CaseScenario scenario = Warned();
            Decided warning = Last(scenario, NoticeKind.Warning);

            Assert.Equal(NoticeCodes.ClockStartedAnew, Why(scenario, warning with { Notice = warning.Notice with { Generation = 2 } }));
        }

        [Fact]
        public void By_an_earlier_release_is_judged_by_whether_its_reason_is_gone()
        {
            CaseScenario scenario = Warned();
            Decided stored = Last(scenario, NoticeKind.Warning);
            Decided old = stored with { Notice = stored.Notice with { Generation = null, Rung = null, Moment = null } };

            Assert.Null(Why(scenario, old));
            Assert.Equal(NoticeCodes.Handled, Why(scenario.Do(new AddComment("It works again.")), old));
        }

        private static CaseScenario Warned() => Owned().At("2024-08-16T13:30");
    }

    [Fact]
    public void A_survey_is_not_sent_for_a_case_that_was_reopened_meanwhile()
    {
        CaseScenario asked = Confirmed().At("2024-08-14T10:00");

        Assert.Null(Why(asked, NoticeKind.Survey));
        Assert.Equal(NoticeCodes.SurveyOver, Why(asked.Do(new ReopenCase("It broke again."), A.Customer()), NoticeKind.Survey));
    }

    [Fact]
    public void The_survey_of_an_earlier_closure_is_not_sent_in_place_of_the_later_one()
    {
        CaseScenario asked = Confirmed().At("2024-08-14T10:00");
        Decided first = Last(asked, NoticeKind.Survey);
        asked.Do(new ReopenCase(null), A.Customer()).Do(Solution()).Do(new ConfirmResolution(), A.Customer()).At("2024-08-16T10:00");

        Assert.Equal(NoticeCodes.SurveyOver, Why(asked, first));
        Assert.Null(Why(asked, NoticeKind.Survey));
    }

    [Fact]
    public void A_callback_that_was_made_is_neither_confirmed_nor_reminded_of()
    {
        CaseScenario promised = Owned().Do(new RequestCallback
        {
            From = CaseScenario.Local("2024-08-14T10:00"),
            Until = CaseScenario.Local("2024-08-14T12:00"),
        }).At("2024-08-14T11:31");

        Assert.Null(Why(promised, NoticeKind.CallbackConfirmation));
        Assert.Null(Why(promised, NoticeKind.CallbackReminder));
        promised.Do(new CompleteCallback(CallbackOutcome.Reached, "All is well."));
        Assert.Equal(NoticeCodes.CallbackOver, Why(promised, NoticeKind.CallbackConfirmation));
        Assert.Equal(NoticeCodes.CallbackOver, Why(promised, NoticeKind.CallbackReminder));
    }

    [Fact]
    public void A_receipt_goes_out_whatever_became_of_the_case() => Assert.Null(Why(Confirmed(), NoticeKind.Receipt));

    [Fact]
    public void The_occasion_of_a_mail_can_be_read_from_its_key() =>
        Assert.Equal(12, NoticeKeys.OccasionOf(NoticeKeys.ToCustomer(CaseNumber.FromDraw(1), NoticeKind.Survey, 12)));

    private static CaseScenario Unowned() => CaseScenario.Opened("2024-08-12T10:30").At("2024-08-12T14:30:01");

    private static CaseScenario Owned() => CaseScenario.Opened("2024-08-12T10:30").Do(new ClaimCase());

    private static CaseScenario Confirmed() => Owned().Do(Solution()).Do(new ConfirmResolution(), A.Customer());

    private static ResolveCase Solution() => new("A new charger.", null, false, null);

    private static string? Why(CaseScenario scenario, NoticeKind kind) => Why(scenario, Last(scenario, kind));

    private static string? Why(CaseScenario scenario, Decided decided) => NoticeRules.WhyWithdrawn(decided.Notice, decided.At, scenario.State);

    private static Decided Last(CaseScenario scenario, NoticeKind kind) => All(scenario).Last(decided => decided.Notice.Kind == kind);

    private static Decided First(CaseScenario scenario, string recipient) => All(scenario).First(decided => decided.Notice.Recipient == recipient);

    private static IEnumerable<Decided> All(CaseScenario scenario) =>
        scenario.Stream.Select(stored => stored.Event).Where(happened => happened.Fact is NoticeDecided).Select(happened => new Decided((NoticeDecided)happened.Fact, happened.OccurredAt));

    private sealed record Decided(NoticeDecided Notice, Instant At);
}
