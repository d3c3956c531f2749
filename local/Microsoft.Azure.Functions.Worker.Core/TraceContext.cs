using System.Collections.ObjectModel;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The W3C trace that an invocation continues.</summary>
public abstract class TraceContext
{
    /// <summary>The <c>traceparent</c> header's value; empty when there is no trace.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The <c>tracestate</c> header's value; empty when there is none.</summary>
    public abstract string TraceState { get; }

    /// <summary>Attributes that came with the trace.</summary>
    public virtual IReadOnlyDictionary<string, string> Attributes => ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Baggage that came with the trace.</summary>
    public virtual IReadOnlyDictionary<string, string> Baggage => ReadOnlyDictionary<string, string>.Empty;
}
