using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Replay;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>What is known in memory of a live instance: its row, where its history stands, and its execution when it is hot.</summary>
internal sealed class LoadedInstance
{
    public required InstanceRow Row { get; init; }

    public required ExecutionStarted Started { get; set; }

    /// <summary>Events carried over from the last execution, for the first turn of this one; they come before all messages.</summary>
    public IReadOnlyList<HistoryEvent> Carried { get; init; } = [];

    /// <summary>The number of the next history row; 1 before the first turn.</summary>
    public required int NextTurn { get; init; }

    /// <summary>When the last turn ran: time never goes back within an execution, whatever the clock does between two processes.</summary>
    public required DateTime LastTurnAt { get; init; }

    /// <summary>The execution, ready to go on; null until it is first needed.</summary>
    public OrchestrationExecution? Execution { get; set; }

    /// <summary>The turns to replay into a new execution; empty once there is one.</summary>
    public IReadOnlyList<HistoryTurn> Past { get; set; } = [];

    public bool HasBegun => NextTurn > 1;

    /// <summary>Reads an instance; null when there is none or it has ended, so that there is nothing to tell it.</summary>
    public static LoadedInstance? Read(LocalConnection db, long key)
    {
        if (InstanceRow.Find(db, key) is not { IsEnded: false } row)
        {
            return null;
        }

        List<HistoryTurn> turns = HistoryRows.Read(db, key);
        return new LoadedInstance
        {
            Row = row,
            Started = (ExecutionStarted)turns[0].Events[0],
            Carried = [.. turns[0].Events.Skip(1)],
            NextTurn = turns.Count,
            LastTurnAt = turns[^1].At,
            Past = turns[1..],
        };
    }
}
