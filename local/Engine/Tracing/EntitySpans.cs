using System.Diagnostics;
using System.Globalization;
using Caseward.Local.Engine.Entities;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Engine.Tracing;

/// <summary>An operation of an entity makes two spans: the request, from when it was sent, and under it the run.</summary>
/// <param name="Run">The run, which goes on; null where nobody listens.</param>
/// <param name="Call">The request, when it was a call: told of once its result is durable.</param>
internal readonly record struct EntitySpans(RunningSpan? Run, EndedSpan? Call)
{
    /// <summary>An operation begins to run. The request of a signal has ended with that.</summary>
    public static EntitySpans Begin(EntityInstanceId id, EntityOperation operation, ILogger log)
    {
        if (operation.Trace is not { } trace || !DurableTracing.IsOn || !ActivityContext.TryParse(trace.Parent, trace.State, out ActivityContext sender))
        {
            return default;
        }

        bool isSignal = operation.Caller is null;
        string name = $"entity:{id.Name}:{operation.Name}";
        string kind = isSignal ? "signal_entity" : "call_entity";
        var own = ActivitySpanId.CreateRandom();
        var request = new EndedSpan(name, isSignal ? ActivityKind.Producer : ActivityKind.Client, trace.Parent, own.ToHexString(), trace.Began)
        {
            State = trace.State,
            Describe = span => DescribeRequest(span, kind, id, trace),
        };
        var parent = new ActivityContext(sender.TraceId, own, sender.TraceFlags, sender.TraceState);
        var run = RunningSpan.Start(
            () =>
            {
                if (isSignal)
                {
                    request.Emit();
                }

                return DurableTracing.Source.StartActivity(name, isSignal ? ActivityKind.Consumer : ActivityKind.Server, parent)
                    ?.SetTag(DurableTracing.Type, "entity").SetTag(DurableTracing.Operation, kind).SetTag(DurableTracing.InstanceId, id.ToString());
            },
            log);
        return new EntitySpans(run, isSignal ? null : request);
    }

    private static void DescribeRequest(Activity span, string kind, EntityInstanceId id, EntityTrace trace)
    {
        span.SetTag(DurableTracing.Type, "entity").SetTag(DurableTracing.Operation, kind).SetTag(DurableTracing.EventTarget, id.ToString());
        if (trace.Sender is { } sender)
        {
            span.SetTag(DurableTracing.InstanceId, sender);
        }

        if (trace.At is { } at)
        {
            span.SetTag(DurableTracing.ScheduledTime, at.ToString(CultureInfo.InvariantCulture));
        }
    }
}
