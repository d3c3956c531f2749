using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Storage;
using Microsoft.DurableTask;

namespace Caseward.Local.Engine.Replay;

/// <summary>Builds executions again from their histories.</summary>
internal sealed class Replayer(TaskCatalog catalog, ExecutionSettings settings)
{
    /// <summary>Plays the past of an execution.</summary>
    /// <param name="row">The instance.</param>
    /// <param name="started">How the execution began.</param>
    /// <param name="past">Its turns, from the first one that ran.</param>
    /// <param name="unfit">Why there is no execution: nobody knows its orchestrator, or it could not be made.</param>
    public OrchestrationExecution? Replay(InstanceRow row, ExecutionStarted started, IEnumerable<HistoryTurn> past, out FailureRecord? unfit)
    {
        unfit = null;
        try
        {
            if (!catalog.TryCreateOrchestrator(row.Name, row.Version, out ITaskOrchestrator? orchestrator))
            {
                unfit = new FailureRecord("OrchestratorTaskNotFound", TaskCatalog.NotFound("orchestrator", row.Name, row.Version), NonRetriable: true);
                return null;
            }

            var execution = new OrchestrationExecution(row.Id, started, orchestrator, settings);
            foreach (HistoryTurn turn in past)
            {
                execution.Replay(turn);
            }

            return execution;
        }
        catch (Exception failure)
        {
            unfit = settings.Failures.Record(failure);
            return null;
        }
    }

    /// <summary>Whether the code decides what a history, from its start, says that it decided and no more, and would then go on.</summary>
    public bool Fits(InstanceRow row, IReadOnlyList<HistoryTurn> history) =>
        Replay(row, (ExecutionStarted)history[0].Events[0], history.Skip(1), out _) is { IsWaiting: true, HasAskedForMore: false };
}
