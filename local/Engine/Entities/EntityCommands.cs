using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;
using Microsoft.DurableTask.Client.Entities;

namespace Caseward.Local.Engine.Entities;

/// <summary>What clients do to entities. Each command is one transaction, and is answered once that is durable. It counts as work until what it wrote has been handed out.</summary>
internal sealed class EntityCommands(
    LocalDatabase database, EngineNumbers numbers, SessionTable sessions, TimerScheduler timers, WorkCounter work, TimeProvider clock)
{
    // Small enough that cleaning thousands does not hold up the one writer.
    private const int BatchSize = 100;

    public Task SignalAsync(string entity, EntityOperation operation, DateTime? at) => work.CountAsync(async () =>
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;

        var message = new EntityPosting(entity, operation, section: null, at);
        Outbox outbox = await database.WriteAsync(db =>
        {
            var recorded = new Outbox();
            EntityInboxRow.Add(db, numbers, message, now, recorded);
            database.Checkpoints.Pass("engine/signal/before-commit");
            return recorded;
        });
        outbox.HandOut(sessions, timers);
        database.Checkpoints.Pass("engine/signal/after-commit");
        return true;
    });

    /// <summary>Looks at the entities behind a key, and cleans up among them.</summary>
    /// <returns>What was done, and behind which key to go on; null when there are no more.</returns>
    public Task<(CleanEntityStorageResult Done, long? Next)> CleanAsync(CleanEntityStorageRequest request, long after) => work.CountAsync(async () =>
    {
        (CleanEntityStorageResult done, long? next, List<long> freed) = await database.WriteAsync(db => Clean(db, request, after));
        freed.ForEach(entity => sessions.Post(new EntityWake(entity)));
        return (done, next);
    });

    private static (CleanEntityStorageResult Done, long? Next, List<long> Freed) Clean(LocalConnection db, CleanEntityStorageRequest request, long after)
    {
        List<EntityRow> entities = db.Query($"SELECT {EntityRow.Columns} FROM durable_entities WHERE key > ?1 ORDER BY key LIMIT ?2", EntityRow.Map, after, BatchSize);
        List<long> orphans = !request.ReleaseOrphanedLocks ? []
            : [.. entities.Where(entity => entity.LockOwner is { } owner && InstanceRow.Find(db, owner) is not { IsEnded: false }).Select(entity => entity.Key)];
        List<long> empty = !request.RemoveEmptyEntities ? []
            : [.. entities.Where(entity => entity.State is null && entity.LockOwner is null && EntityInboxRow.Count(db, entity.Key) == 0).Select(entity => entity.Key)];
        orphans.ForEach(key => EntityRow.Unlock(db, key));
        empty.ForEach(key => EntityRow.Delete(db, key));
        var done = new CleanEntityStorageResult { EmptyEntitiesRemoved = empty.Count, OrphanedLocksReleased = orphans.Count };
        return (done, entities.Count == BatchSize ? entities[^1].Key : null, orphans);
    }
}
