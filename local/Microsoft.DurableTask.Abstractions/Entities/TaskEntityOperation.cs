namespace Microsoft.DurableTask.Entities;

/// <summary>One operation that an entity is to run.</summary>
public abstract class TaskEntityOperation
{
    /// <summary>The operation's name, as the sender wrote it.</summary>
    public abstract string Name { get; }

    /// <summary>What the operation may do besides changing the state.</summary>
    public abstract TaskEntityContext Context { get; }

    /// <summary>The entity's state.</summary>
    public abstract TaskEntityState State { get; }

    /// <summary>Whether the sender gave an input.</summary>
    public abstract bool HasInput { get; }

    /// <summary>The input as a type; its default when there is none.</summary>
    public virtual T? GetInput<T>() => GetInput(typeof(T)) is { } input ? (T)input : default;

    /// <summary>The input as a type; null when there is none.</summary>
    public abstract object? GetInput(Type inputType);

    /// <summary>The entity's name and the operation.</summary>
    public override string ToString() => $"{Context.Id.Name}/{Name}";
}
