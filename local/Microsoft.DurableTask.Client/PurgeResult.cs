namespace Microsoft.DurableTask.Client;

/// <summary>What a purge did.</summary>
public class PurgeResult
{
    /// <summary>A purge of so many instances.</summary>
    public PurgeResult(int count)
    {
        if (count < 0)
        {
            throw new ArgumentException("A count cannot be negative.", nameof(count));
        }

        PurgedInstanceCount = count;
    }

    /// <summary>A purge of so many instances that was, or was not, complete.</summary>
    public PurgeResult(int count, bool? isComplete)
        : this(count) => IsComplete = isComplete;

    /// <summary>How many instances are gone.</summary>
    public int PurgedInstanceCount { get; }

    /// <summary>Whether everything that matched is gone; null when the back end does not say.</summary>
    public bool? IsComplete { get; }
}
