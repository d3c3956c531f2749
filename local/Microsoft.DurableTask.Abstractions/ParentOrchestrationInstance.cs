namespace Microsoft.DurableTask;

/// <summary>Who started a sub-orchestration.</summary>
/// <param name="Name">The parent orchestrator.</param>
/// <param name="InstanceId">The parent's instance id.</param>
public record ParentOrchestrationInstance(TaskName Name, string InstanceId);
