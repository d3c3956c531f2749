using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Replay;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Engine.Tracing;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>What the end of an instance changes: its row, what it had asked for and waits for no more, and its parent, who is told.</summary>
internal static class ExecutionEnd
{
    public static void Note(TurnCommit commit, LoadedInstance instance, Completion completion, DateTime now)
    {
        InstanceRow row = completion switch
        {
            Completion.Completed completed => instance.Row with { Status = OrchestrationRuntimeStatus.Completed, Output = completed.Output },
            Completion.Terminated terminated => instance.Row with { Status = OrchestrationRuntimeStatus.Terminated, Output = terminated.Output },
            Completion.Failed failed => instance.Row with
            {
                Status = OrchestrationRuntimeStatus.Failed,
                Output = failed.Failure.Message,
                Failure = HistoryJson.Write(failed.Failure),
            },
            _ => throw new InvalidOperationException($"{completion.GetType().Name} is no end."),
        };
        commit.Instance = new LoadedInstance
        {
            Row = row with { Updated = new DateTimeOffset(now) },
            Started = instance.Started,
            NextTurn = instance.NextTurn,
            LastTurnAt = now,
        };
        commit.Spans.AddRange(EndedSpan.Of(row, instance.Started, row.Status.ToString(), (completion as Completion.Failed)?.Failure));
        commit.ClearActivities = completion is not Completion.Completed;
        commit.ReleasesLocks |= instance.Execution?.HasLocked ?? instance.HasBegun;
        commit.RemovesStart = !instance.HasBegun;
        IEnumerable<(DateTime FireAt, int TaskId)> timers = instance.Execution is null
            ? instance.Past.SelectMany(turn => turn.Decisions).OfType<TimerCreated>().Select(timer => (timer.FireAt, timer.TaskId))
            : instance.Execution.OpenTimers.Select(timer => (timer.FireAt, timer.TaskId));
        commit.RemovedTimers.AddRange(timers.Select(timer => new TimerRow(timer.FireAt, SessionKey.OfInstance(row.Key), timer.TaskId, row.Generation)));
        if (completion is Completion.Terminated { Recursive: true } && instance.Execution is not null)
        {
            commit.TerminatedChildren.AddRange(instance.Execution.OpenSubOrchestrations.Select(child => child.InstanceId));
        }

        if (instance.Started.Parent is { Waiting: not null } parent)
        {
            commit.Answer = (parent, new WrittenEvent(Answer(parent.TaskId, completion)));
        }
    }

    private static HistoryEvent Answer(int taskId, Completion completion) => completion switch
    {
        Completion.Completed completed => new SubOrchestrationCompleted(taskId, completed.Output),
        Completion.Failed failed => new SubOrchestrationFailed(taskId, failed.Failure),
        _ => new SubOrchestrationFailed(taskId, new FailureRecord("Terminated", "The sub-orchestration was terminated.")),
    };
}
