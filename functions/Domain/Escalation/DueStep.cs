using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using Caseward.Domain.Surveys;
using NodaTime;

namespace Caseward.Domain.Escalation;

/// <summary>One thing that happens to a case by itself, and when.</summary>
/// <param name="Moment">When.</param>
/// <param name="Order">Which goes first at the same moment.</param>
internal abstract record DueStep(Instant Moment, int Order)
{
    /// <summary>On time means at or before the moment; so most things happen only after it has passed (rule K3).</summary>
    public virtual bool IsDue(Instant now) => now > Moment;

    /// <summary>When it happens: when it fell due, or when the case became such that it is due; never when somebody looked.</summary>
    public virtual Instant HappensAt(CaseState state, Instant now) => Instant.Max(Moment, state.ChangedAt);

    public abstract IEnumerable<CaseFact> Facts(CaseState state, ServicePolicy policy, Instant now, bool mayAskContact);
}

/// <summary>A deadline was missed: a stored fact with the instant it missed, also when nobody watched (rule K11).</summary>
internal sealed record Breach(Instant Due, ClockLedger Clock) : DueStep(Due, 0)
{
    // A clock that stopped late is a breach at once, whatever the time is now.
    public override bool IsDue(Instant now) => now > Due || Clock.RanUntil > Due;

    public override IEnumerable<CaseFact> Facts(CaseState state, ServicePolicy policy, Instant now, bool mayAskContact) =>
        [new ClockBreached(Clock.Name, Clock.Generation, Due)];
}

/// <summary>A rung of a ladder: told, moved, once per generation (rules E2, E3).</summary>
internal sealed record RungDue(Instant Moment, Rung Rung, ClockLedger Clock) : DueStep(Moment, 1)
{
    public override IEnumerable<CaseFact> Facts(CaseState state, ServicePolicy policy, Instant now, bool mayAskContact)
    {
        yield return new RungCarriedOut(Clock.Name, Clock.Generation, Rung.Name, Moment);

        Instant? due = Clock.Due(policy.Calendar(state.Scope, Clock.Name));
        bool isLate = Rung.At.AfterDue is not null || Rung.At.AfterDueWall is not null;
        EscalationCause cause = EscalationReason.Of(Clock.Name);
        bool moves = Rung.MoveToTier2 && state.Tier < 2;
        string receiving = moves ? policy.Department(state.Department)!.Tier2Queue : state.Queue;

        if (moves && state.Status == CaseStatus.WaitingForCustomer)
        {
            // It loses its owner, and nobody waits for the customer when nobody owns the case.
            yield return new WaitingForCustomerEnded();
        }

        if (isLate && (moves || !state.Escalations.Contains(cause)))
        {
            yield return new CaseEscalated(cause, state.Queue, receiving, policy.Queue(receiving)!.Tier, moves ? null : state.Owner, Reason: null);
        }

        var parts = new NoticeParts(state.Department, state.Queue, receiving, state.Owner, state.Callback?.Assignee);
        foreach (Person person in Rung.Notify.Count == 0 ? [] : policy.Recipients(Rung.Notify, parts))
        {
            yield return new NoticeDecided
            {
                Key = NoticeKeys.Rung(state.Number, Clock.Name, Clock.Generation, Rung.Name, person.Id),
                Kind = isLate ? NoticeKind.EscalationNotice : Clock.Name == ClockName.Callback ? NoticeKind.CallbackReminder : NoticeKind.Warning,
                Recipient = person.Id,
                Clock = Clock.Name,
                Due = due,
                Cause = isLate ? cause : null,
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

/// <summary>The reason for an escalation is gone (rule E4).</summary>
internal sealed record EscalationEnds(EscalationCause Cause) : DueStep(Instant.MinValue, 2)
{
    public override bool IsDue(Instant now) => true;

    // The reason went by a command, which was now, also when it told of something earlier.
    public override Instant HappensAt(CaseState state, Instant now) => Instant.Max(now, state.ChangedAt);

    public override IEnumerable<CaseFact> Facts(CaseState state, ServicePolicy policy, Instant now, bool mayAskContact) =>
        [new EscalationEnded(Cause)];
}

/// <summary>The time to reopen has passed: the case closes by itself (rule V1).</summary>
internal sealed record WindowPasses(Instant Moment) : DueStep(Moment, 3)
{
    public override IEnumerable<CaseFact> Facts(CaseState state, ServicePolicy policy, Instant now, bool mayAskContact) =>
        [new CaseClosed(CloseCause.WindowPassed, Reason: null, state.Owner, state.Queue, state.Tier)];
}

/// <summary>The cooling time after closing has passed: ask, or write down why not (rule V3).</summary>
internal sealed record SurveyDue(Instant Moment) : DueStep(Moment, 4)
{
    // Whether the contact may be asked is only known now, and the time to answer begins when the mail leaves.
    public override Instant HappensAt(CaseState state, Instant now) => Instant.Max(now, state.ChangedAt);

    public override IEnumerable<CaseFact> Facts(CaseState state, ServicePolicy policy, Instant now, bool mayAskContact)
    {
        if (SurveyRules.WhyNot(state, mayAskContact) is { } reason)
        {
            yield return new SurveySkipped(reason);
            yield break;
        }

        int survey = state.Surveys + 1;
        yield return new SurveyOffered(survey, now + policy.Document.Survey.Open);
        yield return new NoticeDecided
        {
            Key = NoticeKeys.ToCustomer(state.Number, NoticeKind.Survey, survey),
            Kind = NoticeKind.Survey,
            Recipient = NoticeKeys.Customer,
        };
    }
}
