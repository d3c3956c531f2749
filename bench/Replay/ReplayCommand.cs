using System.Diagnostics;
using Caseward.Bench.Hosting;
using Caseward.Bench.Simulation;
using NodaTime;

namespace Caseward.Bench.Replay;

/// <summary><c>replay FILE [--take N]</c>: feeds an incident log through a whole system and prints what came of it.</summary>
internal static class ReplayCommand
{
    /// <returns>0 when the system came through unharmed, 1 when it did not, 2 when the file cannot be read.</returns>
    public static async Task<int> RunAsync(string file, int take, TextWriter output)
    {
        ReplayPlan plan;
        try
        {
            using StreamReader text = File.OpenText(file);
            plan = ReplayPlan.Of(IncidentLog.Read(text), take);
        }
        catch (Exception wrong) when (wrong is IOException or InvalidDataException)
        {
            await output.WriteLineAsync(wrong.Message);
            return 2;
        }

        ReplayResult result = await RunAsync(plan, durable: true);
        await output.WriteLineAsync(result.Report);
        await output.WriteLineAsync(result.Totals);
        return result.IsUnharmed ? 0 : 1;
    }

    /// <summary>Starts a system whose clock stands just before the plan's first step, follows the plan, and reads the cases.</summary>
    public static async Task<ReplayResult> RunAsync(ReplayPlan plan, bool durable)
    {
        await using BenchHost host = await BenchHost.StartAsync(plan.Steps[0].At - Duration.FromMinutes(1), durable);
        using var caseward = new CasewardClient(host.BaseAddress, host.Account, Desk.Manager);
        long started = Stopwatch.GetTimestamp();
        (IReadOnlyDictionary<string, string> numbers, ReplayTally tally) = await new ReplayRun(caseward).FollowAsync(plan);
        TimeSpan took = Stopwatch.GetElapsedTime(started);

        var cases = new List<CaseRecord>();
        foreach (LoggedIncident incident in plan.Incidents.Where(incident => numbers.ContainsKey(incident.Incident)))
        {
            cases.Add(await CaseRecord.ReadAsync(caseward, incident, numbers[incident.Incident]));
        }

        return new ReplayResult
        {
            Cases = cases,
            Tally = tally,
            Took = took,
            Instances = await host.CountInstancesAsync(),
            Poisoned = await PoisonedAsync(caseward),
            Policy = SimulateCommand.DefaultPolicy(),
        };
    }

    private static async Task<long> PoisonedAsync(CasewardClient caseward) =>
        (await caseward.GetAsync("/local/queues")).EnumerateArray()
            .Where(queue => queue.GetProperty("name").GetString()!.EndsWith("-poison", StringComparison.Ordinal))
            .Sum(queue => queue.GetProperty("messages").GetInt64());
}
