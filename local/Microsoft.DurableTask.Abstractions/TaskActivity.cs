namespace Microsoft.DurableTask;

/// <summary>An activity: the unit of work that may touch the world. Runs at least once per call.</summary>
public interface ITaskActivity
{
    /// <summary>What the input is converted to.</summary>
    Type InputType { get; }

    /// <summary>What it returns.</summary>
    Type OutputType { get; }

    /// <summary>Does the work.</summary>
    /// <param name="context">Where it was called from.</param>
    /// <param name="input">The input, already of <see cref="InputType"/> or null.</param>
    Task<object?> RunAsync(TaskActivityContext context, object? input);
}

/// <summary>An activity with typed input and output.</summary>
/// <typeparam name="TInput">The input.</typeparam>
/// <typeparam name="TOutput">The output.</typeparam>
public abstract class TaskActivity<TInput, TOutput> : ITaskActivity
{
    Type ITaskActivity.InputType => typeof(TInput);

    Type ITaskActivity.OutputType => typeof(TOutput);

    async Task<object?> ITaskActivity.RunAsync(TaskActivityContext context, object? input)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await RunAsync(context, TaskInput.As<TInput>(input));
    }

    /// <summary>Does the work. What it throws is kept as failure details and reaches the caller as <see cref="TaskFailedException"/>.</summary>
    public abstract Task<TOutput> RunAsync(TaskActivityContext context, TInput input);
}
