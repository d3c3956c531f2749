using Caseward.Local.Storage;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Engine.Storage;

/// <summary>One instance as it stands: what status queries answer from.</summary>
internal sealed record InstanceRow
{
    public const string Columns = "key, id, generation, name, version, status, created, updated, custom_status, output, failure, tags, parent";

    public required long Key { get; init; }

    public required string Id { get; init; }

    /// <summary>Counts executions: continue-as-new makes the next one. Answers to an earlier execution are dropped.</summary>
    public required int Generation { get; init; }

    public required string Name { get; init; }

    public required string Version { get; init; }

    public required OrchestrationRuntimeStatus Status { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    public string? CustomStatus { get; init; }

    public string? Output { get; init; }

    public string? Failure { get; init; }

    public string? Tags { get; init; }

    public long? Parent { get; init; }

    public bool IsEnded => StatusFilter.IsEnd(Status);

    public static InstanceRow? Find(LocalConnection db, string id) =>
        db.Single($"SELECT {Columns} FROM durable_instances WHERE id = ?1", Map, id);

    public static InstanceRow? Find(LocalConnection db, long key) =>
        db.Single($"SELECT {Columns} FROM durable_instances WHERE key = ?1", Map, key);

    public static InstanceRow Map(LocalRow row) => new()
    {
        Key = row.GetInt64(0),
        Id = row.GetString(1),
        Generation = row.GetInt32(2),
        Name = row.GetString(3),
        Version = row.GetString(4),
        Status = (OrchestrationRuntimeStatus)row.GetInt32(5),
        Created = Instant(row.GetInt64(6)),
        Updated = Instant(row.GetInt64(7)),
        CustomStatus = Text(row, 8),
        Output = Text(row, 9),
        Failure = Text(row, 10),
        Tags = Text(row, 11),
        Parent = row.IsDBNull(12) ? null : row.GetInt64(12),
    };

    public void Insert(LocalConnection db) => db.Execute(
        $"INSERT INTO durable_instances ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        Key, Id, Generation, Name, Version, (int)Status, Created.UtcTicks, Updated.UtcTicks, CustomStatus, Output, Failure, Tags, Parent);

    public void Update(LocalConnection db) => db.Execute(
        "UPDATE durable_instances SET generation = ?2, version = ?3, status = ?4, updated = ?5, custom_status = ?6, output = ?7, failure = ?8 WHERE key = ?1",
        Key, Generation, Version, (int)Status, Updated.UtcTicks, CustomStatus, Output, Failure);

    /// <summary>Removes everything kept of an instance. Timers it left behind, but for its start, die when they fire: they find nobody.</summary>
    public static void Delete(LocalConnection db, long key)
    {
        db.Execute("DELETE FROM durable_instances WHERE key = ?1", key);
        HistoryRows.Clear(db, key);
        ActivityRow.Clear(db, key);
        TimerRow.DeleteStart(db, key);
        db.Execute("DELETE FROM durable_inbox WHERE instance = ?1", key);
    }

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);

    private static string? Text(LocalRow row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
