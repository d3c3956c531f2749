#nullable disable // As the package, which was written before references said whether they may be null.
using System.Runtime.Serialization;

namespace DurableTask.Core.History;

/// <summary>An activity succeeded.</summary>
/// <param name="eventId">−1.</param>
/// <param name="taskScheduledId">The number of the call.</param>
/// <param name="result">The result as it was serialized.</param>
[DataContract]
public class TaskCompletedEvent(int eventId, int taskScheduledId, string result) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.TaskCompleted;

    /// <summary>The number of the call.</summary>
    [DataMember]
    public int TaskScheduledId { get; private set; } = taskScheduledId;

    /// <summary>The result as it was serialized.</summary>
    [DataMember]
    public string Result { get; private set; } = result;
}
