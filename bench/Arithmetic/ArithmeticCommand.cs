using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Caseward.Bench.Arithmetic;

/// <summary>How many due times a second one core works out.</summary>
internal static class ArithmeticCommand
{
    /// <summary>The figure of <c>docs/architecture.md</c>: due times per second and core, over nine weeks with holidays and pauses.</summary>
    private const double Wanted = 1_000_000;

    public static async Task<int> RunAsync(bool thorough, TextWriter output)
    {
        // In this process: a benchmark project of its own would be restored and built, which needs more than a machine that only runs things has.
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob((thorough ? Job.Default : Job.ShortRun).WithToolchain(InProcessEmitToolchain.Instance))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(NullLogger.Instance)
            .WithOptions(ConfigOptions.DisableLogFile)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "caseward-bench"));
        Summary summary = BenchmarkRunner.Run<ArithmeticBenchmarks>(config);

        var table = new TextTable(["due times", "per second", "ns each", "± ns", "bytes each"]);
        bool reached = summary.Reports.Length > 0;
        foreach (BenchmarkReport report in summary.Reports)
        {
            if (report.ResultStatistics is not { } statistics)
            {
                await output.WriteLineAsync($"{report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo} did not run.");
                return 1;
            }

            double perSecond = 1e9 / statistics.Mean;
            reached &= perSecond >= Wanted;
            table.Row([
                report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo,
                FormattableString.Invariant($"{perSecond:N0}"),
                FormattableString.Invariant($"{statistics.Mean:N1}"),
                FormattableString.Invariant($"{statistics.StandardDeviation:N1}"),
                FormattableString.Invariant($"{report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0:N0}")]);
        }

        await output.WriteAsync(table.ToString());
        return reached ? 0 : 1;
    }
}
