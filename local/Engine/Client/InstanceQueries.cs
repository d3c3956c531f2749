using System.Collections.Immutable;
using System.Globalization;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Engine.Client;

/// <summary>What clients see of instances: what is committed.</summary>
internal sealed class InstanceQueries(LocalDatabase database, DataConverter converter, DurableBackend backend)
{
    public OrchestrationMetadata? Find(string instanceId, bool payloads)
    {
        database.Checkpoints.Pass("engine/read/before");
        return database.Read(db => InstanceRow.Find(db, instanceId) is { } row ? Describe(db, row, payloads, payloads) : null);
    }

    /// <summary>Whether an instance, known by its key, has ended or is gone.</summary>
    public bool HasEnded(long key) => database.Read(db => InstanceRow.Find(db, key) is not { IsEnded: false });

    /// <summary>What it takes to start an instance once more; null when there is none.</summary>
    public NewInstance? FindStart(string instanceId, DateTimeOffset now) => database.Read(db =>
        InstanceRow.Find(db, instanceId) is { } row && HistoryRows.ReadStart(db, row.Key) is { } started
            ? new NewInstance(instanceId, started with { Parent = null, Trace = null }, now, StartAt: null, row.Tags)
            : null);

    /// <summary>What happened to an instance, for whoever uses the SDK; null when there is none.</summary>
    public List<global::DurableTask.Core.History.HistoryEvent>? FindHistory(string instanceId) =>
        database.Read(db => InstanceRow.Find(db, instanceId) is { } row ? new InstanceHistory(row, HistoryRows.Read(db, row.Key)).ToList() : null);

    /// <summary>One page of the instances that match, by id.</summary>
    public Page<OrchestrationMetadata> List(OrchestrationQuery query, string? after, int pageSize) => database.Read(db =>
    {
        OrchestrationRuntimeStatus[]? statuses = query.Statuses?.ToArray();
        string prefix = query.InstanceIdPrefix ?? string.Empty;
        List<InstanceRow> rows = db.Query(
            $"""
            SELECT {InstanceRow.Columns} FROM durable_instances
            WHERE id >= ?1 AND id > ?2 AND (?3 IS NULL OR id < ?3)
              AND (?4 IS NULL OR created >= ?4) AND (?5 IS NULL OR created <= ?5)
              AND (?6 IS NULL OR instr(?6, ',' || status || ',') > 0)
            ORDER BY id LIMIT ?7
            """,
            InstanceRow.Map,
            prefix,
            after ?? string.Empty,
            After(prefix),
            query.CreatedFrom?.UtcTicks,
            query.CreatedTo?.UtcTicks,
            statuses is null or [] ? null : StatusFilter.ToParameter(statuses),
            pageSize + 1);
        bool more = rows.Count > pageSize;

        // The in-memory back end lists payloads whether asked for or not; only reading them as a type needs the wish.
        bool texts = query.FetchInputsAndOutputs || backend == DurableBackend.InMemory;
        OrchestrationMetadata[] values = [.. rows.Take(pageSize).Select(row => Describe(db, row, query.FetchInputsAndOutputs, texts))];
        return new Page<OrchestrationMetadata>(values, more ? values[^1].InstanceId : null);
    });

    /// <summary>
    /// One page of the ids of ended instances, in the order of the instants at which they ended, and by id within one. Each page that has any says where the next one goes on: the SDK's
    /// export of histories asks until a page is empty, and remembers that place to go on from when more have ended.
    /// </summary>
    public Page<string> ListEnded(
        IEnumerable<OrchestrationRuntimeStatus>? statuses, DateTimeOffset? from, DateTimeOffset? to, int pageSize, string? after) => database.Read(db =>
    {
        (long lastEnd, string lastId) = EndOf(after);
        List<(long End, string Id)> ended = db.Query(
            """
            SELECT updated, id FROM durable_instances
            WHERE (updated, id) > (?1, ?2) AND instr(?3, ',' || status || ',') > 0 AND (?4 IS NULL OR updated >= ?4) AND (?5 IS NULL OR updated <= ?5)
            ORDER BY updated, id LIMIT ?6
            """,
            row => (row.GetInt64(0), row.GetString(1)),
            lastEnd,
            lastId,
            StatusFilter.ToParameter(StatusFilter.EndedAmong(statuses)),
            from?.UtcTicks,
            to?.UtcTicks,
            pageSize);
        return new Page<string>([.. ended.Select(each => each.Id)], ended is [.., var last] ? $"{last.End}.{last.Id}" : null);
    });

    // What is no key of such a page, one of an older version for example, begins at the beginning: to export twice loses nothing.
    private static (long End, string Id) EndOf(string? lastInstanceKey) =>
        lastInstanceKey?.Split('.', 2) is [var end, var id] && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) ? (ticks, id) : (0, string.Empty);

    // The first text that no longer begins with the prefix; null when there is no prefix.
    private static string? After(string prefix) => prefix.Length == 0 ? null : prefix + "\U0010FFFF";

    private OrchestrationMetadata Describe(LocalConnection db, InstanceRow row, bool payloads, bool texts)
    {
        TaskFailureDetails? failure = payloads && row.Failure is not null ? HistoryJson.ReadFailure(row.Failure).ToDetails() : null;
        return new(row.Name, row.Id)
        {
            RuntimeStatus = row.Status,
            CreatedAt = row.Created,
            LastUpdatedAt = row.Updated,
            Tags = row.Tags is null ? ImmutableDictionary<string, string>.Empty : HistoryJson.ReadTags(row.Tags),
            DataConverter = payloads ? converter : null,
            SerializedInput = texts ? HistoryRows.ReadStart(db, row.Key)?.Input : null,
            SerializedOutput = !texts ? null : failure is not null && backend == DurableBackend.AzureStorage ? $"{failure.ErrorType}: {failure.ErrorMessage}" : row.Output,
            SerializedCustomStatus = texts ? row.CustomStatus : null,
            FailureDetails = failure,
        };
    }
}
