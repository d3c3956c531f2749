using Caseward.Local.Engine.History;

namespace Caseward.Local.Engine.Replay;

/// <summary>What an orchestrator has asked for and has no answer to yet. A second answer to the same call changes nothing.</summary>
internal sealed class OpenTasks
{
    private readonly Dictionary<int, (OrchestratorAction Action, TaskCompletionSource<string?> Source)> _open = [];

    public bool Any => _open.Count > 0;

    /// <summary>Whether anything is open that an execution waits for before it ends. Entities are not waited for: to the SDK their answers are events.</summary>
    public bool HoldsEnd => _open.Values.Any(open => open.Action is not (CallEntity or LockEntities));

    /// <summary>What has to be asked for once more after a rewind. What was asked for since, in a turn that took only the first of its messages, is not lost.</summary>
    public IEnumerable<OrchestratorAction> LostWith(ExecutionRewound rewound) => _open.Values.Select(open => open.Action)
        .Where(action => action.TaskId < (rewound.Below ?? int.MaxValue) && (action is not CreateSubOrchestration || rewound.Children.Contains(action.TaskId)));

    public IEnumerable<CreateTimer> Timers => _open.Values.Select(open => open.Action).OfType<CreateTimer>();

    public IEnumerable<CreateSubOrchestration> SubOrchestrations => _open.Values.Select(open => open.Action).OfType<CreateSubOrchestration>();

    public bool Contains(int taskId) => _open.ContainsKey(taskId);

    public Task<string?> Add(OrchestratorAction action)
    {
        // Continuations run inside SetResult, on the orchestrator's thread: that is where they belong.
        var source = new TaskCompletionSource<string?>();
        _open.Add(action.TaskId, (action, source));
        return source.Task;
    }

    public void Answer(TaskEvent answer)
    {
        if (!_open.Remove(answer.TaskId, out (OrchestratorAction Action, TaskCompletionSource<string?> Source) open))
        {
            return;
        }

        _ = answer switch
        {
            TaskCompleted completed => open.Source.TrySetResult(completed.Result),
            SubOrchestrationCompleted completed => open.Source.TrySetResult(completed.Result),
            EntityOperationCompleted completed => open.Source.TrySetResult(completed.Result),
            TimerFired or EntitiesLocked => open.Source.TrySetResult(null),
            TaskFailed failed => open.Source.TrySetException(new OperationFailedException(failed.TaskId, failed.Failure)),
            SubOrchestrationFailed failed => open.Source.TrySetException(new OperationFailedException(failed.TaskId, failed.Failure)),
            EntityOperationFailed failed => open.Source.TrySetException(new OperationFailedException(failed.TaskId, failed.Failure)),
            _ => throw new InvalidOperationException($"Nobody waits for {answer.GetType().Name}."),
        };
    }

    public bool TryCancel(int taskId)
    {
        if (!_open.Remove(taskId, out (OrchestratorAction Action, TaskCompletionSource<string?> Source) open))
        {
            return false;
        }

        open.Source.TrySetCanceled();
        return true;
    }
}
