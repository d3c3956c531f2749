using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Hands the operations that an entity function was called for to the entity's code. The function calls it once and awaits it.</summary>
public sealed class TaskEntityDispatcher
{
    private readonly TaskCompletionSource<Func<TaskEntityOperation, ValueTask<object?>>> _handler = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IServiceProvider _services;

    internal TaskEntityDispatcher(IServiceProvider services) => _services = services;

    /// <summary>What runs the operations, once the function has said so.</summary>
    internal Task<Func<TaskEntityOperation, ValueTask<object?>>> Handler => _handler.Task;

    /// <summary>Lets an entity run the operations.</summary>
    public Task DispatchAsync(ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DispatchAsync(entity.RunAsync);
    }

    /// <summary>Lets a function run the operations, one after the other. One that fails is undone and does not keep the others from running.</summary>
    public Task DispatchAsync(Func<TaskEntityOperation, ValueTask<object?>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handler.TrySetResult(handler);
        return _end.Task;
    }

    /// <summary>
    /// Lets a class run the operations: an entity, made with its dependencies from the services, or else a plain class, which is then the
    /// state itself, with its public methods as the operations.
    /// </summary>
    public Task DispatchAsync<T>() => DispatchAsync(typeof(ITaskEntity).IsAssignableFrom(typeof(T))
        ? (ITaskEntity)(object)ActivatorUtilities.GetServiceOrCreateInstance<T>(_services)!
        : new StateEntity<T>());

    /// <summary>All operations have run: the function goes on behind its call.</summary>
    internal void End() => _end.TrySetResult();

    private sealed class StateEntity<TState> : TaskEntity<TState>
    {
        protected override bool AllowStateDispatch => true;
    }
}
