using System.Text.Json;
using Caseward.Bench.Replay;
using Caseward.Bench.Simulation;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Caseward.Domain.Simulation;
using Caseward.Testing;
using NodaTime;

namespace Caseward.App.Tests.Replay;

/// <summary>The real incident log, recorded and told again (vector S62). CASEWARD_LOG names a longer part of the log than the slice.</summary>
public sealed class SimulatedIncidentTests
{
    private static readonly (IReadOnlyList<RecordedCase> Cases, Instant Until) Log = Read();

    [Fact]
    public void S62_recorded_incidents_under_their_own_policy_give_exactly_the_recorded_breaches_rungs_escalations_and_notices() =>
        Assert.All(Log.Cases, recorded =>
        {
            SimulatedCase simulated = CaseSimulator.Own(recorded.Number, recorded.Events, _ => TestPolicies.Default, Log.Until);

            Assert.True(simulated.Fits);
            Assert.Equal(recorded.Events.Select(each => Text(each.Fact, each.OccurredAt)), simulated.Facts.Select(each => Text(each.Fact, each.OccurredAt)));
            Assert.Null(CaseComparison.Of(recorded.Number, recorded.Events, null, _ => TestPolicies.Default, Log.Until).Difference());
        });

    [Fact]
    public void The_log_has_what_a_simulation_is_about()
    {
        CaseFact[] facts = [.. Log.Cases.SelectMany(recorded => recorded.Events).Select(each => each.Fact)];

        Assert.NotEmpty(facts.OfType<ClockBreached>());
        Assert.NotEmpty(facts.OfType<RungCarriedOut>());
        Assert.NotEmpty(facts.OfType<CaseEscalated>());
        Assert.NotEmpty(facts.OfType<CaseReopened>());
        Assert.NotEmpty(facts.OfType<SurveyOffered>());
    }

    [Fact]
    public void With_a_longer_promise_fewer_of_them_are_late_and_what_differs_is_named()
    {
        ServicePolicy longer = PolicyReader.Check(TestPolicies.Default.Document with
        {
            Version = "longer",
            Promises = [.. TestPolicies.Default.Document.Promises.Select(row => row with { FirstResponse = Budget.Of(Duration.FromHours(2_000)) })],
        }).OrThrow();
        SimulationSummary summary = Summary(longer);

        Assert.Equal((Log.Cases.Count, 0), (summary.Cases, summary.Unfit));
        Assert.NotEqual(0, Late(summary.Before));
        Assert.Equal(0, Late(summary.After));
        Assert.InRange(summary.Differing, 1, summary.Cases);
        Assert.Equal(Math.Min(summary.Differing, SimulationSummary.MaxDifferences), summary.Differences.Count);
        Assert.Contains(summary.Differences, each => each.Before.Any(item => item is { Kind: OutcomeKind.Breach, What: "firstResponse 1" }));
    }

    [Fact]
    public void Parts_add_up_to_the_whole_in_any_order()
    {
        var parts = new SimulationTally();
        foreach (RecordedCase[] part in Log.Cases.Chunk(7).Reverse())
        {
            parts.Add(Summary(TestPolicies.Tour, part));
        }

        Assert.Equal(
            JsonSerializer.Serialize(Summary(TestPolicies.Tour), CaseJson.Options),
            JsonSerializer.Serialize(parts.ToSummary(), CaseJson.Options));
    }

    private static SimulationSummary Summary(ServicePolicy draft, IEnumerable<RecordedCase>? cases = null)
    {
        var tally = new SimulationTally();
        foreach (RecordedCase recorded in cases ?? Log.Cases)
        {
            tally.Add(CaseComparison.Of(recorded.Number, recorded.Events, draft, _ => TestPolicies.Default, Log.Until));
        }

        return tally.ToSummary();
    }

    private static long Late(OutcomeTotals totals) => totals.Breaches.Where(breach => breach.Clock == ClockName.FirstResponse).Sum(breach => breach.Count);

    private static string Text(CaseFact fact, Instant at) => $"{at} {JsonSerializer.Serialize(fact, CaseJson.Options)}";

    private static (IReadOnlyList<RecordedCase> Cases, Instant Until) Read()
    {
        using StreamReader file = File.OpenText(Environment.GetEnvironmentVariable("CASEWARD_LOG") ?? Slice.Log);
        return IncidentCases.Record(ReplayPlan.Of(IncidentLog.Read(file)), TestPolicies.Default);
    }
}
