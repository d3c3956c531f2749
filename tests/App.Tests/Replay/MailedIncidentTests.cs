using Caseward.Bench.Replay;

namespace Caseward.App.Tests.Replay;

public sealed class MailedIncidentTests
{
    [Fact]
    public async Task An_incident_that_the_log_got_by_mail_comes_in_through_the_queue()
    {
        ReplayResult result = await ReplayCommand.RunAsync(
            ReplayPlan.Of(LogText.Read(
                LogText.Row("New", "29-02-2016 10:05", incident: "INC1"),
                LogText.Row("Resolved", "29-02-2016 12:00", "Resolver 31", incident: "INC1"),
                LogText.Row("Closed", "01-03-2016 12:00", "Resolver 31", incident: "INC1"),
                LogText.Row("New", "29-02-2016 10:05", channel: "Email", incident: "INC2"),
                LogText.Row("Resolved", "29-02-2016 13:00", "Resolver 33", channel: "Email", incident: "INC2"),
                LogText.Row("Closed", "02-03-2016 12:00", "Resolver 33", channel: "Email", incident: "INC2"))),
            durable: false);

        Assert.True(result.IsUnharmed, result.Totals);
        Assert.Equal(["phone", "email"], result.Cases.Select(record => record.Now.GetProperty("origin").GetString()));
        Assert.Equal(1, result.Tally.Accepted["open by mail"]);
        Assert.Empty(result.Tally.Refused);
    }
}
