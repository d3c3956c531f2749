using System.Runtime.Serialization;

namespace DurableTask.Core.History;

/// <summary>Something that happened to an execution, or that it asked for.</summary>
[DataContract]
public abstract class HistoryEvent : IExtensibleDataObject
{
    /// <summary>For what an orchestrator asked for: the number of the call, to which answers refer.</summary>
    /// <param name="eventId">The number; −1 for what only happened.</param>
    protected HistoryEvent(int eventId)
    {
        EventId = eventId;
        Timestamp = TimeProvider.System.GetUtcNow().UtcDateTime;
    }

    /// <summary>The number of a call; −1 for what only happened.</summary>
    [DataMember]
    public int EventId { get; internal set; }

    /// <summary>Not used in a history that was read.</summary>
    [DataMember]
    public bool IsPlayed { get; set; }

    /// <summary>When it happened, in UTC: the instant of the turn that it belongs to.</summary>
    [DataMember]
    public DateTime Timestamp { get; set; }

    /// <summary>What kind of event it is.</summary>
    [DataMember]
    public virtual EventType EventType { get; private set; }

    /// <inheritdoc/>
    public ExtensionDataObject? ExtensionData { get; set; }
}
