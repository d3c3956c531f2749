using System.Diagnostics;
using Caseward.Local.Engine.Entities;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Engine.Client;

/// <summary>Removes ended instances, and entities, for good.</summary>
internal sealed class InstancePurge(LocalDatabase database, DurableBackend backend)
{
    // Small enough that a purge of thousands does not hold up the one writer.
    private const int BatchSize = 100;

    private static readonly OrchestrationRuntimeStatus[] Ended =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>Removes one instance, or one entity that nobody has locked and no operation waits for.</summary>
    /// <exception cref="InvalidOperationException">It has not ended (not on the in-memory back end, which then does nothing).</exception>
    public async Task<PurgeResult> OneAsync(string instanceId, bool recursive)
    {
        int count = await database.WriteAsync(db =>
        {
            if (instanceId.StartsWith('@'))
            {
                return DeleteEntity(db, instanceId);
            }

            InstanceRow? row = InstanceRow.Find(db, instanceId);
            return row switch
            {
                null => 0,
                { IsEnded: true } => Delete(db, row.Key, recursive),
                _ when backend == DurableBackend.InMemory => 0,
                _ => throw new InvalidOperationException($"The orchestration instance '{instanceId}' cannot be purged while it is {row.Status}."),
            };
        });
        return new PurgeResult(count, true);
    }

    /// <summary>Removes the ended instances that match.</summary>
    public async Task<PurgeResult> ManyAsync(PurgeInstancesFilter filter, bool recursive, CancellationToken cancellation)
    {
        string statuses = string.Join(',', (filter.Statuses?.ToArray() is { Length: > 0 } wanted ? Ended.Intersect(wanted) : Ended).Select(status => (int)status));
        long began = Stopwatch.GetTimestamp();
        int count = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            (int found, int removed) = await database.WriteAsync(db =>
            {
                List<long> keys = db.Query(
                    "SELECT key FROM durable_instances WHERE instr(?1, ',' || status || ',') > 0 AND (?2 IS NULL OR created >= ?2) AND (?3 IS NULL OR created <= ?3) LIMIT ?4",
                    row => row.GetInt64(0),
                    $",{statuses},", filter.CreatedFrom?.UtcTicks, filter.CreatedTo?.UtcTicks, BatchSize);
                return (keys.Count, keys.Sum(key => Delete(db, key, recursive)));
            });
            count += removed;
            if (found < BatchSize)
            {
                return new PurgeResult(count, true);
            }

            if (filter.Timeout is { } timeout && Stopwatch.GetElapsedTime(began) >= timeout)
            {
                return new PurgeResult(count, false);
            }
        }
    }

    private static int DeleteEntity(LocalConnection db, string id)
    {
        if (EntityRow.Find(db, id) is not { LockOwner: null } row || EntityInboxRow.Count(db, row.Key) > 0)
        {
            return 0;
        }

        EntityRow.Delete(db, row.Key);
        return 1;
    }

    private static int Delete(LocalConnection db, long key, bool recursive)
    {
        int count = 0;
        if (recursive)
        {
            List<InstanceRow> children = db.Query($"SELECT {InstanceRow.Columns} FROM durable_instances WHERE parent = ?1", InstanceRow.Map, key);
            count += children.Where(child => child.IsEnded).Sum(child => Delete(db, child.Key, recursive: true));
        }

        if (InstanceRow.Find(db, key) is null)
        {
            return count;
        }

        InstanceRow.Delete(db, key);
        return count + 1;
    }
}
