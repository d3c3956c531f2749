using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Simulation;

/// <summary>
/// What other hours and blackouts make of promises that customers were given already (rule K7): the promise stays (rule K9), and there would be
/// nobody left to keep it.
/// </summary>
public static class PromiseImpact
{
    /// <summary>
    /// The promises of an open case that the hours in force leave room for and those of another version do not: a due instant before which less
    /// open time is left than the case still needs, a callback or an agreed date that begins or ends while nobody is in. What is late already, and what
    /// stands still, is none.
    /// </summary>
    /// <param name="state">The case.</param>
    /// <param name="own">The policy version that it runs on, which says what was promised.</param>
    /// <param name="inForce">The policy version in force, whose hours are worked now.</param>
    /// <param name="draft">The version that would change the hours.</param>
    /// <param name="now">Now.</param>
    public static IReadOnlyList<ImpossiblePromise> Of(CaseState state, ServicePolicy own, ServicePolicy inForce, ServicePolicy draft, Instant now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(inForce);
        ArgumentNullException.ThrowIfNull(draft);
        if (!state.IsOpen || draft.Department(state.Department) is null)
        {
            return [];
        }

        ServicePolicy current = inForce.Department(state.Department) is null ? own : inForce;
        return
        [
            .. state.Clocks.Where(clock => clock.IsRunning)
                .Select(clock => clock.FixedDue is null
                    ? TooLittleTime(state, clock, own, current, draft, now)
                    : Closed(state, clock, current, draft, now))
                .OfType<ImpossiblePromise>(),
        ];
    }

    private static ImpossiblePromise? TooLittleTime(CaseState state, ClockLedger clock, ServicePolicy own, ServicePolicy current, ServicePolicy draft, Instant now)
    {
        BusinessCalendar promised = own.Calendar(state.Scope, clock.Name);
        if (!IsToCustomer(clock.Name) || clock.Due(promised) is not { } due || due <= now)
        {
            return null;
        }

        Duration needed = promised.Between(now, due);
        BusinessCalendar changed = draft.Calendar(state.Scope, clock.Name);
        Duration left = changed.Between(now, due);
        bool isChanged = left < current.Calendar(state.Scope, clock.Name).Between(now, due);
        return isChanged && left < needed ? new ImpossiblePromise(clock.Name, due, changed.Add(now, needed)) : null;
    }

    private static ImpossiblePromise? Closed(CaseState state, ClockLedger clock, ServicePolicy current, ServicePolicy draft, Instant now)
    {
        Instant due = clock.FixedDue!.Value;
        if (due <= now)
        {
            return null;
        }

        Instant from = clock.Name == ClockName.Callback && state.Callback is { } callback ? Instant.Max(callback.From, now) : due;
        BusinessCalendar changed = draft.Calendar(state.Scope, CalendarUse.Appointments);
        return IsIn(current.Calendar(state.Scope, CalendarUse.Appointments), from, due) && !IsIn(changed, from, due)
            ? new ImpossiblePromise(clock.Name, due, changed.NextOpen(from))
            : null;
    }

    // Closing time itself is still in time (rule K2).
    private static bool IsIn(BusinessCalendar hours, Instant from, Instant until) =>
        (from == until || hours.IsOpen(from)) && hours.Between(until - Duration.FromTicks(1), until) > Duration.Zero;

    private static bool IsToCustomer(ClockName clock) => clock is ClockName.FirstResponse or ClockName.NextResponse or ClockName.Resolution;
}

/// <summary>A promise that cannot be kept in other hours.</summary>
/// <param name="Clock">What was promised.</param>
/// <param name="Promised">Until when.</param>
/// <param name="Possible">When it could be done at the earliest.</param>
public sealed record ImpossiblePromise(ClockName Clock, Instant Promised, Instant Possible);
