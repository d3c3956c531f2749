#pragma warning disable CA2227 // The package's collections have setters.
using System.Runtime.Serialization;
using DurableTask.Core.Tracing;

namespace DurableTask.Core.History;

/// <summary>The orchestrator asked for an activity.</summary>
[DataContract]
public class TaskScheduledEvent : HistoryEvent, ISupportsDurableTraceContext
{
    /// <summary>A call of an activity.</summary>
    /// <param name="eventId">Its number.</param>
    /// <param name="name">The activity.</param>
    /// <param name="version">Its version.</param>
    /// <param name="input">Its input.</param>
    public TaskScheduledEvent(int eventId, string name, string? version = null, string? input = null)
        : this(eventId) => (Name, Version, Input) = (name, version, input);

    /// <summary>A call of an activity that is yet to be named.</summary>
    /// <param name="eventId">Its number.</param>
    public TaskScheduledEvent(int eventId)
        : base(eventId)
    {
    }

    /// <inheritdoc/>
    public override EventType EventType => EventType.TaskScheduled;

    /// <summary>The activity.</summary>
    [DataMember]
    public string? Name { get; set; }

    /// <summary>Its version.</summary>
    [DataMember]
    public string? Version { get; set; }

    /// <summary>Its input; null in a history that was read: as on Azure Storage by default, histories do not hold the inputs of calls.</summary>
    [DataMember]
    public string? Input { get; set; }

    /// <inheritdoc/>
    [DataMember]
    public DistributedTraceContext? ParentTraceContext { get; set; }

    /// <summary>The call's tags.</summary>
    [DataMember]
    public IDictionary<string, string>? Tags { get; set; }
}
