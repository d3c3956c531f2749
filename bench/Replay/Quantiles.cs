using NodaTime;

namespace Caseward.Bench.Replay;

/// <summary>Median and ninetieth percentile by nearest rank: durations that really were taken.</summary>
internal static class Quantiles
{
    /// <returns>For example <c>12.3 / 79.2</c>; <c>-</c> when there are none.</returns>
    public static string Of(IEnumerable<Duration> durations, Duration unit)
    {
        Duration[] sorted = [.. durations.Order()];
        return sorted.Length == 0 ? "-" : FormattableString.Invariant($"{At(0.5):F1} / {At(0.9):F1}");

        double At(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1] / unit;
    }
}
