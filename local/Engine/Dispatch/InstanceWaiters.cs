using Microsoft.DurableTask.Client;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>Clients that wait for an instance to begin or to end. They are told to look again; what they see is what is committed.</summary>
internal sealed class InstanceWaiters
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<TaskCompletionSource>> _waiting = new(StringComparer.Ordinal);
    private bool _closed;

    /// <summary>Waits until the instance's status changes, unless a look says that it need not: the look comes after the registration, so that no change falls in between.</summary>
    /// <exception cref="OperationCanceledException">The engine has stopped, or the wait is given up.</exception>
    public async Task NextChangeAsync(string instanceId, Func<bool> needNotWait, CancellationToken cancellation)
    {
        TaskCompletionSource change = Register(instanceId);
        try
        {
            if (!needNotWait())
            {
                await change.Task.WaitAsync(cancellation);
            }
        }
        finally
        {
            Forget(instanceId, change);
        }
    }

    public void Changed(string instanceId, OrchestrationRuntimeStatus status)
    {
        if (status == OrchestrationRuntimeStatus.Pending)
        {
            return;
        }

        List<TaskCompletionSource>? waiting;
        lock (_gate)
        {
            _waiting.Remove(instanceId, out waiting);
        }

        waiting?.ForEach(change => change.TrySetResult());
    }

    /// <summary>Ends all waits: the engine stops.</summary>
    public void Close()
    {
        List<TaskCompletionSource> all;
        lock (_gate)
        {
            _closed = true;
            all = [.. _waiting.Values.SelectMany(waiting => waiting)];
            _waiting.Clear();
        }

        all.ForEach(change => change.TrySetException(Stopped()));
    }

    private static OperationCanceledException Stopped() => new("The durable engine has stopped.");

    private TaskCompletionSource Register(string instanceId)
    {
        var change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_closed)
            {
                throw Stopped();
            }

            if (!_waiting.TryGetValue(instanceId, out List<TaskCompletionSource>? waiting))
            {
                _waiting.Add(instanceId, waiting = []);
            }

            waiting.Add(change);
        }

        return change;
    }

    private void Forget(string instanceId, TaskCompletionSource change)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(instanceId, out List<TaskCompletionSource>? waiting) && waiting.Remove(change) && waiting.Count == 0)
            {
                _waiting.Remove(instanceId);
            }
        }
    }
}
