using System.Runtime.Serialization;

namespace DurableTask.Core.Tracing;

/// <summary>A place in a trace, in the W3C's form.</summary>
/// <param name="traceParent">The <c>traceparent</c>.</param>
/// <param name="traceState">The <c>tracestate</c>.</param>
[DataContract]
public class DistributedTraceContext(string traceParent, string? traceState = null)
{
    // The W3C lets a receiver drop what is longer.
    private const int LongestState = 513;

    private string? _traceState = traceState;

    /// <summary>The <c>traceparent</c>.</summary>
    [DataMember]
    public string TraceParent { get; set; } = traceParent;

    /// <summary>The <c>tracestate</c>; one of more than 513 characters is dropped.</summary>
    [DataMember]
    public string? TraceState
    {
        get => _traceState;
        set => _traceState = value?.Length <= LongestState ? value : null;
    }

    /// <summary>The id of the orchestration's own span.</summary>
    [DataMember]
    public string? Id { get; set; }

    /// <summary>The id of the orchestration's own span, without that of its trace.</summary>
    [DataMember]
    public string? SpanId { get; set; }

    /// <summary>When that span began.</summary>
    [DataMember]
    public DateTimeOffset? ActivityStartTime { get; set; }
}
