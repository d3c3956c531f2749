#nullable disable // As the package, which was written before references said whether they may be null.
using System.Runtime.Serialization;

namespace DurableTask.Core.History;

/// <summary>Somebody ended the execution.</summary>
/// <param name="eventId">−1.</param>
/// <param name="input">The output that it was given.</param>
[DataContract]
public class ExecutionTerminatedEvent(int eventId, string input) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionTerminated;

    /// <summary>The output that it was given.</summary>
    [DataMember]
    public string Input { get; set; } = input;
}

/// <summary>Somebody suspended the execution.</summary>
/// <param name="eventId">−1.</param>
/// <param name="reason">Why.</param>
[DataContract]
public class ExecutionSuspendedEvent(int eventId, string reason) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionSuspended;

    /// <summary>Why.</summary>
    [DataMember]
    public string Reason { get; set; } = reason;
}

/// <summary>Somebody resumed the execution.</summary>
/// <param name="eventId">−1.</param>
/// <param name="reason">Why.</param>
[DataContract]
public class ExecutionResumedEvent(int eventId, string reason) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionResumed;

    /// <summary>Why.</summary>
    [DataMember]
    public string Reason { get; set; } = reason;
}
