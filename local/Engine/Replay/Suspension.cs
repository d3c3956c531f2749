using System.Diagnostics.CodeAnalysis;
using Caseward.Local.Engine.History;

namespace Caseward.Local.Engine.Replay;

/// <summary>What is held back while an instance is suspended: what happens to it, and what it had asked for in the turn in which it was suspended.</summary>
internal sealed class Suspension
{
    private readonly Queue<HistoryEvent> _happened = new();
    private readonly List<OrchestratorAction> _actions = [];

    public bool IsOn { get; private set; }

    /// <summary>Whether an event has no effect now. What is to have one later is kept.</summary>
    public bool HoldsBack(HistoryEvent happened)
    {
        if (!IsOn || happened is ExecutionResumed or ExecutionTerminated)
        {
            return false;
        }

        if (happened is not ExecutionSuspended)
        {
            _happened.Enqueue(happened);
        }

        return true;
    }

    public void Begin(SortedDictionary<int, OrchestratorAction> actions)
    {
        IsOn = true;
        _actions.AddRange(actions.Values);
        actions.Clear();
    }

    public void End(SortedDictionary<int, OrchestratorAction> actions)
    {
        IsOn = false;
        _actions.ForEach(held => actions.Add(held.TaskId, held));
        _actions.Clear();
    }

    /// <summary>Takes the next event that was held back; none while the suspension is on.</summary>
    public bool TryTake([NotNullWhen(true)] out HistoryEvent? held)
    {
        held = null;
        return !IsOn && _happened.TryDequeue(out held);
    }
}
