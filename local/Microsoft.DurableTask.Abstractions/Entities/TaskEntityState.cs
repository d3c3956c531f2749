namespace Microsoft.DurableTask.Entities;

/// <summary>The state of an entity, as the operations before have left it.</summary>
public abstract class TaskEntityState
{
    /// <summary>Whether there is a state. An entity without one does not exist for those who ask.</summary>
    public abstract bool HasState { get; }

    /// <summary>The state as a type.</summary>
    /// <param name="defaultValue">What to return when there is none.</param>
    public virtual T? GetState<T>(T? defaultValue = default) => GetState(typeof(T)) is T state ? state : defaultValue;

    /// <summary>The state as a type; null when there is none.</summary>
    public abstract object? GetState(Type type);

    /// <summary>Replaces the state; null removes it, and the entity with it.</summary>
    public abstract void SetState(object? state);
}
