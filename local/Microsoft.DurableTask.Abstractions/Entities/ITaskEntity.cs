namespace Microsoft.DurableTask.Entities;

/// <summary>
/// An entity: a small piece of state and the operations on it. One operation runs at a time for each entity, in the order in which the
/// messages of a sender were sent. A new object may be made for each operation; what must stay belongs into the state.
/// </summary>
public interface ITaskEntity
{
    /// <summary>
    /// Runs an operation. What it throws undoes the operation's changes to the state and its messages, and reaches a caller as
    /// <see cref="EntityOperationFailedException"/>. An operation may run more than once when a process dies; its effect on the state comes once.
    /// </summary>
    /// <returns>The result, for a caller; a signal has none.</returns>
    ValueTask<object?> RunAsync(TaskEntityOperation operation);
}
