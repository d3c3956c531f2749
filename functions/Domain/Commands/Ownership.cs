using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;

namespace Caseward.Domain.Commands;

/// <summary>Takes a case from its queue. The first wins; the second is told who has it (rule E6).</summary>
public sealed record ClaimCase : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => [];

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        !state.IsOpen ? Refuse.NotOpen(state)
        : state.Owner == context.Actor.Id ? Decision.Accept()
        : state.Owner is { } owner ? Decision.Conflict(RuleCodes.AlreadyOwned, $"'{owner}' already owns this case. Ask them, or their supervisor, to hand it over.")
        : context.Policy.Person(context.Actor.Id) is null ? Decision.Reject(RuleCodes.PersonUnknown, $"'{context.Actor.Id}' is not somebody in the policy document, and so cannot own a case.")
        : !context.MayMove(state) ? Refuse.NotYours(state)
        : Decision.Accept(new CaseClaimed(context.Actor.Id));
}

/// <summary>Gives a case to somebody.</summary>
/// <param name="Owner">The id of a person.</param>
public sealed record AssignCase(string Owner) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => TextRules.Line("/owner", Owner, max: 64);

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context) =>
        !state.IsOpen ? Refuse.NotOpen(state)
        : !context.MayMove(state) ? Refuse.NotYours(state)
        : context.Policy.Person(Owner) is null ? Decision.Reject(RuleCodes.PersonUnknown, $"Nobody has the id '{Owner}'. Use the id of a person in the policy document.")
        : state.Owner == Owner ? Decision.Accept()
        : Decision.Accept(new CaseAssigned(Owner));
}

/// <summary>Puts a case back into a queue, where its ownership clock starts again (rule E1).</summary>
/// <param name="Queue">The queue; absent means the one it came from.</param>
/// <param name="Reason">Why.</param>
public sealed record ReleaseCase(string? Queue, string? Reason) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() =>
        [.. TextRules.Line("/queue", Queue, required: false, max: 64), .. TextRules.Block("/reason", Reason, required: false)];

    /// <inheritdoc/>
    public override Decision Decide(CaseState state, DecisionContext context)
    {
        string target = Queue ?? state.Queue;
        return !state.IsOpen ? Refuse.NotOpen(state)
            : !context.MayMove(state) ? Refuse.NotYours(state)
            : context.Policy.Queue(target) is not { } queue ? Decision.Reject(RuleCodes.QueueUnknown, $"There is no queue '{target}'.")
            : state.Owner is null && target == state.Queue ? Decision.Conflict(RuleCodes.NotOwned, $"Nobody owns this case; it already waits in queue '{target}'.")
            : Decision.Accept(Facts(state, queue));
    }

    private CaseFact[] Facts(CaseState state, CaseQueue queue)
    {
        var released = new CaseReleased(queue.Id, queue.Tier, Reason);
        return state.Status == CaseStatus.WaitingForCustomer ? [new WaitingForCustomerEnded(), released] : [released];
    }
}
