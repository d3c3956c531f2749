using Caseward.Domain.Cases;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;

namespace Caseward.Domain.Commands;

/// <summary>Brings a case to a tier-2 queue or to a named person, with a reason, without waiting for a deadline (rule E5).</summary>
/// <param name="Queue">A tier-2 queue; absent, with no person either, means the department's.</param>
/// <param name="Person">Who gets it.</param>
/// <param name="Reason">Why.</param>
public sealed record EscalateCase(string? Queue, string? Person, string Reason) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() =>
        [.. TextRules.Line("/queue", Queue, required: false, max: 64), .. TextRules.Line("/person", Person, required: false, max: 64), .. TextRules.Block("/reason", Reason)];

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

        ServicePolicy policy = context.Policy;
        if (Person is not null && policy.Person(Person) is null)
        {
            return Decision.Reject(RuleCodes.PersonUnknown, $"Nobody has the id '{Person}'. Use the id of a person in the policy document.");
        }

        string target = Queue ?? (Person is null ? policy.Department(state.Department)!.Tier2Queue : state.Queue);
        if (policy.Queue(target) is not { } queue)
        {
            return Decision.Reject(RuleCodes.QueueUnknown, $"There is no queue '{target}'.");
        }

        if (queue.Tier < 2 && Person is null)
        {
            return Decision.Reject(RuleCodes.NotTier2, $"Queue '{target}' is not a tier-2 queue. Escalate to a tier-2 queue or to a person.");
        }

        var escalated = new CaseEscalated(EscalationCause.Manual, state.Queue, queue.Id, queue.Tier, Person, Reason);
        CaseFact[] moved = state.Status == CaseStatus.WaitingForCustomer ? [new WaitingForCustomerEnded(), escalated] : [escalated];
        return Decision.Accept([.. moved, .. Notices(state, policy, queue.Id, Person, Reason)]);
    }

    /// <summary>Whom an escalation by hand is told to: the person who gets the case, else the supervisors of the queue.</summary>
    internal static IEnumerable<CaseFact> Notices(CaseState state, ServicePolicy policy, string queue, string? person, string? reason)
    {
        IReadOnlyList<Person> told = person is not null
            ? [policy.ReaderFor(person)]
            : policy.Recipients([NoticeRole.ReceivingSupervisors], new NoticeParts(state.Department, state.Queue, queue, state.Owner, null));
        return told.Select(recipient => new NoticeDecided
        {
            Key = NoticeKeys.ByHand(state.Number, state.ManualEscalations + 1, recipient.Id),
            Kind = NoticeKind.EscalationNotice,
            Recipient = recipient.Id,
            Cause = EscalationCause.Manual,
            FromQueue = state.Queue,
            Text = reason,
            Urgent = true,
        });
    }
}

/// <summary>Ends an escalation that somebody raised by hand, and brings the case back to where it is worked on (requirement C7).</summary>
/// <param name="Queue">The queue it goes back to; absent means that it stays where it is.</param>
/// <param name="Reason">What was found, or what is needed.</param>
public sealed record DeescalateCase(string? Queue, string Reason) : CaseCommand
{
    /// <inheritdoc/>
    public override IEnumerable<Violation> Validate() => [.. TextRules.Line("/queue", Queue, required: false, max: 64), .. TextRules.Block("/reason", Reason)];

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

        if (!state.Escalations.Contains(EscalationCause.Manual))
        {
            return Decision.Conflict(
                RuleCodes.NotEscalated,
                "Nobody escalated this case by hand. An escalation by a clock ends when its reason is gone: own the case, answer it, solve it.");
        }

        var ended = new EscalationEnded(EscalationCause.Manual, Reason);
        return Queue is null ? Decision.Accept(ended)
            : context.Policy.Queue(Queue) is not { } queue ? Decision.Reject(RuleCodes.QueueUnknown, $"There is no queue '{Queue}'.")
            : state.Status == CaseStatus.WaitingForCustomer ? Decision.Accept(ended, new WaitingForCustomerEnded(), new CaseReleased(queue.Id, queue.Tier, Reason))
            : Decision.Accept(ended, new CaseReleased(queue.Id, queue.Tier, Reason));
    }
}
