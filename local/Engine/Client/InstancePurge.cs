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

    /// <summary>
    /// Removes the ended instances that match and, when the filter asks for what is running, the idle entities: they count as running, and have
    /// been created when they last changed. Instances are looked for beside the writer, which only removes: a table of many live instances would
    /// hold it up. One that was rewound or purged in between is left alone.
    /// </summary>
    public async Task<PurgeResult> ManyAsync(PurgeInstancesFilter filter, bool recursive, CancellationToken cancellation)
    {
        bool takesEntities = filter.Statuses?.Contains(OrchestrationRuntimeStatus.Running) == true;
        OrchestrationRuntimeStatus[] statuses = StatusFilter.EndedAmong(filter.Statuses);
        long began = Stopwatch.GetTimestamp();
        int count = takesEntities ? await database.WriteAsync(db => DeleteEntities(db, filter)) : 0;
        long after = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            List<long> keys = Find(filter, statuses, after);
            if (keys is not [.., var last])
            {
                return new PurgeResult(count, true);
            }

            count += await database.WriteAsync(db => keys.Sum(key =>
                InstanceRow.Find(db, key) is { } row && statuses.Contains(row.Status) ? Delete(db, key, recursive) : 0));
            after = last;
            if (keys.Count < BatchSize)
            {
                return new PurgeResult(count, true);
            }

            if (filter.Timeout is { } timeout && Stopwatch.GetElapsedTime(began) >= timeout)
            {
                return new PurgeResult(count, false);
            }
        }
    }

    private List<long> Find(PurgeInstancesFilter filter, OrchestrationRuntimeStatus[] statuses, long after) => database.Read(db => db.Query(
        """
        SELECT key FROM durable_instances
        WHERE key > ?1 AND instr(?2, ',' || status || ',') > 0 AND (?3 IS NULL OR created >= ?3) AND (?4 IS NULL OR created <= ?4)
        ORDER BY key LIMIT ?5
        """,
        row => row.GetInt64(0),
        after,
        StatusFilter.ToParameter(statuses),
        filter.CreatedFrom?.UtcTicks,
        filter.CreatedTo?.UtcTicks,
        BatchSize));

    private static int DeleteEntities(LocalConnection db, PurgeInstancesFilter filter) => db.Query(
        "SELECT id FROM durable_entities WHERE (?1 IS NULL OR modified >= ?1) AND (?2 IS NULL OR modified <= ?2)",
        row => row.GetString(0),
        filter.CreatedFrom?.UtcTicks,
        filter.CreatedTo?.UtcTicks).Sum(id => DeleteEntity(db, id));

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
