using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Rules;
using Caseward.Testing;

namespace Caseward.Domain.Tests.Escalation;

/// <summary>
/// From solved to asked: the customer can confirm or reopen for fourteen days, then the case closes by itself; a day after closing the
/// survey goes out (rules V1, V3, V4).
/// </summary>
public sealed class ClosingTests
{
    private static CaseScenario Solved() =>
        CaseScenario.Opened("2026-06-02T10:00").At("2026-06-02T10:10").Do(new ClaimCase()).At("2026-06-02T11:00").Do(new ResolveCase("New charger", null, false, null));

    [Fact]
    public void A_solved_case_has_no_running_clock_and_tells_the_customer()
    {
        CaseScenario scenario = Solved();

        Assert.DoesNotContain(scenario.State.Clocks, clock => clock.IsLive);
        Assert.Contains((NoticeKind.Resolved, "customer"), scenario.Notices);
    }

    [Fact]
    public void Nobody_objects_and_it_closes_by_itself_when_the_window_has_passed()
    {
        CaseScenario scenario = Solved().At("2026-06-16T11:00");
        Assert.Equal(CaseStatus.Resolved, scenario.State.Status);

        Assert.Equal(CaseStatus.Closed, scenario.At("2026-06-16T11:00:01").State.Status);
        Assert.Equal(CloseCause.WindowPassed, Assert.Single(scenario.All<CaseClosed>()).Cause);
    }

    [Fact]
    public void Confirmed_it_closes_at_once_and_freezes_whom_the_answer_is_counted_for()
    {
        CaseScenario scenario = Solved().Do(new ConfirmResolution(), A.Customer());

        CaseClosed closed = Assert.Single(scenario.All<CaseClosed>());
        Assert.Equal((CloseCause.Confirmed, "anna", "werkplaats", 1), (closed.Cause, closed.Owner, closed.Queue, closed.Tier));
    }

    [Fact]
    public void A_day_after_closing_the_survey_goes_out_once_and_the_case_is_finished()
    {
        CaseScenario scenario = Solved().Do(new ConfirmResolution(), A.Customer()).At("2026-06-03T11:00");
        Assert.DoesNotContain((NoticeKind.Survey, "customer"), scenario.Notices);
        Assert.False(scenario.State.IsFinished);

        scenario.At("2026-06-03T11:00:01").At("2026-06-03T11:00:02");

        Assert.Single(scenario.Notices, (NoticeKind.Survey, "customer"));
        Assert.True(scenario.State.IsFinished);
        Assert.Null(scenario.NextLook);
    }

    [Fact]
    public void Reopened_within_the_cooling_time_there_is_no_survey_and_the_next_closure_gets_its_own()
    {
        CaseScenario scenario = Solved().Do(new ConfirmResolution(), A.Customer())
            .At("2026-06-02T15:00").Do(new ReopenCase("Red again"), A.Customer())
            .At("2026-06-04T12:00");
        Assert.DoesNotContain((NoticeKind.Survey, "customer"), scenario.Notices);

        scenario.Do(new ResolveCase("Another charger", null, false, null)).Do(new ConfirmResolution(), A.Customer()).At("2026-06-05T13:00");

        Assert.Single(scenario.Notices, (NoticeKind.Survey, "customer"));
    }

    [Fact]
    public void A_contact_who_was_asked_not_long_ago_is_not_asked_again()
    {
        CaseScenario scenario = Solved().Do(new ConfirmResolution(), A.Customer()).At(CaseScenario.Local("2026-06-04T12:00"), mayAskContact: false);

        Assert.Equal(RuleCodes.SurveyQuiet, Assert.Single(scenario.All<SurveySkipped>()).Reason);
        Assert.Empty(scenario.All<SurveyOffered>());
        Assert.DoesNotContain((NoticeKind.Survey, "customer"), scenario.Notices);
        Assert.True(scenario.State.IsFinished);
    }

    [Fact]
    public void A_case_that_ended_without_a_solution_is_not_asked_about()
    {
        CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00").Do(new CloseCase("Opened by mistake"), A.Manager("willem")).At("2026-06-04T12:00");

        Assert.Equal(RuleCodes.SurveyNoSolution, Assert.Single(scenario.All<SurveySkipped>()).Reason);
    }

    [Fact]
    public void Reopened_and_then_closed_without_a_solution_it_is_not_asked_about()
    {
        CaseScenario scenario = Solved().Do(new ReopenCase("Red again"), A.Customer()).Do(new CloseCase("Duplicate of another case"), A.Manager("willem")).At("2026-06-04T12:00");

        Assert.Equal(RuleCodes.SurveyNoSolution, Assert.Single(scenario.All<SurveySkipped>()).Reason);
    }

    [Fact]
    public void The_answer_can_be_changed_until_it_expires_and_never_changes_the_status()
    {
        CaseScenario scenario = Solved().Do(new ConfirmResolution(), A.Customer()).At("2026-06-04T12:00")
            .Do(new AnswerSurvey(1, 2, "Slow"), A.Customer()).Do(new AnswerSurvey(1, 5, null), A.Customer());

        Assert.Equal(5, scenario.State.Survey!.Score);
        Assert.Equal(CaseStatus.Closed, scenario.State.Status);
        Assert.Equal(RuleCodes.SurveyClosed, scenario.Unwatched("2026-07-05T12:00").Refused(new AnswerSurvey(1, 1, null), A.Customer()).Code);
        Assert.Equal(RuleCodes.SurveyClosed, scenario.Refused(new AnswerSurvey(2, 1, null), A.Customer()).Code);
    }

    [Fact]
    public void After_the_window_it_cannot_be_reopened()
    {
        CaseScenario scenario = Solved().At("2026-06-16T11:00:01");

        Assert.Equal(RuleCodes.ReopenWindowPassed, scenario.Refused(new ReopenCase(null), A.Customer()).Code);
    }
}
