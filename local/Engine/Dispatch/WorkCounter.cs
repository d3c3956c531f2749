namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// Counts what is under way, so that the local clock is moved only when nothing is. Whoever hands work on begins the next piece before it ends
/// its own; the count then never touches zero in between.
/// </summary>
internal sealed class WorkCounter
{
    private readonly Lock _gate = new();
    private readonly List<(long Limit, TaskCompletionSource Source)> _waiting = [];
    private long _underWay;

    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _underWay == 0;
            }
        }
    }

    public void Begin()
    {
        lock (_gate)
        {
            _underWay++;
        }
    }

    public void End()
    {
        TaskCompletionSource[] reached = [];
        lock (_gate)
        {
            _underWay--;
            if (_waiting.Count > 0)
            {
                reached = [.. _waiting.Where(waiting => _underWay <= waiting.Limit).Select(waiting => waiting.Source)];
                _waiting.RemoveAll(waiting => _underWay <= waiting.Limit);
            }
        }

        foreach (TaskCompletionSource source in reached)
        {
            source.TrySetResult();
        }
    }

    /// <summary>Does something that is under way until it is over, whatever comes of it.</summary>
    public async Task<T> CountAsync<T>(Func<Task<T>> something)
    {
        Begin();
        try
        {
            return await something();
        }
        finally
        {
            End();
        }
    }

    /// <summary>Completes when nothing is under way.</summary>
    public Task WhenIdleAsync() => WhenAtMostAsync(0);

    /// <summary>Completes when no more than so much is under way.</summary>
    public Task WhenAtMostAsync(long limit)
    {
        lock (_gate)
        {
            if (_underWay <= limit)
            {
                return Task.CompletedTask;
            }

            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((limit, source));
            return source.Task;
        }
    }
}
