using Caseward.Bench.Replay;

namespace Caseward.App.Tests.Replay;

public sealed class ReplayPlanTests
{
    private static readonly IReadOnlyList<LogRow> TwoIncidents = LogText.Read(
        LogText.Row("Active", "29-02-2016 10:05", "Resolver 31", incident: "INC1"),
        LogText.Row("Resolved", "29-02-2016 12:00", "Resolver 31", incident: "INC1"),
        LogText.Row("New", "29-02-2016 10:05", incident: "INC2"),
        LogText.Row("Resolved", "29-02-2016 11:00", incident: "INC2"));

    [Fact]
    public void The_incidents_of_a_log_are_told_in_the_order_of_time() =>
        Assert.Equal(
            ["INC1 Open", "INC2 Open", "INC1 Assign", "INC2 Resolve", "INC1 Assign", "INC1 Resolve"],
            ReplayPlan.Of(TwoIncidents).Steps.Select(step => $"{step.Incident} {step.GetType().Name}"));

    [Fact]
    public void Some_incidents_can_be_taken_whole()
    {
        var plan = ReplayPlan.Of(TwoIncidents, take: 1);

        Assert.Equal("INC1", Assert.Single(plan.Incidents).Incident);
        Assert.Equal(4, plan.Steps.Count);
    }

    [Fact]
    public void The_slice_covers_what_a_desk_goes_through()
    {
        using StreamReader file = File.OpenText(Slice.Log);
        var plan = ReplayPlan.Of(IncidentLog.Read(file));

        Assert.Equal(40, plan.Incidents.Count);
        Assert.Equal([1, 2, 3, 4], plan.Incidents.Select(incident => incident.Priority).Distinct().Order());
        Assert.Contains(plan.Incidents, incident => !incident.MadeSla);
        Assert.Equal(
            [
                nameof(ReplayStep.Ask), nameof(ReplayStep.Assign), nameof(ReplayStep.Close), nameof(ReplayStep.Confirm), nameof(ReplayStep.Open), nameof(ReplayStep.Release),
                nameof(ReplayStep.Reopen), nameof(ReplayStep.Resolve), nameof(ReplayStep.Resume), nameof(ReplayStep.Wait),
            ],
            plan.Steps.Select(step => step.GetType().Name).Distinct().Order());
    }
}
