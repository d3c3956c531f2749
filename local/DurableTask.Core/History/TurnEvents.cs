using System.Runtime.Serialization;

namespace DurableTask.Core.History;

/// <summary>A turn of the orchestrator's code began; <see cref="HistoryEvent.Timestamp"/> is its clock in that turn.</summary>
/// <param name="eventId">−1.</param>
[DataContract]
public class OrchestratorStartedEvent(int eventId) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.OrchestratorStarted;
}

/// <summary>What the turn asked for was recorded.</summary>
/// <param name="eventId">−1.</param>
[DataContract]
public class OrchestratorCompletedEvent(int eventId) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.OrchestratorCompleted;
}
