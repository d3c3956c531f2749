using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Entities;

/// <summary>An entity as it stands. One without a state does not exist for clients; its row stays until the storage is cleaned.</summary>
/// <param name="Key">Its number inside the engine.</param>
/// <param name="Id">Its id, <c>@name@key</c>.</param>
/// <param name="State">Its state, serialized.</param>
/// <param name="Modified">When an operation last ran, in ticks.</param>
/// <param name="LockOwner">The key of the orchestration that has locked it.</param>
/// <param name="LockSection">The critical section that has locked it.</param>
/// <param name="LockedBy">The id of the orchestration that has locked it.</param>
internal sealed record EntityRow(long Key, string Id, string? State, long Modified, long? LockOwner, string? LockSection, string? LockedBy)
{
    public const string Columns = "key, id, state, modified, lock_owner, lock_section, locked_by";

    public static EntityRow? Find(LocalConnection db, string id) => db.Single($"SELECT {Columns} FROM durable_entities WHERE id = ?1", Map, id);

    public static EntityRow? Find(LocalConnection db, long key) => db.Single($"SELECT {Columns} FROM durable_entities WHERE key = ?1", Map, key);

    /// <summary>The key of an entity, which comes to be known now if it was not.</summary>
    public static long KeyOf(LocalConnection db, EngineNumbers numbers, string id, DateTime now)
    {
        if (db.Scalar("SELECT key FROM durable_entities WHERE id = ?1", id) is long known)
        {
            return known;
        }

        long key = numbers.NextEntityKey();
        db.Execute("INSERT INTO durable_entities (key, id, modified) VALUES (?1, ?2, ?3)", key, id, now.Ticks);
        return key;
    }

    public static void SetState(LocalConnection db, long key, string? state, DateTime now) =>
        db.Execute("UPDATE durable_entities SET state = ?2, modified = ?3 WHERE key = ?1", key, state, now.Ticks);

    public static void Delete(LocalConnection db, long key)
    {
        db.Execute("DELETE FROM durable_entities WHERE key = ?1", key);
        db.Execute("DELETE FROM durable_entity_inbox WHERE entity = ?1", key);
    }

    public static void Lock(LocalConnection db, long key, EntityCaller owner) => db.Execute(
        "UPDATE durable_entities SET lock_owner = ?2, lock_section = ?3, locked_by = ?4 WHERE key = ?1", key, owner.Instance, owner.Section, owner.InstanceId);

    public static void Unlock(LocalConnection db, long key) =>
        db.Execute("UPDATE durable_entities SET lock_owner = NULL, lock_section = NULL, locked_by = NULL WHERE key = ?1", key);

    /// <summary>Frees what an orchestration that has ended had locked, and says what that was.</summary>
    public static List<long> UnlockAllOf(LocalConnection db, long owner)
    {
        List<long> locked = db.Query("SELECT key FROM durable_entities WHERE lock_owner = ?1", row => row.GetInt64(0), owner);
        locked.ForEach(key => Unlock(db, key));
        return locked;
    }

    public static EntityRow Map(LocalRow row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.GetInt64(3),
        row.IsDBNull(4) ? null : row.GetInt64(4),
        row.IsDBNull(5) ? null : row.GetString(5),
        row.IsDBNull(6) ? null : row.GetString(6));
}
