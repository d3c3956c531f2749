using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Escalation;

/// <summary>A rung of a ladder: told, moved, raised, once per generation (rules E2, E3).</summary>
internal sealed record RungDue(Instant Moment, Rung Rung, ClockLedger Clock) : DueStep(Moment, 1)
{
    private EscalationCause Cause => EscalationReason.Of(Clock.Name);

    public override IEnumerable<CaseFact> Facts(CaseState state, ServicePolicy policy, Instant now, bool mayAskContact)
    {
        CaseQueue receiving = policy.Queue(QueueAfter(state, policy))!;
        bool moves = receiving.Id != state.Queue;
        bool losesOwner = moves || (Rung.ReturnToQueue && state.Owner is not null);
        yield return new RungCarriedOut(Clock.Name, Clock.Generation, Rung.Name, Moment);

        if (losesOwner && state.Status == CaseStatus.WaitingForCustomer)
        {
            // Nobody waits for the customer when nobody owns the case.
            yield return new WaitingForCustomerEnded();
        }

        if (Rung.At.IsAfterDue && (losesOwner || !state.Escalations.Contains(Cause)))
        {
            yield return new CaseEscalated(Cause, state.Queue, receiving.Id, receiving.Tier, losesOwner ? null : state.Owner, Reason: null);
        }

        if (Rung.RaisePriority && PriorityRules.MoreUrgent(state.Priority, policy) is { } urgent)
        {
            yield return PriorityRules.Change(state, policy, urgent, HappensAt(state, now), reason: null, Clock.Name);
        }

        if (Rung.Task is { } title)
        {
            yield return new TaskMade(state.TasksMade + 1, title, losesOwner ? null : state.Owner);
        }

        foreach (NoticeDecided notice in Notices(state, policy, receiving.Id, now))
        {
            yield return notice;
        }
    }

    /// <summary>A case that has climbed already is not moved to tier 2 again.</summary>
    private string QueueAfter(CaseState state, ServicePolicy policy) =>
        Rung.MoveTo ?? (Rung.MoveToTier2 && state.Tier < 2 ? policy.Department(state.Department)!.Tier2Queue : state.Queue);

    private IEnumerable<NoticeDecided> Notices(CaseState state, ServicePolicy policy, string receiving, Instant now)
    {
        Instant? due = Clock.Due(policy.Calendar(state.Scope, Clock.Name));
        var parts = new NoticeParts(state.Department, state.Queue, receiving, state.Owner, state.Callback?.Assignee);
        foreach (Person person in Rung.Notify.Count == 0 ? [] : policy.Recipients(Rung.Notify, parts))
        {
            yield return new NoticeDecided
            {
                Key = NoticeKeys.Rung(state.Number, Clock.Name, Clock.Generation, Rung.Name, person.Id),
                Kind = Rung.At.IsAfterDue ? NoticeKind.EscalationNotice : Clock.Name == ClockName.Callback ? NoticeKind.CallbackReminder : NoticeKind.Warning,
                Recipient = person.Id,
                Clock = Clock.Name,
                Due = due,
                Cause = Rung.At.IsAfterDue ? Cause : null,
                FromQueue = state.Queue,
                Callback = Clock.Name == ClockName.Callback ? state.Callback?.Callback : null,
                Generation = Clock.Generation,
                Rung = Rung.Name,
                Moment = Moment,
                NotBefore = Rung.Urgent ? null : policy.NoticeHoursOpen(person.Id, HappensAt(state, now)),
                Urgent = Rung.Urgent ? true : null,
            };
        }
    }
}
