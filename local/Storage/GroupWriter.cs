using System.Threading.Channels;
using Caseward.Local.Chaos;
using Microsoft.Data.Sqlite;

namespace Caseward.Local.Storage;

/// <summary>
/// The one thread that writes. It takes whatever is waiting and commits it together; a piece that fails is undone alone. Whatever
/// goes wrong with the disk reaches the callers of that group and nobody else; the thread goes on with the next.
/// </summary>
internal sealed class GroupWriter
{
    private const int MaxGroup = 256;

    private readonly DatabaseFile _file;
    private readonly WalKeeper _wal;
    private readonly Checkpoints _checkpoints;
    private readonly Channel<WriteJob> _jobs = Channel.CreateUnbounded<WriteJob>(new() { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private LocalConnection? _connection;
    private volatile bool _abandoned;

    public GroupWriter(DatabaseFile file, LocalConnection connection, WalKeeper wal, Checkpoints checkpoints)
    {
        _file = file;
        _connection = connection;
        _wal = wal;
        _checkpoints = checkpoints;
        _thread = new Thread(Loop) { IsBackground = true, Name = "caseward-writer" };
        _thread.Start();
    }

    /// <summary>Writes along with every group.</summary>
    public Action<LocalConnection>? BeforeCommit { get; set; }

    /// <summary>Queues a piece; false when no more are taken.</summary>
    public bool TryAdd(WriteJob job) => _jobs.Writer.TryWrite(job);

    /// <summary>Takes no more and ends the thread.</summary>
    /// <param name="abandon">Whether what is queued is dropped, as when a process dies; otherwise it is written.</param>
    public Task FinishAsync(bool abandon)
    {
        _abandoned = abandon;
        _jobs.Writer.TryComplete();
        return _ended.Task;
    }

    /// <summary>Empties the write-ahead log, unless this was abandoned, and closes the connection. Call it when the thread has ended.</summary>
    public void Close()
    {
        if (_connection is null)
        {
            return;
        }

        if (_abandoned)
        {
            DatabaseFile.KeepLogAtClose(_connection, keep: true);
        }
        else
        {
            _wal.BeforeClose(_connection);
        }

        _connection.Dispose();
    }

    private void Loop()
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

                Finish(group);
            }
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private void Finish(List<WriteJob> group)
    {
        try
        {
            ObjectDisposedException.ThrowIf(_abandoned, typeof(LocalDatabase));
            Commit(_connection ??= _file.ConnectWriter(), group);
            _checkpoints.Pass("storage/commit/after");
        }
        catch (Exception error)
        {
            Undo();
            Exception explained = LocalStorageException.Explain(error, _file.Path);
            group.ForEach(job => job.Fail(explained));
            return;
        }

        group.ForEach(job => job.Complete());
        _wal.AfterCommit(_connection);
    }

    private void Commit(LocalConnection connection, List<WriteJob> group)
    {
        if (WriteTogether(connection, group) is { } failed)
        {
            connection.Execute("ROLLBACK");
            WriteApart(connection, group.Where(job => job != failed));
        }

        BeforeCommit?.Invoke(connection);
        _checkpoints.Pass("storage/commit/before");
        connection.Execute("COMMIT");
    }

    /// <summary>Writes as if no piece could fail: in a savepoint SQLite keeps a copy of each page that the piece changes.</summary>
    /// <returns>The piece that failed when it had written, or may have; what comes after it has not run.</returns>
    private WriteJob? WriteTogether(LocalConnection connection, List<WriteJob> group)
    {
        connection.Execute("BEGIN IMMEDIATE");
        long schema = connection.SchemaVersion;
        foreach (WriteJob job in group)
        {
            int changes = connection.TotalChanges;
            Run(connection, job);
            if (job.Error is not null && (connection.TotalChanges != changes || connection.SchemaVersion != schema || job.Error is LocalStorageException or SqliteException))
            {
                return job;
            }
        }

        return null;
    }

    /// <summary>Writes each piece in a savepoint of its own.</summary>
    private void WriteApart(LocalConnection connection, IEnumerable<WriteJob> pieces)
    {
        connection.Execute("BEGIN IMMEDIATE");
        foreach (WriteJob job in pieces)
        {
            connection.Execute("SAVEPOINT piece");
            Run(connection, job);
            if (job.Error is not null)
            {
                connection.Execute("ROLLBACK TO piece");
            }

            connection.Execute("RELEASE piece");
        }
    }

    private void Run(LocalConnection connection, WriteJob job)
    {
        job.Run(connection);
        if (!connection.IsInTransaction)
        {
            // SQLite itself undoes everything when the disk fails it at certain points, the earlier pieces too.
            throw new LocalStorageException($"The file {_file.Path} could not be written: another change that was to be made together with this one failed.");
        }
    }

    private void Undo()
    {
        if (_connection is not { IsInTransaction: true } connection)
        {
            return;
        }

        try
        {
            connection.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // Looked at below: a connection that cannot even give up is replaced.
        }

        if (connection.IsInTransaction)
        {
            connection.Dispose();
            _connection = null;
        }
    }
}
