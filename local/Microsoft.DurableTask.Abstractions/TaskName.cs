namespace Microsoft.DurableTask;

/// <summary>
/// The name of an orchestrator or activity. Names are compared without regard to case; the default value names nothing and is
/// refused wherever a task is called or registered.
/// </summary>
public struct TaskName : IEquatable<TaskName>
{
    /// <summary>Names a task.</summary>
    /// <param name="name">The name; <see langword="null"/> gives the default value.</param>
    public TaskName(string name)
    {
        Name = name;
#pragma warning disable CS0618 // Kept for source compatibility, never read here.
        Version = name is null ? null! : string.Empty;
#pragma warning restore CS0618
    }

    /// <summary>The name as it was written; <see langword="null"/> for the default value.</summary>
    public string Name { get; }

    /// <summary>Always empty: versions travel in <see cref="TaskVersion"/>.</summary>
    [Obsolete("Refer to TaskVersion instead.")]
    public string Version { get; }

    /// <summary>Takes a plain string as a name; an empty one becomes the default value.</summary>
    public static implicit operator TaskName(string value) => string.IsNullOrEmpty(value) ? default : new TaskName(value);

    /// <summary>Gives the plain name.</summary>
    public static implicit operator string(TaskName value) => value.Name;

    /// <summary>Whether two names are the same without regard to case.</summary>
    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    /// <summary>Whether two names differ without regard to case.</summary>
    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
