using System.Runtime.Serialization;

namespace DurableTask.Core.History;

/// <summary>A sub-orchestration failed.</summary>
/// <param name="eventId">−1.</param>
/// <param name="taskScheduledId">The number of the call.</param>
/// <param name="reason">Not used.</param>
/// <param name="details">Not used.</param>
/// <param name="failureDetails">Why.</param>
[DataContract]
public class SubOrchestrationInstanceFailedEvent(int eventId, int taskScheduledId, string? reason, string? details, FailureDetails? failureDetails) : HistoryEvent(eventId)
{
    /// <summary>Without details.</summary>
    /// <param name="eventId">−1.</param>
    /// <param name="taskScheduledId">The number of the call.</param>
    /// <param name="reason">Not used.</param>
    /// <param name="details">Not used.</param>
    public SubOrchestrationInstanceFailedEvent(int eventId, int taskScheduledId, string? reason, string? details)
        : this(eventId, taskScheduledId, reason, details, failureDetails: null)
    {
    }

    /// <inheritdoc/>
    public override EventType EventType => EventType.SubOrchestrationInstanceFailed;

    /// <summary>The number of the call.</summary>
    [DataMember]
    public int TaskScheduledId { get; private set; } = taskScheduledId;

    /// <summary>Null in a history that was read.</summary>
    [DataMember]
    public string? Reason { get; private set; } = reason;

    /// <summary>Null in a history that was read.</summary>
    [DataMember]
    public string? Details { get; private set; } = details;

    /// <summary>Why.</summary>
    [DataMember]
    public FailureDetails? FailureDetails { get; internal set; } = failureDetails;
}
