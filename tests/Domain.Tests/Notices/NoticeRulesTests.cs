using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Notices;
using Caseward.Testing;

namespace Caseward.Domain.Tests.Notices;

/// <summary>Which decided mails still leave when the case has moved on meanwhile (rules E8, V3).</summary>
public sealed class NoticeRulesTests
{
    [Fact]
    public void An_escalation_is_told_until_the_case_is_handled()
    {
        CaseScenario late = CaseScenario.Opened("2024-08-12T10:30").At("2024-08-12T14:31");
        NoticeDecided notice = Last(late, NoticeKind.EscalationNotice);

        Assert.True(NoticeRules.IsStillWanted(notice, late.State));
        Assert.False(NoticeRules.IsStillWanted(notice, late.Do(new ResolveCase("Solved.", null, false, null), A.Manager("willem")).State));
    }

    [Fact]
    public void A_survey_is_not_sent_for_a_case_that_was_reopened_meanwhile()
    {
        CaseScenario asked = Solved().At("2024-08-14T10:00");
        NoticeDecided survey = Last(asked, NoticeKind.Survey);

        Assert.True(NoticeRules.IsStillWanted(survey, asked.State));
        Assert.False(NoticeRules.IsStillWanted(survey, asked.Do(new ReopenCase("It broke again."), A.Customer()).State));
    }

    [Fact]
    public void The_survey_of_an_earlier_closure_is_not_sent_in_place_of_the_later_one()
    {
        CaseScenario asked = Solved().At("2024-08-14T10:00");
        NoticeDecided first = Last(asked, NoticeKind.Survey);
        asked.Do(new ReopenCase(null), A.Customer()).Do(new ResolveCase("Now it works.", null, false, null)).Do(new ConfirmResolution(), A.Customer()).At("2024-08-16T10:00");
        NoticeDecided second = Last(asked, NoticeKind.Survey);

        Assert.NotEqual(first.Key, second.Key);
        Assert.False(NoticeRules.IsStillWanted(first, asked.State));
        Assert.True(NoticeRules.IsStillWanted(second, asked.State));
    }

    [Fact]
    public void A_callback_that_was_made_is_neither_confirmed_nor_reminded_of()
    {
        CaseScenario promised = CaseScenario.Opened("2024-08-12T10:30").Do(new ClaimCase()).Do(new RequestCallback
        {
            From = CaseScenario.Local("2024-08-14T10:00"),
            Until = CaseScenario.Local("2024-08-14T12:00"),
        });
        NoticeDecided confirmation = Last(promised, NoticeKind.CallbackConfirmation);

        Assert.True(NoticeRules.IsStillWanted(confirmation, promised.State));
        Assert.False(NoticeRules.IsStillWanted(confirmation, promised.Do(new CompleteCallback(CallbackOutcome.Reached, "All is well.")).State));
    }

    [Fact]
    public void The_occasion_of_a_mail_can_be_read_from_its_key() =>
        Assert.Equal(12, NoticeKeys.OccasionOf(NoticeKeys.ToCustomer(CaseNumber.FromDraw(1), NoticeKind.Survey, 12)));

    private static CaseScenario Solved() => CaseScenario.Opened("2024-08-12T10:30")
        .Do(new ClaimCase())
        .Do(new ResolveCase("A new charger.", null, false, null))
        .Do(new ConfirmResolution(), A.Customer());

    private static NoticeDecided Last(CaseScenario scenario, NoticeKind kind) => scenario.All<NoticeDecided>().Last(notice => notice.Kind == kind);
}
