using Caseward.Local.Engine.Entities;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Engine.Tracing;
using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// Everything that one turn changes, written in one transaction: the messages it took go, its history row comes, and with it what it asked
/// for. Whoever looks sees all of it or nothing.
/// </summary>
internal sealed class TurnCommit(IReadOnlyList<Message> taken)
{
    // Longer than most programs sleep between two things they do by themselves, shorter than people take.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    private readonly List<(int Turn, string Content)> _history = [];
    private bool _clearHistory;
    private string? _start;

    /// <summary>The messages that this turn took, or that nobody wants.</summary>
    public IReadOnlyList<Message> Taken { get; } = taken;

    /// <summary>The instance as it is after the turn; null when only messages are removed.</summary>
    public LoadedInstance? Instance { get; set; }

    /// <summary>Whether the instance has only begun.</summary>
    public bool IsFirstTurn => Instance is { NextTurn: 2, Row.Generation: 0 };

    /// <summary>Whether something that it asked for comes by itself soon.</summary>
    public bool AsksForSomethingSoon =>
        Activities.Count > 0 || Children.Count > 0 || Postings.Count > 0 || Timers.Exists(timer => timer.Due - Instance?.LastTurnAt < Soon);

    public bool ClearActivities { get; set; }

    /// <summary>Whether it ended before it began, so that its start is called off.</summary>
    public bool RemovesStart { get; set; }

    public List<ActivityRow> Activities { get; } = [];

    public List<TimerRow> Timers { get; } = [];

    public List<TimerRow> RemovedTimers { get; } = [];

    /// <summary>Sub-orchestrations to begin, and the numbers of their calls.</summary>
    public List<(int TaskId, NewInstance Child)> Children { get; } = [];

    /// <summary>Events for other instances, by the instance's id.</summary>
    public List<(string InstanceId, WrittenEvent Event)> Events { get; } = [];

    /// <summary>What it sends to entities, in order: calls, signals, wishes for locks and their ends.</summary>
    public List<EntityPosting> Postings { get; } = [];

    /// <summary>Whether an execution has ended and may have left entities locked.</summary>
    public bool ReleasesLocks { get; set; }

    /// <summary>What the parent is told of the end; null when there is no parent or it goes on.</summary>
    public (ParentLink Parent, WrittenEvent Event)? Answer { get; set; }

    /// <summary>Whether the next execution begins with another turn.</summary>
    public bool WakesItself { get; set; }

    /// <summary>Ids of sub-orchestrations that end with this one.</summary>
    public List<string> TerminatedChildren { get; } = [];

    /// <summary>Spans that this turn ends, to tell of once the transaction is durable.</summary>
    public List<EndedSpan> Spans { get; } = [];

    /// <summary>What it has recorded for others and for later turns, but for activities.</summary>
    public Outbox Outbox { get; private set; } = new();

    /// <summary>Events that found nobody: the instance's id and the event's name. To be logged once the transaction is durable.</summary>
    public List<(string InstanceId, string Name)> Dropped { get; } = [];

    public void AppendHistory(int turn, HistoryTurn content) => _history.Add((turn, HistoryJson.Write(content)));

    /// <summary>Writes the start of the execution once more, with what was noted about its first turn.</summary>
    public void RewriteStart(HistoryTurn first) => _start = HistoryJson.Write(first);

    /// <summary>Begins the history of the next execution; the one of the last goes.</summary>
    public void RestartHistory(HistoryTurn first)
    {
        _clearHistory = true;
        _start = null;
        _history.Clear();
        AppendHistory(0, first);
    }

    /// <summary>Writes it. When it is written once more, because the first transaction was undone, only the last counts.</summary>
    public void Write(LocalConnection db, EngineNumbers numbers)
    {
        Outbox = new Outbox();
        Dropped.Clear();
        foreach (Message message in Taken)
        {
            message.Remove(db);
        }

        if (Instance is null)
        {
            return;
        }

        WriteHistory(db, Instance.Row.Key);
        WriteTasks(db, Instance.Row.Key);
        foreach ((int taskId, NewInstance child) in Children)
        {
            WriteChild(db, numbers, taskId, child, Instance.Row);
        }

        foreach ((string instanceId, WrittenEvent sent) in Events)
        {
            Send(db, numbers, instanceId, sent);
        }

        foreach (EntityPosting posting in Postings)
        {
            EntityInboxRow.Add(db, numbers, posting, Instance.Row.Updated.UtcDateTime, Outbox);
        }

        if (ReleasesLocks)
        {
            EntityRow.UnlockAllOf(db, Instance.Row.Key).ForEach(entity => Outbox.Add(new EntityWake(entity)));
        }

        foreach (string child in TerminatedChildren)
        {
            Terminate(db, numbers, child, Instance.Row.Key);
        }

        if (Answer is { } answer)
        {
            Outbox.Post(db, numbers, answer.Parent.Instance, answer.Parent.Generation, answer.Event);
        }

        if (WakesItself)
        {
            Outbox.Post(db, numbers, Instance.Row.Key, Instance.Row.Generation, message: null);
        }

        Instance.Row.Update(db);
    }

    private void WriteHistory(LocalConnection db, long key)
    {
        if (_clearHistory)
        {
            HistoryRows.Clear(db, key);
        }

        if (_start is not null)
        {
            HistoryRows.Replace(db, key, 0, _start);
        }

        foreach ((int turn, string content) in _history)
        {
            HistoryRows.Append(db, key, turn, content);
        }
    }

    private void WriteTasks(LocalConnection db, long key)
    {
        if (ClearActivities)
        {
            ActivityRow.Clear(db, key);
        }

        if (RemovesStart)
        {
            TimerRow.DeleteStart(db, key);
        }

        Activities.ForEach(activity => activity.Insert(db));
        RemovedTimers.ForEach(timer => timer.Delete(db));
        Timers.ForEach(timer => Outbox.Set(db, timer));
    }

    private void WriteChild(LocalConnection db, EngineNumbers numbers, int taskId, NewInstance child, InstanceRow parent)
    {
        if (InstanceRow.Find(db, child.Id) is { } existing)
        {
            if (!existing.IsEnded)
            {
                var exists = new FailureRecord(
                    typeof(global::DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException).FullName!,
                    $"An orchestration instance with the id '{child.Id}' already exists and has not ended.");
                Outbox.Post(db, numbers, parent.Key, parent.Generation, new WrittenEvent(new SubOrchestrationFailed(taskId, exists)));
                return;
            }

            InstanceRow.Delete(db, existing.Key);
        }

        child.Insert(db, numbers, Outbox);
    }

    private void Send(LocalConnection db, EngineNumbers numbers, string instanceId, WrittenEvent sent)
    {
        if (InstanceRow.Find(db, instanceId) is { IsEnded: false } target)
        {
            Outbox.Post(db, numbers, target.Key, null, sent);
        }
        else
        {
            Dropped.Add((instanceId, ((EventRaised)sent.Event).Name));
        }
    }

    // An id that is taken is not a child, however it was asked for.
    private void Terminate(LocalConnection db, EngineNumbers numbers, string childId, long parent)
    {
        if (InstanceRow.Find(db, childId) is { IsEnded: false } child && child.Parent == parent)
        {
            Outbox.Post(db, numbers, child.Key, null, new WrittenEvent(new ExecutionTerminated(null, Recursive: true)));
        }
    }
}
