using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Domain.Simulation;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Simulation;

/// <summary>What people did, under a policy that lacks something they needed.</summary>
public sealed class OtherPolicyTests
{
    [Fact]
    public void A_queue_that_is_gone_is_told_and_the_departments_taken()
    {
        CaseScenario recorded = CaseScenario.Opened("2024-08-12T10:30").Do(new ClaimCase()).Do(new ReleaseCase("standard", null), A.Manager("willem"));
        SimulatedCase simulated = Under(recorded, document => document with
        {
            Queues = [.. document.Queues.Where(queue => queue.Id != "standard")],
            Departments = [.. document.Departments.Select(department => department.DefaultQueue == "standard" ? department with { DefaultQueue = "werkplaats" } : department)],
            Routing = [.. document.Routing.Where(rule => rule.Queue != "standard")],
        });

        Assert.Equal([new SimulationGap(SimulationGapKind.Queue, "standard")], simulated.Gaps);
        Assert.Equal((true, "werkplaats"), (simulated.Fits, simulated.State.Queue));
    }

    [Fact]
    public void A_case_of_a_department_that_is_gone_cannot_be_told()
    {
        CaseScenario recorded = CaseScenario.Opened("2024-08-12T10:30");
        SimulatedCase simulated = Under(recorded, document => document with
        {
            Departments = [.. document.Departments.Where(department => department.Id != "werkplaats")],
            Routing = [.. document.Routing.Where(rule => rule.When.Department != "werkplaats")],
            Blackouts = [],
        });

        Assert.False(simulated.Fits);
        Assert.Equal([new SimulationGap(SimulationGapKind.Department, "werkplaats")], simulated.Gaps);
    }

    [Fact]
    public void A_policy_that_nobody_knows_any_more_ends_the_telling_and_is_named()
    {
        CaseScenario recorded = CaseScenario.Opened("2024-08-12T10:30").Do(new ClaimCase());
        SimulatedCase simulated = CaseSimulator.Own(recorded.State.Number, recorded.Stream.Select(stored => stored.Event), _ => null, recorded.Now);

        Assert.False(simulated.Fits);
        Assert.Equal([new SimulationGap(SimulationGapKind.Version, TestPolicies.Default.Version)], simulated.Gaps);
    }

    [Fact]
    public void An_escalation_by_hand_is_told_to_the_supervisors_of_the_other_policy()
    {
        CaseScenario recorded = CaseScenario.Opened("2024-08-12T10:30").Do(new ClaimCase()).Do(new EscalateCase(null, null, "Needs the factory"));
        SimulatedCase simulated = Under(recorded, document => document with
        {
            Queues = [.. document.Queues.Select(queue => queue.Id == "werkplaats-tier-2" ? queue with { Supervisors = ["willem"] } : queue)],
        });

        Assert.Equal(
            ["willem"],
            simulated.Facts.Select(fact => fact.Fact).OfType<NoticeDecided>().Where(notice => notice.Cause == EscalationCause.Manual).Select(notice => notice.Recipient));
    }

    private static SimulatedCase Under(CaseScenario recorded, Func<PolicyDocument, PolicyDocument> change) => CaseSimulator.Under(
        recorded.State.Number,
        recorded.Stream.Select(stored => stored.Event),
        PolicyReader.Check(change(TestPolicies.Default.Document) with { Version = "other" }).OrThrow(),
        recorded.Now + Duration.FromMinutes(1));
}
