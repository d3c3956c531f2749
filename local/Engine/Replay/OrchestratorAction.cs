using Caseward.Local.Engine.History;

namespace Caseward.Local.Engine.Replay;

/// <summary>Something an orchestrator asks of the engine. Actions are numbered in the order of the calls; the numbers must come out the same on replay.</summary>
internal abstract record OrchestratorAction(int TaskId)
{
    /// <summary>What the history keeps of it.</summary>
    public abstract DecisionEvent ToDecision();
}

internal sealed record ScheduleTask(int TaskId, string Name, string Version, string? Input, IDictionary<string, string>? Tags) : OrchestratorAction(TaskId)
{
    public override DecisionEvent ToDecision() => new TaskScheduled(TaskId, Name) { Tags = Tags is { Count: > 0 } ? new Dictionary<string, string>(Tags, StringComparer.Ordinal) : null };
}

internal sealed record CreateTimer(int TaskId, DateTime FireAt) : OrchestratorAction(TaskId)
{
    public override DecisionEvent ToDecision() => new TimerCreated(TaskId, FireAt);
}

internal sealed record CreateSubOrchestration(
    int TaskId, string Name, string Version, string InstanceId, string? Input, IDictionary<string, string>? Tags) : OrchestratorAction(TaskId)
{
    public override DecisionEvent ToDecision() => new SubOrchestrationCreated(TaskId, Name, InstanceId);
}

internal sealed record SendEvent(int TaskId, string InstanceId, string Name, string? Input) : OrchestratorAction(TaskId)
{
    public override DecisionEvent ToDecision() => new EventSent(TaskId, Name, InstanceId);
}

/// <param name="TaskId">Its number.</param>
/// <param name="Entity">The entity's id.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Input">Its input.</param>
/// <param name="Section">The critical section it is made in, by the number of the wish for its locks; null outside of any.</param>
internal sealed record CallEntity(int TaskId, string Entity, string Operation, string? Input, int? Section) : OrchestratorAction(TaskId)
{
    public override DecisionEvent ToDecision() => new EntityCalled(TaskId, Entity, Operation);
}

internal sealed record SignalEntity(int TaskId, string Entity, string Operation, string? Input, DateTime? At) : OrchestratorAction(TaskId)
{
    public override DecisionEvent ToDecision() => new EntitySignaled(TaskId, Entity, Operation);
}

internal sealed record LockEntities(int TaskId, IReadOnlyList<string> Entities) : OrchestratorAction(TaskId)
{
    public override DecisionEvent ToDecision() => new EntityLockRequested(TaskId, Entities);
}

/// <param name="TaskId">Its number.</param>
/// <param name="Section">The critical section that ends, by the number of the wish for its locks.</param>
/// <param name="Entities">What it had locked.</param>
internal sealed record UnlockEntities(int TaskId, int Section, IReadOnlyList<string> Entities) : OrchestratorAction(TaskId)
{
    public override DecisionEvent ToDecision() => new EntitiesUnlocked(TaskId, Entities);
}
