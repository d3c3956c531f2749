namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What ties a function's parameter, property or result to something outside of it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute
{
    /// <summary>A binding.</summary>
    public BindingAttribute()
    {
    }
}
