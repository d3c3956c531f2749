using NodaTime;

namespace Caseward.Domain.Proposals;

/// <summary>
/// How long something took in a number of cases, in counted open time. A percentile is the time of one of the cases (nearest rank): of 20
/// cases the 18th is the p90. All are absent when there is no case.
/// </summary>
public sealed record MeasuredTimes
{
    /// <summary>How many cases were measured.</summary>
    public required int Count { get; init; }

    /// <summary>Half of the cases took at most so long.</summary>
    public Duration? P50 { get; init; }

    /// <summary>Four of five took at most so long.</summary>
    public Duration? P80 { get; init; }

    /// <summary>Nine of ten took at most so long.</summary>
    public Duration? P90 { get; init; }

    /// <summary>Nineteen of twenty took at most so long.</summary>
    public Duration? P95 { get; init; }

    /// <summary>Measures times, in any order.</summary>
    public static MeasuredTimes Of(IEnumerable<Duration> taken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        Duration[] sorted = [.. taken.Order()];
        return new MeasuredTimes { Count = sorted.Length, P50 = Rank(50), P80 = Rank(80), P90 = Rank(90), P95 = Rank(95) };

        Duration? Rank(int percent) => sorted.Length == 0 ? null : sorted[(((sorted.Length * percent) + 99) / 100) - 1];
    }
}
