namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Where a function's result, or one property of it, goes after the function has succeeded.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public abstract class OutputBindingAttribute : BindingAttribute
{
    /// <summary>An output.</summary>
    public OutputBindingAttribute()
    {
    }
}
