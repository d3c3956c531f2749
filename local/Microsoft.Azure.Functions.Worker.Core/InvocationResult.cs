namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function returned; middleware may replace it before outputs are written.</summary>
/// <typeparam name="T">The type it is read as.</typeparam>
public abstract class InvocationResult<T>
{
    /// <summary>The result.</summary>
    public abstract T? Value { get; set; }
}

/// <summary>What a function returned, whatever its type.</summary>
public abstract class InvocationResult : InvocationResult<object>;
