using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask.Client.Entities;

/// <summary>Signals entities and looks at them from outside.</summary>
/// <param name="name">The client's name.</param>
public abstract class DurableEntityClient(string name)
{
    /// <summary>The client's name.</summary>
    public string Name { get; } = name;

    /// <summary>Sends an operation to an entity and returns once it is recorded. The entity comes to be when it keeps a state.</summary>
    /// <param name="id">The entity.</param>
    /// <param name="operationName">The operation, whatever its case.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">When the entity gets it.</param>
    /// <param name="cancellation">Gives up asking; the signal may have been recorded all the same.</param>
    public abstract Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null, CancellationToken cancellation = default);

    /// <inheritdoc cref="SignalEntityAsync(EntityInstanceId, string, object?, SignalEntityOptions?, CancellationToken)"/>
    public virtual Task SignalEntityAsync(EntityInstanceId id, string operationName, SignalEntityOptions options, CancellationToken cancellation = default) =>
        SignalEntityAsync(id, operationName, null, options, cancellation);

    /// <inheritdoc cref="SignalEntityAsync(EntityInstanceId, string, object?, SignalEntityOptions?, CancellationToken)"/>
    public virtual Task SignalEntityAsync(EntityInstanceId id, string operationName, CancellationToken cancellation) =>
        SignalEntityAsync(id, operationName, null, null, cancellation);

    /// <summary>An entity as it stands; null when it has no state.</summary>
    public abstract Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default);

    /// <inheritdoc cref="GetEntityAsync(EntityInstanceId, bool, CancellationToken)"/>
    public virtual Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, CancellationToken cancellation) => GetEntityAsync(id, includeState: true, cancellation);

    /// <summary>An entity as it stands, with its state as a type; null when it has no state.</summary>
    public abstract Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default);

    /// <inheritdoc cref="GetEntityAsync{T}(EntityInstanceId, bool, CancellationToken)"/>
    public virtual Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, CancellationToken cancellation) => GetEntityAsync<T>(id, includeState: true, cancellation);

    /// <summary>The entities that match, by id, page by page.</summary>
    public abstract AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null);

    /// <inheritdoc cref="GetAllEntitiesAsync(EntityQuery?)"/>
    public abstract AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null);

    /// <summary>Removes what is left of entities without a state, and opens locks whose orchestration is gone.</summary>
    /// <param name="request">What to do; null for both.</param>
    /// <param name="continueUntilComplete">Whether to go on to the end, or to return after one step with a token to go on with.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public abstract Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default);
}
