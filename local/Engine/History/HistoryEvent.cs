using System.Text.Json.Serialization;
using Caseward.Local.Engine.Tracing;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Engine.History;

/// <summary>
/// Something that happened to an execution, or that it decided. Kept forever under these names: never rename or reorder, only add
/// optional members.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(ExecutionStarted), nameof(ExecutionStarted))]
[JsonDerivedType(typeof(TaskCompleted), nameof(TaskCompleted))]
[JsonDerivedType(typeof(TaskFailed), nameof(TaskFailed))]
[JsonDerivedType(typeof(TimerFired), nameof(TimerFired))]
[JsonDerivedType(typeof(SubOrchestrationCompleted), nameof(SubOrchestrationCompleted))]
[JsonDerivedType(typeof(SubOrchestrationFailed), nameof(SubOrchestrationFailed))]
[JsonDerivedType(typeof(EventRaised), nameof(EventRaised))]
[JsonDerivedType(typeof(ExecutionSuspended), nameof(ExecutionSuspended))]
[JsonDerivedType(typeof(ExecutionResumed), nameof(ExecutionResumed))]
[JsonDerivedType(typeof(ExecutionTerminated), nameof(ExecutionTerminated))]
[JsonDerivedType(typeof(TaskScheduled), nameof(TaskScheduled))]
[JsonDerivedType(typeof(TimerCreated), nameof(TimerCreated))]
[JsonDerivedType(typeof(SubOrchestrationCreated), nameof(SubOrchestrationCreated))]
[JsonDerivedType(typeof(EventSent), nameof(EventSent))]
[JsonDerivedType(typeof(ExecutionRewound), nameof(ExecutionRewound))]
[JsonDerivedType(typeof(EntityOperationCompleted), nameof(EntityOperationCompleted))]
[JsonDerivedType(typeof(EntityOperationFailed), nameof(EntityOperationFailed))]
[JsonDerivedType(typeof(EntitiesLocked), nameof(EntitiesLocked))]
[JsonDerivedType(typeof(EntityCalled), nameof(EntityCalled))]
[JsonDerivedType(typeof(EntitySignaled), nameof(EntitySignaled))]
[JsonDerivedType(typeof(EntityLockRequested), nameof(EntityLockRequested))]
[JsonDerivedType(typeof(EntitiesUnlocked), nameof(EntitiesUnlocked))]
internal abstract record HistoryEvent;

/// <summary>The answer to a call that the orchestrator waits for.</summary>
internal abstract record TaskEvent(int TaskId) : HistoryEvent;

/// <summary>The first event of every execution.</summary>
internal sealed record ExecutionStarted(string Name, string Version, string? Input, ParentLink? Parent, ExecutionTrace? Trace = null) : HistoryEvent;

/// <summary>Whom a sub-orchestration answers to. Names an execution, not just an instance: a parent that began again is not answered.</summary>
internal sealed record ParentLink(long Instance, int Generation, int TaskId, string Name, string InstanceId)
{
    /// <summary>The instance that waits for an answer; null for an entity, which started it and forgot it.</summary>
    [JsonIgnore]
    public long? Waiting => Instance == 0 ? null : Instance;

    /// <summary>Whether it is this call of that execution, and not another one under the same id.</summary>
    public bool IsCall(long instance, int generation, int taskId) => (Instance, Generation, TaskId) == (instance, generation, taskId);

    public static ParentLink OfEntity(EntityInstanceId id) => new(Instance: 0, Generation: 0, TaskId: 0, id.ToString(), id.ToString());
}

internal sealed record TaskCompleted(int TaskId, string? Result) : TaskEvent(TaskId);

internal sealed record TaskFailed(int TaskId, FailureRecord Failure) : TaskEvent(TaskId);

internal sealed record TimerFired(int TaskId) : TaskEvent(TaskId);

internal sealed record SubOrchestrationCompleted(int TaskId, string? Result) : TaskEvent(TaskId);

internal sealed record SubOrchestrationFailed(int TaskId, FailureRecord Failure) : TaskEvent(TaskId);

internal sealed record EntityOperationCompleted(int TaskId, string? Result) : TaskEvent(TaskId);

internal sealed record EntityOperationFailed(int TaskId, FailureRecord Failure) : TaskEvent(TaskId);

internal sealed record EntitiesLocked(int TaskId) : TaskEvent(TaskId);

internal sealed record EventRaised(string Name, string? Input) : HistoryEvent;

internal sealed record ExecutionSuspended(string? Reason) : HistoryEvent;

internal sealed record ExecutionResumed(string? Reason) : HistoryEvent;

internal sealed record ExecutionTerminated(string? Output, bool Recursive) : HistoryEvent;

/// <summary>A failed execution goes on. What it had asked for and not heard of is asked for once more.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Children">The calls of sub-orchestrations that have to be started once more; the others go on by themselves.</param>
/// <param name="Below">Only tasks with smaller numbers can have lost their answer; absent in histories that were written before it was.</param>
internal sealed record ExecutionRewound(string? Reason, IReadOnlyList<int> Children, int? Below = null) : HistoryEvent;

/// <summary>Something the orchestrator decided; on replay it must decide the same again, under the same number.</summary>
internal abstract record DecisionEvent(int TaskId) : HistoryEvent;

internal sealed record TaskScheduled(int TaskId, string Name) : DecisionEvent(TaskId)
{
    /// <summary>What the call was marked with; null for nothing.</summary>
    public IDictionary<string, string>? Tags { get; init; }
}

internal sealed record TimerCreated(int TaskId, DateTime FireAt) : DecisionEvent(TaskId);

internal sealed record SubOrchestrationCreated(int TaskId, string Name, string InstanceId) : DecisionEvent(TaskId);

internal sealed record EventSent(int TaskId, string Name, string InstanceId) : DecisionEvent(TaskId);

internal sealed record EntityCalled(int TaskId, string Entity, string Operation) : DecisionEvent(TaskId);

internal sealed record EntitySignaled(int TaskId, string Entity, string Operation) : DecisionEvent(TaskId);

internal sealed record EntityLockRequested(int TaskId, IReadOnlyList<string> Entities) : DecisionEvent(TaskId);

internal sealed record EntitiesUnlocked(int TaskId, IReadOnlyList<string> Entities) : DecisionEvent(TaskId);
