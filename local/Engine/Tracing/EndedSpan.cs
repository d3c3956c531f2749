using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Replay;
using Caseward.Local.Engine.Storage;

namespace Caseward.Local.Engine.Tracing;

/// <summary>
/// Something that took longer than a turn and is over: told of once the turn that ended it is durable. Its id was given out when it began.
/// </summary>
/// <param name="Name">The span's name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Parent">The <c>traceparent</c> of its parent.</param>
/// <param name="SpanId">Its own id; null to draw one.</param>
/// <param name="Began">When it began, in real time.</param>
internal sealed record EndedSpan(string Name, ActivityKind Kind, string Parent, string? SpanId, DateTime Began)
{
    public required Action<Activity> Describe { get; init; }

    public string? State { get; init; }

    /// <summary>The kind of failure that it ended with; null when it did not fail.</summary>
    public string? Error { get; init; }

    /// <summary>Waits of an execution that messages end: for activities and timers.</summary>
    public static IEnumerable<EndedSpan> Of(InstanceRow row, ExecutionTrace? trace, IEnumerable<Message> messages) =>
        trace is null || !DurableTracing.IsOn ? [] : messages.Select(message => Of(row, trace, message)).OfType<EndedSpan>();

    /// <summary>An event that an execution sends.</summary>
    public static IEnumerable<EndedSpan> Of(InstanceRow row, ExecutionTrace? trace, SendEvent sent) => trace is null || !DurableTracing.IsOn ? [] :
    [
        new EndedSpan($"orchestration_event:{sent.Name}", ActivityKind.Producer, trace.Own, SpanId: null, TimeProvider.System.GetUtcNow().UtcDateTime)
        {
            State = trace.State,
            Describe = span => span.SetTag(DurableTracing.Type, "event").SetTag(DurableTracing.TaskName, sent.Name)
                .SetTag(DurableTracing.InstanceId, row.Id).SetTag(DurableTracing.EventTarget, sent.InstanceId),
        },
    ];

    /// <summary>An execution, and its caller's wait for it.</summary>
    public static IEnumerable<EndedSpan> Of(InstanceRow row, ExecutionStarted started, string status, FailureRecord? failure)
    {
        if (started.Trace is not { } trace || !DurableTracing.IsOn)
        {
            yield break;
        }

        string name = DurableTracing.NameOf("orchestration", row.Name, started.Version);
        var execution = new EndedSpan(name, ActivityKind.Server, trace.Parent, trace.SpanId, trace.Ran ?? trace.Began)
        {
            State = trace.State,
            Error = failure?.Type,
            Describe = span => DurableTracing.Described(span, "orchestration", row.Name, started.Version, row.Id)!.SetTag(DurableTracing.Status, status),
        };
        yield return execution;
        if (trace.Caller is { } caller && started.Parent is { Waiting: not null } parent && status != "ContinuedAsNew")
        {
            yield return execution with
            {
                Kind = ActivityKind.Client,
                Parent = trace.Sibling(caller),
                SpanId = new TaskTrace(trace.Parent, trace.Began).SpanId,
                Began = trace.Began,
                Describe = span => DurableTracing.Described(span, "orchestration", row.Name, started.Version, parent.InstanceId)!.SetTag(DurableTracing.TaskId, parent.TaskId),
            };
        }
    }

    /// <summary>Tells listeners of it.</summary>
    public void Emit()
    {
        if (!ActivityContext.TryParse(Parent, State, out ActivityContext parent)
            || DurableTracing.Source.StartActivity(Kind, parent, startTime: new DateTimeOffset(Began), name: Name) is not { } span)
        {
            return;
        }

        if (SpanId is not null)
        {
            SpanIdOf(span) = SpanId;
            IdOf(span) = null;
        }

        Describe(span);
        if (Error is not null)
        {
            span.Fail(Error);
        }

        span.Dispose();
    }

    private static EndedSpan? Of(InstanceRow row, ExecutionTrace trace, Message message) => message switch
    {
        ActivityMessage { Row: var task } answer when TaskTrace.Parse(task.Trace) is { } wait => new EndedSpan(
            DurableTracing.NameOf("activity", task.Name, task.Version), ActivityKind.Client, trace.Own, wait.SpanId, wait.Began)
        {
            State = trace.State,
            Error = (answer.Result as TaskFailed)?.Failure.Type,
            Describe = span => DurableTracing.Described(span, "activity", task.Name, task.Version, row.Id)!.SetTag(DurableTracing.TaskId, task.TaskId),
        },
        TimerMessage { Row: { Began: { } began } timer } => new EndedSpan(
            $"orchestration:{row.Name}:timer", ActivityKind.Internal, trace.Own, SpanId: null, new DateTime(began, DateTimeKind.Utc))
        {
            State = trace.State,
            Describe = span => span.SetTag(DurableTracing.Type, "timer").SetTag(DurableTracing.TaskName, row.Name).SetTag(DurableTracing.InstanceId, row.Id)
                .SetTag(DurableTracing.TaskId, timer.TaskId).SetTag(DurableTracing.FireAt, timer.Due.ToString("o", CultureInfo.InvariantCulture)),
        },
        _ => null,
    };

    // The diagnostics library draws a span's id when the span begins, and this one began turns, or processes, ago. The SDK sets the same fields.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanIdOf(Activity span);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_id")]
    private static extern ref string? IdOf(Activity span);
}
