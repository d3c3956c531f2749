namespace Microsoft.DurableTask.Entities;

/// <summary>
/// An entity whose operations are its public methods. A method may take one input and a <see cref="TaskEntityContext"/>, in any order, and
/// may be asynchronous. Which object runs an operation is up to the worker: only <see cref="State"/> stays.
/// </summary>
/// <typeparam name="TState">The state.</typeparam>
public abstract class TaskEntity<TState> : ITaskEntity
{
    /// <summary>Whether an operation that the entity does not have goes to the method of its state with that name.</summary>
    protected virtual bool AllowStateDispatch => false;

    /// <summary>The state; what it is when the operation has succeeded is kept. Null removes the entity.</summary>
    protected TState State { get; set; } = default!;

    /// <summary>What the operation that runs may do besides.</summary>
    protected TaskEntityContext Context { get; private set; } = null!;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Neither the entity nor its state has the operation, and it is not <c>delete</c>, which every entity has.</exception>
    public ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        Context = operation.Context;
        object? state = operation.State.GetState(typeof(TState));
        State = state is null ? InitializeState(operation) : (TState)state;
        if (operation.TryDispatch(this, out object? result, out Type returnType) || TryDispatchToState(operation, out result, out returnType))
        {
            return FinishAsync(operation, result, returnType);
        }

        if (!operation.Name.Equals("delete", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException($"No suitable method found for entity operation '{operation}'.");
        }

        operation.State.SetState(null);
        return default;
    }

    /// <summary>The state of an entity that has none yet; by default what the state's parameterless constructor makes.</summary>
    protected virtual TState InitializeState(TaskEntityOperation entityOperation) =>
        (TState)Activator.CreateInstance(Nullable.GetUnderlyingType(typeof(TState)) ?? typeof(TState))!;

    private bool TryDispatchToState(TaskEntityOperation operation, out object? result, out Type returnType)
    {
        if (AllowStateDispatch)
        {
            return operation.TryDispatch(
                State ?? throw new InvalidOperationException($"The operation '{operation}' would go to the state, which is null."), out result, out returnType);
        }

        (result, returnType) = (null, typeof(void));
        return false;
    }

    // A method may be asynchronous in four ways; its state counts once it has ended.
    private async ValueTask<object?> FinishAsync(TaskEntityOperation operation, object? result, Type returnType)
    {
        object? output = result;
        if (result is ValueTask plain)
        {
            await plain;
            output = null;
        }
        else if (typeof(Task).IsAssignableFrom(returnType))
        {
            output = await OutputOfAsync((Task)result!, returnType);
        }
        else if (returnType.IsGenericType && returnType.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            output = await OutputOfAsync((Task)returnType.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(result, null)!, returnType);
        }

        operation.State.SetState(State);
        return output;
    }

    private static async Task<object?> OutputOfAsync(Task task, Type declared)
    {
        await task;
        return declared.IsGenericType ? task.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(task) : null;
    }
}
