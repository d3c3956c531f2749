namespace Caseward.Local.Engine.History;

/// <summary>
/// What is left of the history of a failed execution so that it can go on: the turn in which it failed never happened, and neither did the
/// failures that came right before without it having done anything about them.
/// </summary>
/// <param name="Turns">The turns that stay.</param>
/// <param name="Changed">The numbers of those among them that have lost an event.</param>
/// <param name="Again">The events of the turn that failed, to be told once more. Failures are not among them: those tasks run again.</param>
/// <param name="OpenChildren">Sub-orchestrations that have not answered in what is left.</param>
internal sealed record RewoundHistory(
    IReadOnlyList<HistoryTurn> Turns, IReadOnlyList<int> Changed, IReadOnlyList<HistoryEvent> Again, IReadOnlyList<SubOrchestrationCreated> OpenChildren)
{
    public static RewoundHistory Of(IReadOnlyList<HistoryTurn> past)
    {
        // Turn 0 never ran.
        if (past.Count < 2)
        {
            return new RewoundHistory(past, [], [], []);
        }

        HistoryTurn failed = past[^1];
        List<HistoryTurn> kept = [.. past.SkipLast(1)];

        // Turn 1 is told the events of turn 0 by itself.
        int carried = kept.Count == 1 ? kept[0].Events.Count - 1 : 0;
        HistoryEvent[] again = [.. failed.Events.Skip(carried).Where(each => !IsFailure(each) && each is not ExecutionRewound)];
        List<int> changed = [];
        for (int turn = kept.Count - 1; turn > 0 && kept[turn].Decisions.Count == 0; turn--)
        {
            if (kept[turn].Events.Any(IsFailure))
            {
                kept[turn] = kept[turn] with { Events = [.. kept[turn].Events.Where(each => !IsFailure(each))] };
                changed.Add(turn);
            }
        }

        HashSet<int> answered = [.. kept.SelectMany(turn => turn.Events).Concat(again).OfType<TaskEvent>().Select(answer => answer.TaskId)];
        return new RewoundHistory(
            kept, changed, again, [.. kept.SelectMany(turn => turn.Decisions).OfType<SubOrchestrationCreated>().Where(child => !answered.Contains(child.TaskId))]);
    }

    private static bool IsFailure(HistoryEvent happened) => happened is TaskFailed or SubOrchestrationFailed or EntityOperationFailed;
}
