using System.Globalization;
using System.Text.Json;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Storage;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Tracing;
using HistoryEvent = DurableTask.Core.History.HistoryEvent;

namespace Caseward.Local.Engine.Client;

/// <summary>
/// The history of an execution in the SDK's words. Every turn stands between its start and its completion; an execution that has not begun
/// has none. Inputs of calls are not kept, as on Azure Storage with its default settings.
/// </summary>
internal sealed class InstanceHistory(InstanceRow row, IReadOnlyList<HistoryTurn> turns)
{
    // What only happened has no number.
    private const int NoId = -1;

    // A timer that was open when its execution was rewound has been asked for once more, for the same instant.
    private readonly Dictionary<int, DateTime> _timers =
        turns.SelectMany(turn => turn.Decisions).OfType<TimerCreated>().DistinctBy(timer => timer.TaskId).ToDictionary(timer => timer.TaskId, timer => timer.FireAt);

    public List<HistoryEvent> ToList()
    {
        // Turn 0 never ran. One that was ended before its first turn ends in that.
        List<HistoryTurn> played = [.. turns.Skip(1)];
        if (played.Count == 0 && row.IsEnded)
        {
            played.Add(new HistoryTurn(row.Updated.UtcDateTime, [], []));
        }

        return [.. played.SelectMany((turn, index) => EventsOf(turn, index == 0, index == played.Count - 1))];
    }

    private IEnumerable<HistoryEvent> EventsOf(HistoryTurn turn, bool isFirst, bool isLast)
    {
        IEnumerable<HistoryEvent> events =
        [
            new OrchestratorStartedEvent(NoId),
            .. isFirst ? (HistoryEvent[])[Start()] : [],
            .. turn.Events.Select(Happened),
            .. turn.Decisions.Cast<DecisionEvent>().Select(Decided),
            .. isLast && row.IsEnded ? (HistoryEvent[])[End()] : [],
            new OrchestratorCompletedEvent(NoId),
        ];
        foreach (HistoryEvent each in events)
        {
            each.Timestamp = turn.At;
            yield return each;
        }
    }

    private ExecutionStartedEvent Start()
    {
        var started = (ExecutionStarted)turns[0].Events[0];
        return new ExecutionStartedEvent(NoId, started.Input)
        {
            Name = started.Name,
            Version = started.Version,
            Generation = row.Generation,
            Tags = row.Tags is null ? null : HistoryJson.ReadTags(row.Tags),
            OrchestrationInstance = Execution(row.Id, row.Key, row.Generation),
            ParentInstance = started.Parent is { } parent
                ? new ParentInstance { Name = parent.Name, TaskScheduleId = parent.TaskId, OrchestrationInstance = Execution(parent.InstanceId, parent.Instance, parent.Generation) }
                : null,
            ParentTraceContext = started.Trace is { } trace
                ? new DistributedTraceContext(trace.Parent, trace.State) { Id = trace.Own, SpanId = trace.SpanId, ActivityStartTime = new DateTimeOffset(trace.Began) }
                : null,
        };
    }

    private ExecutionCompletedEvent End() => new(
        turns.SelectMany(turn => turn.Decisions).Cast<DecisionEvent>().Select(decision => decision.TaskId).DefaultIfEmpty(NoId).Max() + 1,
        row.Output,
        Enum.Parse<OrchestrationStatus>(row.Status.ToString()),
        row.Failure is null ? null : Details(HistoryJson.ReadFailure(row.Failure)));

    private HistoryEvent Happened(History.HistoryEvent happened) => happened switch
    {
        TaskCompleted completed => new TaskCompletedEvent(NoId, completed.TaskId, completed.Result),
        TaskFailed failed => new TaskFailedEvent(NoId, failed.TaskId, reason: null, details: null, Details(failed.Failure)),
        TimerFired fired => new TimerFiredEvent(NoId, _timers[fired.TaskId]) { TimerId = fired.TaskId },
        SubOrchestrationCompleted completed => new SubOrchestrationInstanceCompletedEvent(NoId, completed.TaskId, completed.Result),
        SubOrchestrationFailed failed => new SubOrchestrationInstanceFailedEvent(NoId, failed.TaskId, reason: null, details: null, Details(failed.Failure)),
        EventRaised raised => new EventRaisedEvent(NoId, raised.Input) { Name = raised.Name },
        ExecutionSuspended suspended => new ExecutionSuspendedEvent(NoId, suspended.Reason),
        ExecutionResumed resumed => new ExecutionResumedEvent(NoId, resumed.Reason),
        ExecutionTerminated terminated => new ExecutionTerminatedEvent(NoId, terminated.Output),
        ExecutionRewound rewound => new ExecutionRewoundEvent(NoId, rewound.Reason),
        EntityOperationCompleted completed => Answer(completed, new { result = completed.Result }),
        EntityOperationFailed failed => Answer(failed, new { failureDetails = Details(failed.Failure) }),
        EntitiesLocked locked => Answer(locked, new { }),
        _ => throw new InvalidOperationException($"The SDK has no event for {happened.GetType().Name}."),
    };

    private static HistoryEvent Decided(DecisionEvent decision) => decision switch
    {
        TaskScheduled task => new TaskScheduledEvent(task.TaskId, task.Name) { Tags = task.Tags },
        TimerCreated timer => new TimerCreatedEvent(timer.TaskId, timer.FireAt),
        SubOrchestrationCreated child => new SubOrchestrationInstanceCreatedEvent(child.TaskId) { Name = child.Name, InstanceId = child.InstanceId },
        EventSent sent => Sent(sent, sent.InstanceId, sent.Name),
        EntityCalled call => Sent(call, call.Entity, "op", new { op = call.Operation, id = RequestId(call.TaskId) }),
        EntitySignaled signal => Sent(signal, signal.Entity, "op", new { op = signal.Operation, signal = true, id = RequestId(signal.TaskId) }),
        EntityLockRequested wish => Sent(wish, wish.Entities[0], "op", new { lockset = wish.Entities, id = RequestId(wish.TaskId) }),
        EntitiesUnlocked over => Sent(over, over.Entities[0], "release", new { lockset = over.Entities }),
        _ => throw new InvalidOperationException($"The SDK has no event for {decision.GetType().Name}."),
    };

    private static EventSentEvent Sent(DecisionEvent decision, string to, string name, object? message = null) =>
        new(decision.TaskId) { InstanceId = to, Name = name, Input = message is null ? null : JsonSerializer.Serialize(message) };

    private static EventRaisedEvent Answer(TaskEvent answer, object message) => new(NoId, JsonSerializer.Serialize(message)) { Name = RequestId(answer.TaskId) };

    // Pairs an entity's answer with its request within the execution.
    private static string RequestId(int taskId) => taskId.ToString(CultureInfo.InvariantCulture);

    private static OrchestrationInstance Execution(string id, long key, int generation) => new() { InstanceId = id, ExecutionId = $"{key}.{generation}" };

    private static FailureDetails Details(FailureRecord failure) => new(
        failure.Type, failure.Message, failure.Stack, failure.Inner is null ? null : Details(failure.Inner), failure.NonRetriable, FailureProperties.Read(failure.Properties));
}
