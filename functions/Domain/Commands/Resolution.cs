using Caseward.Domain.Cases;
using Caseward.Domain.Notices;
using Caseward.Domain.Rules;

namespace Caseward.Domain.Commands;

/// <summary>The case is solved, or ends for another reason; the customer can confirm or reopen for a while (rule V1).</summary>
/// <param name="Solution">How it was solved.</param>
/// <param name="Reason">Why it ends without a solution.</param>
/// <param name="ByPhone">Whether the customer was told by telephone; then call notes are needed.</param>
/// <param name="CallNotes">What was said.</param>
public sealed record ResolveCase(string? Solution, string? Reason, bool ByPhone, string? CallNotes) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() =>
    [
        .. TextRules.Block("/solution", Solution, required: false),
        .. TextRules.Block("/reason", Reason, required: false),
        .. TextRules.Block("/callNotes", CallNotes, required: false),
        .. string.IsNullOrWhiteSpace(Solution) && string.IsNullOrWhiteSpace(Reason) ? [new Violation("/solution", RuleCodes.SolutionOrReason, "Say how it was solved, or give the reason why it ends without a solution.")] : Array.Empty<Violation>(),
        .. ByPhone && string.IsNullOrWhiteSpace(CallNotes) ? [new Violation("/callNotes", RuleCodes.CallNotes, "A case that was solved by telephone needs call notes.")] : Array.Empty<Violation>(),
    ];

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context)
    {
        if (!state.IsOpen)
        {
            return Refuse.NotOpen(state);
        }

        if (!context.MayMove(state))
        {
            return Refuse.NotYours(state);
        }

        var resolved = new CaseResolved(Written(Solution), Written(Reason), Written(CallNotes));
        return state.CanMailCustomer ? Decision.Accept(resolved, ResolvedNotice.Of(state, resolved.Solution ?? resolved.Reason)) : Decision.Accept(resolved);
    }

    private static string? Written(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>The mail that says how a case was solved, or why it ends.</summary>
internal static class ResolvedNotice
{
    public static NoticeDecided Of(CaseState state, string? text) => new()
    {
        Key = NoticeKeys.ToCustomer(state.Number, NoticeKind.Resolved, state.Resolutions + 1),
        Kind = NoticeKind.Resolved,
        Recipient = NoticeKeys.Customer,
        Text = text,
    };
}

/// <summary>The customer says that it is solved; the case closes.</summary>
public sealed record ConfirmResolution : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => [];

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) => state.Status switch
    {
        CaseStatus.Resolved => Decision.Accept(new CaseClosed(CloseCause.Confirmed, null, state.Owner, state.Queue, state.Tier)),
        CaseStatus.Closed => Decision.Accept(),
        _ => Decision.Conflict(RuleCodes.NotResolved, "The case is not solved yet, so there is nothing to confirm."),
    };
}

/// <summary>It was not solved after all: the resolution clock goes on where it stopped (rule K10).</summary>
/// <param name="Reason">Why.</param>
public sealed record ReopenCase(string? Reason) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => TextRules.Block("/reason", Reason, required: false);

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context)
    {
        if (state.IsOpen)
        {
            return Decision.Conflict(RuleCodes.NotResolved, "The case is open already.");
        }

        if (context.Actor.IsStaff && !context.MayMove(state))
        {
            return Refuse.NotYours(state);
        }

        return (state.ResolvedAt ?? state.ClosedAt) is { } ended && context.Now <= ended + context.Policy.Document.Closing.ReopenWindow
            ? Decision.Accept(new CaseReopened(state.Queue, state.Tier, Reason))
            : Decision.Conflict(RuleCodes.ReopenWindowPassed, "The time to reopen this case has passed. Open a new one and name this number.");
    }
}

/// <summary>Ends a case without the customer's word, with a reason; perhaps because it is the same as another.</summary>
/// <param name="Reason">Why.</param>
/// <param name="DuplicateOf">The case that this one is a duplicate of.</param>
public sealed record CloseCase(string Reason, CaseNumber? DuplicateOf = null) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => TextRules.Block("/reason", Reason);

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        state.Status == CaseStatus.Closed ? Decision.Accept()
        : !context.MayMove(state) ? Refuse.NotYours(state)
        : DuplicateOf == state.Number ? Decision.Reject(RuleCodes.DuplicateOfItself, "A case is no duplicate of itself. Name the other one.")
        : Decision.Accept(new CaseClosed(DuplicateOf is null ? CloseCause.ByStaff : CloseCause.Duplicate, Reason, state.Owner, state.Queue, state.Tier) { DuplicateOf = DuplicateOf });
}
