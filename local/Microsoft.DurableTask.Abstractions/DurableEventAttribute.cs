namespace Microsoft.DurableTask;

/// <summary>Marks a type as the payload of an external event.</summary>
/// <param name="name">The event's name; null or empty for the type's.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = false, Inherited = false)]
public sealed class DurableEventAttribute(string? name = null) : Attribute
{
    /// <summary>The event's name; the default value stands for the type's.</summary>
    public TaskName Name { get; } = string.IsNullOrEmpty(name) ? default : new TaskName(name);
}
