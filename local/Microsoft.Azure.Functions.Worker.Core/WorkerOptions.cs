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
}
