using Caseward.Local.Engine.History;

namespace Caseward.Local.Engine.Replay;

/// <summary>Something an orchestrator asks of the engine. Actions are numbered in the order of the calls; the numbers must come out the same on replay.</summary>
internal abstract record OrchestratorAction(int TaskId)
{
    /// <summary>What the history keeps of it.</summary>
    public abstract DecisionEvent ToDecision();
}

internal sealed record ScheduleTask(int TaskId, string Name, string Version, string? Input) : OrchestratorAction(TaskId)
{
    public override DecisionEvent ToDecision() => new TaskScheduled(TaskId, Name);
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
