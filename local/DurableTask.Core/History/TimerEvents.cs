using System.Runtime.Serialization;

namespace DurableTask.Core.History;

/// <summary>The orchestrator set a timer.</summary>
[DataContract]
public class TimerCreatedEvent : HistoryEvent
{
    /// <summary>A timer.</summary>
    /// <param name="eventId">Its number.</param>
    /// <param name="fireAt">When it comes due, in UTC.</param>
    public TimerCreatedEvent(int eventId, DateTime fireAt)
        : this(eventId) => FireAt = fireAt;

    /// <summary>A timer that is yet to be set.</summary>
    /// <param name="eventId">Its number.</param>
    public TimerCreatedEvent(int eventId)
        : base(eventId)
    {
    }

    /// <inheritdoc/>
    public override EventType EventType => EventType.TimerCreated;

    /// <summary>When it comes due, in UTC.</summary>
    [DataMember]
    public DateTime FireAt { get; set; }
}

/// <summary>A timer came due.</summary>
[DataContract]
public class TimerFiredEvent : HistoryEvent
{
    /// <summary>A timer came due.</summary>
    /// <param name="eventId">−1.</param>
    /// <param name="fireAt">When it was due, in UTC.</param>
    public TimerFiredEvent(int eventId, DateTime fireAt)
        : this(eventId) => FireAt = fireAt;

    /// <summary>A timer came due.</summary>
    /// <param name="eventId">−1.</param>
    public TimerFiredEvent(int eventId)
        : base(eventId)
    {
    }

    /// <inheritdoc/>
    public override EventType EventType => EventType.TimerFired;

    /// <summary>The number of the timer.</summary>
    [DataMember]
    public int TimerId { get; set; }

    /// <summary>When it was due, in UTC.</summary>
    [DataMember]
    public DateTime FireAt { get; set; }
}
