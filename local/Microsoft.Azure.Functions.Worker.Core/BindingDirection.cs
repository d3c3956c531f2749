namespace Microsoft.Azure.Functions.Worker;

/// <summary>Whether a binding brings data to the function or takes data from it.</summary>
public enum BindingDirection
{
    /// <summary>Brings data to the function; triggers too.</summary>
    In,

    /// <summary>Takes data from the function.</summary>
    Out,
}
