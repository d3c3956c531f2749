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
                return EntityRow.Find(db, instanceId) is { } entity ? Delete(db, entity) : 0;
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
    /// been created when they last changed. Both are looked for beside the writer, which only removes: a table of many live ones would
    /// hold it up. What was rewound, used or purged in between is left alone.
    /// </summary>
    public async Task<PurgeResult> ManyAsync(PurgeInstancesFilter filter, bool recursive, CancellationToken cancellation)
    {
        OrchestrationRuntimeStatus[] statuses = StatusFilter.EndedAmong(filter.Statuses);
        long began = Stopwatch.GetTimestamp();
        bool HasTime() => filter.Timeout is not { } timeout || Stopwatch.GetElapsedTime(began) < timeout;
        (int count, bool isComplete) = (0, true);
        if (filter.Statuses?.Contains(OrchestrationRuntimeStatus.Running) == true)
        {
            (count, isComplete) = await DeleteAllAsync(
                after => FindEntities(filter, after),
                (db, key) => EntityRow.Find(db, key) is { } row && IsWithin(filter, row.Modified) ? Delete(db, row) : 0,
                HasTime,
                cancellation);
        }

        if (!isComplete)
        {
            return new PurgeResult(count, false);
        }

        (int ended, isComplete) = await DeleteAllAsync(
            after => FindInstances(filter, statuses, after),
            (db, key) => InstanceRow.Find(db, key) is { } row && statuses.Contains(row.Status) ? Delete(db, key, recursive) : 0,
            HasTime,
            cancellation);
        return new PurgeResult(count + ended, isComplete);
    }

    /// <summary>Finds and deletes, some at a time.</summary>
    /// <param name="find">The keys of the next ones behind a key, <see cref="BatchSize"/> at most.</param>
    /// <param name="delete">Deletes what is behind a key, if that is still right, and says how many that were.</param>
    /// <param name="hasTime">Whether to go on when there may be more.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    private async Task<(int Count, bool IsComplete)> DeleteAllAsync(
        Func<long, List<long>> find, Func<LocalConnection, long, int> delete, Func<bool> hasTime, CancellationToken cancellation)
    {
        int count = 0;
        long after = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            List<long> keys = find(after);
            if (keys is [.., var last])
            {
                count += await database.WriteAsync(db => keys.Sum(key => delete(db, key)));
                after = last;
            }

            if (keys.Count < BatchSize)
            {
                return (count, true);
            }

            if (!hasTime())
            {
                return (count, false);
            }
        }
    }

    private List<long> FindInstances(PurgeInstancesFilter filter, OrchestrationRuntimeStatus[] statuses, long after) => database.Read(db => db.Query(
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

    private List<long> FindEntities(PurgeInstancesFilter filter, long after) => database.Read(db => db.Query(
        "SELECT key FROM durable_entities WHERE key > ?1 AND (?2 IS NULL OR modified >= ?2) AND (?3 IS NULL OR modified <= ?3) ORDER BY key LIMIT ?4",
        row => row.GetInt64(0),
        after,
        filter.CreatedFrom?.UtcTicks,
        filter.CreatedTo?.UtcTicks,
        BatchSize));

    private static bool IsWithin(PurgeInstancesFilter filter, long ticks) => !(ticks < filter.CreatedFrom?.UtcTicks) && !(ticks > filter.CreatedTo?.UtcTicks);

    private static int Delete(LocalConnection db, EntityRow entity)
    {
        if (entity.LockOwner is not null || EntityInboxRow.Count(db, entity.Key) > 0)
        {
            return 0;
        }

        EntityRow.Delete(db, entity.Key);
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
