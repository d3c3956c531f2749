using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.History;
using Caseward.Local.Storage;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Engine.Storage;

/// <summary>An instance that is to be started.</summary>
internal sealed record NewInstance(string Id, ExecutionStarted Started, DateTimeOffset Now, DateTimeOffset? StartAt, string? Tags)
{
    // Written here and not in the transaction: a large input takes its time, which is not the writer's.
    private readonly string _firstTurn = HistoryJson.Write(new HistoryTurn(Now.UtcDateTime, [Started], []));

    /// <summary>Records the instance as pending, and the message or the timer that will wake it.</summary>
    public void Insert(LocalConnection db, EngineNumbers numbers, Outbox outbox)
    {
        var row = new InstanceRow
        {
            Key = numbers.NextKey(),
            Id = Id,
            Generation = 0,
            Name = Started.Name,
            Version = Started.Version,
            Status = OrchestrationRuntimeStatus.Pending,
            Created = Now,
            Updated = Now,
            Tags = Tags,
            Parent = Started.Parent?.Waiting,
        };
        row.Insert(db);
        HistoryRows.Append(db, row.Key, 0, _firstTurn);
        if (StartAt > Now)
        {
            outbox.Set(db, new TimerRow(StartAt.Value.UtcDateTime, SessionKey.OfInstance(row.Key), TimerRow.ScheduledStart, row.Generation));
        }
        else
        {
            outbox.Post(db, numbers, row.Key, row.Generation, message: null);
        }
    }
}
