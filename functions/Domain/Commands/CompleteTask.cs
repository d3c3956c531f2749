using Caseward.Domain.Cases;
using Caseward.Domain.Rules;

namespace Caseward.Domain.Commands;

/// <summary>A task of a case is done.</summary>
/// <param name="Task">Its number within the case.</param>
/// <param name="Notes">What came of it.</param>
public sealed record CompleteTask(int Task, string? Notes) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => TextRules.Block("/notes", Notes, required: false);

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        context.Actor.Kind == ActorKind.Customer ? Refuse.NotForCustomers()
        : state.Tasks.Any(open => open.Task == Task) ? Decision.Accept(new TaskDone(Task, Notes))
        : Task >= 1 && Task <= state.TasksMade ? Decision.Accept()
        : Decision.Conflict(RuleCodes.TaskUnknown, $"This case has no task {Task}.");
}
