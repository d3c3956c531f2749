using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function when a request arrives.</summary>
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Any method; asks for a function key on Azure.</summary>
    public HttpTriggerAttribute()
        : this(AuthorizationLevel.Function)
    {
    }

    /// <summary>The given methods. The level stays <see cref="AuthorizationLevel.Anonymous"/>: name it, so that nobody has to know.</summary>
    public HttpTriggerAttribute(params string[] methods)
    {
        Methods = methods;
    }

    /// <summary>Any method.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel)
    {
        AuthLevel = authLevel;
    }

    /// <summary>The given methods.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route below the prefix in host.json; the function's name when not given. Matched in any case.</summary>
    public string? Route { get; set; }

    /// <summary>The methods it answers; any when null.</summary>
    public string[]? Methods { get; }

    /// <summary>Which key it asks for on Azure.</summary>
    public AuthorizationLevel AuthLevel { get; }
}
