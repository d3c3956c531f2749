using Caseward.Domain.Cases;
using Caseward.Domain.Escalation;

namespace Caseward.Domain.Notices;

/// <summary>Whether a notice still makes sense when it is about to leave (rule E8).</summary>
public static class NoticeRules
{
    /// <summary>
    /// Nothing about a deadline is sent for a case that was handled before the notice left, no survey for a case that was reopened
    /// meanwhile (rule V3). Other mail to the customer always goes out.
    /// </summary>
    public static bool IsStillWanted(NoticeDecided notice, CaseState state)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(state);
        return notice.Kind switch
        {
            NoticeKind.EscalationNotice => state.IsOpen,
            NoticeKind.Warning => state.IsOpen && notice.Clock is { } clock && !EscalationReason.IsGone(state, EscalationReason.Of(clock)),
            NoticeKind.CallbackReminder or NoticeKind.CallbackConfirmation => state.Callback is { Done: false } open && open.Callback == notice.Callback,
            NoticeKind.Survey => state.Survey is { ExpiresAt: not null } offered && offered.Survey == NoticeKeys.OccasionOf(notice.Key),
            _ => true,
        };
    }
}
