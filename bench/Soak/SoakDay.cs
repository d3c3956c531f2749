using Caseward.Bench.Hosting;
using Caseward.Bench.Load;

namespace Caseward.Bench.Soak;

/// <summary>What one day of the soak was like.</summary>
/// <param name="Day">Which.</param>
/// <param name="Lives">Cases that were opened and closed in it.</param>
/// <param name="P50">Milliseconds that half of its commands stayed within.</param>
/// <param name="P99">Milliseconds that nearly all of them stayed within.</param>
/// <param name="MemoryBytes">The working set at its end, clients included.</param>
/// <param name="Instances">Orchestrations that the engine remembers at its end.</param>
/// <param name="FileBytes">The pages of the file that hold something at its end.</param>
/// <param name="GrownBytes">How many more those are than the day before.</param>
internal sealed record SoakDay(int Day, int Lives, double P50, double P99, long MemoryBytes, long Instances, long FileBytes, long GrownBytes)
{
    public const string Heading = "day    lives   p50 ms   p99 ms  memory MiB  instances  file MiB  grown MiB";

    public static SoakDay Of(int day, BenchHost host, Latencies commands, SoakDay? before)
    {
        (long instances, long file) = host.Held();
        return new SoakDay(
            day, commands.Count / CaseLives.CommandsPerLife, commands.At(0.5), commands.At(0.99), Environment.WorkingSet, instances, file, file - (before?.FileBytes ?? 0));
    }

    public override string ToString() => FormattableString.Invariant(
        $"{Day,3} {Lives,8} {P50,8:F1} {P99,8:F1} {MemoryBytes / 1048576,11} {Instances,10} {FileBytes / 1048576,9} {GrownBytes / 1048576,10}");
}
