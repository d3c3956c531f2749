using System.Diagnostics;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.Local.Hosting.Telemetry;

/// <summary>A span around each invocation, in the worker's source and with the attributes of the conventions for functions.</summary>
internal static class FunctionTracing
{
    public const string SourceName = "Microsoft.Azure.Functions.Worker";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The trace that something is handed on in; null when there is none, or nobody listens.</summary>
    public static string? Current => Source.HasListeners() && Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    /// <summary>Begins the span of an invocation. Orchestrators have none of their own: they are replayed, and the engine tells of them as a whole.</summary>
    public static Activity? Start(LocalFunction function, string invocationId, InvocationRequest request)
    {
        if (function.Trigger is OrchestrationTriggerAttribute or EntityTriggerAttribute || !Source.HasListeners())
        {
            return null;
        }

        (ActivityKind kind, string trigger) = function.Trigger switch
        {
            HttpTriggerAttribute => (ActivityKind.Internal, "http"),
            QueueTriggerAttribute => (ActivityKind.Consumer, "pubsub"),
            TimerTriggerAttribute => (ActivityKind.Internal, "timer"),
            _ => (ActivityKind.Internal, "other"),
        };
        if (function.Trigger is QueueTriggerAttribute or TimerTriggerAttribute)
        {
            Activity.Current = null; // nobody asked for it: whatever was current when its listener was started is not its parent
        }

        ActivityLink[] links = ActivityContext.TryParse(request.LinkedTrace, null, out ActivityContext linked) ? [new ActivityLink(linked)] : [];
        return Source.StartActivity(kind, links: links, name: $"function {function.Name}")
            ?.SetTag("faas.name", function.Name).SetTag("faas.trigger", trigger).SetTag("faas.invocation_id", invocationId);
    }
}
