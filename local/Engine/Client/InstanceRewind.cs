using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.Entities;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Engine.Client;

/// <summary>Lets failed instances go on from before their failure: what failed runs again, what succeeded does not.</summary>
internal sealed class InstanceRewind(LocalDatabase database, EngineNumbers numbers, SessionTable sessions, WorkCounter work, TimeProvider clock)
{
    /// <summary>Rewinds an instance, and with it the sub-orchestrations whose failure was its own.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It has not failed.</exception>
    public async Task RewindAsync(string instanceId, string reason)
    {
        work.Begin();
        try
        {
            List<Message> sent = await database.WriteAsync(db =>
            {
                InstanceRow row = InstanceRow.Find(db, instanceId)
                    ?? throw new ArgumentException($"An orchestration with the instanceId {instanceId} was not found.", nameof(instanceId));
                if (row.Status != OrchestrationRuntimeStatus.Failed)
                {
                    throw new InvalidOperationException($"Only failed orchestrations can be rewound; '{instanceId}' is {row.Status}.");
                }

                List<Message> messages = [];
                Rewind(db, row, reason, messages);
                database.Checkpoints.Pass("engine/rewind/before-commit");
                return messages;
            });
            sent.ForEach(sessions.Post);
        }
        finally
        {
            work.End();
        }
    }

    private void Rewind(LocalConnection db, InstanceRow row, string reason, List<Message> sent)
    {
        List<HistoryTurn> past = HistoryRows.Read(db, row.Key);
        RewoundHistory left = RewoundHistory.Of(past);
        TakeBack(db, row, past);
        HistoryRows.Cut(db, row.Key, left.Turns.Count);
        foreach (int turn in left.Changed)
        {
            HistoryRows.Replace(db, row.Key, turn, HistoryJson.Write(left.Turns[turn]));
        }

        bool hasBegun = left.Turns.Count > 1;
        (row with
        {
            Status = hasBegun ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Pending,
            Output = null,
            Failure = null,
            Updated = clock.GetUtcNow(),
        }).Update(db);

        List<int> startAgain = [];
        List<HistoryEvent> answers = [];
        foreach (SubOrchestrationCreated child in left.OpenChildren)
        {
            InstanceRow? found = InstanceRow.Find(db, child.InstanceId);
            bool isOurs = found is not null && HistoryRows.ReadStart(db, found.Key)?.Parent is { } parent
                && (parent.Instance, parent.Generation, parent.TaskId) == (row.Key, row.Generation, child.TaskId);
            switch (isOurs ? found!.Status : OrchestrationRuntimeStatus.Terminated)
            {
                case OrchestrationRuntimeStatus.Failed:
                    Rewind(db, found!, reason, sent);
                    break;
                case OrchestrationRuntimeStatus.Completed:
                    // It answered while nobody listened.
                    answers.Add(new SubOrchestrationCompleted(child.TaskId, found!.Output));
                    break;
                case OrchestrationRuntimeStatus.Terminated:
                    startAgain.Add(child.TaskId);
                    break;
            }
        }

        IEnumerable<HistoryEvent?> messages = [.. hasBegun ? Array.Empty<HistoryEvent?>() : [null], new ExecutionRewound(reason, startAgain), .. answers, .. left.Again];
        foreach (HistoryEvent? message in messages)
        {
            sent.Add(new InboxMessage(InboxRow.Add(db, numbers, row.Key, row.Generation, message is null ? null : new WrittenEvent(message))));
        }
    }
    // What has no answer is asked for once more. Activities went when it failed; timers and what entities have not taken may still be there.
    private static void TakeBack(LocalConnection db, InstanceRow row, List<HistoryTurn> past)
    {
        foreach (HistoryEvent decided in past.SelectMany(turn => turn.Decisions))
        {
            switch (decided)
            {
                case TimerCreated timer:
                    TimerRow.Delete(db, timer.FireAt, SessionKey.OfInstance(row.Key), timer.TaskId);
                    break;
                case EntityCalled call:
                    EntityInboxRow.Withdraw(db, call.Entity, new EntityCaller(row.Key, row.Generation, call.TaskId, row.Id));
                    break;
                case EntityLockRequested wish:
                    foreach (string entity in wish.Entities)
                    {
                        EntityInboxRow.Withdraw(db, entity, new EntityCaller(row.Key, row.Generation, wish.TaskId, row.Id));
                    }

                    break;
            }
        }
    }
}
