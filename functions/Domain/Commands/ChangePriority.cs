using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;

namespace Caseward.Domain.Commands;

/// <summary>Makes a case more or less urgent: its clocks get the new priority's budgets by the rule of the policy (rule K10).</summary>
/// <param name="Priority">1 is the most urgent.</param>
/// <param name="Reason">Why.</param>
public sealed record ChangePriority(int Priority, string? Reason) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => TextRules.Block("/reason", Reason, required: false);

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        !state.IsOpen ? Refuse.NotOpen(state)
        : !context.MayMove(state) ? Refuse.NotYours(state)
        : context.Policy.Document.Priorities.All(known => known.Id != Priority)
            ? Decision.Reject(RuleCodes.PriorityUnknown, $"There is no priority {Priority}. Choose one of: {string.Join(", ", context.Policy.Document.Priorities.Select(known => known.Id))}.")
        : state.Priority == Priority ? Decision.Accept()
        : Decision.Accept(PriorityRules.Change(state, context.Policy, Priority, context.Now, Reason));
}

/// <summary>
/// Moves a running case to another version of the policy (rules K9, K10): new budgets from the original start, pauses kept. Refused for cases
/// that were promised to keep theirs, and where the version has no place for them.
/// </summary>
/// <param name="Target">The version to move to.</param>
/// <param name="Reason">Why.</param>
public sealed record MigratePolicy(ServicePolicy Target, string? Reason) : CaseCommand
{
    /// <inheritdoc/>
    public override ServicePolicy PolicyAfter(ServicePolicy policy) => Target;

    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => TextRules.Block("/reason", Reason, required: false);

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        !state.IsOpen ? Refuse.NotOpen(state)
        : state.PolicyVersion == Target.Version ? Decision.Accept()
        : state.Rules?.PolicyEdit == Clocks.PolicyEditRule.Keep ? Decision.Conflict(RuleCodes.PolicyKept, $"This case keeps policy '{state.PolicyVersion}', under which it was opened, to its end.")
        : WhyNot(state) is { } lacks ? Decision.Conflict(RuleCodes.PolicyUnfit, $"Policy '{Target.Version}' has no {lacks}, which this case needs.")
        : Decision.Accept(new PolicyMigrated(state.PolicyVersion, Target.Version, PriorityRules.PromiseNow(state, Target, state.Priority, context.Now), Target.Document.Clocks, Reason));

    private string? WhyNot(CaseState state) =>
        Target.Department(state.Department) is null ? $"department '{state.Department}'"
        : Target.Queue(state.Queue) is not { } queue ? $"queue '{state.Queue}'"
        : queue.Tier != state.Tier ? $"queue '{state.Queue}' of tier {state.Tier}"
        : Target.PromiseFor(state.Priority, state.Department, state.Level, state.OpenedAt) is null ? $"promise for priority {state.Priority} at level '{state.Level}'"
        : null;
}
