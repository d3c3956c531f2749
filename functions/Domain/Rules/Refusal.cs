namespace Caseward.Domain.Rules;

/// <summary>Why a legal request is not carried out, and what would help.</summary>
/// <param name="Code">Stable rule code, the same in code, answers and tests; see <see cref="RuleCodes"/>.</param>
/// <param name="Kind">What stands in the way.</param>
/// <param name="Detail">The rule in a sentence, and what to do.</param>
public sealed record Refusal(string Code, RefusalKind Kind, string Detail);

/// <summary>What stands in the way of a request.</summary>
public enum RefusalKind
{
    /// <summary>The case is not in a state for it.</summary>
    Conflict,

    /// <summary>The actor may not do it.</summary>
    Forbidden,

    /// <summary>A rule about the content.</summary>
    Unprocessable,
}

/// <summary>One thing that is wrong with a request; a request is refused with all of them at once (rule P1).</summary>
/// <param name="Field">JSON pointer to the field, for example <c>/contact/email</c>.</param>
/// <param name="Code">Stable rule code.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record Violation(string Field, string Code, string Message);

/// <summary>The stable codes of rules and violations.</summary>
public static class RuleCodes
{
    /// <summary>A field that must be given is missing or empty.</summary>
    public const string Required = "field.required";

    /// <summary>A text is longer than allowed.</summary>
    public const string TooLong = "field.too-long";

    /// <summary>A text holds characters that cannot be shown.</summary>
    public const string BadCharacters = "field.bad-characters";

    /// <summary>A value is none of the allowed ones.</summary>
    public const string Unknown = "field.unknown-value";

    /// <summary>A value lies outside its range.</summary>
    public const string OutOfRange = "field.out-of-range";

    /// <summary>Not an e-mail address.</summary>
    public const string BadEmail = "field.bad-email";

    /// <summary>Not a telephone number as it is written here (requirement B3).</summary>
    public const string BadPhone = "field.bad-phone";

    /// <summary>A contact that can be reached neither by mail nor by telephone.</summary>
    public const string Unreachable = "contact.unreachable";

    /// <summary>Somebody else was first (rule E6).</summary>
    public const string AlreadyOwned = "case.already-owned";

    /// <summary>Nobody owns the case.</summary>
    public const string NotOwned = "case.not-owned";

    /// <summary>The actor is neither the owner nor a member or supervisor of the queue (rule E6).</summary>
    public const string NotYours = "case.not-yours";

    /// <summary>The case is solved or closed.</summary>
    public const string NotOpen = "case.not-open";

    /// <summary>The case is not waiting for the customer.</summary>
    public const string NotWaiting = "case.not-waiting";

    /// <summary>The case waited for the customer more often than people do.</summary>
    public const string WaitedTooOften = "case.waited-too-often";

    /// <summary>The case is not solved.</summary>
    public const string NotResolved = "case.not-resolved";

    /// <summary>The time to reopen the case has passed (rule V1).</summary>
    public const string ReopenWindowPassed = "case.reopen-window-passed";

    /// <summary>No such queue.</summary>
    public const string QueueUnknown = "queue.unknown";

    /// <summary>No such person.</summary>
    public const string PersonUnknown = "person.unknown";

    /// <summary>No such department.</summary>
    public const string DepartmentUnknown = "department.unknown";

    /// <summary>No such priority.</summary>
    public const string PriorityUnknown = "priority.unknown";

    /// <summary>No such service level.</summary>
    public const string LevelUnknown = "level.unknown";

    /// <summary>Escalating by hand goes to a tier-2 queue or a person (rule E5).</summary>
    public const string NotTier2 = "escalation.not-tier-2";

    /// <summary>A callback is already promised and not done.</summary>
    public const string CallbackOpen = "callback.already-open";

    /// <summary>No callback is open.</summary>
    public const string NoCallback = "callback.not-open";

    /// <summary>The window of a callback is not in the future, or ends before it starts.</summary>
    public const string CallbackWindow = "callback.bad-window";

    /// <summary>Nobody is in, or no appointments are made, in the window of a callback (rule C3).</summary>
    public const string CallbackClosed = "callback.outside-hours";

    /// <summary>Solving needs a solution or a reason (rule V1).</summary>
    public const string SolutionOrReason = "resolve.solution-or-reason";

    /// <summary>A case solved by telephone needs call notes (rule V1).</summary>
    public const string CallNotes = "resolve.call-notes";

    /// <summary>The survey is unknown or can no longer be answered (rule V4).</summary>
    public const string SurveyClosed = "survey.closed";

    /// <summary>The customer of this case had a survey not long ago (rule V3).</summary>
    public const string SurveyQuiet = "survey.asked-recently";

    /// <summary>The customer has no e-mail address.</summary>
    public const string SurveyNoAddress = "survey.no-address";

    /// <summary>The case ended without a solution.</summary>
    public const string SurveyNoSolution = "survey.no-solution";

    /// <summary>The case is a duplicate of another, whose customer is asked there.</summary>
    public const string SurveyDuplicate = "survey.duplicate";

    /// <summary>A case cannot be a duplicate of itself.</summary>
    public const string DuplicateOfItself = "case.duplicate-of-itself";

    /// <summary>Nobody escalated the case by hand.</summary>
    public const string NotEscalated = "escalation.not-by-hand";

    /// <summary>The date lies in the past.</summary>
    public const string AgreedDatePast = "agreed-date.past";

    /// <summary>The date lies further ahead than anybody agrees one.</summary>
    public const string AgreedDateTooFar = "agreed-date.too-far";

    /// <summary>Another date is agreed already, and it was not named (rule K15).</summary>
    public const string AgreedDateTaken = "agreed-date.taken";

    /// <summary>No date is agreed.</summary>
    public const string NoAgreedDate = "agreed-date.none";

    /// <summary>The case keeps its policy version to its end (rule K10).</summary>
    public const string PolicyKept = "policy.kept";

    /// <summary>The policy version lacks something that the case needs.</summary>
    public const string PolicyUnfit = "policy.unfit";

    /// <summary>Nothing about the case's contract is left to decide.</summary>
    public const string NothingToDecide = "entitlement.nothing-to-decide";

    /// <summary>No such open task.</summary>
    public const string TaskUnknown = "task.unknown";

    /// <summary>The day on which a successor takes over has passed already.</summary>
    public const string SuccessorPast = "successor.past";
}
