using System.Diagnostics;
using Caseward.Local.Engine.Storage;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Engine.Tracing;

/// <summary>
/// Traces orchestrations as the SDK does: its source, span names, kinds and attributes. Spans are in real time, whatever the local clock shows.
/// They carry names and ids, never payloads or the texts of failures. Without a listener nothing is kept and nothing is made.
/// </summary>
internal static class DurableTracing
{
    public const string SourceName = "Microsoft.DurableTask";

    public const string Type = "durabletask.type";
    public const string TaskName = "durabletask.task.name";
    public const string Version = "durabletask.task.version";
    public const string InstanceId = "durabletask.task.instance_id";
    public const string TaskId = "durabletask.task.task_id";
    public const string Status = "durabletask.task.status";
    public const string EventTarget = "durabletask.event.target_instance_id";
    public const string FireAt = "durabletask.fire_at";
    public const string Operation = "durabletask.task.operation";
    public const string ScheduledTime = "durabletask.task.scheduled_time";

    public static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anybody listens; without, nobody has to find out what a span would say.</summary>
    public static bool IsOn => Source.HasListeners();

    public static DateTime RealNow => TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>A client asks for a new instance.</summary>
    public static Activity? StartCreate(string name, string version, string instanceId) =>
        Described(Source.StartActivity(NameOf("create_orchestration", name, version), ActivityKind.Producer), "orchestration", name, version, instanceId);

    /// <summary>An operation of an entity asks for a new instance.</summary>
    public static Activity? StartCreate(Activity? operation, EntityInstanceId entity, string instanceId) => operation is null ? null
        : Source.StartActivity($"create_orchestration:{entity.Name}", ActivityKind.Producer, operation.Context)
            ?.SetTag(Type, "entity").SetTag(EventTarget, instanceId).SetTag(InstanceId, entity.ToString());

    /// <summary>Somebody raises an event.</summary>
    public static Activity? StartEvent(string name, string target) => Source.StartActivity($"orchestration_event:{name}", ActivityKind.Producer)
        ?.SetTag(Type, "event").SetTag(TaskName, name).SetTag(EventTarget, target);

    /// <summary>An activity runs.</summary>
    public static Activity? StartTask(ActivityRow row) =>
        TaskTrace.Parse(row.Trace) is { } trace && ActivityContext.TryParse(trace.Parent, null, out ActivityContext parent)
            ? Described(Source.StartActivity(NameOf("activity", row.Name, row.Version), ActivityKind.Server, parent), "activity", row.Name, row.Version, row.InstanceId)
                ?.SetTag(TaskId, row.TaskId)
            : null;

    /// <summary>The place of a new instance's first execution.</summary>
    public static ExecutionTrace? Begin(Activity? asked) => asked is null ? null : new ExecutionTrace(asked.Id!, asked.TraceStateString, NewSpanId(), RealNow);

    /// <summary>The place of an execution whose first turn runs.</summary>
    public static ExecutionTrace? Run(ExecutionTrace? begun) => begun is null or { Ran: not null } ? begun : begun with { Ran = RealNow };

    /// <summary>The place of the next execution of an instance.</summary>
    public static ExecutionTrace? BeginAgain(ExecutionTrace? last) => last is null ? null : last with { SpanId = NewSpanId(), Began = RealNow, Ran = RealNow };

    /// <summary>The place of a sub-orchestration.</summary>
    public static ExecutionTrace? BeginChild(ExecutionTrace? caller) =>
        caller is null ? null : new ExecutionTrace(caller.Sibling(NewSpanId()), caller.State, NewSpanId(), RealNow, caller.SpanId);

    /// <summary>The place of an activity.</summary>
    public static string? BeginTask(ExecutionTrace? caller) => caller is null ? null : new TaskTrace(caller.Sibling(NewSpanId()), RealNow).ToString();

    /// <summary>When a timer is set, in real time; null when that is nowhere to be told.</summary>
    public static long? BeginTimer(ExecutionTrace? caller) => caller is null ? null : RealNow.Ticks;

    /// <summary>Notes that what a span is about has failed, by the kind of its failure.</summary>
    public static Activity? Fail(this Activity? span, string errorType) => span?.SetStatus(ActivityStatusCode.Error, errorType);

    public static Activity? Described(Activity? span, string type, string name, string version, string instanceId)
    {
        span?.SetTag(Type, type).SetTag(TaskName, name).SetTag(InstanceId, instanceId);
        return version.Length == 0 ? span : span?.SetTag(Version, version);
    }

    public static string NameOf(string what, string name, string version) => version.Length == 0 ? $"{what}:{name}" : $"{what}:{name}@({version})";

    private static string NewSpanId() => ActivitySpanId.CreateRandom().ToHexString();
}
