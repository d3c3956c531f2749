using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.Entities;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Replay;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Engine.Client;

/// <summary>Lets failed instances go on from before their failure: what failed runs again, what succeeded does not.</summary>
#pragma warning disable CA1001 // Nobody asks the semaphore for a handle, so there is nothing to give back.
internal sealed class InstanceRewind(
    LocalDatabase database, EngineNumbers numbers, SessionTable sessions, TimerScheduler timers, WorkCounter work, Replayer replayer, TimeProvider clock)
#pragma warning restore CA1001
{
    // Nothing but a rewind changes what has failed: one after the other, each finds in the file what it has prepared for. More may have failed.
    private readonly SemaphoreSlim _oneByOne = new(1);

    /// <summary>Rewinds an instance, and with it the sub-orchestrations whose failure was its own.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It has not failed.</exception>
    public Task RewindAsync(string instanceId, string reason) => work.CountAsync(async () =>
    {
        await _oneByOne.WaitAsync();
        try
        {
            Outbox? outbox;
            do
            {
                outbox = await TryWriteAsync(instanceId, reason, Prepare(instanceId));
            }
            while (outbox is null);
            outbox.HandOut(sessions, timers);
            return true;
        }
        finally
        {
            _oneByOne.Release();
        }
    });

    /// <returns>What it has recorded; null when a sub-orchestration has failed since it was prepared, so that nothing was written.</returns>
    private async Task<Outbox?> TryWriteAsync(string instanceId, string reason, Dictionary<long, RewoundHistory> prepared)
    {
        try
        {
            return await database.WriteAsync(db =>
            {
                InstanceRow row = InstanceRow.Find(db, instanceId) ?? throw Refusals.Unknown(instanceId);
                if (row.Status != OrchestrationRuntimeStatus.Failed)
                {
                    throw new InvalidOperationException($"Only failed orchestrations can be rewound; '{instanceId}' is {row.Status}.");
                }

                var recorded = new Outbox();
                Rewind(db, row, prepared, reason, recorded);
                database.Checkpoints.Pass("engine/rewind/before-commit");
                return recorded;
            });
        }
        catch (NotPreparedException)
        {
            return null;
        }
    }

    // Orchestrators are played for this, which is nothing for the one writer to wait for.
    private Dictionary<long, RewoundHistory> Prepare(string instanceId)
    {
        var prepared = new Dictionary<long, RewoundHistory>();
        var wanted = new Queue<string>([instanceId]);
        while (wanted.TryDequeue(out string? id))
        {
            (InstanceRow? row, List<HistoryTurn> past) = database.Read(db =>
                InstanceRow.Find(db, id) is { Status: OrchestrationRuntimeStatus.Failed } failed ? (failed, HistoryRows.Read(db, failed.Key)) : ((InstanceRow?)null, []));
            if (row is not null && !prepared.ContainsKey(row.Key))
            {
                RewoundHistory left = prepared[row.Key] = RewoundHistory.Of(past, history => replayer.Fits(row, history));
                foreach (SubOrchestrationCreated child in left.OpenChildren)
                {
                    wanted.Enqueue(child.InstanceId);
                }
            }
        }

        return prepared;
    }

    private void Rewind(LocalConnection db, InstanceRow row, Dictionary<long, RewoundHistory> prepared, string reason, Outbox outbox)
    {
        RewoundHistory left = prepared.GetValueOrDefault(row.Key) ?? throw new NotPreparedException();
        TakeBack(db, row, left.Turns);
        HistoryRows.Cut(db, row.Key, left.Turns.Count);
        foreach ((int turn, string text) in left.Changed)
        {
            HistoryRows.Replace(db, row.Key, turn, text);
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
        List<WrittenEvent> answers = [];
        foreach (SubOrchestrationCreated child in left.OpenChildren)
        {
            InstanceRow? found = InstanceRow.Find(db, child.InstanceId);
            bool isOurs = found is not null && HistoryRows.ReadStart(db, found.Key)?.Parent?.IsCall(row.Key, row.Generation, child.TaskId) == true;
            switch (isOurs ? found!.Status : OrchestrationRuntimeStatus.Terminated)
            {
                case OrchestrationRuntimeStatus.Failed:
                    Rewind(db, found!, prepared, reason, outbox);
                    break;
                case OrchestrationRuntimeStatus.Completed:
                    // It answered while nobody listened.
                    answers.Add(new WrittenEvent(new SubOrchestrationCompleted(child.TaskId, found!.Output)));
                    break;
                case OrchestrationRuntimeStatus.Terminated:
                    startAgain.Add(child.TaskId);
                    break;
            }
        }

        // Whatever has its answer here is not asked for again; nor is what is asked for only after one of these, should they not come in one turn.
        int below = left.Turns.SelectMany(turn => turn.Decisions).Cast<DecisionEvent>().Select(decided => decided.TaskId + 1).DefaultIfEmpty(0).Max();
        IEnumerable<WrittenEvent?> messages =
            [.. hasBegun ? Array.Empty<WrittenEvent?>() : [null], .. answers, .. left.Again, new WrittenEvent(new ExecutionRewound(reason, startAgain, below))];
        foreach (WrittenEvent? message in messages)
        {
            outbox.Post(db, numbers, row.Key, row.Generation, message);
        }
    }

    // What has no answer is asked for once more. Activities went when it failed; timers and what entities have not taken may still be there.
    private static void TakeBack(LocalConnection db, InstanceRow row, IReadOnlyList<HistoryTurn> past)
    {
        HashSet<int> answered = [.. past.SelectMany(turn => turn.Events).OfType<TaskEvent>().Select(answer => answer.TaskId)];
        foreach (DecisionEvent open in past.SelectMany(turn => turn.Decisions).Cast<DecisionEvent>().Where(decided => !answered.Contains(decided.TaskId)))
        {
            switch (open)
            {
                case TimerCreated timer:
                    new TimerRow(timer.FireAt, SessionKey.OfInstance(row.Key), timer.TaskId, row.Generation).Delete(db);
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

    /// <summary>A sub-orchestration has failed only now: what is left of its history is not known yet.</summary>
#pragma warning disable CA1032, CA1064 // Thrown and caught here only.
    private sealed class NotPreparedException : Exception;
#pragma warning restore CA1032, CA1064
}
