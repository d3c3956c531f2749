namespace Microsoft.Azure.Functions.Worker;

/// <summary>Retries a failed invocation after the same delay each time.</summary>
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    /// <summary>Retries after the same delay each time.</summary>
    /// <param name="maxRetryCount">Retries after the first try; -1 retries for ever.</param>
    /// <param name="delayInterval">The delay as <c>hh:mm:ss</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is none, or negative.</exception>
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        RetryInterval.Parse(delayInterval, nameof(delayInterval));
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    /// <summary>The delay as <c>hh:mm:ss</c>.</summary>
    public string DelayInterval { get; }
}
