using System.Diagnostics;
using System.Globalization;
using Caseward.Local.Engine.Tracing;
using Caseward.Local.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Engine.Entities;

/// <summary>The entity client of the local engine.</summary>
internal sealed class LocalEntityClient(string name, LocalDatabase database, EntityCommands commands, DataConverter converter) : DurableEntityClient(name)
{
    public override Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null, CancellationToken cancellation = default)
    {
        EntityIds.Check(id);
        ArgumentNullException.ThrowIfNull(operationName);
        cancellation.ThrowIfCancellationRequested();
        DateTime? at = options?.SignalTime?.UtcDateTime;
        return commands.SignalAsync(id.ToString(), new EntityOperation(operationName, converter.Serialize(input), Caller: null, EntityTrace.Of(Activity.Current, at)), at);
    }

    public override Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        Task.FromResult(Find(id, (db, row) => Describe(db, row, includeState), cancellation));

    public override Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        Task.FromResult(Find(id, (db, row) => DescribeAs<T>(db, row, includeState), cancellation));

    public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null) => List(filter, Describe);

    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null) => List(filter, DescribeAs<T>);

    public override async Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default)
    {
        CleanEntityStorageRequest wanted = request ?? CleanEntityStorageRequest.Default;
        long? next = wanted.ContinuationToken is { } token ? long.Parse(token, CultureInfo.InvariantCulture) : 0;
        var all = default(CleanEntityStorageResult);
        do
        {
            cancellation.ThrowIfCancellationRequested();
            (CleanEntityStorageResult done, next) = await commands.CleanAsync(wanted, next.Value);
            all = all with
            {
                EmptyEntitiesRemoved = all.EmptyEntitiesRemoved + done.EmptyEntitiesRemoved,
                OrphanedLocksReleased = all.OrphanedLocksReleased + done.OrphanedLocksReleased,
            };
        }
        while (continueUntilComplete && next is not null);

        return all with { ContinuationToken = next?.ToString(CultureInfo.InvariantCulture) };
    }

    private T? Find<T>(EntityInstanceId id, Func<LocalConnection, EntityRow, T> describe, CancellationToken cancellation)
        where T : class
    {
        EntityIds.Check(id);
        cancellation.ThrowIfCancellationRequested();
        return database.Read(db => EntityRow.Find(db, id.ToString()) is { State: not null } row ? describe(db, row) : null);
    }

    private AsyncPageable<T> List<T>(EntityQuery? filter, Func<LocalConnection, EntityRow, bool, T> describe)
        where T : class
    {
        EntityQuery query = filter ?? new EntityQuery();
        return Pageable.Create<T>((token, size, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Task.FromResult(database.Read(db => ReadPage(db, query, token ?? query.ContinuationToken, size ?? query.PageSize ?? EntityQuery.DefaultPageSize, describe)));
        });
    }

    private static Page<T> ReadPage<T>(LocalConnection db, EntityQuery query, string? after, int pageSize, Func<LocalConnection, EntityRow, bool, T> describe)
        where T : class
    {
        string prefix = query.InstanceIdStartsWith ?? string.Empty;
        List<EntityRow> rows = db.Query(
            $"""
            SELECT {EntityRow.Columns} FROM durable_entities
            WHERE id >= ?1 AND id > ?2 AND (?3 IS NULL OR id < ?3)
              AND (?4 IS NULL OR modified >= ?4) AND (?5 IS NULL OR modified <= ?5)
              AND (?6 OR state IS NOT NULL)
            ORDER BY id LIMIT ?7
            """,
            EntityRow.Map,
            prefix,
            after ?? string.Empty,
            prefix.Length == 0 ? null : prefix + "\U0010FFFF",
            query.LastModifiedFrom?.UtcTicks,
            query.LastModifiedTo?.UtcTicks,
            query.IncludeTransient ? 1 : 0,
            pageSize + 1);
        bool more = rows.Count > pageSize;
        return new Page<T>([.. rows.Take(pageSize).Select(row => describe(db, row, query.IncludeState))], more ? rows[pageSize - 1].Id : null);
    }

    private EntityMetadata Describe(LocalConnection db, EntityRow row, bool includeState) =>
        new(EntityInstanceId.FromString(row.Id), includeState && row.State is { } state ? new SerializedData(state, converter) : null)
        {
            LastModifiedTime = new DateTimeOffset(row.Modified, TimeSpan.Zero),
            BacklogQueueSize = EntityInboxRow.Count(db, row.Key),
            LockedBy = row.LockedBy,
        };

    private EntityMetadata<T> DescribeAs<T>(LocalConnection db, EntityRow row, bool includeState)
    {
        EntityMetadata plain = Describe(db, row, includeState);
        return plain.IncludesState
            ? new(plain.Id, plain.State.ReadAs<T>()) { LastModifiedTime = plain.LastModifiedTime, BacklogQueueSize = plain.BacklogQueueSize, LockedBy = plain.LockedBy }
            : new(plain.Id) { LastModifiedTime = plain.LastModifiedTime, BacklogQueueSize = plain.BacklogQueueSize, LockedBy = plain.LockedBy };
    }
}
