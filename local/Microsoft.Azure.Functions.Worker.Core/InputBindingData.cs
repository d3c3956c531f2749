namespace Microsoft.Azure.Functions.Worker;

/// <summary>What middleware sees of an input before the function has it.</summary>
/// <typeparam name="T">What it was read as.</typeparam>
public abstract class InputBindingData<T>
{
    /// <summary>The binding.</summary>
    public abstract BindingMetadata BindingMetadata { get; }

    /// <summary>The value; null when it could not be read. Setting it sets what the function is given.</summary>
    public abstract T? Value { get; set; }
}
