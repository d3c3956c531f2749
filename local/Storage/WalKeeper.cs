using Caseward.Local.Chaos;
using Microsoft.Data.Sqlite;

namespace Caseward.Local.Storage;

/// <summary>
/// Copies the write-ahead log into the file: most of it on a thread of its own, the little that came in meanwhile on the writer's, so that everything is
/// in the file and the next commit begins the log anew, if just then nobody reads it. A log that has grown very long is copied and emptied by the writer, which
/// waits for readers a little: new ones read the file by then. A copy that fails (disk full, lock) costs nothing but the log's length; the next commit asks for
/// another. While somebody reads what the log held long before, it only grows.
/// </summary>
internal sealed class WalKeeper : IDisposable
{
    /// <summary>When so much was written since the last copy, there is another.</summary>
    public const long DefaultThreshold = 32L << 20;

    private const string Copy = "PRAGMA wal_checkpoint(PASSIVE)";
    private const string CopyAndEmpty = "PRAGMA wal_checkpoint(TRUNCATE)";

    // Ordinary readers are done by then.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    // What SQLite takes for a new file.
    private const long PageBytes = 4096;

    private readonly DatabaseFile _file;
    private readonly Checkpoints _checkpoints;
    private readonly long _threshold;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly Thread _thread;
    private long _written;
    private long _copied;
    private volatile bool _hasRest;
    private volatile bool _closing;

    public WalKeeper(DatabaseFile file, Checkpoints checkpoints, long threshold)
    {
        _file = file;
        _checkpoints = checkpoints;
        _threshold = threshold;
        _written = file.WalBytes; // what a process that died had not copied yet
        _thread = new Thread(Loop) { IsBackground = true, Name = "caseward-checkpointer" };
        _thread.Start();
    }

    private long Cap => _threshold * 4;

    // Not the log's length: a copy leaves that as it is, and the next commit writes from the beginning again.
    private bool IsDue => Volatile.Read(ref _written) - Volatile.Read(ref _copied) >= _threshold;

    /// <summary>Called on the writer's thread after each commit.</summary>
    public void AfterCommit(LocalConnection writer)
    {
        Volatile.Write(ref _written, _written + (writer.TakePagesWritten() * PageBytes));
        if (!IsDue)
        {
            if (_hasRest)
            {
                _hasRest = false;
                TryCopy(writer, Copy, TimeSpan.Zero, "storage/checkpoint");
            }
        }
        else if (_file.WalBytes > Cap)
        {
            TryCopy(writer, CopyAndEmpty, Patience, "storage/checkpoint");
        }
        else if (_wanted.CurrentCount == 0)
        {
            _wanted.Release();
        }
    }

    /// <summary>Empties the log, so that the file alone holds everything.</summary>
    public void BeforeClose(LocalConnection writer) => TryCopy(writer, CopyAndEmpty, TimeSpan.Zero, "storage/close");

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

            if (!IsDue)
            {
                continue;
            }

            try
            {
                connection ??= _file.Connect();
                _hasRest = TryCopy(connection, Copy, TimeSpan.Zero, "storage/checkpoint");
            }
            catch (SqliteException)
            {
                // Not opened now; the next commit asks again.
            }
        }
    }

    private bool TryCopy(LocalConnection connection, string statement, TimeSpan patience, string place)
    {
        long written = Volatile.Read(ref _written);
        try
        {
            _checkpoints.Pass($"{place}/before");
            if (!connection.CopyLog(statement, patience))
            {
                return false;
            }

            Volatile.Write(ref _copied, written);
            _checkpoints.Pass($"{place}/after");
            return true;
        }
        catch (Exception)
        {
            // The log still holds everything, whatever stood in the way: disk, lock, or a test.
            return false;
        }
    }
}
