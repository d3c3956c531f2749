using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.Local.Schedules;

/// <summary>The delays that a function's retry attribute asks for.</summary>
internal sealed class RetryDelays(RetryAttribute? retry)
{
    /// <summary>How long to wait before the n-th retry, counted from 1; null when there is none any more.</summary>
    public TimeSpan? DelayBefore(int nth)
    {
        if (retry is null || retry.MaxRetryCount != -1 && nth > retry.MaxRetryCount)
        {
            return null;
        }

        return retry switch
        {
            FixedDelayRetryAttribute always => Parse(always.DelayInterval),
            ExponentialBackoffRetryAttribute growing => Grow(Parse(growing.MinimumInterval), Parse(growing.MaximumInterval), nth),
            _ => TimeSpan.Zero,
        };
    }

    private static TimeSpan Grow(TimeSpan least, TimeSpan most, int nth)
    {
        double doubled = least.TotalSeconds * Math.Pow(2, nth - 1);
        return doubled < most.TotalSeconds ? TimeSpan.FromSeconds(doubled) : most;
    }

    private static TimeSpan Parse(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
