using System.Runtime.CompilerServices;
using Caseward.Local.Accounts;
using Caseward.Local.Storage;

namespace Caseward.Local.Tables;

/// <summary>
/// An account's tables in its database: one SQL table holds the rows of all of them in the order in which they came, one index finds them by table,
/// partition key and row key.
/// </summary>
internal sealed class TableStore(LocalDatabase database, TimeProvider clock)
{
    public static readonly SchemaPart Schema = new(
        "tables",
        """
        CREATE TABLE table_names (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE);
        CREATE TABLE table_rows (
          table_id INTEGER NOT NULL, pk BLOB NOT NULL, rk BLOB NOT NULL,
          stamp INTEGER NOT NULL, properties BLOB NOT NULL,
          PRIMARY KEY (table_id, pk, rk)) WITHOUT ROWID
        """,

        // A row clustered by its keys lies in an index's page, which takes a quarter of a page of it and puts the rest into a page of its own. In the order
        // of coming rows fill whole pages, and those that are written together share them: half the file, and half of what a commit writes.
        """
        ALTER TABLE table_rows RENAME TO clustered_rows;
        CREATE TABLE table_rows (
          table_id INTEGER NOT NULL, pk BLOB NOT NULL, rk BLOB NOT NULL,
          stamp INTEGER NOT NULL, properties BLOB NOT NULL,
          UNIQUE (table_id, pk, rk));
        INSERT INTO table_rows SELECT * FROM clustered_rows ORDER BY table_id, pk, rk;
        DROP TABLE clustered_rows
        """);

    // Not a property of the account: with the package's clients there are no tables here.
    private static readonly ConditionalWeakTable<LocalAccount, TableStore> Stores = [];

    private readonly RowWriter _rows = new(clock);

    /// <summary>The account's tables, the same for all its clients.</summary>
    public static TableStore Of(LocalAccount account) => Stores.GetValue(account, static account => new TableStore(account.Database, account.Clock));

    public void Pass(string checkpoint, string partitionKey, string rowKey) => database.Checkpoints.Pass(checkpoint, partitionKey, rowKey);

    public Task<bool> CreateTableAsync(string name) =>
        ChangeAsync(db => db.Execute("INSERT INTO table_names (name) VALUES (?1) ON CONFLICT DO NOTHING", name) == 1);

    public Task<bool> DeleteTableAsync(string name) => ChangeAsync(db =>
    {
        if (TableId(db, name) is not { } table)
        {
            return false;
        }

        db.Execute("DELETE FROM table_rows WHERE table_id = ?1", table);
        return db.Execute("DELETE FROM table_names WHERE id = ?1", table) == 1;
    });

    public List<string> TableNames() => Look(db => db.Query("SELECT name FROM table_names ORDER BY name COLLATE NOCASE", row => row.GetString(0)));

    /// <summary>Writes one row; the outcome holds its stamp, or the refusal.</summary>
    public Task<WriteOutcome> WriteAsync(string tableName, RowWrite write) => ChangeAsync(db =>
        TableId(db, tableName) is { } table ? _rows.Apply(db, table, write) : new WriteOutcome(0, TableRefusal.TableNotFound));

    /// <summary>Writes all the rows or none, in one piece of the database's writer.</summary>
    /// <exception cref="TableRefusedException">A row was refused; none is written.</exception>
    public Task<long[]> WriteAllAsync(string tableName, RowWrite[] writes) => ChangeAsync(db =>
    {
        long table = TableId(db, tableName) ?? throw new TableRefusedException(TableRefusal.TableNotFound, 0);
        long[] stamps = new long[writes.Length];
        for (int i = 0; i < writes.Length; i++)
        {
            WriteOutcome outcome = _rows.Apply(db, table, writes[i]);
            stamps[i] = outcome.Refusal is null ? outcome.Stamp : throw new TableRefusedException(outcome.Refusal, i);
        }

        return stamps;
    });

    /// <summary>One row by its keys; a refusal when it or the table is missing.</summary>
    public (StoredRow? Row, TableRefusal? Refusal) Find(string tableName, byte[] partitionKey, byte[] rowKey) => Look<(StoredRow?, TableRefusal?)>(db =>
        TableId(db, tableName) is not { } table ? (null, TableRefusal.TableNotFound)
        : RowWriter.Find(db, table, partitionKey, rowKey) is { } row ? (row, null)
        : (null, TableRefusal.ResourceNotFound));

    /// <summary>Walks over a range of keys in order until told to stop.</summary>
    /// <param name="tableName">The table.</param>
    /// <param name="ranges">The ranges, in order.</param>
    /// <param name="visit">Gets each row; says whether to go on.</param>
    /// <returns>Whether the table exists.</returns>
    public bool Walk(string tableName, IReadOnlyList<KeyRange> ranges, Func<StoredRow, bool> visit) => Look(db =>
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
                row => more = visit(new StoredRow(row.GetBytes(0), row.GetBytes(1), row.GetInt64(2), row.GetBytes(3))),
                table,
                range.From.PartitionKey,
                range.From.RowKey,
                range.To.PartitionKey,
                range.To.RowKey);
        }

        return true;
    });

    // The service's own way to say that it cannot just now.
    private async Task<T> ChangeAsync<T>(Func<LocalConnection, T> change)
    {
        try
        {
            return await database.WriteAsync(change).ConfigureAwait(false);
        }
        catch (LocalStorageException error)
        {
            throw TableRefusal.Unavailable(error.Message).ToException();
        }
    }

    private T Look<T>(Func<LocalConnection, T> look)
    {
        try
        {
            return database.Read(look);
        }
        catch (LocalStorageException error)
        {
            throw TableRefusal.Unavailable(error.Message).ToException();
        }
    }

    private static long? TableId(LocalConnection db, string name) => (long?)db.Scalar("SELECT id FROM table_names WHERE name = ?1", name);
}
