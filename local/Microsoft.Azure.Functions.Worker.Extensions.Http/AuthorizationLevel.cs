namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key an HTTP function asks for on Azure. Locally no keys are asked for, as with Core Tools.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous,

    /// <summary>A user's token; not supported by the platform.</summary>
    User,

    /// <summary>The function's or the host's key.</summary>
    Function,

    /// <summary>The key of an extension.</summary>
    System,

    /// <summary>The master key.</summary>
    Admin,
}
