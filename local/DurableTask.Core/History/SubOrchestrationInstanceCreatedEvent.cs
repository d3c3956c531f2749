#nullable disable // As the package, which was written before references said whether they may be null.
#pragma warning disable CA2227 // The package's collections have setters.
using System.Runtime.Serialization;

namespace DurableTask.Core.History;

/// <summary>The orchestrator asked for a sub-orchestration.</summary>
/// <param name="eventId">The number of the call.</param>
[DataContract]
public class SubOrchestrationInstanceCreatedEvent(int eventId) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.SubOrchestrationInstanceCreated;

    /// <summary>The sub-orchestrator.</summary>
    [DataMember]
    public string Name { get; set; }

    /// <summary>Its version.</summary>
    [DataMember]
    public string Version { get; set; }

    /// <summary>The new instance.</summary>
    [DataMember]
    public string InstanceId { get; set; }

    /// <summary>Its input; null in a history that was read: the new instance's own history has it.</summary>
    [DataMember]
    public string Input { get; set; }

    /// <summary>Not used.</summary>
    [DataMember]
    public string ClientSpanId { get; set; }

    /// <summary>The new instance's tags.</summary>
    [DataMember]
    public IDictionary<string, string> Tags { get; set; }
}
