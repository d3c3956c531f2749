namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a method that the host runs when its trigger fires.</summary>
/// <param name="name">The function's name: unique in the application, case-insensitively.</param>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    /// <summary>The function's name.</summary>
    public string Name { get; } = name;
}
