using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Commands;

/// <summary>Something that somebody wants of a case that exists.</summary>
public abstract record CaseCommand
{
    /// <summary>When it happened, for the commands that tell of something earlier (rule K12); absent means now.</summary>
    public virtual Instant? HappenedAt => null;

    /// <summary>The policy version that the case is handled under once it is carried out.</summary>
    public virtual ServicePolicy PolicyAfter(ServicePolicy policy) => policy;

    /// <summary>Everything that is wrong with its fields, whatever the case is like.</summary>
    public abstract IEnumerable<Violation> Validate();

    /// <summary>What comes of it. Pure: the same case, command and context always give the same decision.</summary>
    public abstract Decision Decide(CaseState state, DecisionContext context);
}

/// <summary>What a decision may look at beside the case.</summary>
/// <param name="Actor">Who wants it.</param>
/// <param name="Policy">The policy version that the case is handled under.</param>
/// <param name="Now">Now.</param>
public sealed record DecisionContext(Actor Actor, ServicePolicy Policy, Instant Now)
{
    /// <summary>Whether the actor may move the case (rule E6): owner, member or supervisor of its queue, manager, or another system.</summary>
    public bool MayMove(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Actor.Kind is ActorKind.Manager or ActorKind.Integration or ActorKind.System
            || (Actor.IsStaff && (state.Owner == Actor.Id || Policy.MayWorkOn(Actor.Id, state.Queue, state.Department)));
    }
}

/// <summary>The refusals that several commands share.</summary>
internal static class Refuse
{
    public static Decision NotOpen(CaseState state) =>
        Decision.Conflict(RuleCodes.NotOpen, $"The case is {(state.Status == CaseStatus.Closed ? "closed" : "solved")}. Reopen it first, or open a new case.");

    public static Decision NotForCustomers() => Decision.Forbid(RuleCodes.NotYours, "Only people who work on the case can do this.");

    public static Decision NotYours(CaseState state) =>
        Decision.Forbid(RuleCodes.NotYours, $"Only the owner, the members and supervisors of queue '{state.Queue}' and the manager can do this.");
}
