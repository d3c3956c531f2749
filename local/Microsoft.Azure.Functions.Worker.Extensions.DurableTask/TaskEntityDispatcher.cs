using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Hands the operations that an entity function was called for to the entity's code. The function calls it once and awaits it.</summary>
public sealed class TaskEntityDispatcher
{
    private readonly TaskEntityOperation _operation;
    private readonly IServiceProvider _services;

    internal TaskEntityDispatcher(TaskEntityOperation operation, IServiceProvider services)
    {
        _operation = operation;
        _services = services;
    }

    /// <summary>What the operation returned.</summary>
    internal object? Result { get; private set; }

    /// <summary>Lets an entity run the operations.</summary>
    public Task DispatchAsync(ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DispatchAsync(entity.RunAsync);
    }

    /// <summary>Lets a function run the operations, one after the other.</summary>
    public async Task DispatchAsync(Func<TaskEntityOperation, ValueTask<object?>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Result = await handler(_operation);
    }

    /// <summary>
    /// Lets a class run the operations: an entity, made with its dependencies from the services, or else a plain class, which is then the
    /// state itself, with its public methods as the operations.
    /// </summary>
    public Task DispatchAsync<T>() => DispatchAsync(typeof(ITaskEntity).IsAssignableFrom(typeof(T))
        ? (ITaskEntity)(object)ActivatorUtilities.GetServiceOrCreateInstance<T>(_services)!
        : new StateEntity<T>());

    private sealed class StateEntity<TState> : TaskEntity<TState>
    {
        protected override bool AllowStateDispatch => true;
    }
}
