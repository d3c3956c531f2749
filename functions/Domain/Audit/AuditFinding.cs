namespace Caseward.Domain.Audit;

/// <summary>The first difference between what is stored of a case and what should be.</summary>
/// <param name="Sequence">The event that it is at; one more than there are when something is missing at the end.</param>
/// <param name="Code">What kind of difference, one of <see cref="AuditCodes"/>.</param>
/// <param name="Expected">What should be there.</param>
/// <param name="Found">What is there; never a text that a person wrote.</param>
public sealed record AuditFinding(int Sequence, string Code, string Expected, string Found)
{
    /// <summary>The difference in one sentence.</summary>
    public string Sentence => $"At event {Sequence} there should be {Expected}; there is {Found}.";
}

/// <summary>Kinds of differences. Stable: they are in logs, answers and tests.</summary>
public static class AuditCodes
{
    /// <summary>The stored text is no event.</summary>
    public const string Unreadable = "audit.event-unreadable";

    /// <summary>An event is not there: cut out, or cut off at the end, which only the head tells.</summary>
    public const string Missing = "audit.event-missing";

    /// <summary>An event carries another place or another case than its own.</summary>
    public const string Misplaced = "audit.event-misplaced";

    /// <summary>An event is not the text that the event after it, or the head, was chained to.</summary>
    public const string Changed = "audit.event-changed";

    /// <summary>An event has its own text, but another predecessor's hash.</summary>
    public const string Unlinked = "audit.event-unlinked";

    /// <summary>Something was due and is not written down where it belongs (rules K11, K13, E2).</summary>
    public const string DecisionMissing = "audit.decision-missing";

    /// <summary>What the system decided is not what follows from the case, its policy and the time.</summary>
    public const string DecisionDiffers = "audit.decision-differs";

    /// <summary>The case was handled under a policy version that is not known.</summary>
    public const string PolicyUnknown = "audit.policy-unknown";

    /// <summary>The rules cannot be applied to what the events say.</summary>
    public const string Nonsense = "audit.events-nonsense";

    /// <summary>An index knows the case, and neither head nor events are there.</summary>
    public const string CaseMissing = "audit.case-missing";

    /// <summary>There are events and no head.</summary>
    public const string HeadMissing = "audit.head-missing";

    /// <summary>There are more events than the head knows of.</summary>
    public const string HeadBehind = "audit.head-behind";

    /// <summary>The head says something else than what its events add up to.</summary>
    public const string HeadDiffers = "audit.head-differs";
}
