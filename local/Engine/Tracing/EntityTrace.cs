using System.Diagnostics;

namespace Caseward.Local.Engine.Tracing;

/// <summary>Where an operation of an entity came from in a trace.</summary>
/// <param name="Parent">The W3C <c>traceparent</c> of the span that asked for it.</param>
/// <param name="State">The <c>tracestate</c> beside it.</param>
/// <param name="Began">When it was asked for, in real time.</param>
/// <param name="Sender">The entity that asked; null when it was none.</param>
/// <param name="At">The instant until which a signal waits.</param>
internal sealed record EntityTrace(string Parent, string? State, DateTime Began, string? Sender = null, DateTime? At = null)
{
    /// <summary>Of what a span sends; null without one.</summary>
    public static EntityTrace? Of(Activity? span, DateTime? at, string? sender = null) =>
        span is null || !DurableTracing.IsOn ? null : new(span.Id!, span.TraceStateString, DurableTracing.RealNow, sender, at);

    /// <summary>Of what an orchestration sends.</summary>
    public static EntityTrace? Of(ExecutionTrace? caller, DateTime? at = null) =>
        caller is null ? null : new(caller.Own, caller.State, DurableTracing.RealNow, At: at);
}
