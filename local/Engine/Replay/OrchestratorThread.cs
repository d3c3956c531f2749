namespace Caseward.Local.Engine.Replay;

/// <summary>
/// The one thread on which an orchestrator runs: whichever thread plays the current turn. Continuations of durable tasks come back to it
/// through this context. A continuation that arrives from elsewhere belongs to something that was not durable (<c>Task.Delay</c>, I/O,
/// <c>Task.Run</c>): nobody would know of it on replay, so it is dropped and the orchestrator never goes on from there.
/// </summary>
internal sealed class OrchestratorThread(Action onIllegalAwait) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _continuations = new();
    private int _owner;

    /// <summary>Whether the caller is the orchestrator's own code, inside a turn.</summary>
    public bool IsCurrent => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    /// <summary>Does something as the orchestrator, then everything that follows from it. May be nested.</summary>
    public void Run(Action step)
    {
        SynchronizationContext? before = Current;
        int ownerBefore = _owner;
        SetSynchronizationContext(this);
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
        try
        {
            step();
            while (_continuations.TryDequeue(out (SendOrPostCallback Callback, object? State) next))
            {
                next.Callback(next.State);
            }
        }
        finally
        {
            Volatile.Write(ref _owner, ownerBefore);
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
        {
            _continuations.Enqueue((d, state));
        }
        else
        {
            onIllegalAwait();
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!IsCurrent)
        {
            throw new NotSupportedException("An orchestrator's thread cannot be entered from outside.");
        }

        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;
}
