using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Caseward.Bench;

/// <summary>
/// Runs the benchmarks of a class. In this process: a benchmark project of its own would be restored and built, which needs more than a machine
/// that only runs things has.
/// </summary>
internal static class Microbenchmarks
{
    /// <summary>The figures in the order of the class; <see langword="null"/> when one did not run.</summary>
    public static IReadOnlyList<Figure>? Run<T>(bool thorough)
    {
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob((thorough ? Job.Default : Job.ShortRun).WithToolchain(InProcessEmitToolchain.Instance))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(NullLogger.Instance)
            .WithOptions(ConfigOptions.DisableLogFile)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "caseward-bench"));
        Summary summary = BenchmarkRunner.Run<T>(config);
        return summary.Reports.Length > 0 && summary.Reports.All(report => report.ResultStatistics is not null)
            ? [.. summary.Reports.Select(report => new Figure(
                report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
                report.ResultStatistics!.Mean,
                report.ResultStatistics.StandardDeviation,
                report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0))]
            : null;
    }

    /// <summary>What one operation costs.</summary>
    internal sealed record Figure(string Name, double Nanoseconds, double Deviation, long Bytes);
}
