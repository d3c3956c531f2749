using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Caseward.Local.Storage;

/// <summary>One SQLite file: how it is opened, and what is looked at before anything is written to it.</summary>
internal sealed class DatabaseFile(string path, bool durable)
{
    /// <summary>Reading through all of a small file takes no time that anybody notices; a large one would hold up the start.</summary>
    private const long CheckedUpToBytes = 32L << 20;

    // The system keeps the file's pages for everybody. A larger cache of the writer's own costs more than it saves: when pages of an index were split, SQLite
    // walks through all of it after the commit.
    private const int WriterCacheKiB = 8 << 10;
    private const int ReaderCacheKiB = 2 << 10;

    private readonly string _connectionString =
        new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();

    public string Path => path;

    /// <summary>How long the write-ahead log is at present.</summary>
    public long WalBytes => new FileInfo(path + "-wal") is { Exists: true } wal ? wal.Length : 0;

    /// <summary>Opens the file for the first time. A file that is refused is left exactly as it is.</summary>
    /// <exception cref="LocalStorageException">It cannot be opened or written, is not ours, is damaged, or was written by a newer version.</exception>
    public LocalConnection ConnectFirst(IReadOnlyList<SchemaPart> schema)
    {
        LocalConnection? connection = null;
        try
        {
            connection = Open();
            KeepLogAtClose(connection, keep: true);
            Check(connection);
            LocalSchema.RefuseNewer(connection, path, schema);
            Configure(connection, WriterCacheKiB);
            KeepLogAtClose(connection, keep: false);
            return connection;
        }
        catch (Exception error)
        {
            connection?.Dispose();
            throw LocalStorageException.Explain(error, path);
        }
    }

    /// <summary>Opens the writer's connection once more.</summary>
    public LocalConnection ConnectWriter() => Connect(WriterCacheKiB, keepLog: false);

    /// <summary>Opens one more connection beside the writer's.</summary>
    public LocalConnection Connect() => Connect(ReaderCacheKiB, keepLog: true);

    /// <summary>
    /// Whether the last connection that closes leaves the write-ahead log alone. Otherwise SQLite copies it into the file, which must
    /// not happen to a file that is damaged, nor in a process that plays dead.
    /// </summary>
    public static void KeepLogAtClose(LocalConnection connection, bool keep) =>
        sqlite3_db_config(connection.Handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, out _);

    private LocalConnection Connect(int cacheKiB, bool keepLog)
    {
        LocalConnection connection = Open();
        try
        {
            Configure(connection, cacheKiB);
            KeepLogAtClose(connection, keepLog);
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    private LocalConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            return new LocalConnection(connection);
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    private void Configure(LocalConnection connection, int cacheKiB)
    {
        connection.Scalar("PRAGMA journal_mode=WAL");
        connection.Execute(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
        if (durable && OperatingSystem.IsMacOS())
        {
            connection.Execute("PRAGMA fullfsync=ON"); // Without it the system keeps in the disk's own memory what it says to have written.
            connection.Execute("PRAGMA checkpoint_fullfsync=ON");
        }

        connection.Execute("PRAGMA wal_autocheckpoint=0");
        connection.Execute($"PRAGMA cache_size=-{cacheKiB}");
        connection.Execute("PRAGMA temp_store=MEMORY");
    }

    private void Check(LocalConnection connection)
    {
        if (connection.Scalar("SELECT 1 WHERE EXISTS (SELECT 1 FROM sqlite_master) AND NOT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'schema_parts')") is not null)
        {
            throw LocalStorageException.NotOurs(path);
        }

        if (sqlite3_db_readonly(connection.Handle, "main") == 1)
        {
            throw LocalStorageException.ReadOnly(path);
        }

        if (new FileInfo(path).Length <= CheckedUpToBytes && connection.Scalar("PRAGMA quick_check(1)") is string finding and not "ok")
        {
            throw LocalStorageException.Damaged(path, finding.ReplaceLineEndings(" "));
        }
    }
}
