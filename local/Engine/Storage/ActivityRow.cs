using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Storage;

/// <summary>
/// An activity that was asked for and whose result is not recorded yet. The row goes in the very transaction that records the result; a
/// process that dies before has promised nothing, and the activity runs again at the next start.
/// </summary>
internal sealed record ActivityRow(long Instance, int TaskId, int Generation, string InstanceId, string Name, string Version, string? Input, string? Trace = null)
{
    public ActivityKey Key => new(Instance, TaskId);

    private const string Columns = "instance, task, generation, instance_id, name, version, input, trace";

    public void Insert(LocalConnection db) => db.Execute(
        $"INSERT INTO durable_activities ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        Instance, TaskId, Generation, InstanceId, Name, Version, Input, Trace);

    /// <summary>Removes it, and not one of a later execution that has the same number.</summary>
    public void Delete(LocalConnection db) =>
        db.Execute("DELETE FROM durable_activities WHERE instance = ?1 AND task = ?2 AND generation = ?3", Instance, TaskId, Generation);

    public static void Clear(LocalConnection db, long instance) => db.Execute("DELETE FROM durable_activities WHERE instance = ?1", instance);

    /// <summary>All that wait, without what they are to work on: that may be large, and most of them wait for long.</summary>
    public static List<ActivityKey> ReadKeys(LocalConnection db) =>
        db.Query("SELECT instance, task FROM durable_activities", row => new ActivityKey(row.GetInt64(0), row.GetInt32(1)));

    public static ActivityRow? Find(LocalConnection db, ActivityKey key) =>
        db.Single($"SELECT {Columns} FROM durable_activities WHERE instance = ?1 AND task = ?2", Map, key.Instance, key.TaskId);

    private static ActivityRow Map(LocalRow row) => new(
        row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetString(3), row.GetString(4), row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7));
}

/// <summary>By what an activity is found.</summary>
internal readonly record struct ActivityKey(long Instance, int TaskId);
