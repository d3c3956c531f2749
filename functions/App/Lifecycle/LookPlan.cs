using NodaTime;

namespace Caseward.App.Lifecycle;

/// <summary>When a case is looked at: by its own timer when that is near, by the sweep when it is far, and by the sweep in any case.</summary>
internal static class LookPlan
{
    /// <summary>A command's look: this long after it, the sweep looks whether the lifecycle has seen the change.</summary>
    public static readonly Duration AfterCommand = Duration.FromSeconds(60);

    /// <summary>Only wake-ups this near get a durable timer; the SDK would chop longer ones into hops of three days.</summary>
    public static readonly Duration TimerHorizon = Duration.FromDays(3);

    /// <summary>The sweep brings a far wake-up in this long before its time, so that an exact timer can be set.</summary>
    private static readonly Duration BringInEarly = Duration.FromDays(2);

    /// <summary>The sweep looks this long after a timer should have rung.</summary>
    private static readonly Duration TimerGrace = Duration.FromSeconds(60);

    /// <summary>The wake-up for something that is due: the next whole second, plus one, so that "later than due" is true then.</summary>
    public static Instant WakeUpFor(Instant due) => Instant.FromUnixTimeSeconds(due.ToUnixTimeSeconds() + 2);

    /// <summary>Whether a wake-up gets a timer.</summary>
    public static bool IsNear(Instant wakeUp, Instant now) => wakeUp <= now + TimerHorizon;

    /// <summary>When the sweep looks, if nobody did before.</summary>
    public static Instant GuardFor(Instant wakeUp, Instant now) => IsNear(wakeUp, now) ? wakeUp + TimerGrace : wakeUp - BringInEarly;
}
