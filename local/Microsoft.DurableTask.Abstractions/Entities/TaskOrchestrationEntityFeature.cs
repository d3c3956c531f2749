using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask.Entities;

/// <summary>What an orchestrator does with entities. As everything of its context, it is replayed.</summary>
public abstract class TaskOrchestrationEntityFeature
{
    /// <summary>Runs an operation of an entity and waits for its result.</summary>
    /// <exception cref="EntityOperationFailedException">(from the task) The operation failed.</exception>
    /// <exception cref="InvalidOperationException">In a critical section, the entity is not locked, or another call to it is under way.</exception>
    public abstract Task<TResult> CallEntityAsync<TResult>(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null);

    /// <inheritdoc cref="CallEntityAsync{TResult}(EntityInstanceId, string, object?, CallEntityOptions?)"/>
    public virtual Task<TResult> CallEntityAsync<TResult>(EntityInstanceId id, string operationName, CallEntityOptions? options) =>
        CallEntityAsync<TResult>(id, operationName, null, options);

    /// <inheritdoc cref="CallEntityAsync{TResult}(EntityInstanceId, string, object?, CallEntityOptions?)"/>
    public abstract Task CallEntityAsync(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null);

    /// <inheritdoc cref="CallEntityAsync{TResult}(EntityInstanceId, string, object?, CallEntityOptions?)"/>
    public virtual Task CallEntityAsync(EntityInstanceId id, string operationName, CallEntityOptions? options) =>
        CallEntityAsync(id, operationName, null, options);

    /// <summary>Sends an operation to an entity. The task is done when the signal is recorded, which is at once; whether the operation succeeds nobody hears.</summary>
    /// <exception cref="InvalidOperationException">In a critical section, the entity is one of those locked.</exception>
    public abstract Task SignalEntityAsync(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null);

    /// <inheritdoc cref="SignalEntityAsync(EntityInstanceId, string, object?, SignalEntityOptions?)"/>
    public virtual Task SignalEntityAsync(EntityInstanceId id, string operationName, SignalEntityOptions? options) =>
        SignalEntityAsync(id, operationName, null, options);

    /// <summary>
    /// Waits until this orchestration alone may use some entities, and begins a critical section. Entities are locked in one order everywhere,
    /// so two orchestrations never wait for each other. The section ends when the result is disposed, or with the orchestration.
    /// </summary>
    /// <exception cref="ArgumentException">No entity is named.</exception>
    /// <exception cref="InvalidOperationException">A critical section is open; sections are not nested.</exception>
    public abstract Task<IAsyncDisposable> LockEntitiesAsync(IEnumerable<EntityInstanceId> entityIds);

    /// <inheritdoc cref="LockEntitiesAsync(IEnumerable{EntityInstanceId})"/>
    public virtual Task<IAsyncDisposable> LockEntitiesAsync(params EntityInstanceId[] entityIds) => LockEntitiesAsync((IEnumerable<EntityInstanceId>)entityIds);

    /// <summary>Whether a critical section is open.</summary>
    /// <param name="entityIds">The entities that are locked and have no call under way.</param>
    public abstract bool InCriticalSection([NotNullWhen(true)] out IReadOnlyList<EntityInstanceId>? entityIds);

    /// <summary>Whether a critical section is open.</summary>
    public virtual bool InCriticalSection() => InCriticalSection(out _);
}
