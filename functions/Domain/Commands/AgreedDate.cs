using Caseward.Domain.Cases;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Commands;

/// <summary>
/// Writes down a date that was agreed with the customer; it is a clock of its own, with an author (rule K15). A date that is agreed already is
/// replaced only by somebody who names it.
/// </summary>
/// <param name="At">The date.</param>
/// <param name="Replaces">The date agreed before, when there is one.</param>
/// <param name="Reason">Why.</param>
public sealed record AgreeDate(Instant At, Instant? Replaces, string? Reason) : CaseCommand
{
    /// <summary>Nobody agrees a date further ahead than this; a later one is a slip of the hand in the year.</summary>
    internal static readonly Duration Farthest = Duration.FromDays(5 * 366);

    internal const string TooFar = "Agree a date within the next five years.";

    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => TextRules.Block("/reason", Reason, required: false);

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        !state.IsOpen ? Refuse.NotOpen(state)
        : !context.MayMove(state) ? Refuse.NotYours(state)
        : state.AgreedAt == At && state.AgreedBy == context.Actor.Id ? Decision.Accept()
        : At <= context.Now ? Decision.Reject(RuleCodes.AgreedDatePast, "Agree a date in the future.")
        : At > context.Now + Farthest ? Decision.Reject(RuleCodes.AgreedDateTooFar, TooFar)
        : state.AgreedAt != Replaces
            ? Decision.Conflict(
                RuleCodes.AgreedDateTaken,
                state.AgreedAt is { } agreed ? $"'{state.AgreedBy ?? "somebody"}' agreed {agreed} with the customer. Name that date in 'replaces' to replace it." : "No date is agreed that could be replaced.")
        : Decision.Accept(new AgreedDateSet(At, context.Actor.Id, Replaces, Reason));
}

/// <summary>The agreed date no longer holds.</summary>
/// <param name="Reason">Why.</param>
public sealed record WithdrawAgreedDate(string Reason) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => TextRules.Block("/reason", Reason);

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        !state.IsOpen ? Refuse.NotOpen(state)
        : !context.MayMove(state) ? Refuse.NotYours(state)
        : state.AgreedAt is { } agreed ? Decision.Accept(new AgreedDateWithdrawn(agreed, Reason))
        : Decision.Conflict(RuleCodes.NoAgreedDate, "No date is agreed on this case.");
}
