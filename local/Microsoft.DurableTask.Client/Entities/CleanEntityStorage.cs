namespace Microsoft.DurableTask.Client.Entities;

/// <summary>What to clean up among entities.</summary>
public readonly record struct CleanEntityStorageRequest
{
    /// <summary>Everything, from the beginning.</summary>
    public static CleanEntityStorageRequest Default => new() { RemoveEmptyEntities = true, ReleaseOrphanedLocks = true };

    /// <summary>Whether what is left of entities without a state goes, when nothing waits for them and they are not locked.</summary>
    public bool RemoveEmptyEntities { get; init; }

    /// <summary>Whether locks of orchestrations that are gone are opened.</summary>
    public bool ReleaseOrphanedLocks { get; init; }

    /// <summary>Where to go on; null for the beginning.</summary>
    public string? ContinuationToken { get; init; }
}

/// <summary>What was cleaned up among entities.</summary>
public readonly record struct CleanEntityStorageResult
{
    /// <summary>Entities that are gone.</summary>
    public int EmptyEntitiesRemoved { get; init; }

    /// <summary>Locks that are open.</summary>
    public int OrphanedLocksReleased { get; init; }

    /// <summary>Where to go on; null when it was the end.</summary>
    public string? ContinuationToken { get; init; }
}
