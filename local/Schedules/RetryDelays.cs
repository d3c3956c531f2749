using System.Globalization;
using Caseward.Local.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.Local.Schedules;

/// <summary>The delays that a function's retry attribute asks for.</summary>
internal sealed class RetryDelays
{
    private readonly RetryAttribute? _retry;
    private readonly TimeSpan _least;
    private readonly TimeSpan _most;

    /// <param name="retry">The attribute; absent when the function has none.</param>
    /// <param name="function">The function's name.</param>
    /// <exception cref="StartRefusedException">A delay in it is none.</exception>
    public RetryDelays(RetryAttribute? retry, string function)
    {
        _retry = retry;
        (_least, _most) = retry switch
        {
            FixedDelayRetryAttribute always => (Parse(always.DelayInterval, function), TimeSpan.MaxValue),
            ExponentialBackoffRetryAttribute growing => (Parse(growing.MinimumInterval, function), Parse(growing.MaximumInterval, function)),
            _ => (TimeSpan.Zero, TimeSpan.MaxValue),
        };
    }

    /// <summary>How long to wait before the n-th retry, counted from 1; null when there is none any more.</summary>
    public TimeSpan? DelayBefore(int nth)
    {
        if (_retry is null || (_retry.MaxRetryCount != -1 && nth > _retry.MaxRetryCount))
        {
            return null;
        }

        return _retry is ExponentialBackoffRetryAttribute ? Grow(_least, _most, nth) : _least;
    }

    private static TimeSpan Grow(TimeSpan least, TimeSpan most, int nth)
    {
        double doubled = least.TotalSeconds * Math.Pow(2, nth - 1);
        return doubled < most.TotalSeconds ? TimeSpan.FromSeconds(doubled) : most;
    }

    private static TimeSpan Parse(string text, string function) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan delay) && delay >= TimeSpan.Zero
        ? delay
        : throw new StartRefusedException($"The retry policy of the function '{function}' has the delay '{text}', which is none: write one such as 00:00:05.");
}
