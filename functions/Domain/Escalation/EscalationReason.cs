using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;

namespace Caseward.Domain.Escalation;

/// <summary>Why a case is escalated, and when that is over (rules E3, E4).</summary>
public static class EscalationReason
{
    /// <summary>The cause that a late clock is.</summary>
    public static EscalationCause Of(ClockName clock) => clock switch
    {
        ClockName.Ownership => EscalationCause.Unowned,
        ClockName.FirstResponse => EscalationCause.Unanswered,
        ClockName.Resolution => EscalationCause.Unsolved,
        ClockName.Callback => EscalationCause.CallbackMissed,
        ClockName.OwnerAction => EscalationCause.OwnerSilent,
        ClockName.NextResponse => EscalationCause.Unanswered,
        ClockName.Agreed => EscalationCause.AgreedDateMissed,
        ClockName.Tier1 or ClockName.Tier2 => EscalationCause.TierTimeUsed,
        ClockName.EntitlementDecision => EscalationCause.Undecided,
        _ => throw new ArgumentOutOfRangeException(nameof(clock), clock, "A clock that this version does not know."),
    };

    /// <summary>
    /// Whether the cause no longer holds: owned, answered, solved, called, or no longer late because more time was given; what was taken from a
    /// silent owner or a slow tier is handled when somebody owns it again. One raised by hand ends by hand or when the case is solved.
    /// </summary>
    public static bool IsGone(CaseState state, EscalationCause cause)
    {
        ArgumentNullException.ThrowIfNull(state);
        return !state.IsOpen || cause switch
        {
            EscalationCause.Unowned => state.Owner is not null,
            EscalationCause.Unanswered => !IsLate(state, ClockName.FirstResponse) && !IsLate(state, ClockName.NextResponse),
            EscalationCause.Unsolved => !IsLate(state, ClockName.Resolution),
            EscalationCause.CallbackMissed => state.Callback is not { Done: false },
            EscalationCause.Manual => false,
            EscalationCause.OwnerSilent => state.Owner is not null && !IsLate(state, ClockName.OwnerAction),
            EscalationCause.AgreedDateMissed => !IsLate(state, ClockName.Agreed),
            EscalationCause.TierTimeUsed => state.Owner is not null && !IsLate(state, state.Tier == 1 ? ClockName.Tier1 : ClockName.Tier2),
            EscalationCause.Undecided => !IsLate(state, ClockName.EntitlementDecision),
            _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "A cause that this version does not know."),
        };
    }

    private static bool IsLate(CaseState state, ClockName clock) => state.Clock(clock) is { IsLive: true, Breached: true };
}
