namespace Microsoft.DurableTask;

/// <summary>Gives an orchestrator or activity class a task name other than its own, and a version.</summary>
/// <param name="name">The task's name; null or empty for the class's.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class DurableTaskAttribute(string? name = null) : Attribute
{
    /// <summary>The task's name; the default value stands for the class's.</summary>
    public TaskName Name { get; } = string.IsNullOrEmpty(name) ? default : new TaskName(name);

    /// <summary>The task's version; null for none.</summary>
    public string? Version { get; set; }
}
