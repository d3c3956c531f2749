namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>A parameter that is filled in from outside but does not start the function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
    /// <summary>An input.</summary>
    public InputBindingAttribute()
    {
    }
}
