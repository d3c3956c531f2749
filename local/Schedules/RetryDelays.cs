using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.Local.Schedules;

/// <summary>The delays that a function's retry attribute asks for.</summary>
internal sealed class RetryDelays
{
    private readonly RetryAttribute? _retry;
    private readonly TimeSpan _least;
    private readonly TimeSpan _most;

    /// <param name="retry">The attribute; absent when the function has none.</param>
    public RetryDelays(RetryAttribute? retry)
    {
        _retry = retry;
        (_least, _most) = retry switch
        {
            FixedDelayRetryAttribute always => (Parse(always.DelayInterval), TimeSpan.MaxValue),
            ExponentialBackoffRetryAttribute growing => (Parse(growing.MinimumInterval), Parse(growing.MaximumInterval)),
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

    private static TimeSpan Parse(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
