namespace Microsoft.Azure.Functions.Worker;

/// <summary>The worker could not run a function.</summary>
#pragma warning disable CA1032 // The constructors are the real package's.
public class FunctionWorkerException : Exception
#pragma warning restore CA1032
{
    /// <summary>The worker could not run a function.</summary>
    public FunctionWorkerException(string? message)
        : base(message)
    {
    }

    /// <summary>The worker could not run a function.</summary>
    public FunctionWorkerException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
