using Caseward.Local.Engine.History;

namespace Caseward.Local.Engine.Replay;

/// <summary>What an orchestrator has asked for and has no answer to yet. A second answer to the same call changes nothing.</summary>
internal sealed class OpenTasks
{
    private readonly Dictionary<int, (OrchestratorAction Action, TaskCompletionSource<string?> Source)> _open = [];

    public bool Any => _open.Count > 0;

    /// <summary>Whether anything is open that an execution waits for before it ends. Entities are not waited for: to the SDK their answers are events.</summary>
    public bool HoldsEnd => _open.Values.Any(open => open.Action is not (CallEntity or LockEntities));

    /// <summary>What has to be asked for once more after a rewind.</summary>
    public IEnumerable<OrchestratorAction> LostWith(ExecutionRewound rewound) =>
        _open.Values.Select(open => open.Action).Where(action => action is not CreateSubOrchestration || rewound.Children.Contains(action.TaskId));

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

    public void Complete(int taskId, string? result)
    {
        if (_open.Remove(taskId, out (OrchestratorAction Action, TaskCompletionSource<string?> Source) open))
        {
            open.Source.TrySetResult(result);
        }
    }

    public void Fail(int taskId, FailureRecord failure)
    {
        if (_open.Remove(taskId, out (OrchestratorAction Action, TaskCompletionSource<string?> Source) open))
        {
            open.Source.TrySetException(new OperationFailedException(taskId, failure));
        }
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
