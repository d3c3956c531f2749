using System.Runtime.Serialization;

namespace DurableTask.Core.History;

/// <summary>The execution has ended.</summary>
/// <param name="eventId">Its number.</param>
/// <param name="result">The output as it was serialized; the message of the failure when it failed.</param>
/// <param name="orchestrationStatus">How it ended.</param>
/// <param name="failureDetails">Why it failed.</param>
[DataContract]
public class ExecutionCompletedEvent(int eventId, string? result, OrchestrationStatus orchestrationStatus, FailureDetails? failureDetails = null) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionCompleted;

    /// <summary>How it ended.</summary>
    [DataMember]
    public OrchestrationStatus OrchestrationStatus { get; private set; } = orchestrationStatus;

    /// <summary>The output as it was serialized; the message of the failure when it failed.</summary>
    [DataMember]
    public string? Result { get; private set; } = result;

    /// <summary>Why it failed.</summary>
    [DataMember]
    public FailureDetails? FailureDetails { get; private set; } = failureDetails;
}
