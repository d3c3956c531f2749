using Caseward.Domain.Cases;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Commands;

/// <summary>
/// Carries out commands on states. What was due before a command comes first, so that the outcome does not depend on whether a timer or
/// a person was a second earlier; what the command makes due (an escalation that ends, a breach by a late answer) comes right after it.
/// A command that tells of something earlier comes before what was due later and is not carried out yet (rule K12).
/// </summary>
public static class CaseDecider
{
    /// <summary>Opens a case.</summary>
    /// <returns>The facts to write down.</returns>
    public static IReadOnlyList<PendingFact> Open(CaseNumber number, OpenCase command, Actor actor, ServicePolicy policy, Instant now)
    {
        ArgumentNullException.ThrowIfNull(command);
        return [.. command.Decide(number, actor, policy, now).Select(fact => new PendingFact(fact, actor, now))];
    }

    /// <summary>Carries out a command on a case.</summary>
    /// <returns>What is to be written down, or why nothing is.</returns>
    public static CommandOutcome Handle(CaseState state, CaseCommand command, Actor actor, ServicePolicy policy, Instant now)
    {
        ArgumentNullException.ThrowIfNull(command);
        Instant at = Instant.Min(command.HappenedAt ?? now, now);
        Evaluation before = CaseEvaluator.Evaluate(state, policy, at);
        Decision decision = command.Decide(before.State, new DecisionContext(actor, policy, now));
        if (decision is Decision.Refused refused)
        {
            return new CommandOutcome(refused.Refusal, []);
        }

        PendingFact[] decided = [.. ((Decision.Accepted)decision).Facts.Select(fact => new PendingFact(fact, actor, at))];
        CaseState after = decided.Aggregate(before.State, (folded, fact) => folded.Apply(fact.Fact, fact.OccurredAt));
        return new CommandOutcome(null, [.. before.Facts, .. decided, .. CaseEvaluator.Evaluate(after, command.PolicyAfter(policy), now, toldAt: at < now ? now : null).Facts]);
    }
}

/// <summary>What comes of a command on a case.</summary>
/// <param name="Refusal">Why nothing is written down; absent when the command is carried out.</param>
/// <param name="Facts">What to write down; empty when the case already is as the command wants it.</param>
public sealed record CommandOutcome(Refusal? Refusal, IReadOnlyList<PendingFact> Facts);
