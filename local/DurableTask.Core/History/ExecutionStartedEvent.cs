#nullable disable // As the package, which was written before references said whether they may be null.
#pragma warning disable CA1051, CA2227, MA0069 // The package's members are fields and have setters.
using System.Runtime.Serialization;
using DurableTask.Core.Tracing;

namespace DurableTask.Core.History;

/// <summary>The first event of an execution's own: what it runs, on what, for whom.</summary>
/// <param name="eventId">−1.</param>
/// <param name="input">Its input as it was serialized.</param>
[DataContract]
public class ExecutionStartedEvent(int eventId, string input) : HistoryEvent(eventId), ISupportsDurableTraceContext
{
    /// <summary>The execution.</summary>
    [DataMember]
    public OrchestrationInstance OrchestrationInstance;

    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionStarted;

    /// <summary>Whom it answers to; null when it is no sub-orchestration.</summary>
    [DataMember]
    public ParentInstance ParentInstance { get; set; }

    /// <summary>The orchestrator's name.</summary>
    [DataMember]
    public string Name { get; set; }

    /// <summary>The orchestrator's version.</summary>
    [DataMember]
    public string Version { get; set; }

    /// <summary>The input as it was serialized.</summary>
    [DataMember]
    public string Input { get; set; } = input;

    /// <summary>The instance's tags.</summary>
    [DataMember]
    public IDictionary<string, string> Tags { get; set; }

    /// <summary>Not used.</summary>
    [DataMember]
    public string Correlation { get; set; }

    /// <summary>Its place in a trace; null where nobody traced.</summary>
    [DataMember]
    public DistributedTraceContext ParentTraceContext { get; set; }

    /// <summary>When it was to begin.</summary>
    [DataMember]
    public DateTime? ScheduledStartTime { get; set; }

    /// <summary>How many executions of the instance came before.</summary>
    [DataMember]
    public int? Generation { get; set; }

    /// <summary>Not used.</summary>
    [DataMember]
    public bool GenerateNewTrace { get; set; }
}
