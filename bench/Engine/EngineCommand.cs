using System.Diagnostics;
using System.Globalization;
using Caseward.Bench.Load;
using Caseward.Local.Engine;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Bench.Engine;

/// <summary><c>engine</c>: orchestrations a second that the durable engine alone finishes on disk, beside what the real framework was measured at.</summary>
internal static class EngineCommand
{
    private const int Outstanding = 100;

    public static async Task<int> RunAsync(TimeSpan duration, TextWriter output)
    {
        var table = new TextTable(["durable engine, 100 outstanding", "a second", "turns/s", "p50 ms", "p99 ms", "real framework, emulated storage"]);
        EngineFigures one = await MeasureAsync("one", duration);
        EngineFigures timer = await MeasureAsync("timer", duration);
        EngineFigures ten = await MeasureAsync("ten", duration);
        table.Row(["one activity", .. Cells(one), "45 (16 outstanding: p50 344 ms), 62 with extended sessions, 900 in memory"]);
        table.Row(["one activity and a timer", .. Cells(timer), "30"]);
        table.Row(["ten activities in a chain", .. Cells(ten), "-"]);
        await output.WriteAsync(table.ToString());
        double limit = await CommitLimit.MeasureAsync(Outstanding, rowsPerCase: 3, bytesPerRow: 250, duration / 2);
        await output.WriteLineAsync(FormattableString.Invariant($"limit: {limit:F0} commits a second of three rows; a turn with its messages writes about three"));
        return 0;
    }

    public static async Task<EngineFigures> MeasureAsync(string orchestration, TimeSpan duration)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("caseward-engine-");
        try
        {
            var registry = new DurableTaskRegistry();
            registry.AddActivityFunc<int, int>("plus", (_, number) => number + 1);
            registry.AddOrchestratorFunc<int, int>("one", (context, number) => context.CallActivityAsync<int>("plus", number));
            registry.AddOrchestratorFunc<int, int>("timer", async (context, number) =>
            {
                await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
                return await context.CallActivityAsync<int>("plus", number);
            });
            registry.AddOrchestratorFunc<int, int>("ten", async (context, number) =>
            {
                for (int step = 0; step < 10; step++)
                {
                    number = await context.CallActivityAsync<int>("plus", number);
                }

                return number;
            });

            var checkpoints = new Local.Chaos.Checkpoints();
            long turns = 0;
            checkpoints.OnPass = place => Interlocked.Add(ref turns, place == "engine/turn/after-commit" ? 1 : 0);
            await using var database = LocalDatabase.Open(Path.Combine(folder.FullName, "engine.db"), LocalSchema.All, checkpoints: checkpoints);
            await using DurableEngine engine = DurableEngine.Start(database, new LocalClock(), registry);
            await RunAsync(engine.Client, orchestration, TimeSpan.FromSeconds(3));
            long before = Interlocked.Read(ref turns);
            long started = Stopwatch.GetTimestamp();
            Latencies latencies = await RunAsync(engine.Client, orchestration, duration);
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            return new EngineFigures(latencies.Count / seconds, (Interlocked.Read(ref turns) - before) / seconds, latencies.At(0.5), latencies.At(0.99));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Latencies> RunAsync(DurableTaskClient client, string orchestration, TimeSpan duration)
    {
        long started = Stopwatch.GetTimestamp();
        Latencies[] all = await Task.WhenAll(Enumerable.Range(0, Outstanding).Select(_ => Task.Run(RunOneAfterTheOtherAsync)));
        var together = new Latencies();
        foreach (Latencies latencies in all)
        {
            together.AddAll(latencies);
        }

        return together;

        async Task<Latencies> RunOneAfterTheOtherAsync()
        {
            var latencies = new Latencies();
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                long begun = Stopwatch.GetTimestamp();
                string id = await client.ScheduleNewOrchestrationInstanceAsync(orchestration, 1);
                await client.WaitForInstanceCompletionAsync(id);
                latencies.Add(Stopwatch.GetElapsedTime(begun));
            }

            return latencies;
        }
    }

    private static string[] Cells(EngineFigures figures) =>
        [.. new[] { figures.PerSecond, figures.TurnsPerSecond, figures.P50, figures.P99 }.Select(figure => figure.ToString("F0", CultureInfo.InvariantCulture))];
}

internal sealed record EngineFigures(double PerSecond, double TurnsPerSecond, double P50, double P99);
