namespace Microsoft.DurableTask.Worker;

/// <summary>Decides which orchestrations a worker runs. One that is refused stays where it is and is asked about again later.</summary>
[Obsolete("Experimental")]
public interface IOrchestrationFilter
{
    /// <summary>Whether the worker takes an orchestration. Asked before each of its turns.</summary>
    ValueTask<bool> IsOrchestrationValidAsync(OrchestrationFilterParameters info, CancellationToken cancellationToken = default);
}

/// <summary>What a filter decides from.</summary>
public struct OrchestrationFilterParameters
{
    /// <summary>The orchestrator's name.</summary>
    public string? Name { get; init; }

    /// <summary>The instance's tags; null when it has none.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
