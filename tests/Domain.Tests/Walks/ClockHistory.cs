using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Tests.Walks;

/// <summary>
/// The rule of lateness said once more from the stream alone: a generation of a clock is late when, at the end of its time or now, it had
/// used more than its budget.
/// </summary>
internal static class ClockHistory
{
    public static IEnumerable<string> Recorded(CaseWalk walk) =>
        walk.Stream.Select(stored => stored.Event.Fact).OfType<ClockBreached>().Select(breach => $"{breach.Clock} {breach.Generation}").Order(StringComparer.Ordinal);

    /// <summary>The generations that are late.</summary>
    /// <param name="walk">The life.</param>
    /// <param name="tiesAreLate">
    /// Whether a clock is late whose budget was used up exactly where it stood still and that goes on just now: no time has counted since, so both
    /// are right until somebody looks again.
    /// </param>
    public static HashSet<string> Late(CaseWalk walk, bool tiesAreLate)
    {
        var late = new HashSet<string>(StringComparer.Ordinal);
        var state = new CaseState { Number = walk.State.Number };
        foreach (CaseEvent happened in walk.Stream.Select(stored => stored.Event))
        {
            CaseState next = state.Apply(happened.Fact, happened.OccurredAt);

            // What falls due at an instant is carried out after it; what people do at that instant is still in time (rule K3).
            bool isAfter = (happened.Fact as ClockBreached)?.Due == happened.OccurredAt || (happened.Fact as RungCarriedOut)?.Moment == happened.OccurredAt;
            Judge(walk, state, happened.OccurredAt + (isAfter ? Duration.FromTicks(1) : Duration.Zero), late, tiesAreLate);
            JudgeAtPause(walk, state, next, late, tiesAreLate);
            state = next;
        }

        Judge(walk, state, walk.Now, late, tiesAreLate);
        return late;
    }

    /// <summary>Every clock that was running until now, looked at before what happens now.</summary>
    private static void Judge(CaseWalk walk, CaseState state, Instant now, HashSet<string> late, bool tiesAreLate)
    {
        foreach (ClockLedger clock in state.Clocks.Where(clock => clock is { IsRunning: true, HasDeadline: true, Breached: false }))
        {
            BusinessCalendar calendar = walk.Policy.Calendar(state.Scope, clock.Name);
            Instant due = clock.FixedDue ?? Instant.Max(Due(clock, calendar), Grace(clock, calendar));
            Instant counted = !tiesAreLate && clock.Pauses is [.., { To: { } to } last] && to >= now ? last.From : now;
            if (counted > due)
            {
                late.Add($"{clock.Name} {clock.Generation}");
            }
        }
    }

    /// <summary>A clock that what it waits for finds standing still is late when it was so before it stood still, perhaps by a budget it got meanwhile.</summary>
    private static void JudgeAtPause(CaseWalk walk, CaseState state, CaseState next, HashSet<string> late, bool tiesAreLate)
    {
        IEnumerable<ClockLedger> ended = state.Clocks.Where(clock => clock.IsPaused && next.Clock(clock.Name) is { StoppedAt: not null, Cancelled: false } after && after.Generation == clock.Generation);
        foreach (ClockLedger clock in ended)
        {
            ClockLedger running = clock with { Pauses = [.. clock.Pauses.SkipLast(1)] };
            Judge(walk, state with { Clocks = [running] }, clock.Pauses[^1].From, late, tiesAreLate);
        }
    }

    /// <summary>The first instant at which a share of the budget is used since it was given.</summary>
    private static Instant Grace(ClockLedger clock, BusinessCalendar calendar)
    {
        if (clock.Change is not { GracePercent: { } percent, At: var from })
        {
            return Instant.MinValue;
        }

        Duration share = (clock.Budget!.OpenTime ?? calendar.Between(clock.StartedAt, calendar.AddWorkingDays(clock.StartedAt, clock.Budget.WorkingDays!.Value, clock.Budget.Reading))) * percent / 100;
        return Due(clock with { StartedAt = from, Budget = Budget.Of(share), Change = null }, calendar);
    }

    /// <summary>The first instant at which the open time outside the pauses reaches the budget, found by halving.</summary>
    private static Instant Due(ClockLedger clock, BusinessCalendar calendar)
    {
        Duration budget = clock.Budget!.OpenTime
            ?? calendar.Between(clock.StartedAt, calendar.AddWorkingDays(clock.StartedAt, clock.Budget.WorkingDays!.Value, clock.Budget.Reading));
        Instant unpaused = clock.Budget.OpenTime is null ? calendar.AddWorkingDays(clock.StartedAt, clock.Budget.WorkingDays!.Value, clock.Budget.Reading) : Instant.MinValue;
        if (clock.Budget.OpenTime is null && Used(clock, calendar, unpaused) == budget)
        {
            return unpaused;
        }

        long low = clock.StartedAt.ToUnixTimeTicks();
        long high = low + Duration.FromDays(2000).BclCompatibleTicks;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            (low, high) = Used(clock, calendar, Instant.FromUnixTimeTicks(middle)) >= budget ? (low, middle) : (middle + 1, high);
        }

        return Instant.FromUnixTimeTicks(low);
    }

    private static Duration Used(ClockLedger clock, BusinessCalendar calendar, Instant until)
    {
        Duration used = calendar.Between(clock.StartedAt, until);
        foreach (ClockPause pause in clock.Pauses)
        {
            used -= calendar.Between(Instant.Max(clock.StartedAt, Instant.Min(pause.From, until)), Instant.Min(pause.To ?? until, until));
        }

        return used;
    }
}
