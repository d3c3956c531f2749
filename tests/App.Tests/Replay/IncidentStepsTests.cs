using Caseward.Bench.Replay;

namespace Caseward.App.Tests.Replay;

/// <summary>
/// What the log says, and what the system is told of it. Group 70 is the queue region-north, group 28 standard; resolver 31 is Tom,
/// resolver 186 the same colleague as 31, resolver 33 Kees.
/// </summary>
public sealed class IncidentStepsTests
{
    [Fact]
    public void An_incident_goes_from_the_call_to_its_closing() =>
        Assert.Equal(
            ["29 10:00 open in region-north", "29 10:20 assign tom", "29 11:00 assign tom", "29 11:00 resolve", "05 12:00 close"],
            LogText.StepsOf(
                LogText.Row("New", "29-02-2016 10:05"),
                LogText.Row("Active", "29-02-2016 10:20", "Resolver 31"),
                LogText.Row("Resolved", "29-02-2016 11:00", "Resolver 31"),
                LogText.Row("Closed", "05-03-2016 12:00", "Resolver 31", by: Desk.ClosingAutomation)));

    [Fact]
    public void Every_row_says_again_who_has_it() =>
        Assert.Equal(
            ["29 10:00 open in region-north", "29 10:20 assign tom", "29 10:40 assign tom", "29 10:50 assign tom", "29 11:30 assign kees"],
            LogText.StepsOf(
                LogText.Row("Active", "29-02-2016 10:20", "Resolver 31"),
                LogText.Row("Active", "29-02-2016 10:40", "Resolver 31"),
                LogText.Row("Active", "29-02-2016 10:50", "Resolver 186"),
                LogText.Row("Active", "29-02-2016 11:30", "Resolver 33")));

    [Fact]
    public void An_incident_that_loses_its_owner_goes_back_to_a_queue() =>
        Assert.Equal(
            ["29 10:00 open in region-north", "29 10:20 assign tom", "29 11:00 release to standard"],
            LogText.StepsOf(
                LogText.Row("Active", "29-02-2016 10:20", "Resolver 31"),
                LogText.Row("Active", "29-02-2016 11:00", "?", "Group 28"),
                LogText.Row("Active", "29-02-2016 11:10", "?", "Group 28")));

    [Fact]
    public void An_incident_without_an_owner_follows_its_group() =>
        Assert.Equal(
            ["29 10:00 open in region-north", "29 11:00 release to standard", "29 11:20 release to region-north"],
            LogText.StepsOf(
                LogText.Row("New", "29-02-2016 10:05"),
                LogText.Row("New", "29-02-2016 11:00", group: "Group 28"),
                LogText.Row("New", "29-02-2016 11:10", group: "?"),
                LogText.Row("New", "29-02-2016 11:20")));

    [Fact]
    public void Awaiting_the_user_begins_with_a_question_and_ends_when_the_desk_goes_on() =>
        Assert.Equal(
            [
                "29 10:00 open in region-north", "29 10:20 assign tom", "29 10:20 ask", "29 10:20 wait", "29 10:30 assign tom",
                "29 12:00 assign tom", "29 12:00 resume", "29 12:10 assign tom",
            ],
            LogText.StepsOf(
                LogText.Row("Awaiting User Info", "29-02-2016 10:20", "Resolver 31"),
                LogText.Row("Awaiting User Info", "29-02-2016 10:30", "Resolver 31"),
                LogText.Row("Active", "29-02-2016 12:00", "Resolver 31"),
                LogText.Row("Active", "29-02-2016 12:10", "Resolver 31")));

    [Fact]
    public void A_wait_that_nobody_has_is_told_too_and_again_when_somebody_has_it() =>
        Assert.Equal(
            ["29 10:00 open in region-north", "29 10:20 ask", "29 10:20 wait", "29 11:00 assign kees", "29 11:00 wait"],
            LogText.StepsOf(
                LogText.Row("Awaiting User Info", "29-02-2016 10:20"),
                LogText.Row("Awaiting User Info", "29-02-2016 10:30"),
                LogText.Row("Awaiting User Info", "29-02-2016 11:00", "Resolver 33")));

