namespace Microsoft.DurableTask.Entities;

/// <summary>An entity failed in an operation that an orchestration called. Its state is what it was before the operation.</summary>
/// <param name="entityId">The entity.</param>
/// <param name="operationName">The operation.</param>
/// <param name="failureDetails">What went wrong.</param>
#pragma warning disable CA1032 // The real one has this constructor alone.
public sealed class EntityOperationFailedException(EntityInstanceId entityId, string operationName, TaskFailureDetails failureDetails)
    : Exception($"Operation '{operationName}' of entity '{entityId}' failed: {failureDetails.ErrorMessage}")
#pragma warning restore CA1032
{
    /// <summary>The entity.</summary>
    public EntityInstanceId EntityId { get; } = entityId;

    /// <summary>The operation.</summary>
    public string OperationName { get; } = operationName;

    /// <summary>What went wrong.</summary>
    public TaskFailureDetails FailureDetails { get; } = failureDetails;
}
