#nullable disable // As the package, which was written before references said whether they may be null.
using System.Runtime.Serialization;

namespace DurableTask.Core.History;

/// <summary>A sub-orchestration succeeded.</summary>
/// <param name="eventId">−1.</param>
/// <param name="taskScheduledId">The number of the call.</param>
/// <param name="result">The output as it was serialized.</param>
[DataContract]
public class SubOrchestrationInstanceCompletedEvent(int eventId, int taskScheduledId, string result) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.SubOrchestrationInstanceCompleted;

    /// <summary>The number of the call.</summary>
    [DataMember]
    public int TaskScheduledId { get; private set; } = taskScheduledId;

    /// <summary>The output as it was serialized.</summary>
    [DataMember]
    public string Result { get; private set; } = result;
}
