using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// Something for an instance to take into its history, or for an entity to look after. Each message but an entity's wake-up stands for a row; the turn that takes the message removes the row in its
/// own transaction, so that a message is taken once however often the process died. A second answer to a call is no reason for a turn; an inbox row is handed out once.
/// </summary>
/// <param name="To">Whom it is for.</param>
/// <param name="Generation">The execution it is meant for; null for whichever is current.</param>
/// <param name="Event">What happened; null when that is not read yet, or nothing did.</param>
internal abstract record Message(SessionKey To, int? Generation, HistoryEvent? Event)
{
    /// <summary>Whether it says nothing but that the instance can begin or go on.</summary>
    public virtual bool IsWakeUp => Event is null;

    /// <summary>About how many characters it brings into a turn.</summary>
    public virtual int Length => Event switch
    {
        EventRaised raised => raised.Input?.Length ?? 0,
        ExecutionTerminated terminated => terminated.Output?.Length ?? 0,
        TaskCompleted task => task.Result?.Length ?? 0,
        TaskFailed task => LengthOf(task.Failure),
        SubOrchestrationCompleted child => child.Result?.Length ?? 0,
        SubOrchestrationFailed child => LengthOf(child.Failure),
        EntityOperationCompleted operation => operation.Result?.Length ?? 0,
        EntityOperationFailed operation => LengthOf(operation.Failure),
        _ => 0,
    };

    /// <summary>The message as it waits for its turn: a large event is not kept in memory meanwhile.</summary>
    public virtual Message Waiting => this;

    /// <summary>Removes the row behind the message.</summary>
    public abstract void Remove(LocalConnection db);

    private static int LengthOf(FailureRecord failure) => failure.Message.Length + (failure.Stack?.Length ?? 0);
}

/// <summary>From a client, another orchestration, or the engine itself.</summary>
internal sealed record InboxMessage(InboxRow Row) : Message(SessionKey.OfInstance(Row.Instance), Row.Generation, Row.Event)
{
    private const int LongestKept = 64 * 1024;

    // Only events: among what is held, a turn looks for a termination without reading it.
    public override Message Waiting => Event is EventRaised && Length > LongestKept ? new UnreadMessage(Row.Seq, Row.Instance, Generation, Length) : this;

    public override void Remove(LocalConnection db) => InboxRow.Delete(db, Row.Seq);
}

/// <summary>From before the last start, or a large event. What it says is read when its turn comes; a turn never sees it as it is here.</summary>
/// <param name="Seq">Its row.</param>
/// <param name="Instance">Whom it is for.</param>
/// <param name="Generation">As in <see cref="Message"/>.</param>
/// <param name="Length">About how long it is.</param>
internal sealed record UnreadMessage(long Seq, long Instance, int? Generation, int Length) : Message(SessionKey.OfInstance(Instance), Generation, null)
{
    public override int Length { get; } = Length;

    public override bool IsWakeUp => false;

    /// <summary>The message with what it says; null when it is gone along with its instance.</summary>
    public Message? Read(LocalConnection db) => InboxRow.Find(db, Seq) is { } row ? new InboxMessage(row) : null;

    public override void Remove(LocalConnection db) => InboxRow.Delete(db, Seq);
}

/// <summary>A timer has come due.</summary>
internal sealed record TimerMessage(TimerRow Row, HistoryEvent? Event) : Message(Row.For, Row.Generation, Event)
{
    public static TimerMessage From(TimerRow row) => new(row, row.TaskId < 0 ? null : new TimerFired(row.TaskId));

    public override void Remove(LocalConnection db) => Row.Delete(db);
}

/// <summary>An activity has run. Its result is in memory only until the turn commits; before that, the activity counts as not run.</summary>
internal sealed record ActivityMessage(ActivityRow Row, TaskEvent Result) : Message(SessionKey.OfInstance(Row.Instance), Row.Generation, Result)
{
    public override void Remove(LocalConnection db) => Row.Delete(db);
}
