#nullable disable // As the package, which was written before references said whether they may be null.
using DurableTask.Core.Tracing;

namespace DurableTask.Core;

/// <summary>An event that says what it is part of in a trace.</summary>
public interface ISupportsDurableTraceContext
{
    /// <summary>The span that it is a child of; null where nobody traced.</summary>
    DistributedTraceContext ParentTraceContext { get; set; }
}
