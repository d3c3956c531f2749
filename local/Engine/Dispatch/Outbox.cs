using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// What a transaction has recorded for somebody to take: handed out once the transaction is durable. What a process that dies does not hand out, the next start
/// finds in the file. A transaction that is written once more, because the first was undone, begins with an empty one.
/// </summary>
internal sealed class Outbox
{
    private readonly List<Message> _messages = [];
    private readonly List<TimerRow> _timers = [];

    /// <summary>Records a message for an instance.</summary>
    public void Post(LocalConnection db, EngineNumbers numbers, long instance, int? generation, WrittenEvent? message) =>
        Add(new InboxMessage(InboxRow.Add(db, numbers, instance, generation, message)));

    /// <summary>Takes a message that is recorded.</summary>
    public void Add(Message recorded) => _messages.Add(recorded);

    /// <summary>Records a timer.</summary>
    public void Set(LocalConnection db, TimerRow timer)
    {
        timer.Insert(db);
        _timers.Add(timer);
    }

    /// <summary>Hands everything out. The transaction is durable.</summary>
    public void HandOut(SessionTable sessions, TimerScheduler timers)
    {
        _messages.ForEach(sessions.Post);
        _timers.ForEach(timers.Added);
    }
}
