namespace Microsoft.Azure.Functions.Worker;

/// <summary>How often, and after what delay, a failed invocation is tried again. Timers honour it; queues count deliveries instead.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    /// <summary>A rule for retries.</summary>
    public RetryAttribute()
    {
    }

    /// <summary>Retries after the first try; -1 retries for ever.</summary>
    public int MaxRetryCount { get; set; }
}
