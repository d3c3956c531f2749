namespace Microsoft.Azure.Functions.Worker;

/// <summary>What goes to one output binding; middleware may replace it before it is written.</summary>
/// <typeparam name="T">The type it is read as.</typeparam>
public abstract class OutputBindingData<T>
{
    /// <summary>The property's name; <c>$return</c> for the result itself.</summary>
    public abstract string Name { get; }

    /// <summary>The value to write; nothing is written when it is null.</summary>
    public abstract T? Value { get; set; }

    /// <summary>The binding's type, for example <c>queue</c>.</summary>
    public abstract string BindingType { get; }
}
