using Caseward.Local.Engine.History;
using Microsoft.DurableTask;

namespace Caseward.Local.Engine.Replay;

/// <summary>
/// What is going to end an execution. A failure of the execution itself, or a termination, does so at once; the orchestrator's return, or its wish to begin
/// again, once nothing stands in the way.
/// </summary>
internal sealed class PendingEnd(FailureRecorder failures)
{
    private readonly List<HistoryEvent> _carried = [];
    private FailureRecord? _failure;
    private ExecutionTerminated? _terminated;
    private ContinueAsNewOptions? _next;

    /// <summary>Whether the execution itself has failed: its history does not fit its code, or a payload could not be read.</summary>
    public bool HasFailed => _failure is not null;

    /// <summary>
    /// Whether it begins again. Events that come from then on go to the next execution, whoever waits for them here and whether or not those
    /// that came before are preserved: the real executor no longer hands them to the orchestrator.
    /// </summary>
    public bool CarriesEvents => _next is not null;

    public void Fail(Exception unexpected) => _failure ??= failures.Record(unexpected);

    public void Terminate(ExecutionTerminated terminated) => _terminated ??= terminated;

    public void BeginAgain(ContinueAsNewOptions options, ExternalEvents events)
    {
        _next = options;
        if (options.PreserveUnprocessedEvents)
        {
            _carried.AddRange(events.TakeBuffered());
        }
    }

    public void Carry(EventRaised raised) => _carried.Add(raised);

    /// <summary>How the execution ends now; null when it does not.</summary>
    /// <param name="run">The orchestrator.</param>
    /// <param name="isHeldUp">Whether its return does not count yet.</param>
    public Completion? Of(OrchestratorRun run, bool isHeldUp)
    {
        if (_failure is not null)
        {
            return new Completion.Failed(_failure);
        }

        if (_terminated is not null)
        {
            return new Completion.Terminated(_terminated.Output, _terminated.Recursive);
        }

        if (isHeldUp || !run.HasEnded)
        {
            return null;
        }

        Completion end = run.End();
        return end is Completion.Completed && _next is not null
            ? new Completion.ContinuedAsNew((string?)_next.NewInput, _next.NewVersion, [.. _carried])
            : end;
    }
}
