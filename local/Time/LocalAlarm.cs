namespace Caseward.Local.Time;

/// <summary>
/// Lets one waiter sleep until the local clock shows an instant, the clock is moved, or somebody rings. A ring while nobody waits is
/// kept, once.
/// </summary>
internal sealed class LocalAlarm : IDisposable
{
    private readonly LocalClock _clock;
    private readonly SemaphoreSlim _bell = new(0, 1);

    public LocalAlarm(LocalClock clock)
    {
        _clock = clock;
        _clock.Changed += Ring;
    }

    /// <summary>Ends the present wait, or the next one.</summary>
    public void Ring()
    {
        lock (_bell)
        {
            if (_bell.CurrentCount == 0)
            {
                _bell.Release();
            }
        }
    }

    /// <summary>
    /// Waits. It may also return early for no reason, so the caller looks at the clock again.
    /// </summary>
    /// <param name="until">The instant; null waits for a ring.</param>
    /// <param name="cancellationToken">Ends the wait with an exception.</param>
    public async Task WaitAsync(DateTimeOffset? until, CancellationToken cancellationToken)
    {
        TimeSpan sleep = until is { } instant ? _clock.TimeUntil(instant) : Timeout.InfiniteTimeSpan;
        await _bell.WaitAsync(sleep, cancellationToken);
    }

    public void Dispose()
    {
        _clock.Changed -= Ring;
        _bell.Dispose();
    }
}
