namespace Caseward.Local.Engine.Tracing;

/// <summary>
/// An execution's place in a trace. Kept with its start, so that its one span spans all its turns, and restarts of the process too.
/// </summary>
/// <param name="Parent">The W3C <c>traceparent</c> of the span that asked for it.</param>
/// <param name="State">The <c>tracestate</c> beside it.</param>
/// <param name="SpanId">The id of the execution's own span, which is told of only when the execution ends.</param>
/// <param name="Began">When it was asked for, in real time.</param>
/// <param name="Caller">For a sub-orchestration: the id of the caller's span. Then <see cref="Parent"/> is the caller's wait for it.</param>
/// <param name="Ran">When its first turn ran, in real time: there its span begins. Null before, and in executions of earlier versions.</param>
internal sealed record ExecutionTrace(string Parent, string? State, string SpanId, DateTime Began, string? Caller = null, DateTime? Ran = null)
{
    // 00-{32 digits of the trace}-{16 digits of the span}-{flags}
    private const int SpanAt = 36;
    private const int FlagsAt = 52;

    /// <summary>The <c>traceparent</c> of the execution's own span.</summary>
    public string Own => Sibling(SpanId);

    /// <summary>The <c>traceparent</c> of another span of the same trace.</summary>
    public string Sibling(string spanId) => string.Concat(Parent.AsSpan(0, SpanAt), spanId, Parent.AsSpan(FlagsAt));
}
