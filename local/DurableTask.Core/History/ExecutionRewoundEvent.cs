using System.Runtime.Serialization;
using DurableTask.Core.Tracing;

namespace DurableTask.Core.History;

/// <summary>The execution had failed and goes on.</summary>
[DataContract]
public class ExecutionRewoundEvent : HistoryEvent, ISupportsDurableTraceContext
{
    /// <summary>Without a reason.</summary>
    /// <param name="eventId">−1.</param>
    public ExecutionRewoundEvent(int eventId)
        : base(eventId)
    {
    }

    /// <summary>With a reason.</summary>
    /// <param name="eventId">−1.</param>
    /// <param name="reason">Why.</param>
    public ExecutionRewoundEvent(int eventId, string? reason)
        : base(eventId) => Reason = reason;

    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionRewound;

    /// <summary>Why.</summary>
    [DataMember]
    public string? Reason { get; set; }

    /// <summary>Not used.</summary>
    [DataMember]
    public string? ParentExecutionId { get; set; }

    /// <summary>Not used.</summary>
    [DataMember]
    public string? InstanceId { get; set; }

    /// <inheritdoc/>
    [DataMember]
    public DistributedTraceContext? ParentTraceContext { get; set; }
}
