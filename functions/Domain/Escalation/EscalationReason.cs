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
        _ => throw new ArgumentOutOfRangeException(nameof(clock), clock, "A clock that this version does not know."),
    };

    /// <summary>Whether the cause no longer holds: owned, answered, solved, called; one raised by hand ends when the case is solved.</summary>
    public static bool IsGone(CaseState state, EscalationCause cause)
    {
        ArgumentNullException.ThrowIfNull(state);
        return !state.IsOpen || cause switch
        {
            EscalationCause.Unowned => state.Owner is not null,
            EscalationCause.Unanswered => state.Clock(ClockName.FirstResponse) is not { IsLive: true },
            EscalationCause.Unsolved => state.Clock(ClockName.Resolution) is not { IsLive: true },
            EscalationCause.CallbackMissed => state.Callback is not { Done: false },
            EscalationCause.Manual => false,
            _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "A cause that this version does not know."),
        };
    }
}