    [Fact]
    public void A_wait_that_nobody_had_is_not_resumed() =>
        Assert.Equal(
            ["29 10:00 open in region-north", "29 10:20 ask", "29 10:20 wait"],
            LogText.StepsOf(LogText.Row("Awaiting User Info", "29-02-2016 10:20"), LogText.Row("Active", "29-02-2016 10:30")));

    [Fact]
    public void What_was_solved_and_comes_back_is_reopened() =>
        Assert.Equal(
            ["29 10:00 open in region-north", "29 11:00 resolve", "02 09:00 reopen", "02 09:00 assign tom", "02 10:00 assign tom", "02 10:00 resolve"],
            LogText.StepsOf(
                LogText.Row("Resolved", "29-02-2016 11:00"),
                LogText.Row("Active", "02-03-2016 09:00", "Resolver 31", reopenings: 1),
                LogText.Row("Resolved", "02-03-2016 10:00", "Resolver 31", reopenings: 1)));

    [Fact]
    public void A_row_that_comes_after_the_solution_without_a_reopening_tells_nothing() =>
        Assert.Equal(
            ["29 10:00 open in region-north", "29 11:00 resolve", "02 09:00 confirm"],
            LogText.StepsOf(
                LogText.Row("Resolved", "29-02-2016 11:00"),
                LogText.Row("New", "29-02-2016 11:10"),
                LogText.Row("Closed", "02-03-2016 09:00")));

    [Fact]
    public void A_closing_by_a_person_is_a_confirmation_and_told_once() =>
        Assert.Equal(
            ["29 10:00 open in region-north", "29 11:00 resolve", "29 12:00 confirm"],
            LogText.StepsOf(
                LogText.Row("Resolved", "29-02-2016 11:00"),
                LogText.Row("Closed", "29-02-2016 12:00", by: "Updated by 36"),
                LogText.Row("Closed", "29-02-2016 12:30", by: "Updated by 36")));

    [Fact]
    public void Rows_are_followed_in_the_order_of_their_times() =>
        Assert.Equal(
            ["29 10:00 open in region-north", "29 10:20 assign tom", "29 11:00 assign kees"],
            LogText.StepsOf(
                LogText.Row("Active", "29-02-2016 11:00", "Resolver 33"),
                LogText.Row("New", "29-02-2016 10:20", "Resolver 31")));

    [Fact]
    public void What_was_changed_before_it_was_opened_is_told_when_it_was_opened() =>
        Assert.Equal(
            ["29 10:00 open in region-north", "29 10:00 assign tom"],
            LogText.StepsOf(LogText.Row("Active", "29-02-2016 08:15", "Resolver 31")));

    [Fact]
    public void A_solution_is_the_code_that_the_log_closed_it_with()
    {
        ReplayStep[] steps = [.. IncidentSteps.Of(LogText.Read(LogText.Row("Resolved", "29-02-2016 11:00", code: "code 7")))];
        ReplayStep[] unknown = [.. IncidentSteps.Of(LogText.Read(LogText.Row("Resolved", "29-02-2016 11:00", code: "?")))];

        Assert.Equal("Solved with code 7.", Assert.IsType<ReplayStep.Resolve>(steps[^1]).Solution);
        Assert.Null(Assert.IsType<ReplayStep.Resolve>(unknown[^1]).Solution);
    }

    [Theory]
    [InlineData("Phone", false)]
    [InlineData("Direct opening", false)]
    [InlineData("Email", true)]
    public void Only_what_the_log_calls_e_mail_comes_by_mail(string channel, bool byMail)
    {
        ReplayStep first = IncidentSteps.Of(LogText.Read(LogText.Row("New", "29-02-2016 10:05", channel: channel)))[0];

        Assert.Equal(byMail, Assert.IsType<ReplayStep.Open>(first).Request.ByMail);
    }

    [Fact]
    public void The_caller_of_the_log_can_be_written_to_and_called()
    {
        ReplayStep first = IncidentSteps.Of(LogText.Read(LogText.Row("New", "29-02-2016 10:05")))[0];
        LoggedRequest request = Assert.IsType<ReplayStep.Open>(first).Request;

        Assert.Equal(("caller-2403@customers.example", "0600002403", 3, "en"), (request.Email, request.Phone, request.Priority, request.Language));
    }
}
