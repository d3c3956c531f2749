namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger brought could not be turned into a parameter's type.</summary>
#pragma warning disable CA1032 // The constructors are the real package's.
public class FunctionInputConverterException : FunctionWorkerException
#pragma warning restore CA1032
{
    /// <summary>A parameter could not be filled in.</summary>
    public FunctionInputConverterException(string? message)
        : base(message)
    {
    }

    /// <summary>A parameter could not be filled in.</summary>
    public FunctionInputConverterException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
