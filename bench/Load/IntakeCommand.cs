using System.Diagnostics;
using System.Globalization;
using Caseward.Bench.Hosting;

namespace Caseward.Bench.Load;

/// <summary><c>intake</c>: how many cases a second the whole application accepts, durable on disk, each with its lifecycle started.</summary>
internal static class IntakeCommand
{
    private const int Clients = 64;

    public static async Task<int> RunAsync(TimeSpan duration, TextWriter output)
    {
        IntakeFigures figures = await MeasureAsync(duration);
        var table = new TextTable(["intake, 64 clients", ""]);
        table.Row(["accepted cases a second", Text(figures.PerSecond, "F0")]);
        table.Row(["latency p50 / p99, ms", $"{Text(figures.P50, "F0")} / {Text(figures.P99, "F0")}"]);
        table.Row(["lifecycles with their alarm set when the clients stopped", Text(figures.AlarmsSet, "P1")]);
        table.Row(["seconds until the rest was done", Text(figures.DrainSeconds, "F2")]);
        table.Row(["processor time a case, ms, clients included", Text(figures.ProcessorPerCase, "F2")]);
        table.Row(["rows a case", Text(figures.RowsPerCase, "F1")]);
        table.Row(["bytes a case in the file", Text(figures.BytesPerCase, "F0")]);
        table.Row(["limit: the same rows in one commit a case, a second", Text(figures.CommitLimit, "F0")]);
        table.Row(["share of the limit", Text(figures.PerSecond / figures.CommitLimit, "P0")]);
        await output.WriteAsync(table.ToString());
        return 0;
    }

    public static async Task<IntakeFigures> MeasureAsync(TimeSpan duration)
    {
        await using BenchHost host = await BenchHost.StartAsync(clockSpeed: 1);
        using var load = new IntakeLoad(host.BaseAddress);
        await load.RunAsync(Clients, TimeSpan.FromSeconds(10));
        await host.WhenIdleAsync();
        FileRows before = host.Rows();
        long alarmsBefore = host.Passed("engine/timer/created");

        TimeSpan processorBefore = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        Latencies latencies = await load.RunAsync(Clients, duration);
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        long alarms = host.Passed("engine/timer/created") - alarmsBefore;
        started = Stopwatch.GetTimestamp();
        await host.WhenIdleAsync();
        TimeSpan drain = Stopwatch.GetElapsedTime(started);
        TimeSpan processor = Environment.CpuUsage.TotalTime - processorBefore;
        FileRows grown = host.Rows() - before;

        double rows = (double)grown.Rows / latencies.Count;
        double bytes = (double)grown.File / latencies.Count;
        return new IntakeFigures
        {
            PerSecond = latencies.Count / took.TotalSeconds,
            P50 = latencies.At(0.5),
            P99 = latencies.At(0.99),
            AlarmsSet = (double)alarms / latencies.Count,
            DrainSeconds = drain.TotalSeconds,
            ProcessorPerCase = processor.TotalMilliseconds / latencies.Count,
            RowsPerCase = rows,
            BytesPerCase = bytes,
            CommitLimit = await CommitLimit.MeasureAsync(Clients, (int)Math.Ceiling(rows), (int)(bytes / rows), duration / 2),
        };
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

internal sealed record IntakeFigures
{
    public required double PerSecond { get; init; }

    public required double P50 { get; init; }

    public required double P99 { get; init; }

    /// <summary>Which part of the accepted cases had a lifecycle with its alarm set when the clients stopped; 1 when no backlog grew.</summary>
    public required double AlarmsSet { get; init; }

    public required double DrainSeconds { get; init; }

    /// <summary>Milliseconds of processor time a case, the clients' share included.</summary>
    public required double ProcessorPerCase { get; init; }

    public required double RowsPerCase { get; init; }

    public required double BytesPerCase { get; init; }

    /// <summary>Cases a second when the same rows are committed and nothing else is done.</summary>
    public required double CommitLimit { get; init; }
}
