using Caseward.Local.Time;

namespace Caseward.Local.Chaos;

/// <summary>
/// The clock of an application whose machines are suspended and have their clocks set. While it is moved it jumps ahead, over what was
/// planned in between and never beyond where it shall go; and the application reads now and then an instant that lies a little back, as
/// after a correction or on another machine. Durable timers and queues follow the storage service's clock, which does not go back. Where it comes to rest it is right.
/// </summary>
internal sealed class UnsteadyClock(LocalClock clock, ChaosPlan plan) : TimeProvider
{
    private const int OneIn = 3;

    private static readonly TimeSpan LongestJump = TimeSpan.FromHours(3);
    private static readonly TimeSpan LongestStepBack = TimeSpan.FromSeconds(3);

    private readonly Random _jumps = new(plan.Seed);
    private readonly Random _readings = new(plan.Seed);
    private volatile bool _moving;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() - (_moving ? Draw(_readings, LongestStepBack) : TimeSpan.Zero);

    /// <summary>From now on until it is told otherwise, the clock is being moved.</summary>
    public void Move() => _moving = plan.ClockJumps;

    /// <summary>It has come to rest.</summary>
    public void Rest() => _moving = false;

    /// <summary>How far a hop of the clock goes too far.</summary>
    public TimeSpan Jump() => _moving ? Draw(_jumps, LongestJump) : TimeSpan.Zero;

    private static TimeSpan Draw(Random random, TimeSpan longest)
    {
        lock (random)
        {
            return random.Next(OneIn) == 0 ? longest * random.NextDouble() : TimeSpan.Zero;
        }
    }
}
