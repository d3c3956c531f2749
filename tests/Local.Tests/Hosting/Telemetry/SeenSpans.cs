using System.Collections.Concurrent;
using System.Diagnostics;
using Caseward.Local.Engine.Tracing;
using Caseward.Local.Hosting.Telemetry;

namespace Caseward.Local.Tests.Hosting.Telemetry;

/// <summary>Every span of one trace, as it ends.</summary>
internal sealed class SeenSpans : IDisposable
{
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
    private readonly ConcurrentQueue<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public SeenSpans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is RequestTracing.SourceName or FunctionTracing.SourceName or DurableTracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == _trace || options.Links?.Any(link => link.Context.TraceId == _trace) == true
                    ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The header that makes a request part of the trace.</summary>
    public string TraceParent => $"00-{_trace}-00000000000000aa-01";

    public IReadOnlyList<Activity> All => [.. _ended];

    public Activity One(string name, ActivityKind kind) => Assert.Single(_ended, span => span.DisplayName == name && span.Kind == kind);

    public void Dispose() => _listener.Dispose();
}
