namespace Caseward.Local.Engine.History;

/// <summary>
/// What is left of the history of a failed execution so that it can go on. The turn in which it failed never happened; neither did the failures that the orchestrator
/// has not dealt with, so that those tasks run again.
/// </summary>
/// <param name="Turns">The turns that stay.</param>
/// <param name="Changed">Those among them that have lost an event, by number, as text.</param>
/// <param name="Again">The events of the turn that failed, to be told once more. Failures are not among them.</param>
/// <param name="OpenChildren">Sub-orchestrations that have not answered in what is left.</param>
internal sealed record RewoundHistory(
    IReadOnlyList<HistoryTurn> Turns, IReadOnlyList<(int Turn, string Text)> Changed, IReadOnlyList<WrittenEvent> Again, IReadOnlyList<SubOrchestrationCreated> OpenChildren)
{
    /// <summary>
    /// Looks for what the orchestrator has not dealt with. The real framework takes every failure out, and fails again where the orchestrator had done something
    /// about one of them, for then the rest of the history fits no longer. Here less is taken out then: at first only failures in turns that decided nothing, wherever
    /// they are, and at last only those after the last decision, without which what is left fits by itself.
    /// </summary>
    /// <param name="past">The history, with the turn that failed at its end.</param>
    /// <param name="fits">Whether the orchestrator, played what is left, decides what stands there.</param>
    public static RewoundHistory Of(IReadOnlyList<HistoryTurn> past, Predicate<IReadOnlyList<HistoryTurn>> fits)
    {
        // Turn 0 never ran.
        if (past.Count < 2)
        {
            return new RewoundHistory(past, [], [], []);
        }

        HistoryTurn[] before = [.. past.SkipLast(1)];
        List<int> failures = [.. Enumerable.Range(0, before.Length).Where(turn => before[turn].Events.Any(IsFailure))];
        int lastDecision = Array.FindLastIndex(before, turn => turn.Decisions.Count > 0);
        List<int> atTheEnd = failures.FindAll(turn => turn > lastDecision);
        List<int> inIdleTurns = failures.FindAll(turn => before[turn].Decisions.Count == 0);
        bool IsMoreAndFits(List<int> some) => some.Count > atTheEnd.Count && fits(Without(before, some));
        List<int> changed = IsMoreAndFits(failures) ? failures : IsMoreAndFits(inIdleTurns) ? inIdleTurns : atTheEnd;
        HistoryTurn[] kept = Without(before, changed);

        // Turn 1 is told the events of turn 0 by itself.
        int carried = kept.Length == 1 ? kept[0].Events.Count - 1 : 0;
        HistoryEvent[] again = [.. past[^1].Events.Skip(carried).Where(each => !IsFailure(each) && each is not ExecutionRewound)];
        HashSet<int> answered = [.. kept.SelectMany(turn => turn.Events).Concat(again).OfType<TaskEvent>().Select(answer => answer.TaskId)];
        return new RewoundHistory(
            kept,
            changed.ConvertAll(turn => (turn, HistoryJson.Write(kept[turn]))),
            [.. again.Select(each => new WrittenEvent(each))],
            [.. kept.SelectMany(turn => turn.Decisions).OfType<SubOrchestrationCreated>().Where(child => !answered.Contains(child.TaskId))]);
    }

    private static HistoryTurn[] Without(HistoryTurn[] history, IEnumerable<int> turns)
    {
        HistoryTurn[] rest = [.. history];
        foreach (int turn in turns)
        {
            rest[turn] = rest[turn] with { Events = [.. rest[turn].Events.Where(each => !IsFailure(each))] };
        }

        return rest;
    }

    private static bool IsFailure(HistoryEvent happened) => happened is TaskFailed or SubOrchestrationFailed or EntityOperationFailed;
}
