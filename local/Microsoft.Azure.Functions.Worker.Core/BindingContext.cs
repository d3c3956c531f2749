namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger knows beside its payload.</summary>
public abstract class BindingContext
{
    /// <summary>Route and query values of a request, or the metadata of a queue message, by name (case-insensitive).</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
