using System.Collections.Concurrent;

namespace Caseward.Local.Storage;

/// <summary>
/// The connections that read. One is opened for each reader that finds none, and so many are kept that ordinary times open no more; after a rush of readers the
/// others are closed again, with their caches.
/// </summary>
internal sealed class ReaderPool(DatabaseFile file) : IDisposable
{
    /// <summary>How many are kept.</summary>
    public const int Most = 16;

    private readonly ConcurrentBag<LocalConnection> _idle = [];
    private int _kept;
    private volatile bool _closing;

    /// <summary>How many are kept at present.</summary>
    public int Kept => Volatile.Read(ref _kept);

    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    public LocalConnection Take()
    {
        ObjectDisposedException.ThrowIf(_closing, typeof(LocalDatabase));
        if (!_idle.TryTake(out LocalConnection? reader))
        {
            return file.Connect();
        }

        Interlocked.Decrement(ref _kept);
        return reader;
    }

    /// <summary>Takes one back that is in no transaction, or that is broken.</summary>
    public void GiveBack(LocalConnection reader, bool broken)
    {
        if (broken || _closing)
        {
            reader.Dispose();
        }
        else if (Interlocked.Increment(ref _kept) > Most)
        {
            Interlocked.Decrement(ref _kept);
            reader.Dispose();
        }
        else
        {
            _idle.Add(reader);
            if (_closing)
            {
                CloseIdle();
            }
        }
    }

    /// <summary>Closes those that are kept; others are closed when they are given back.</summary>
    public void Dispose()
    {
        _closing = true;
        CloseIdle();
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out LocalConnection? reader))
        {
            reader.Dispose();
        }
    }
}
