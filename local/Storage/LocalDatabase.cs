using Caseward.Local.Chaos;
using Microsoft.Data.Sqlite;

namespace Caseward.Local.Storage;

/// <summary>
/// The one SQLite file under Caseward Local: tables, queues, mail and the durable engine all live in it.
/// One thread writes. It takes whatever is waiting and commits it together (group commit); a failing piece harms no other and a caller is
/// answered only after its rows are durable.
/// A disk that is full, a lock or a fault of the disk fails the pieces that met it with <see cref="LocalStorageException"/>; later ones are tried.
/// </summary>
public sealed class LocalDatabase : IAsyncDisposable
{
    private readonly DatabaseFile _file;
    private readonly WalKeeper _wal;
    private readonly GroupWriter _writer;
    private readonly ReaderPool _readers;
    private int _disposed;

    private LocalDatabase(DatabaseFile file, LocalConnection connection, bool isNew, Checkpoints checkpoints, long checkpointAboveBytes)
    {
        IsNew = isNew;
        _file = file;
        _readers = new ReaderPool(file);
        Checkpoints = checkpoints;
        _wal = new WalKeeper(file, checkpoints, checkpointAboveBytes);
        _writer = new GroupWriter(file, connection, _wal, checkpoints);
    }

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>Whether there was no database at this path, or an empty file, and this is a new one.</summary>
    internal bool IsNew { get; }

    /// <summary>The named places at which tests let this runtime fail or die.</summary>
    public Checkpoints Checkpoints { get; }

    /// <summary>Called on the writer's thread with every group of pieces, to write along with them. What it throws fails the group.</summary>
    internal Action<LocalConnection>? BeforeCommit
    {
        get => _writer.BeforeCommit;
        set => _writer.BeforeCommit = value;
    }

    /// <summary>Opens the file, creating it and its folder when missing, and brings it to today's schema. A file that is refused is left as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">What it holds: <see cref="LocalSchema.All"/> where everything of Caseward Local is kept.</param>
    /// <param name="durable">Whether a commit waits for the disk (<c>synchronous=FULL</c>); tests that never restart say no.</param>
    /// <param name="checkpoints">Where tests let it fail; none by default.</param>
    /// <param name="checkpointAboveBytes">
    /// After how much writing the write-ahead log is copied into the file. At four times that it is emptied, unless somebody reads what it held before, as a
    /// backup does for as long as it takes.
    /// </param>
    /// <exception cref="LocalStorageException">It cannot be opened or written, is no database, is damaged, or was written by a newer version.</exception>
    public static LocalDatabase Open(
        string path, IReadOnlyList<SchemaPart> schema, bool durable = true, Checkpoints? checkpoints = null, long checkpointAboveBytes = WalKeeper.DefaultThreshold)
    {
        ArgumentNullException.ThrowIfNull(schema);
        string full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        var file = new DatabaseFile(full, durable);
        LocalConnection connection = file.ConnectFirst(schema);
        try
        {
            bool isNew = LocalSchema.Update(connection, schema);
            return new LocalDatabase(file, connection, isNew, checkpoints ?? new Checkpoints(), checkpointAboveBytes);
        }
        catch (Exception error)
        {
            DatabaseFile.KeepLogAtClose(connection, keep: true);
            connection.Dispose();
            throw LocalStorageException.Explain(error, full);
        }
    }

    /// <summary>
    /// Queues a piece of writing and completes once it is durable. The piece sees all earlier ones. What it throws reaches the
    /// caller, and only its own rows are undone.
    /// </summary>
    /// <param name="write">
    /// The piece. It runs once more when one that was to be committed with it fails, and only what it does and returns then counts: what it changes in memory
    /// must be the same, or begin anew.
    /// </param>
    /// <exception cref="LocalStorageException">
    /// The disk is full or faulty, or another program holds a lock: nothing of the piece was written. It may have been refused for what others had written before
    /// it, which is not there either.
    /// </exception>
    public Task<T> WriteAsync<T>(Func<LocalConnection, T> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var job = new WriteJob<T>(write, Path);
        ObjectDisposedException.ThrowIf(!_writer.TryAdd(job), this);
        return job.Task;
    }

    /// <summary>Reads a consistent snapshot of what is durable, beside the writer.</summary>
    /// <exception cref="LocalStorageException">The file cannot be read.</exception>
    public T Read<T>(Func<LocalConnection, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        LocalConnection? reader = null;
        bool broken = false;
        try
        {
            reader = _readers.Take();
            reader.Execute("BEGIN DEFERRED");
            return read(reader);
        }
        catch (SqliteException error)
        {
            broken = true;
            if (LocalStorageException.Explain(error, Path) is LocalStorageException explained)
            {
                throw explained;
            }

            throw;
        }
        finally
        {
            if (reader is not null)
            {
                GiveBack(reader, broken);
            }
        }
    }

    /// <summary>
    /// Makes a copy of everything whose writing was asked for before, while everything goes on. The copy is a database file of its own: whoever starts with it goes
    /// on from this moment.
    /// </summary>
    /// <param name="copy">The file to make; it must not exist.</param>
    /// <exception cref="LocalStorageException">There is no room for it, or this file cannot be read. No copy is left.</exception>
    public async Task BackupAsync(string copy)
    {
        ArgumentException.ThrowIfNullOrEmpty(copy);
        string unfinished = copy + ".part";
        await WriteAsync(_ => true).ConfigureAwait(false);
        try
        {
            // Reading through a large file takes seconds, which must not be a pool thread's.
            await Task.Factory.StartNew(
                () =>
                {
                    using LocalConnection connection = _file.Connect();
                    connection.Execute("VACUUM INTO ?1", unfinished);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).ConfigureAwait(false);
            await using (var written = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite))
            {
                written.Flush(flushToDisk: true);
            }

            File.Move(unfinished, copy, overwrite: false);
        }
        catch (Exception error) when (error is SqliteException or IOException)
        {
            File.Delete(unfinished);
            if (LocalStorageException.Explain(error, copy) is LocalStorageException explained)
            {
                throw explained;
            }

            throw;
        }
    }

    /// <summary>Finishes what was queued, then closes the file.</summary>
    public ValueTask DisposeAsync() => CloseAsync(abandon: false);

    /// <summary>
    /// Closes the file as if the process had died: what is queued is not written, and the write-ahead log stays for the next start to read.
    /// </summary>
    internal ValueTask AbandonAsync() => CloseAsync(abandon: true);

    private async ValueTask CloseAsync(bool abandon)
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _writer.FinishAsync(abandon).ConfigureAwait(false);
        _readers.Dispose();
        _wal.Dispose();

        // The writer's connection is the last one, which decides about the log.
        _writer.Close();
    }

    private void GiveBack(LocalConnection reader, bool broken)
    {
        try
        {
            if (!broken)
            {
                reader.Execute("COMMIT");
            }
        }
        catch (SqliteException)
        {
            // What was read is right; the connection is not used again.
            broken = true;
        }

        _readers.GiveBack(reader, broken);
    }
}
