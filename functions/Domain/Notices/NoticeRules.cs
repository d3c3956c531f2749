using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Notices;

/// <summary>Whether and when a decided notice leaves (rule E8).</summary>
public static class NoticeRules
{
    /// <summary>
    /// Why a notice makes no sense any more when it is about to leave: nothing about a deadline is sent for a case that was handled before, no
    /// survey for a case that was reopened meanwhile (rule V3). Other mail to the customer always goes out.
    /// </summary>
    /// <param name="notice">The notice. One without a generation, decided by an earlier release, is judged by the case as a whole.</param>
    /// <param name="decidedAt">When the event that decided it occurred.</param>
    /// <param name="state">The case now.</param>
    /// <returns>A code of <see cref="NoticeCodes"/>; <see langword="null"/> when it is still wanted.</returns>
    public static string? WhyWithdrawn(NoticeDecided notice, Instant decidedAt, CaseState state)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(state);
        return notice.Kind switch
        {
            NoticeKind.EscalationNotice or NoticeKind.Warning when !state.IsOpen => NoticeCodes.CaseOver,
            NoticeKind.EscalationNotice => OfEscalation(notice, decidedAt, state),
            NoticeKind.Warning => OfWarning(notice, state),
            NoticeKind.CallbackReminder or NoticeKind.CallbackConfirmation =>
                state.Callback is { Done: false } open && open.Callback == notice.Callback ? null : NoticeCodes.CallbackOver,
            NoticeKind.CallbackAssigned =>
                state.Callback is { Done: false } given && given.Callback == notice.Callback && given.Assignee == notice.Recipient ? null : NoticeCodes.CallbackOver,
            NoticeKind.Survey =>
                state.Survey is { ExpiresAt: not null } offered && offered.Survey == NoticeKeys.OccasionOf(notice.Key) ? null : NoticeCodes.SurveyOver,
            _ => null,
        };
    }

    /// <summary>
    /// Until when a notice waits for its recipient's notice hours: the opening that was decided, then, should it be late by then (an outage,
    /// a slow provider), the next one. Urgent notices and mail to the customer never wait, nor does what a colleague escalated by hand.
    /// </summary>
    /// <param name="notice">The notice.</param>
    /// <param name="current">The policy in force, which knows the recipient's hours now.</param>
    /// <param name="now">Now.</param>
    /// <returns><see langword="null"/> when it may leave now.</returns>
    public static Instant? WaitsUntil(NoticeDecided notice, ServicePolicy current, Instant now)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(current);
        return notice.Recipient == NoticeKeys.Customer || IsUrgent(notice) ? null
            : notice.NotBefore > now ? notice.NotBefore
            : current.NoticeHoursOpen(current.ReaderFor(notice.Recipient).Id, now);
    }

    /// <summary>Whether nothing may hold it back; escalating by hand always was urgent, also before it was written down.</summary>
    public static bool IsUrgent(NoticeDecided notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return notice.Urgent == true || notice.Cause == EscalationCause.Manual;
    }

    private static string? OfEscalation(NoticeDecided notice, Instant decidedAt, CaseState state)
    {
        if (notice.Cause != EscalationCause.Manual && notice.Generation is null)
        {
            return null;
        }

        return notice.Cause is { } cause && !state.Escalations.Contains(cause) ? NoticeCodes.Handled
            : notice.Generation is { } generation && notice.Clock is { } clock && !IsLatest(state.Clock(clock), generation, decidedAt) ? NoticeCodes.ClockStartedAnew
            : null;
    }

    private static string? OfWarning(NoticeDecided notice, CaseState state)
    {
        if (notice.Clock is not { } clock)
        {
            return NoticeCodes.Handled;
        }

        return state.Clock(clock) is not { IsLive: true } ledger ? NoticeCodes.Handled
            : notice.Generation is { } generation && ledger.Generation != generation ? NoticeCodes.ClockStartedAnew
            : null;
    }

    // A case that climbs because nobody took it waits anew in the queue that gets it, one that becomes more urgent has another budget: the very
    // escalation starts the next generation.
    private static bool IsLatest(ClockLedger? clock, int generation, Instant decidedAt) =>
        clock is not null && (clock.Generation == generation || (clock.Generation == generation + 1 && (clock.Change?.At ?? clock.StartedAt) == decidedAt));
}
