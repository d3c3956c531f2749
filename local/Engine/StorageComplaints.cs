using Caseward.Local.Storage;

namespace Caseward.Local.Engine;

/// <summary>
/// How often it is logged that the file cannot be written. Every turn, activity and message that is due meets that, again and again, and it is one and the same news: once every
/// few seconds. Other failures are about what failed, and are logged each.
/// </summary>
/// <param name="time">Real time.</param>
internal sealed class StorageComplaints(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _last;

    /// <summary>Whether this failure is to be logged.</summary>
    public bool Allow(Exception failure)
    {
        if (failure is not LocalStorageException)
        {
            return true;
        }

        long last = Volatile.Read(ref _last);
        return (last == 0 || time.GetElapsedTime(last) >= Interval) && Interlocked.CompareExchange(ref _last, time.GetTimestamp(), last) == last;
    }
}
