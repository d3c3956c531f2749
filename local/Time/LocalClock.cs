namespace Caseward.Local.Time;

/// <summary>
/// The time of everything that is about cases: it can be moved forward, sped up or stopped. Timers, schedules, visibility
/// time-outs and <c>CurrentUtcDateTime</c> follow it; the engine's own housekeeping stays on real time.
/// It never runs backwards, also when the machine's clock is set back; over the time that the machine was suspended it goes along.
/// </summary>
public sealed class LocalClock : TimeProvider
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly SteadyTime _real;
    private DateTimeOffset _virtualBase;
    private DateTimeOffset _realBase;
    private double _speed;

    /// <summary>A clock that shows real time until it is moved.</summary>
    public LocalClock()
        : this(System)
    {
    }

    /// <summary>A clock that starts at <paramref name="start"/>.</summary>
    /// <param name="start">The instant it shows now.</param>
    /// <param name="speed">Virtual seconds per real second; 0 stops it, so that only <see cref="Advance"/> moves it.</param>
    public LocalClock(DateTimeOffset start, double speed)
        : this(System, start, speed)
    {
    }

    /// <summary>A clock on a machine whose time is <paramref name="machine"/>'s.</summary>
    internal LocalClock(TimeProvider machine, DateTimeOffset? start = null, double speed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(speed);
        _real = new SteadyTime(machine);
        _realBase = _real.Now;
        _virtualBase = start?.ToUniversalTime() ?? _realBase;
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
            return NowNeedsLock(_real.Now);
        }
    }

    /// <summary>Moves the clock forward.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_gate)
        {
            RebaseNeedsLock(now => now + by, _speed);
        }

        Changed?.Invoke();
    }

    /// <summary>Moves the clock forward to an instant; an earlier one leaves it where it is.</summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        lock (_gate)
        {
            RebaseNeedsLock(now => instant > now ? instant.ToUniversalTime() : now, _speed);
        }

        Changed?.Invoke();
    }

    /// <summary>Where it stands now.</summary>
    internal ClockReading Read()
    {
        lock (_gate)
        {
            DateTimeOffset real = _real.Now;
            return new ClockReading(NowNeedsLock(real), real, _speed);
        }
    }

    /// <summary>
    /// Puts it where a restarted runtime left off, and what passed since on top. Only before anybody has looked at it: this may set it back.
    /// </summary>
    /// <param name="left">Where it stood when somebody noted it last.</param>
    /// <param name="unnoted">So long it may have run on at its speed without being noted; while nobody ran, no more than real time has passed.</param>
    internal void Restore(ClockReading left, TimeSpan unnoted)
    {
        lock (_gate)
        {
            _real.RaiseTo(left.Real);
            _realBase = _real.Now;
            TimeSpan since = _realBase - left.Real;
            TimeSpan running = since < unnoted ? since : unnoted;
            _virtualBase = left.Position + (running * left.Speed) + ((since - running) * Math.Min(left.Speed, 1));
        }
    }

    /// <summary>Changes how fast it runs from now on.</summary>
    public void SetSpeed(double speed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(speed);
        lock (_gate)
        {
            RebaseNeedsLock(now => now, speed);
        }

        Changed?.Invoke();
    }

    /// <summary>
    /// How long to sleep until this clock shows <paramref name="instant"/>; infinite when it stands still. Whoever sleeps looks again after half a minute
    /// at the latest: a sleep does not count the time that the machine was suspended.
    /// </summary>
    internal TimeSpan TimeUntil(DateTimeOffset instant)
    {
        lock (_gate)
        {
            TimeSpan left = instant - NowNeedsLock(_real.Now);
            return left <= TimeSpan.Zero ? TimeSpan.Zero
                : _speed == 0 ? Timeout.InfiniteTimeSpan
                : left >= LongestSleep * _speed ? LongestSleep

                // Timers count whole milliseconds and round down; a little late is better than a busy loop just before.
                : (left / _speed) + TimeSpan.FromMilliseconds(1);
        }
    }

    private DateTimeOffset NowNeedsLock(DateTimeOffset real) => _virtualBase + ((real - _realBase) * _speed);

    private void RebaseNeedsLock(Func<DateTimeOffset, DateTimeOffset> move, double speed)
    {
        DateTimeOffset real = _real.Now;
        (_virtualBase, _realBase, _speed) = (move(NowNeedsLock(real)), real, speed);
    }
}
