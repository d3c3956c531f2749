namespace Caseward.Local.Time;

/// <summary>
/// The time of everything that is about cases: it can be moved forward, sped up or stopped. Timers, schedules, visibility
/// time-outs and <c>CurrentUtcDateTime</c> follow it; the engine's own housekeeping stays on real time.
/// It never runs backwards.
/// </summary>
public sealed class LocalClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _real;
    private DateTimeOffset _virtualBase;
    private long _realBase;
    private double _speed;

    /// <summary>A clock that shows real time until it is moved.</summary>
    public LocalClock()
        : this(System.GetUtcNow(), speed: 1)
    {
    }

    /// <summary>A clock that starts at <paramref name="start"/>.</summary>
    /// <param name="start">The instant it shows now.</param>
    /// <param name="speed">Virtual seconds per real second; 0 stops it, so that only <see cref="Advance"/> moves it.</param>
    public LocalClock(DateTimeOffset start, double speed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(speed);
        _real = System;
        _virtualBase = start.ToUniversalTime();
        _realBase = _real.GetTimestamp();
        _speed = speed;
    }

    /// <summary>Raised after the clock was advanced or its speed changed, so that whoever sleeps until an instant looks again.</summary>
    public event Action? Changed;

    /// <summary>Virtual seconds per real second.</summary>
    public double Speed
    {
        get
        {
            lock (_gate)
            {
                return _speed;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return NowNeedsLock();
        }
    }

    /// <summary>Moves the clock forward.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_gate)
        {
            RebaseNeedsLock(NowNeedsLock() + by, _speed);
        }

        Changed?.Invoke();
    }

    /// <summary>Moves the clock forward to an instant; an earlier one leaves it where it is.</summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        lock (_gate)
        {
            DateTimeOffset now = NowNeedsLock();
            RebaseNeedsLock(instant > now ? instant : now, _speed);
        }

        Changed?.Invoke();
    }

    /// <summary>Puts it where a restarted runtime left off. Only before anybody has looked at it: this may set it back.</summary>
    internal void Restore(DateTimeOffset position)
    {
        lock (_gate)
        {
            RebaseNeedsLock(position, _speed);
        }
    }

    /// <summary>Changes how fast it runs from now on.</summary>
    public void SetSpeed(double speed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(speed);
        lock (_gate)
        {
            RebaseNeedsLock(NowNeedsLock(), speed);
        }

        Changed?.Invoke();
    }

    /// <summary>How long real time takes until this clock shows <paramref name="instant"/>; infinite when it stands still.</summary>
    public TimeSpan RealTimeUntil(DateTimeOffset instant)
    {
        lock (_gate)
        {
            TimeSpan left = instant - NowNeedsLock();
            return left <= TimeSpan.Zero ? TimeSpan.Zero
                : _speed == 0 ? Timeout.InfiniteTimeSpan
                : left / _speed;
        }
    }

    private DateTimeOffset NowNeedsLock() => _virtualBase + (_real.GetElapsedTime(_realBase) * _speed);

    private void RebaseNeedsLock(DateTimeOffset now, double speed)
    {
        _virtualBase = now.ToUniversalTime();
        _realBase = _real.GetTimestamp();
        _speed = speed;
    }
}
