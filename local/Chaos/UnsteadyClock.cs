using Caseward.Local.Time;

namespace Caseward.Local.Chaos;

/// <summary>
/// The clock of an application whose machines are suspended and have their clocks set. While it is moved it jumps ahead, over what was
/// planned in between and never beyond where it shall go; and the application reads now and then an instant that lies a little back, as
/// after a correction or on another machine. Durable timers and queues follow the storage service's clock, which does not go back. The last minutes of a move
/// pass without jumps, and where it comes to rest it is right.
/// </summary>
internal sealed class UnsteadyClock(LocalClock clock, ChaosPlan plan, ChaosDraws draws, DisturbedInvocations invocations) : TimeProvider
{
    private const int OneIn = 3;

    private static readonly TimeSpan LongestJump = TimeSpan.FromHours(3);
    private static readonly TimeSpan LongestStepBack = TimeSpan.FromSeconds(3);

    // Before it comes to rest: schedules run after a jump and once more at the end, so that the second run makes good what the first one failed in.
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(5);

    private volatile bool _moving;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() =>
        clock.GetUtcNow() - (_moving && invocations.Current is { } invocation ? Draw($"reading {invocation.Who}", LongestStepBack) : TimeSpan.Zero);

    /// <summary>From now on until it is told otherwise, the clock is being moved.</summary>
    public void Move() => _moving = plan.ClockJumps;

    /// <summary>It has come to rest.</summary>
    public void Rest() => _moving = false;

    /// <summary>How far a hop of the clock to a planned instant goes too far.</summary>
    /// <param name="planned">The instant.</param>
    /// <param name="target">Where the clock is moved to.</param>
    public TimeSpan Jump(DateTimeOffset planned, DateTimeOffset target)
    {
        TimeSpan room = target - Calm - planned;
        return !_moving || room <= TimeSpan.Zero ? TimeSpan.Zero
            : Draw($"jump {planned:O}", LongestJump) is var jump && jump < room ? jump
            : room;
    }

    private TimeSpan Draw(string what, TimeSpan longest) => draws.Hits(what, OneIn) ? longest * draws.Next($"{what}, how far") : TimeSpan.Zero;
}
