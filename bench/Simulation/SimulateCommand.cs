using System.Diagnostics;
using System.Globalization;
using Caseward.App;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Caseward.Domain.Simulation;
using NodaTime;

namespace Caseward.Bench.Simulation;

/// <summary>
/// <c>simulate [--cases N]</c>: how many cases a second are told again under a draft, on two threads, and how much memory that takes. Making the
/// streams is timed apart: in production they come from storage.
/// </summary>
internal static class SimulateCommand
{
    private const int Threads = 2;

    public static async Task<int> RunAsync(int cases, TextWriter output)
    {
        ServicePolicy policy = DefaultPolicy();
        ServicePolicy draft = PolicyReader.Check(policy.Document with
        {
            Version = "draft",
            Promises = [.. policy.Document.Promises.Select(row => row with { FirstResponse = Budget.Of(Duration.FromHours(4)) })],
        }).OrThrow();

        long started = Stopwatch.GetTimestamp();
        (SimulationSummary Part, TimeSpan Took)[] parts = await Task.WhenAll(
            Enumerable.Range(0, Threads).Select(thread => Task.Run(() => Simulate(thread, cases, policy, draft))));
        TimeSpan wall = Stopwatch.GetElapsedTime(started);

        var whole = new SimulationTally();
        foreach ((SimulationSummary part, _) in parts)
        {
            whole.Add(part);
        }

        SimulationSummary summary = whole.ToSummary();
        double seconds = parts.Max(part => part.Took.TotalSeconds);
        var table = new TextTable(["simulate, two threads", ""]);
        table.Row(["cases", Number(summary.Cases)]);
        table.Row(["of them differing", Number(summary.Differing)]);
        table.Row(["seconds of simulation, the slower thread", Number(seconds)]);
        table.Row(["cases a second", Number(summary.Cases / seconds)]);
        table.Row(["seconds in all, streams made as well", Number(wall.TotalSeconds)]);
        using var process = Process.GetCurrentProcess();
        table.Row(["peak working set, MiB", Number(process.PeakWorkingSet64 / 1024d / 1024d)]);
        await output.WriteAsync(table.ToString());
        return summary.Cases == cases ? 0 : 1;
    }

    private static (SimulationSummary Part, TimeSpan Took) Simulate(int thread, int cases, ServicePolicy policy, ServicePolicy draft)
    {
        var tally = new SimulationTally();
        TimeSpan took = TimeSpan.Zero;
        for (int number = thread; number < cases; number += Threads)
        {
            RecordedCase life = SyntheticCases.Of(number, policy);
            long started = Stopwatch.GetTimestamp();
            tally.Add(CaseComparison.Of(life.Number, life.Events, draft, _ => policy, SyntheticCases.Until));
            took += Stopwatch.GetElapsedTime(started);
        }

        return (tally.ToSummary(), took);
    }

    internal static ServicePolicy DefaultPolicy()
    {
        using var document = new StreamReader(typeof(CasewardApp).Assembly.GetManifestResourceStream("default.policy.json")!);
        return PolicyReader.Read(document.ReadToEnd()).OrThrow();
    }

    private static string Number(double value) => value.ToString(value < 100 ? "F1" : "F0", CultureInfo.InvariantCulture);
}
