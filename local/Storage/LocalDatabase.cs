using System.Collections.Concurrent;
using System.Threading.Channels;
using Caseward.Local.Chaos;
using Microsoft.Data.Sqlite;

namespace Caseward.Local.Storage;

/// <summary>
/// The one SQLite file under Caseward Local: tables, queues, mail and the durable engine all live in it.
/// One thread writes. It takes whatever is waiting, runs each piece in a savepoint of its own and commits them together
/// (group commit), so a failing piece harms no other and a caller is answered only after its rows are durable.
/// </summary>
public sealed class LocalDatabase : IAsyncDisposable
{
    private const int MaxGroup = 256;
    private const long CheckpointAboveBytes = 8L << 20;
    private const long WalCapBytes = 128L << 20;

    private readonly string _connectionString;
    private readonly string _walPath;
    private readonly Channel<WriteJob> _jobs = Channel.CreateUnbounded<WriteJob>(new() { SingleReader = true });
    private readonly ConcurrentBag<LocalConnection> _readers = [];
    private readonly Thread _writer;
    private readonly Thread _checkpointer;
    private readonly SemaphoreSlim _checkpointWanted = new(0);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closing;

    private LocalDatabase(string path, bool durable, Checkpoints checkpoints)
    {
        Path = path;
        Checkpoints = checkpoints;
        _walPath = path + "-wal";
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString();
        LocalConnection connection = Connect(durable);
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_parts (part TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID");
        _writer = new Thread(() => WriteLoop(connection)) { IsBackground = true, Name = "caseward-writer" };
        _checkpointer = new Thread(() => CheckpointLoop(durable)) { IsBackground = true, Name = "caseward-checkpointer" };
        _writer.Start();
        _checkpointer.Start();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The named places at which tests let this runtime fail or die.</summary>
    public Checkpoints Checkpoints { get; }

    /// <summary>Opens the file, creating it and its folder when missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="durable">Whether a commit waits for the disk (<c>synchronous=FULL</c>); tests that never restart say no.</param>
    /// <param name="checkpoints">Where tests let it fail; none by default.</param>
    public static LocalDatabase Open(string path, bool durable = true, Checkpoints? checkpoints = null)
    {
        string full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        return new LocalDatabase(full, durable, checkpoints ?? new Checkpoints());
    }

    /// <summary>
    /// Brings one part's schema up to date: runs the migrations that this file has not seen, in order, each once.
    /// </summary>
    /// <param name="part">Name of the part, for example <c>tables</c>.</param>
    /// <param name="migrations">SQL scripts; index + 1 is the version that a script leads to. Only ever append.</param>
    /// <exception cref="InvalidOperationException">The file was written by a newer version.</exception>
    public async Task EnsureSchemaAsync(string part, params string[] migrations) =>
        await WriteAsync(db =>
        {
            int have = Convert.ToInt32(db.Scalar("SELECT version FROM schema_parts WHERE part = ?1", part) ?? 0);
            if (have > migrations.Length)
            {
                throw new InvalidOperationException(
                    $"The file '{Path}' was written by a newer version of Caseward Local ('{part}' {have}, this one knows {migrations.Length}). Use that version, or start with another file.");
            }

            for (int version = have; version < migrations.Length; version++)
            {
                foreach (string statement in migrations[version].Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                {
                    db.Execute(statement);
                }
            }

            db.Execute("INSERT INTO schema_parts VALUES (?1, ?2) ON CONFLICT (part) DO UPDATE SET version = excluded.version", part, migrations.Length);
            return true;
        }).ConfigureAwait(false);

    /// <summary>
    /// Queues a piece of writing and completes once it is durable. The piece sees all earlier ones. What it throws reaches the
    /// caller, and only its own rows are undone.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<LocalConnection, T> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var job = new WriteJob<T>(write);
        ObjectDisposedException.ThrowIf(!_jobs.Writer.TryWrite(job), this);
        return job.Task;
    }

    /// <summary>Reads a consistent snapshot of what is durable, beside the writer.</summary>
    public T Read<T>(Func<LocalConnection, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        ObjectDisposedException.ThrowIf(_closing, this);
        if (!_readers.TryTake(out LocalConnection? reader))
        {
            reader = Connect(durable: true);
        }

        reader.Execute("BEGIN DEFERRED");
        try
        {
            return read(reader);
        }
        finally
        {
            reader.Execute("COMMIT");
            if (_closing)
            {
                reader.Dispose();
            }
            else
            {
                _readers.Add(reader);
            }
        }
    }

    /// <summary>Finishes what was queued, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        await _drained.Task.ConfigureAwait(false);
        _closing = true;
        _checkpointWanted.Release();
        _checkpointer.Join();
        while (_readers.TryTake(out LocalConnection? reader))
        {
            reader.Dispose();
        }

        _checkpointWanted.Dispose();
    }

    private LocalConnection Connect(bool durable)
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        var wrapped = new LocalConnection(connection);
        wrapped.Scalar("PRAGMA journal_mode=WAL");
        wrapped.Execute(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
        wrapped.Execute("PRAGMA wal_autocheckpoint=0");
        wrapped.Execute("PRAGMA cache_size=-32768");
        wrapped.Execute("PRAGMA temp_store=MEMORY");
        return wrapped;
    }

    private void WriteLoop(LocalConnection connection)
    {
        var group = new List<WriteJob>(MaxGroup);
        ChannelReader<WriteJob> jobs = _jobs.Reader;
        try
        {
#pragma warning disable VSTHRD002 // This thread exists to block here.
            while (jobs.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
#pragma warning restore VSTHRD002
            {
                group.Clear();
                while (group.Count < MaxGroup && jobs.TryRead(out WriteJob? job))
                {
                    group.Add(job);
                }

                CommitGroup(connection, group);
                CheckpointWhenLong(connection);
            }
        }
        finally
        {
            connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)");
            connection.Dispose();
            _drained.TrySetResult();
        }
    }

    private static void CommitGroup(LocalConnection connection, List<WriteJob> group)
    {
        try
        {
            connection.Execute("BEGIN IMMEDIATE");
            foreach (WriteJob job in group)
            {
                connection.Execute("SAVEPOINT piece");
                if (!job.Run(connection))
                {
                    connection.Execute("ROLLBACK TO piece");
                }

                connection.Execute("RELEASE piece");
            }

            connection.Execute("COMMIT");
        }
        catch (SqliteException error)
        {
            TryRollback(connection);
            foreach (WriteJob job in group)
            {
                job.Fail(error);
            }

            return;
        }

        foreach (WriteJob job in group)
        {
            job.Complete();
        }
    }

    private static void TryRollback(LocalConnection connection)
    {
        try
        {
            connection.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back by itself (disk full, I/O error); there is nothing left to undo.
        }
    }

    private void CheckpointWhenLong(LocalConnection connection)
    {
        var wal = new FileInfo(_walPath);
        if (!wal.Exists || wal.Length < CheckpointAboveBytes)
        {
            return;
        }

        if (wal.Length > WalCapBytes)
        {
            connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        else if (_checkpointWanted.CurrentCount == 0)
        {
            _checkpointWanted.Release();
        }
    }

    private void CheckpointLoop(bool durable)
    {
        using LocalConnection connection = Connect(durable);
        while (true)
        {
            _checkpointWanted.Wait();
            if (_closing)
            {
                return;
            }

            connection.Scalar("PRAGMA wal_checkpoint(PASSIVE)");
        }
    }

    private abstract class WriteJob
    {
        public abstract bool Run(LocalConnection connection);

        public abstract void Complete();

        public abstract void Fail(Exception error);
    }

    private sealed class WriteJob<T>(Func<LocalConnection, T> write) : WriteJob
    {
        private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private Exception? _error;

        public Task<T> Task => _source.Task;

        public override bool Run(LocalConnection connection)
        {
            try
            {
                _result = write(connection);
                return true;
            }
            catch (Exception error)
            {
                _error = error;
                return false;
            }
        }

        public override void Complete()
        {
            if (_error is null)
            {
                _source.TrySetResult(_result!);
            }
            else
            {
                _source.TrySetException(_error);
            }
        }

        public override void Fail(Exception error) => _source.TrySetException(_error ?? error);
    }
}
