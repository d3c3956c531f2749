using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Storage;

/// <summary>Something due at an instant of the local clock: a timer of an orchestrator, a scheduled start, or the signals that wait for an entity until then; the last two are told by task numbers that no orchestrator gives.</summary>
internal readonly record struct TimerRow(DateTime Due, SessionKey For, int TaskId, int Generation)
{
    public const int ScheduledStart = -1;
    public const int ScheduledSignal = -2;

    /// <summary>When it was set, in real ticks; null when its instance is not traced.</summary>
    public long? Began { get; init; }

    private const string Columns = "due, instance, task, generation, began";

    // Several signals for one entity at one instant share their timer.
    public void Insert(LocalConnection db) => db.Execute(
        $"INSERT{(TaskId == ScheduledSignal ? " OR IGNORE" : "")} INTO durable_timers ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5)", Due.Ticks, For.Column, TaskId, Generation, Began);

    /// <summary>Removes it, and not one of a later execution that has the same number and instant.</summary>
    public void Delete(LocalConnection db) => db.Execute(
        "DELETE FROM durable_timers WHERE due = ?1 AND instance = ?2 AND task = ?3 AND generation = ?4", Due.Ticks, For.Column, TaskId, Generation);

    /// <summary>Calls off the scheduled start of an instance, if it has one.</summary>
    public static void DeleteStart(LocalConnection db, long instance) => db.Execute("DELETE FROM durable_timers WHERE instance = ?1 AND task < 0", instance);

    /// <summary>What is due, in order, after the last one seen.</summary>
    public static List<TimerRow> ReadDue(LocalConnection db, DateTime now, TimerRow after, int count) => db.Query(
        $"SELECT {Columns} FROM durable_timers WHERE due <= ?1 AND (due, instance, task) > (?2, ?3, ?4) ORDER BY due, instance, task LIMIT ?5",
        Map, now.Ticks, after.Due.Ticks, after.For.Column, after.TaskId, count);

    /// <summary>When the next one after an instant is due.</summary>
    public static DateTime? NextDue(LocalConnection db, DateTime after) =>
        db.Scalar("SELECT due FROM durable_timers WHERE due > ?1 ORDER BY due LIMIT 1", after.Ticks) is long ticks ? Utc(ticks) : null;

    private static TimerRow Map(LocalRow row) => new(Utc(row.GetInt64(0)), SessionKey.FromColumn(row.GetInt64(1)), row.GetInt32(2), row.GetInt32(3))
    {
        Began = row.IsDBNull(4) ? null : row.GetInt64(4),
    };

    private static DateTime Utc(long ticks) => new(ticks, DateTimeKind.Utc);
}
