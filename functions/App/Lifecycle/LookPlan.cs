using Caseward.App.Cases;
using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.App.Lifecycle;

/// <summary>When a case is looked at: by its own timer when that is near, by the sweep when it is far, and by the sweep in any case.</summary>
internal static class LookPlan
{
    /// <summary>A command's guard: this long after it, the sweep looks whether it was finished.</summary>
    private static readonly Duration AfterCommand = Duration.FromSeconds(60);

    /// <summary>What a guard has to leave a command to finish in. Later the sweep may be there first, and a turn does it.</summary>
    private static readonly Duration FinishesWithin = Duration.FromSeconds(30);

    /// <summary>Only wake-ups this near get a durable timer; the SDK would chop longer ones into hops of three days.</summary>
    private static readonly Duration TimerHorizon = Duration.FromDays(3);

    /// <summary>The sweep brings a far wake-up in this long before its time, so that an exact timer can be set.</summary>
    private static readonly Duration BringInEarly = Duration.FromDays(2);

    /// <summary>The sweep looks this long after a timer should have rung.</summary>
    private static readonly Duration TimerGrace = Duration.FromSeconds(60);

    /// <summary>The wake-up for something that is due: the next whole second, plus one, so that "later than due" is true then.</summary>
    public static Instant WakeUpFor(Instant due) => Instant.FromUnixTimeSeconds(due.ToUnixTimeSeconds() + 2);

    /// <summary>The case with its next look planned.</summary>
    /// <param name="head">The case.</param>
    /// <param name="due">When something falls due; absent when nothing ever will unless somebody acts.</param>
    /// <param name="now">Now.</param>
    public static CaseHead Plan(CaseHead head, Instant? due, Instant now)
    {
        if (due is not { } at)
        {
            return head with { LookKey = null, PlannedWakeUp = null };
        }

        Instant wakeUp = WakeUpFor(at);
        return head with { LookKey = LookKeyFor(head, LookFor(wakeUp, now)), PlannedWakeUp = IsNear(wakeUp, now) ? wakeUp : null };
    }

    /// <summary>A guard: when the sweep looks whether a change was finished.</summary>
    public static string NewGuard(CaseNumber number, Instant now) => DueIndex.KeyOf(number, WithinSecond(now + AfterCommand - Duration.FromSeconds(1)));

    /// <summary>Whether a command still has the time to write lists and looks before the sweep looks whether it did.</summary>
    public static bool LeavesTime(string guard, Instant now) => DueIndex.InstantOf(guard) > now + FinishesWithin;

    /// <summary>The look that is there, when it is at this instant.</summary>
    private static string LookKeyFor(CaseHead head, Instant at) =>
        head.LookKey is { } planned && DueIndex.InstantOf(planned) - at is var later && later >= Duration.Zero && later < Duration.FromSeconds(1)
            ? planned
            : DueIndex.KeyOf(head.Number, WithinSecond(at));

    /// <summary>
    /// Each change puts looks at instants of its own, by chance within the second: who takes away late what a change has replaced, or what was never committed,
    /// so never takes away what another change has put.
    /// </summary>
    private static Instant WithinSecond(Instant at) => at + Duration.FromTicks(Random.Shared.NextInt64(NodaConstants.TicksPerSecond));

    /// <summary>Whether a wake-up gets a timer.</summary>
    private static bool IsNear(Instant wakeUp, Instant now) => wakeUp <= now + TimerHorizon;

    /// <summary>When the sweep looks, if nobody did before.</summary>
    private static Instant LookFor(Instant wakeUp, Instant now) => IsNear(wakeUp, now) ? wakeUp + TimerGrace : wakeUp - BringInEarly;
}
