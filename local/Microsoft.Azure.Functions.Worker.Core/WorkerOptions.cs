using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>How the worker treats what it is given and what it gives back.</summary>
public class WorkerOptions
{
    /// <summary>
    /// Turns payloads into objects and back: queue messages, request bodies, activity and orchestration inputs and results.
    /// When nobody sets one, System.Text.Json reading names in any case.
    /// </summary>
    public ObjectSerializer? Serializer { get; set; }

    /// <summary>
    /// What fills parameters, asked in this order until one can. The worker's own rules are in it from the start, here as one converter: register before them
    /// to overrule them, after them to fill what they cannot.
    /// </summary>
    public InputConverterCollection InputConverters { get; } = [];

    /// <summary>What the worker tells its host of itself. The local host asks for none of it.</summary>
    public IDictionary<string, string> Capabilities { get; } = new Dictionary<string, string>
    {
        ["HandlesWorkerTerminateMessage"] = bool.TrueString,
        ["HandlesInvocationCancelMessage"] = bool.TrueString,
        [nameof(IncludeEmptyEntriesInMessagePayload)] = bool.TrueString,
        ["EnableUserCodeException"] = bool.TrueString,
    };

    /// <summary>
    /// Whether a function's exception reaches the host as it is; true from the start. The local host runs in the same process and sees it as it is either way.
    /// </summary>
    [Obsolete("This is now the default behavior. This property may be unavailable in future releases.", false)]
    public bool EnableUserCodeException
    {
        get => Has(nameof(EnableUserCodeException));
        set => Set(nameof(EnableUserCodeException), value);
    }

    /// <summary>Whether empty entries of a batch of messages are given to the function; true from the start. The triggers that are served here have no batches.</summary>
    public bool IncludeEmptyEntriesInMessagePayload
    {
        get => Has(nameof(IncludeEmptyEntriesInMessagePayload));
        set => Set(nameof(IncludeEmptyEntriesInMessagePayload), value);
    }

    private bool Has(string capability) => Capabilities.TryGetValue(capability, out string? text) && bool.TryParse(text, out bool on) && on;

    private void Set(string capability, bool on)
    {
        if (on)
        {
            Capabilities[capability] = bool.TrueString;
        }
        else
        {
            Capabilities.Remove(capability);
        }
    }
}
