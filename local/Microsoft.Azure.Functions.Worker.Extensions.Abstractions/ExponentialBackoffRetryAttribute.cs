namespace Microsoft.Azure.Functions.Worker;

/// <summary>Retries a failed invocation after a delay that doubles from a minimum up to a maximum.</summary>
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    /// <summary>Retries after a delay that grows.</summary>
    /// <param name="maxRetryCount">Retries after the first try; -1 retries for ever.</param>
    /// <param name="minimumInterval">The first delay as <c>hh:mm:ss</c>.</param>
    /// <param name="maximumInterval">The longest delay as <c>hh:mm:ss</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A delay is none, or negative.</exception>
    /// <exception cref="ArgumentException">The first delay is longer than the longest.</exception>
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        if (RetryInterval.Parse(minimumInterval, nameof(minimumInterval)) > RetryInterval.Parse(maximumInterval, nameof(maximumInterval)))
        {
            throw new ArgumentException("The minimumInterval must not be greater than the maximumInterval.", nameof(minimumInterval));
        }

        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    /// <summary>The first delay as <c>hh:mm:ss</c>.</summary>
    public string MinimumInterval { get; }

    /// <summary>The longest delay as <c>hh:mm:ss</c>.</summary>
    public string MaximumInterval { get; }
}
