namespace Microsoft.DurableTask;

/// <summary>The version of an orchestrator or activity. Compared without regard to case; null and empty both mean "no version".</summary>
public struct TaskVersion : IEquatable<TaskVersion>
{
    /// <summary>No version.</summary>
    public static readonly TaskVersion Unversioned;

    private readonly string? _version;

    /// <summary>Names a version.</summary>
    /// <param name="version">Its text; null or empty means "no version".</param>
    /// <exception cref="ArgumentException">The text is blank without being empty.</exception>
    public TaskVersion(string? version)
    {
        if (!string.IsNullOrEmpty(version) && string.IsNullOrWhiteSpace(version))
        {
            throw new ArgumentException("A version must not be whitespace alone; use null or an empty string for 'no version'.", nameof(version));
        }

        _version = version;
    }

    /// <summary>The text, never null.</summary>
    public string Version => _version ?? string.Empty;

    /// <summary>Takes a plain string as a version.</summary>
    public static implicit operator TaskVersion(string? value) => new(value);

    /// <summary>Gives the text.</summary>
    public static implicit operator string(TaskVersion value) => value.Version;

    /// <summary>Whether two versions are the same without regard to case.</summary>
    public static bool operator ==(TaskVersion a, TaskVersion b) => a.Equals(b);

    /// <summary>Whether two versions differ without regard to case.</summary>
    public static bool operator !=(TaskVersion a, TaskVersion b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskVersion other) => string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version);
}
