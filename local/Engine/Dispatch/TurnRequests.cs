using Caseward.Local.Engine.Entities;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Replay;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Engine.Tracing;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>What an orchestrator asked for in a turn, as what is to be written. An execution that ends with the turn waits for nothing more; what it sends is sent all the same.</summary>
internal static class TurnRequests
{
    public static void Note(TurnCommit commit, LoadedInstance instance, TurnOutcome outcome)
    {
        (SessionKey key, int generation) = (SessionKey.OfInstance(instance.Row.Key), instance.Row.Generation);
        bool goesOn = outcome.Completion is null;
        foreach (OrchestratorAction action in outcome.Actions)
        {
            switch (action)
            {
                case SendEvent sent:
                    commit.Events.Add((sent.InstanceId, new WrittenEvent(new EventRaised(sent.Name, sent.Input))));
                    commit.Spans.AddRange(EndedSpan.Of(instance.Row, instance.Started.Trace, sent));
                    break;
                case SignalEntity or CallEntity or UnlockEntities:
                case LockEntities when goesOn:
                    commit.Postings.AddRange(EntityPosting.Of(action, instance.Row, instance.Started.Trace));
                    break;
                case ScheduleTask task when goesOn:
                    commit.Activities.Add(new ActivityRow(instance.Row.Key, task.TaskId, generation, instance.Row.Id, task.Name, task.Version, task.Input, DurableTracing.BeginTask(instance.Started.Trace)));
                    break;
                case CreateTimer timer when goesOn && !outcome.CancelledTimers.Contains(timer):
                    commit.Timers.Add(new TimerRow(timer.FireAt, key, timer.TaskId, generation) { Began = DurableTracing.BeginTimer(instance.Started.Trace) });
                    break;
                case CreateSubOrchestration child when goesOn:
                    commit.Children.Add((child.TaskId, NewChild(instance, child)));
                    break;
            }
        }

        commit.RemovedTimers.AddRange(outcome.CancelledTimers.Select(timer => new TimerRow(timer.FireAt, key, timer.TaskId, generation)));
    }

    private static NewInstance NewChild(LoadedInstance parent, CreateSubOrchestration child)
    {
        var link = new ParentLink(parent.Row.Key, parent.Row.Generation, child.TaskId, parent.Row.Name, parent.Row.Id);
        var started = new ExecutionStarted(child.Name, child.Version, child.Input, link, DurableTracing.BeginChild(parent.Started.Trace));
        IReadOnlyDictionary<string, string>? tags = child.Tags is null ? null : new Dictionary<string, string>(child.Tags, StringComparer.Ordinal);
        return new NewInstance(child.InstanceId, started, parent.Row.Updated, StartAt: null, HistoryJson.WriteTags(tags));
    }
}
