using Caseward.Local.Storage;

namespace Caseward.Local.Schedules;

/// <summary>Remembers schedules in the local file, by function.</summary>
internal sealed class ScheduleStore(LocalDatabase database)
{
    public static readonly SchemaPart Schema = new(
        "schedules",
        "CREATE TABLE schedules (function TEXT PRIMARY KEY, schedule TEXT NOT NULL, last INTEGER, next INTEGER NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID");

    public ScheduleRecord? Find(string function) => database.Read(db => db.Single(
        "SELECT schedule, last, next, updated FROM schedules WHERE function = ?1",
        row => new ScheduleRecord(
            row.GetString(0), row.IsDBNull(1) ? null : Instant(row.GetInt64(1)), Instant(row.GetInt64(2)), Instant(row.GetInt64(3))),
        function));

    public Task SaveAsync(string function, ScheduleRecord record) => database.WriteAsync(db => db.Execute(
        "INSERT INTO schedules VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (function) DO UPDATE SET schedule = ?2, last = ?3, next = ?4, updated = ?5",
        function, record.Schedule, record.Last?.UtcTicks, record.Next.UtcTicks, record.Updated.UtcTicks));

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);
}
