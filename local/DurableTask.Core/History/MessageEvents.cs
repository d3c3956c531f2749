#nullable disable // As the package, which was written before references said whether they may be null.
using System.Runtime.Serialization;
using DurableTask.Core.Tracing;

namespace DurableTask.Core.History;

/// <summary>The orchestrator sent an event to an instance, or a message to an entity.</summary>
/// <param name="eventId">Its number.</param>
[DataContract]
public class EventSentEvent(int eventId) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.EventSent;

    /// <summary>To whom.</summary>
    [DataMember]
    public string InstanceId { get; set; }

    /// <summary>The event's name; <c>op</c> and <c>release</c> for entities.</summary>
    [DataMember]
    public string Name { get; set; }

    /// <summary>What was sent to an entity; null for an event, whose payload is in the history of who got it.</summary>
    [DataMember]
    public string Input { get; set; }
}

/// <summary>An event came, or the answer of an entity.</summary>
/// <param name="eventId">−1.</param>
/// <param name="input">The payload as it was serialized.</param>
[DataContract]
public class EventRaisedEvent(int eventId, string input) : HistoryEvent(eventId), ISupportsDurableTraceContext
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.EventRaised;

    /// <summary>The event's name; for the answer of an entity the id that its request had.</summary>
    [DataMember]
    public string Name { get; set; }

    /// <summary>The payload as it was serialized.</summary>
    [DataMember]
    public string Input { get; set; } = input;

    /// <inheritdoc/>
    [DataMember]
    public DistributedTraceContext ParentTraceContext { get; set; }
}
