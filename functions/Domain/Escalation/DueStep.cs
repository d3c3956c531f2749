using Caseward.Domain.Calendars;
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
    [
        new ClockBreached(Clock.Name, Clock.Generation, Due)
        {
            Tier = Clock.Name is ClockName.FirstResponse or ClockName.NextResponse or ClockName.Resolution or ClockName.Agreed ? TierBlame.At(state, policy, Due) : null,
            Cause = Clock.Change is { } change && Due < change.At ? change.Cause : null,
        },
    ];
}

/// <summary>The reason for an escalation is gone (rule E4).</summary>
internal sealed record EscalationEnds(EscalationCause Cause) : DueStep(Instant.MinValue, 2)
{
    public override bool IsDue(Instant now) => true;

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

/// <summary>What was told late shows that rungs would not have fired and that a breach was none (rule K12).</summary>
internal sealed record Corrected(ClockLedger Clock, IReadOnlyList<string> Rungs, bool IsBreach) : DueStep(Instant.MinValue, 2)
{
    /// <summary>What is to be corrected on a clock; <see langword="null"/> when nothing is.</summary>
    public static Corrected? Of(ClockLedger clock, BusinessCalendar calendar)
    {
        if (clock.Cancelled || clock.RanUntil is not { } ranUntil || (!clock.Breached && clock.RungsDone.Count == 0))
        {
            return null;
        }

        bool isBreach = clock is { Breached: true, BreachCorrected: false } && clock.Due(calendar) >= ranUntil;
        string[] rungs = [.. clock.RungMoments.Where(rung => rung.Value >= ranUntil && !clock.RungsCorrected.Contains(rung.Key)).Select(rung => rung.Key)];
        return isBreach || rungs.Length > 0 ? new Corrected(clock, rungs, isBreach) : null;
    }

    public override bool IsDue(Instant now) => true;

    public override IEnumerable<CaseFact> Facts(CaseState state, ServicePolicy policy, Instant now, bool mayAskContact) =>
        [new ClockCorrected(Clock.Name, Clock.Generation, Rungs, IsBreach)];
}

/// <summary>The day has come on which somebody takes over from the contact; no clock changes (rule P5).</summary>
internal sealed record SuccessorTakesOver(Successor Successor) : DueStep(Successor.From, 3)
{
    public override bool IsDue(Instant now) => now >= Moment;

    public override IEnumerable<CaseFact> Facts(CaseState state, ServicePolicy policy, Instant now, bool mayAskContact) =>
        [new ContactReplaced(Successor.Contact)];
}
