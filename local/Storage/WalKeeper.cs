using Caseward.Local.Chaos;
using Microsoft.Data.Sqlite;

namespace Caseward.Local.Storage;

/// <summary>
/// Copies the write-ahead log into the file: on a thread of its own while the log is of ordinary length, on the writer's when it is not, so
/// that its size has a limit. A copy that fails (disk full, lock) costs nothing but the log's length; the next commit asks for another.
/// </summary>
internal sealed class WalKeeper : IDisposable
{
    /// <summary>From this length of the log on it is copied.</summary>
    public const long DefaultThreshold = 8L << 20;

    private const int PageBytes = 4096;

    private readonly DatabaseFile _file;
    private readonly Checkpoints _checkpoints;
    private readonly long _threshold;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly Thread _thread;
    private long _sinceCopy;
    private volatile bool _closing;

    public WalKeeper(DatabaseFile file, Checkpoints checkpoints, long threshold)
    {
        _file = file;
        _checkpoints = checkpoints;
        _threshold = threshold;
        _thread = new Thread(Loop) { IsBackground = true, Name = "caseward-checkpointer" };
        _thread.Start();
    }

    private long Cap => _threshold * 16;

    /// <summary>The log keeps its length when it begins anew, so it alone does not say when there is something to copy again.</summary>
    private long WorthACopy => _threshold / 8;

    /// <summary>Called on the writer's thread after each commit.</summary>
    public void AfterCommit(LocalConnection writer)
    {
        long length = _file.WalBytes;
        _sinceCopy += (long)writer.TakePagesWritten() * PageBytes;
        if (length > Cap)
        {
            TryCopy(writer, "PRAGMA wal_checkpoint(TRUNCATE)", "storage/checkpoint");
        }
        else if (length >= _threshold && _sinceCopy >= WorthACopy && _wanted.CurrentCount == 0)
        {
            _sinceCopy = 0;
            _wanted.Release();
        }
    }

    /// <summary>Empties the log, so that the file alone holds everything.</summary>
    public void BeforeClose(LocalConnection writer) => TryCopy(writer, "PRAGMA wal_checkpoint(TRUNCATE)", "storage/close");

    /// <summary>Ends the thread. Call it when nothing is written any more.</summary>
    public void Dispose()
    {
        _closing = true;
        _wanted.Release();
        _thread.Join();
        _wanted.Dispose();
    }

    private void Loop()
    {
        LocalConnection? connection = null;
        while (true)
        {
            _wanted.Wait();
            if (_closing)
            {
                connection?.Dispose();
                return;
            }

            try
            {
                connection ??= _file.Connect();
                TryCopy(connection, "PRAGMA wal_checkpoint(PASSIVE)", "storage/checkpoint");
            }
            catch (SqliteException)
            {
                // Not opened now; the next commit asks again.
            }
        }
    }

    private void TryCopy(LocalConnection connection, string statement, string place)
    {
        try
        {
            _checkpoints.Pass($"{place}/before");
            connection.CopyLog(statement);
            _checkpoints.Pass($"{place}/after");
        }
        catch (Exception)
        {
            // The log still holds everything, whatever stood in the way: disk, lock, or a test.
        }
    }
}
