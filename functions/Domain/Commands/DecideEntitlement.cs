using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Commands;

/// <summary>What is promised to cases that no contract covers (requirement B10).</summary>
internal static class EntitlementRules
{
    /// <summary>At which level a case is opened and what is promised to it; <see langword="null"/> when the policy promises nothing for its priority.</summary>
    public static (string Level, Promise Promise)? PromiseTo(
        ServicePolicy policy, int priority, string department, string? wanted, Entitlement? entitlement, Instant at)
    {
        EntitlementSettings? uncovered = entitlement is null or Entitlement.Valid ? null : policy.Document.Entitlements;
        string level = uncovered?.Without == WithoutContract.LowestLevel || wanted is null ? policy.Document.Levels[0].Id : wanted;
        return policy.PromiseFor(priority, department, level, at) is not { } row ? null
            : (level, uncovered?.Without == WithoutContract.Decide ? Undecided(row, uncovered) : row.Stamp());
    }

    /// <summary>Until somebody decides: an owner in time, a decision in time, and nothing to the customer.</summary>
    private static Promise Undecided(PromiseRow row, EntitlementSettings settings) =>
        new(row.Ownership, null, null) { OwnerAction = row.OwnerAction, EntitlementDecision = settings.Decision };
}

/// <summary>Decides about a case that no contract covers. What is promised begins with the decision; a refusal solves the case with its reason.</summary>
/// <param name="Outcome">What is decided.</param>
/// <param name="Level">The service level it is handled at; absent means the one it has.</param>
/// <param name="Reason">Why; needed for a refusal, which the customer reads.</param>
public sealed record DecideEntitlement(EntitlementOutcome Outcome, string? Level, string? Reason) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() =>
        [.. TextRules.Line("/level", Level, required: false, max: 64), .. TextRules.Block("/reason", Reason, required: Outcome == EntitlementOutcome.Refused)];

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context)
    {
        string level = Level ?? state.Level;
        return !state.IsOpen ? Refuse.NotOpen(state)
            : !context.MayMove(state) ? Refuse.NotYours(state)
            : state.Clock(ClockName.EntitlementDecision) is not { IsLive: true } ? Decision.Conflict(RuleCodes.NothingToDecide, "Nothing about a contract is left to decide on this case.")
            : context.Policy.Document.Levels.All(known => known.Id != level) ? Decision.Reject(RuleCodes.LevelUnknown, $"There is no level '{level}'. Choose one of: {string.Join(", ", context.Policy.Document.Levels.Select(known => known.Id))}.")
            : Outcome == EntitlementOutcome.Refused ? Decision.Accept(Refused(state, level))
            : Decision.Accept(new EntitlementDecided(Outcome, level, context.Policy.PromiseTo(state with { Level = level }, state.Priority, context.Now), Reason));
    }

    private CaseFact[] Refused(CaseState state, string level)
    {
        CaseFact[] facts = [new EntitlementDecided(Outcome, level, null, Reason), new CaseResolved(null, Reason, null)];
        return state.CanMailCustomer ? [.. facts, ResolvedNotice.Of(state, Reason)] : facts;
    }
}
