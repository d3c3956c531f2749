using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Entities;

/// <summary>
/// A message in the queue of an entity. The queue lives in the file alone; memory holds only the knowledge that there is something in it.
/// </summary>
/// <param name="Seq">Its place in the queue.</param>
/// <param name="Section">The critical section it was sent from.</param>
/// <param name="Message">What to do.</param>
internal sealed record EntityInboxRow(long Seq, string? Section, EntityMessage Message)
{
    private const string Columns = "seq, section, message";

    // Results are seen once the whole batch is committed; a longer queue takes several.
    private const int MaxBatch = 64;

    // In characters, as of a turn.
    private const int LongestBatch = 8 * 1024 * 1024;

    // The due instant of messages that are to be taken as soon as possible.
    private const long AtOnce = 0;

    /// <summary>Puts a message into an entity's queue; the entity is woken by it, or by a timer.</summary>
    public static void Add(LocalConnection db, EngineNumbers numbers, EntityPosting message, DateTime now, Outbox outbox)
    {
        long entity = EntityRow.KeyOf(db, numbers, message.Entity, now);
        bool later = message.Due > now;
        db.Execute(
            "INSERT INTO durable_entity_inbox (seq, entity, section, due, message) VALUES (?1, ?2, ?3, ?4, ?5)",
            numbers.NextSeq(), entity, message.Section, later ? message.Due!.Value.Ticks : AtOnce, message.Text);
        if (later)
        {
            outbox.Set(db, new TimerRow(message.Due!.Value, SessionKey.OfEntity(entity), TimerRow.ScheduledSignal, 0));
        }
        else
        {
            outbox.Add(new EntityWake(entity));
        }
    }

    /// <returns>Whether it was there.</returns>
    public static bool Delete(LocalConnection db, long seq) => db.Execute("DELETE FROM durable_entity_inbox WHERE seq = ?1", seq) == 1;

    /// <summary>
    /// The next messages that an entity may take: from the critical section alone that has locked it, else signals that have come due, which leave room, then the others.
    /// Neither many nor large ones are taken together.
    /// </summary>
    /// <returns>They, and whether there are more.</returns>
    public static (List<EntityInboxRow> Next, bool More) ReadNext(LocalConnection db, EntityRow entity, DateTime now)
    {
        List<EntityInboxRow> next = [];
        bool more = false;
        int first = 0;
        int most = MaxBatch;
        int left = LongestBatch;
        bool Take(LocalRow row)
        {
            string message = row.GetString(2);
            if (next.Count == most || (next.Count > first && message.Length > left))
            {
                more = true;
                return false;
            }

            next.Add(Map(row, message));
            left -= message.Length;
            return true;
        }

        if (entity.LockSection is not null)
        {
            db.Scan($"SELECT {Columns} FROM durable_entity_inbox WHERE entity = ?1 AND section = ?2 ORDER BY seq", Take, entity.Key, entity.LockSection);
            return (next, more);
        }

        bool others = db.Scalar($"SELECT 1 FROM durable_entity_inbox WHERE entity = ?1 AND due = {AtOnce} LIMIT 1", entity.Key) is not null;
        most -= others ? MaxBatch / 2 : 0;
        left -= others ? LongestBatch / 2 : 0;
        db.Scan($"SELECT {Columns} FROM durable_entity_inbox WHERE entity = ?1 AND due > {AtOnce} AND due <= ?2 ORDER BY due, seq", Take, entity.Key, now.Ticks);
        if (others)
        {
            // Whatever came due, the first of them is taken.
            first = next.Count;
            most = MaxBatch;
            left += LongestBatch / 2;
            db.Scan($"SELECT {Columns} FROM durable_entity_inbox WHERE entity = ?1 AND due = {AtOnce} ORDER BY seq", Take, entity.Key);
        }

        return (next, more);
    }

    /// <summary>The entities with messages that may be taken by now, for the start: the timer of a signal may be gone although the entity was locked.</summary>
    public static List<long> ReadWaiting(LocalConnection db, DateTime now) =>
        db.Query("SELECT DISTINCT entity FROM durable_entity_inbox WHERE due <= ?1", row => row.GetInt64(0), now.Ticks);

    /// <summary>Takes back what one call has sent to an entity and the entity has not taken.</summary>
    public static void Withdraw(LocalConnection db, string entityId, EntityCaller caller)
    {
        foreach (EntityInboxRow row in db.Query($"SELECT {Columns} FROM durable_entity_inbox WHERE entity = (SELECT key FROM durable_entities WHERE id = ?1)", Map, entityId))
        {
            EntityCaller? sender = row.Message switch
            {
                EntityOperation operation => operation.Caller,
                EntityLock wish => wish.Owner,
                _ => null,
            };
            if (sender is not null && (sender.Instance, sender.Generation, sender.TaskId) == (caller.Instance, caller.Generation, caller.TaskId))
            {
                Delete(db, row.Seq);
            }
        }
    }

    /// <summary>How many operations and wishes for locks wait for an entity. The end of a critical section that is over changes nothing any more.</summary>
    public static int Count(LocalConnection db, long entity) =>
        Convert.ToInt32(db.Scalar("""SELECT count(*) FROM durable_entity_inbox WHERE entity = ?1 AND message NOT LIKE '{"is":"EntityUnlock"%'""", entity));

    private static EntityInboxRow Map(LocalRow row) => Map(row, row.GetString(2));

    private static EntityInboxRow Map(LocalRow row, string message) => new(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1), HistoryJson.ReadEntityMessage(message));
}
