using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Caseward.Local.Accounts;
using Caseward.Local.Storage;

namespace Caseward.Local.Tables;

/// <summary>
/// An account's tables in its database: one SQL table holds the rows of all of them, clustered by table, partition key and row key,
/// so that a point read is one seek and a range of keys is one walk.
/// </summary>
internal sealed class TableStore
{
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE table_names (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE);
        CREATE TABLE table_rows (
          table_id INTEGER NOT NULL, pk BLOB NOT NULL, rk BLOB NOT NULL,
          stamp INTEGER NOT NULL, properties BLOB NOT NULL,
          PRIMARY KEY (table_id, pk, rk)) WITHOUT ROWID
        """,
    ];

    private static readonly ConditionalWeakTable<LocalAccount, TableStore> Stores = [];

    private readonly LocalDatabase _database;
    private readonly TimeProvider _clock;
    private readonly Task _schema;
    private long _lastStamp;

    private TableStore(LocalAccount account)
    {
        _database = account.Database;
        _clock = account.Clock;
        _schema = _database.EnsureSchemaAsync("tables", Migrations);
    }

    public static async ValueTask<TableStore> OpenAsync(LocalAccount account)
    {
        TableStore store = Stores.GetValue(account, static account => new TableStore(account));
        await store._schema.ConfigureAwait(false);
        return store;
    }

    public void Pass(string checkpoint) => _database.Checkpoints.Pass(checkpoint);

    public Task<bool> CreateTableAsync(string name) =>
        _database.WriteAsync(db => db.Execute("INSERT INTO table_names (name) VALUES (?1) ON CONFLICT DO NOTHING", name) == 1);

    public Task<bool> DeleteTableAsync(string name) => _database.WriteAsync(db =>
    {
        if (TableId(db, name) is not { } table)
        {
            return false;
        }

        db.Execute("DELETE FROM table_rows WHERE table_id = ?1", table);
        return db.Execute("DELETE FROM table_names WHERE id = ?1", table) == 1;
    });

    public List<string> TableNames() => _database.Read(db => db.Query("SELECT name FROM table_names ORDER BY name COLLATE NOCASE", row => row.GetString(0)));

    /// <summary>Writes one row; the outcome holds its stamp, or the refusal.</summary>
    public Task<WriteOutcome> WriteAsync(string tableName, RowWrite write) => _database.WriteAsync(db =>
        TableId(db, tableName) is { } table ? Apply(db, table, write) : new WriteOutcome(0, TableRefusal.TableNotFound));

    /// <summary>Writes all the rows or none, in one piece of the database's writer.</summary>
    /// <exception cref="TableRefusedException">A row was refused; none is written.</exception>
    public Task<long[]> WriteAllAsync(string tableName, RowWrite[] writes) => _database.WriteAsync(db =>
    {
        long table = TableId(db, tableName) ?? throw new TableRefusedException(TableRefusal.TableNotFound, 0);
        long[] stamps = new long[writes.Length];
        for (int i = 0; i < writes.Length; i++)
        {
            WriteOutcome outcome = Apply(db, table, writes[i]);
            stamps[i] = outcome.Refusal is null ? outcome.Stamp : throw new TableRefusedException(outcome.Refusal, i);
        }

        return stamps;
    });

    /// <summary>One row by its keys; a refusal when it or the table is missing.</summary>
    public (StoredRow? Row, TableRefusal? Refusal) Find(string tableName, byte[] partitionKey, byte[] rowKey) => _database.Read<(StoredRow?, TableRefusal?)>(db =>
        TableId(db, tableName) is not { } table ? (null, TableRefusal.TableNotFound)
        : Find(db, table, partitionKey, rowKey) is { } row ? (row, null)
        : (null, TableRefusal.ResourceNotFound));

    /// <summary>Walks over a range of keys in order until told to stop.</summary>
    /// <param name="tableName">The table.</param>
    /// <param name="ranges">The ranges, in order.</param>
    /// <param name="visit">Gets each row; says whether to go on.</param>
    /// <returns>Whether the table exists.</returns>
    public bool Walk(string tableName, IReadOnlyList<KeyRange> ranges, Func<StoredRow, bool> visit) => _database.Read(db =>
    {
        if (TableId(db, tableName) is not { } table)
        {
            return false;
        }

        bool more = true;
        for (int i = 0; more && i < ranges.Count; i++)
        {
            KeyRange range = ranges[i];
            db.Scan(
                "SELECT pk, rk, stamp, properties FROM table_rows WHERE table_id = ?1 AND (pk, rk) >= (?2, ?3) AND (pk, rk) < (?4, ?5) ORDER BY pk, rk",
                row => more = visit(new StoredRow(row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3))),
                table,
                range.From.PartitionKey,
                range.From.RowKey,
                range.To.PartitionKey,
                range.To.RowKey);
        }

        return true;
    });

    private static long? TableId(LocalConnection db, string name) => (long?)db.Scalar("SELECT id FROM table_names WHERE name = ?1", name);

    private static StoredRow? Find(LocalConnection db, long table, byte[] partitionKey, byte[] rowKey) => db.Single<StoredRow?>(
        "SELECT stamp, properties FROM table_rows WHERE table_id = ?1 AND pk = ?2 AND rk = ?3",
        row => new StoredRow(partitionKey, rowKey, row.GetInt64(0), row.GetFieldValue<byte[]>(1)),
        table,
        partitionKey,
        rowKey);

    private static TableRefusal MissingOrChanged(LocalConnection db, long table, in RowWrite write) =>
        db.Scalar("SELECT 1 FROM table_rows WHERE table_id = ?1 AND pk = ?2 AND rk = ?3", table, write.PartitionKey, write.RowKey) is null
            ? TableRefusal.ResourceNotFound
            : TableRefusal.UpdateConditionNotSatisfied;

    private WriteOutcome Apply(LocalConnection db, long table, in RowWrite write) => write.Kind switch
    {
        TableTransactionActionType.Add => Insert(db, table, write),
        TableTransactionActionType.UpdateReplace => Replace(db, table, write),
        TableTransactionActionType.UpsertReplace => Upsert(db, table, write),
        TableTransactionActionType.Delete => Delete(db, table, write),
        _ => Merge(db, table, write),
    };

    private WriteOutcome Insert(LocalConnection db, long table, in RowWrite write)
    {
        long stamp = NextStamp(0);
        int rows = db.Execute(
            "INSERT INTO table_rows VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING", table, write.PartitionKey, write.RowKey, stamp, write.Properties);
        return new WriteOutcome(stamp, rows == 1 ? null : TableRefusal.EntityAlreadyExists);
    }

    private WriteOutcome Replace(LocalConnection db, long table, in RowWrite write)
    {
        object? stamp = write.IfStamp is { } seen
            ? db.Scalar(
                "UPDATE table_rows SET stamp = ?4, properties = ?5 WHERE table_id = ?1 AND pk = ?2 AND rk = ?3 AND stamp = ?6 RETURNING stamp",
                table,
                write.PartitionKey,
                write.RowKey,
                NextStamp(seen),
                write.Properties,
                seen)
            : db.Scalar(
                "UPDATE table_rows SET stamp = max(?4, stamp + 1), properties = ?5 WHERE table_id = ?1 AND pk = ?2 AND rk = ?3 RETURNING stamp",
                table,
                write.PartitionKey,
                write.RowKey,
                NextStamp(0),
                write.Properties);
        return stamp is long written ? new WriteOutcome(written, null) : new WriteOutcome(0, MissingOrChanged(db, table, write));
    }

    private WriteOutcome Upsert(LocalConnection db, long table, in RowWrite write)
    {
        object? stamp = db.Scalar(
            """
            INSERT INTO table_rows VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (table_id, pk, rk) DO UPDATE SET stamp = max(excluded.stamp, stamp + 1), properties = excluded.properties
            RETURNING stamp
            """,
            table,
            write.PartitionKey,
            write.RowKey,
            NextStamp(0),
            write.Properties);
        return new WriteOutcome((long)stamp!, null);
    }

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

        long stamp = NextStamp(row.Stamp);
        db.Execute(
            "UPDATE table_rows SET stamp = ?4, properties = ?5 WHERE table_id = ?1 AND pk = ?2 AND rk = ?3",
            table,
            write.PartitionKey,
            write.RowKey,
            stamp,
            merged);
        return new WriteOutcome(stamp, null);
    }

    private static WriteOutcome Delete(LocalConnection db, long table, in RowWrite write)
    {
        int rows = write.IfStamp is { } seen
            ? db.Execute("DELETE FROM table_rows WHERE table_id = ?1 AND pk = ?2 AND rk = ?3 AND stamp = ?4", table, write.PartitionKey, write.RowKey, seen)
            : db.Execute("DELETE FROM table_rows WHERE table_id = ?1 AND pk = ?2 AND rk = ?3", table, write.PartitionKey, write.RowKey);
        return new WriteOutcome(0, rows == 1 ? null : MissingOrChanged(db, table, write));
    }

    /// <summary>The clock's present instant, but later than every stamp given so far: versions differ even while the clock stands still.</summary>
    private long NextStamp(long after) => _lastStamp = Math.Max(_clock.GetUtcNow().UtcTicks, Math.Max(_lastStamp, after) + 1);
}
