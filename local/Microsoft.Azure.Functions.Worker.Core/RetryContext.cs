namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which retry an invocation is, under its function's <see cref="RetryAttribute"/>.</summary>
public abstract class RetryContext
{
    /// <summary>0 for the first try.</summary>
    public abstract int RetryCount { get; }

    /// <summary>The most retries there will be; -1 when there is no end.</summary>
    public abstract int MaxRetryCount { get; }
}
