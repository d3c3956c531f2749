namespace Microsoft.Azure.Functions.Worker;

/// <summary>One binding of a function.</summary>
public abstract class BindingMetadata
{
    /// <summary>The parameter's or property's name; <c>$return</c> for the result itself.</summary>
    public abstract string Name { get; }

    /// <summary>The binding's type, for example <c>httpTrigger</c> or <c>queue</c>.</summary>
    public abstract string Type { get; }

    /// <summary>Which way its data goes.</summary>
    public abstract BindingDirection Direction { get; }
}
