namespace Microsoft.DurableTask;

/// <summary>
/// An orchestrator: the script of a process. It is run again from its history whenever something happens, so it may wait only on
/// tasks of its context and must decide the same way each time.
/// </summary>
public interface ITaskOrchestrator
{
    /// <summary>What the input is converted to.</summary>
    Type InputType { get; }

    /// <summary>What it returns.</summary>
    Type OutputType { get; }

    /// <summary>Runs the script.</summary>
    /// <param name="context">Its only way to the world.</param>
    /// <param name="input">The input, already of <see cref="InputType"/> or null.</param>
    Task<object?> RunAsync(TaskOrchestrationContext context, object? input);
}

/// <summary>An orchestrator with typed input and output.</summary>
/// <typeparam name="TInput">The input.</typeparam>
/// <typeparam name="TOutput">The output.</typeparam>
public abstract class TaskOrchestrator<TInput, TOutput> : ITaskOrchestrator
{
    Type ITaskOrchestrator.InputType => typeof(TInput);

    Type ITaskOrchestrator.OutputType => typeof(TOutput);

    async Task<object?> ITaskOrchestrator.RunAsync(TaskOrchestrationContext context, object? input)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await RunAsync(context, TaskInput.As<TInput>(input));
    }

    /// <summary>Runs the script. What it throws ends the instance as failed.</summary>
    public abstract Task<TOutput> RunAsync(TaskOrchestrationContext context, TInput input);
}
