using Azure.Data.Tables;
using Caseward.Local.Storage;

namespace Caseward.Local.Tables;

/// <summary>What each kind of write does to a row. Runs on the database's writer only, inside a piece that is kept or undone as a whole.</summary>
internal sealed class RowWriter(TimeProvider clock)
{
    private long _lastStamp;

    /// <summary>A row by its keys.</summary>
    public static StoredRow? Find(LocalConnection db, long table, byte[] partitionKey, byte[] rowKey) => db.Single<StoredRow?>(
        "SELECT stamp, properties FROM table_rows WHERE table_id = ?1 AND pk = ?2 AND rk = ?3",
        row => new StoredRow(partitionKey, rowKey, row.GetInt64(0), row.GetBytes(1)),
        table,
        partitionKey,
        rowKey);

    /// <summary>Writes a row; the outcome holds its new stamp, or the refusal, and then nothing was written.</summary>
    public WriteOutcome Apply(LocalConnection db, long table, in RowWrite write) => write.Kind switch
    {
        TableTransactionActionType.Add => Insert(db, table, write),
        TableTransactionActionType.UpdateReplace => Replace(db, table, write),
        TableTransactionActionType.UpsertReplace => Upsert(db, table, write),
        TableTransactionActionType.Delete => Delete(db, table, write),
        _ => Merge(db, table, write),
    };

    private static TableRefusal MissingOrChanged(LocalConnection db, long table, in RowWrite write) =>
        db.Scalar("SELECT 1 FROM table_rows WHERE table_id = ?1 AND pk = ?2 AND rk = ?3", table, write.PartitionKey, write.RowKey) is null
            ? TableRefusal.ResourceNotFound
            : TableRefusal.UpdateConditionNotSatisfied;

    private WriteOutcome Insert(LocalConnection db, long table, in RowWrite write)
    {
        long stamp = NextStamp(0);
        int rows = db.Execute(
            "INSERT INTO table_rows VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING", table, write.PartitionKey, write.RowKey, stamp, write.Properties);
        return new WriteOutcome(stamp, rows == 1 ? null : TableRefusal.EntityAlreadyExists);
    }

    private WriteOutcome Replace(LocalConnection db, long table, in RowWrite write)
    {
        if (write.IfStamp is { } seen)
        {
            long stamp = LaterThan(seen);
            int rows = db.Execute(
                "UPDATE table_rows SET stamp = ?4, properties = ?5 WHERE table_id = ?1 AND pk = ?2 AND rk = ?3 AND stamp = ?6",
                table,
                write.PartitionKey,
                write.RowKey,
                stamp,
                write.Properties,
                seen);
            if (rows == 0)
            {
                return new WriteOutcome(0, MissingOrChanged(db, table, write)); // What the caller says to have seen is no stamp that was ever given.
            }

            _lastStamp = stamp;
            return new WriteOutcome(stamp, null);
        }

        return StampOf(db, table, write) is { } before ? Overwrite(db, table, write, before, write.Properties) : new WriteOutcome(0, TableRefusal.ResourceNotFound);
    }

    private WriteOutcome Upsert(LocalConnection db, long table, in RowWrite write) =>
        StampOf(db, table, write) is { } before ? Overwrite(db, table, write, before, write.Properties) : Insert(db, table, write);

    private WriteOutcome Merge(LocalConnection db, long table, in RowWrite write)
    {
        if (Find(db, table, write.PartitionKey, write.RowKey) is not { } row)
        {
            return write.Kind == TableTransactionActionType.UpsertMerge
                ? Insert(db, table, write)
                : new WriteOutcome(0, TableRefusal.ResourceNotFound);
        }

        if (write.IfStamp is { } seen && seen != row.Stamp)
        {
            return new WriteOutcome(0, TableRefusal.UpdateConditionNotSatisfied);
        }

        byte[] merged;
        try
        {
            merged = row.MergedWith(write.Properties);
        }
        catch (TableRefusedException refused)
        {
            return new WriteOutcome(0, refused.Refusal);
        }

        return Overwrite(db, table, write, row.Stamp, merged);
    }

    // Not in one statement that returns the stamp: SQLite makes a table in memory for what a statement returns, each time.
    private static long? StampOf(LocalConnection db, long table, in RowWrite write) =>
        (long?)db.Scalar("SELECT stamp FROM table_rows WHERE table_id = ?1 AND pk = ?2 AND rk = ?3", table, write.PartitionKey, write.RowKey);

    private WriteOutcome Overwrite(LocalConnection db, long table, in RowWrite write, long before, byte[] properties)
    {
        long stamp = NextStamp(before);
        db.Execute(
            "UPDATE table_rows SET stamp = ?4, properties = ?5 WHERE table_id = ?1 AND pk = ?2 AND rk = ?3",
            table,
            write.PartitionKey,
            write.RowKey,
            stamp,
            properties);
        return new WriteOutcome(stamp, null);
    }

    private static WriteOutcome Delete(LocalConnection db, long table, in RowWrite write)
    {
        int rows = write.IfStamp is { } seen
            ? db.Execute("DELETE FROM table_rows WHERE table_id = ?1 AND pk = ?2 AND rk = ?3 AND stamp = ?4", table, write.PartitionKey, write.RowKey, seen)
            : db.Execute("DELETE FROM table_rows WHERE table_id = ?1 AND pk = ?2 AND rk = ?3", table, write.PartitionKey, write.RowKey);
        return new WriteOutcome(0, rows == 1 ? null : MissingOrChanged(db, table, write));
    }

    private long NextStamp(long after) => _lastStamp = LaterThan(after);

    /// <summary>The clock's present instant, but later than every stamp that this process gave: versions differ even while the clock stands still.</summary>
    private long LaterThan(long stamp) => Math.Max(clock.GetUtcNow().UtcTicks, Math.Max(_lastStamp, stamp) + 1);
}
