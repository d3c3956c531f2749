using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// Hands out timers as they come due on the local clock. There is one wait for the earliest of them all, whatever their number and
/// however far away; the timers themselves are rows, ordered by due instant. Timers that came due while nothing ran are simply the first.
/// </summary>
internal sealed class TimerScheduler(LocalDatabase database, LocalClock clock, SessionTable sessions, WorkCounter work, ILogger log) : IDisposable
{
    private const int PageSize = 256;
    private const int MaxUnderWay = 4096;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private Task _room = Task.CompletedTask;
    private TimerRow _lastDue;
    private long _nextDue = DateTime.MaxValue.Ticks;
    private int _lookWanted;

    public void Start()
    {
        clock.Changed += Look;
        Look();
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Notes a timer that has just been recorded.</summary>
    public void Added(TimerRow row)
    {
        // Also the answer to a timer recorded behind the scheduler's back: it looks only at what is later than the last one it has seen.
        if (row.Due <= clock.GetUtcNow().UtcDateTime)
        {
            sessions.Post(TimerMessage.From(row));
        }
        else if (row.Due.Ticks < Volatile.Read(ref _nextDue))
        {
            Look();
        }
    }

    /// <summary>When the next timer falls due. One that is due and has not been taken waits for something else than time.</summary>
    public DateTimeOffset? NextDue() => database.Read(db => TimerRow.NextDue(db, clock.GetUtcNow().UtcDateTime)) is { } due ? new DateTimeOffset(due) : null;

    /// <summary>Hands out no more timers. Turns that still commit may record new ones: the next start finds them.</summary>
    public async Task StopAsync()
    {
        clock.Changed -= Look;
        await _stop.CancelAsync();
        await _loop;
    }

    /// <summary>Call it when no turn can commit any more.</summary>
    public void Dispose()
    {
        _wake.Dispose();
        _stop.Dispose();
    }

    private void Look()
    {
        // Counted as work from here on: whoever has just moved the clock must not take the engine for idle. Begun before the loop can end it.
        work.Begin();
        if (Interlocked.Exchange(ref _lookWanted, 1) == 0)
        {
            _wake.Release();
        }
        else
        {
            work.End();
        }
    }

    private async Task LoopAsync()
    {
        TimeSpan wait = TimeSpan.Zero;
        int owed = 0;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(wait, _stop.Token);
                owed += Interlocked.Exchange(ref _lookWanted, 0);
                wait = await HandOutDueAsync();
                for (; owed > 0; owed--)
                {
                    work.End();
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // What is due is not handed out yet: the engine is not idle until it is.
                wait = Retry;
                log.SchedulerFailed(failure, wait);
            }
        }
    }

    private async Task<TimeSpan> HandOutDueAsync()
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        List<TimerRow> due;
        do
        {
            TimerRow after = _lastDue;
            due = database.Read(db => TimerRow.ReadDue(db, now, after, PageSize));
            foreach (TimerRow row in due)
            {
                sessions.Post(TimerMessage.From(row));
                _lastDue = row;
            }

            if (due.Count == PageSize)
            {
                await WhenThereIsRoomAsync();
            }

            _stop.Token.ThrowIfCancellationRequested();
        }
        while (due.Count == PageSize);

        // Until the next one is known, every new timer asks for a look: it may be earlier.
        Volatile.Write(ref _nextDue, DateTime.MaxValue.Ticks);
        if (database.Read(db => TimerRow.NextDue(db, now)) is not { } next)
        {
            return Timeout.InfiniteTimeSpan;
        }

        Volatile.Write(ref _nextDue, next.Ticks);
        return clock.TimeUntil(new DateTimeOffset(next));
    }

    // Ten thousand wake-ups at nine o'clock must not all be in memory at once. But work that is stuck, or activities that wait for their turn, must not stop the timers of everybody.
    private async Task WhenThereIsRoomAsync()
    {
        _room = _room.IsCompleted ? work.WhenAtMostAsync(MaxUnderWay) : _room;
        if (!_room.IsCompleted)
        {
            await Task.WhenAny(_room, Task.Delay(LongestPause, _stop.Token));
        }
    }
}
