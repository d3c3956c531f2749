using System.Text.Json.Serialization;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Cases;

/// <summary>
/// Something that happened to a case. Facts are stored for ever: members are only added, as optional ones, and neither types nor
/// members are renamed.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(CaseOpened), "caseOpened")]
[JsonDerivedType(typeof(CaseRouted), "caseRouted")]
[JsonDerivedType(typeof(CaseClaimed), "caseClaimed")]
[JsonDerivedType(typeof(CaseAssigned), "caseAssigned")]
[JsonDerivedType(typeof(CaseReleased), "caseReleased")]
[JsonDerivedType(typeof(CustomerMessageReceived), "customerMessageReceived")]
[JsonDerivedType(typeof(AgentMessageSent), "agentMessageSent")]
[JsonDerivedType(typeof(NoteAdded), "noteAdded")]
[JsonDerivedType(typeof(CallLogged), "callLogged")]
[JsonDerivedType(typeof(WaitingForCustomerStarted), "waitingForCustomerStarted")]
[JsonDerivedType(typeof(WaitingForCustomerEnded), "waitingForCustomerEnded")]
[JsonDerivedType(typeof(ClockBreached), "clockBreached")]
[JsonDerivedType(typeof(RungCarriedOut), "rungCarriedOut")]
[JsonDerivedType(typeof(CaseEscalated), "caseEscalated")]
[JsonDerivedType(typeof(EscalationEnded), "escalationEnded")]
[JsonDerivedType(typeof(CallbackRequested), "callbackRequested")]
[JsonDerivedType(typeof(CallbackCompleted), "callbackCompleted")]
[JsonDerivedType(typeof(CaseResolved), "caseResolved")]
[JsonDerivedType(typeof(CaseReopened), "caseReopened")]
[JsonDerivedType(typeof(CaseClosed), "caseClosed")]
[JsonDerivedType(typeof(NoticeDecided), "noticeDecided")]
[JsonDerivedType(typeof(NoticeWithdrawn), "noticeWithdrawn")]
[JsonDerivedType(typeof(MailFailed), "mailFailed")]
[JsonDerivedType(typeof(SurveyOffered), "surveyOffered")]
[JsonDerivedType(typeof(SurveySkipped), "surveySkipped")]
[JsonDerivedType(typeof(SurveyAnswered), "surveyAnswered")]
[JsonDerivedType(typeof(PriorityChanged), "priorityChanged")]
[JsonDerivedType(typeof(PolicyMigrated), "policyMigrated")]
[JsonDerivedType(typeof(AgreedDateSet), "agreedDateSet")]
[JsonDerivedType(typeof(AgreedDateWithdrawn), "agreedDateWithdrawn")]
[JsonDerivedType(typeof(EntitlementDecided), "entitlementDecided")]
[JsonDerivedType(typeof(ClockCorrected), "clockCorrected")]
[JsonDerivedType(typeof(CallbackReassigned), "callbackReassigned")]
[JsonDerivedType(typeof(MachineMailReceived), "machineMailReceived")]
[JsonDerivedType(typeof(SuccessorNamed), "successorNamed")]
[JsonDerivedType(typeof(ContactReplaced), "contactReplaced")]
[JsonDerivedType(typeof(TaskMade), "taskMade")]
[JsonDerivedType(typeof(TaskDone), "taskDone")]
public abstract record CaseFact;

/// <summary>The case came in.</summary>
public sealed record CaseOpened : CaseFact
{
    /// <summary>What it is about, in one line.</summary>
    public required string Subject { get; init; }

    /// <summary>What the customer says.</summary>
    public required string Description { get; init; }

    /// <summary>A remark for colleagues.</summary>
    public string? InternalComment { get; init; }

    /// <summary>What kind of question.</summary>
    public required CaseType Type { get; init; }

    /// <summary>1 is the most urgent.</summary>
    public required int Priority { get; init; }

    /// <summary>The department it is for.</summary>
    public required string Department { get; init; }

    /// <summary>The customer's service level.</summary>
    public required string Level { get; init; }

    /// <summary>How it came in.</summary>
    public required Origin Origin { get; init; }

    /// <summary>The customer's language: <c>nl</c>, <c>es</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Who it is for.</summary>
    public required Contact Contact { get; init; }

    /// <summary>The customer's region, when known.</summary>
    public string? Region { get; init; }

    /// <summary>The product it is about, when known.</summary>
    public string? Product { get; init; }

    /// <summary>What the caller chose in the telephone menu.</summary>
    public string? MenuChoice { get; init; }

    /// <summary>The mailbox it was sent to.</summary>
    public string? Mailbox { get; init; }

    /// <summary>The reaction time agreed by hand, when somebody agreed one (rule K15).</summary>
    public Instant? AgreedAt { get; init; }

    /// <summary>Who agreed it.</summary>
    public string? AgreedBy { get; init; }

    /// <summary>Whether a contract covers the case, when that was verified (requirement B10).</summary>
    public Entitlement? Entitlement { get; init; }

    /// <summary>Whether nobody was in when it came (requirement A10).</summary>
    public bool OutsideHours { get; init; }

    /// <summary>The policy version that it is handled under.</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>What was promised when it came in (rule K9).</summary>
    public required Promise Promise { get; init; }

    /// <summary>How its clocks behave when something changes (rule K10); absent on cases that are older than these rules.</summary>
    public ClockRules? Rules { get; init; }
}

/// <summary>The case was put into its first queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Tier">The queue's tier.</param>
/// <param name="Rule">The routing rule that decided it; absent when no rule matched and the department's queue was taken.</param>
public sealed record CaseRouted(string Queue, int Tier, string? Rule) : CaseFact;

/// <summary>Somebody took the case.</summary>
/// <param name="Owner">Who.</param>
public sealed record CaseClaimed(string Owner) : CaseFact;

/// <summary>The case was given to somebody.</summary>
/// <param name="Owner">To whom.</param>
public sealed record CaseAssigned(string Owner) : CaseFact;

/// <summary>The owner gave the case back, to the same or another queue.</summary>
/// <param name="Queue">The queue it is in now.</param>
/// <param name="Tier">The queue's tier.</param>
/// <param name="Reason">Why.</param>
public sealed record CaseReleased(string Queue, int Tier, string? Reason) : CaseFact;

/// <summary>The customer wrote.</summary>
/// <param name="Text">What.</param>
/// <param name="MessageId">The mail's own id, when it was a mail.</param>
public sealed record CustomerMessageReceived(string Text, string? MessageId = null) : CaseFact;

/// <summary>Somebody here wrote to the customer.</summary>
/// <param name="Text">What.</param>
public sealed record AgentMessageSent(string Text) : CaseFact;

/// <summary>Somebody wrote something that the customer does not see.</summary>
/// <param name="Text">What.</param>
public sealed record NoteAdded(string Text) : CaseFact;

/// <summary>There was a telephone call. It may have been before what is already recorded (rule K12).</summary>
/// <param name="Direction">Who called.</param>
/// <param name="Reached">Whether the customer was spoken to.</param>
/// <param name="Notes">What was said.</param>
public sealed record CallLogged(CallDirection Direction, bool Reached, string Notes) : CaseFact;

/// <summary>The next move is the customer's.</summary>
/// <param name="Reason">What is awaited.</param>
public sealed record WaitingForCustomerStarted(string? Reason) : CaseFact;

/// <summary>The next move is ours again.</summary>
public sealed record WaitingForCustomerEnded : CaseFact;

/// <summary>A deadline was missed. Nothing erases this (rule K11).</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Due">The instant that was missed.</param>
public sealed record ClockBreached(ClockName Clock, int Generation, Instant Due) : CaseFact
{
    /// <summary>The tier that used the time: the one furthest over its own budget, else the one that had the case longest (rule K16).</summary>
    public int? Tier { get; init; }

    /// <summary>What made the clock late when it was not time alone.</summary>
    public DueCause? Cause { get; init; }
}

/// <summary>A rung of a ladder was carried out; once per generation of its clock (rule E2).</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Rung">The rung's name.</param>
/// <param name="Moment">When it was due.</param>
public sealed record RungCarriedOut(ClockName Clock, int Generation, string Rung, Instant Moment) : CaseFact;

/// <summary>The case climbed, by itself or because somebody asked (rules E3, E5).</summary>
/// <param name="Cause">Why.</param>
/// <param name="FromQueue">The queue it was in.</param>
/// <param name="Queue">The queue it is in now; the same when only people were told.</param>
/// <param name="Tier">The tier of that queue.</param>
/// <param name="Owner">Who owns it now; absent when it waits in the queue.</param>
/// <param name="Reason">In words, when somebody asked.</param>
public sealed record CaseEscalated(EscalationCause Cause, string FromQueue, string Queue, int Tier, string? Owner, string? Reason) : CaseFact;

/// <summary>The reason for an escalation is gone (rule E4).</summary>
/// <param name="Cause">Which.</param>
/// <param name="Reason">In words, when somebody ended it by hand.</param>
public sealed record EscalationEnded(EscalationCause Cause, string? Reason = null) : CaseFact;

/// <summary>A callback was promised (rule C1).</summary>
public sealed record CallbackRequested : CaseFact
{
    /// <summary>1 for the first callback of the case, and so on.</summary>
    public required int Callback { get; init; }

    /// <summary>Start of the window.</summary>
    public required Instant From { get; init; }

    /// <summary>End of the window; the callback is late after it.</summary>
    public required Instant Until { get; init; }

    /// <summary>The number to call.</summary>
    public required string Phone { get; init; }

    /// <summary>Who calls.</summary>
    public required string Assignee { get; init; }

    /// <summary>What about.</summary>
    public string? Topic { get; init; }
}

/// <summary>A callback is done (rule C4).</summary>
/// <param name="Callback">Which.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Notes">What was said.</param>
public sealed record CallbackCompleted(int Callback, CallbackOutcome Outcome, string Notes) : CaseFact;

/// <summary>The case is solved (rule V1).</summary>
/// <param name="Solution">How; absent when it ends for another reason.</param>
/// <param name="Reason">Why it ends without a solution.</param>
/// <param name="CallNotes">What was said, when it was solved by telephone.</param>
public sealed record CaseResolved(string? Solution, string? Reason, string? CallNotes) : CaseFact;

/// <summary>It was not solved after all.</summary>
/// <param name="Queue">The queue it is in.</param>
/// <param name="Tier">The queue's tier.</param>
/// <param name="Reason">Why.</param>
public sealed record CaseReopened(string Queue, int Tier, string? Reason) : CaseFact;

/// <summary>The case is over. Whom the survey's answer is counted for is frozen here (rule V3).</summary>
/// <param name="Cause">Why.</param>
/// <param name="Reason">In words, when somebody closed it.</param>
/// <param name="Owner">Who owned it.</param>
/// <param name="Queue">The queue it was in.</param>
/// <param name="Tier">The queue's tier.</param>
public sealed record CaseClosed(CloseCause Cause, string? Reason, string? Owner, string Queue, int Tier) : CaseFact
{
    /// <summary>The case that this one is a duplicate of.</summary>
    public CaseNumber? DuplicateOf { get; init; }
}

/// <summary>A mail will be sent. Its key makes it happen once (architecture, "once means once").</summary>
public sealed record NoticeDecided : CaseFact
{
    /// <summary>Unique for ever: case, clock, generation, rung, recipient.</summary>
    public required string Key { get; init; }

    /// <summary>What kind of mail.</summary>
    public required NoticeKind Kind { get; init; }

    /// <summary>The id of a person, or <c>customer</c>.</summary>
    public required string Recipient { get; init; }

    /// <summary>The clock it is about.</summary>
    public ClockName? Clock { get; init; }

    /// <summary>The instant that was or will be missed.</summary>
    public Instant? Due { get; init; }

    /// <summary>Why the case climbed.</summary>
    public EscalationCause? Cause { get; init; }

    /// <summary>The queue it was in.</summary>
    public string? FromQueue { get; init; }

    /// <summary>The callback it is about.</summary>
    public int? Callback { get; init; }

    /// <summary>What the mail says beside its template, for example an agent's answer.</summary>
    public string? Text { get; init; }

    /// <summary>The generation of the clock it is about.</summary>
    public int? Generation { get; init; }

    /// <summary>The rung that told of it.</summary>
    public string? Rung { get; init; }

    /// <summary>The rung's moment; earlier than when the notice was decided when a change made it due (rule K13).</summary>
    public Instant? Moment { get; init; }

    /// <summary>The next opening of the recipient's notice hours, when it was decided outside of them (rule E8).</summary>
    public Instant? NotBefore { get; init; }

    /// <summary>True when neither notice hours nor a digest hold it back; absent otherwise.</summary>
    public bool? Urgent { get; init; }
}

/// <summary>A decided mail was not sent after all, because what it was about no longer held when it was about to leave (rule E8).</summary>
/// <param name="Key">Which.</param>
/// <param name="Reason">Why, as a rule code.</param>
public sealed record NoticeWithdrawn(string Key, string Reason) : CaseFact;

/// <summary>A mail could not be handed to the provider; somebody has to know.</summary>
/// <param name="Key">Which.</param>
/// <param name="Reason">The provider's code.</param>
public sealed record MailFailed(string Key, string Reason) : CaseFact;

/// <summary>The customer was asked how it went.</summary>
/// <param name="Survey">1 for the first survey of the case, and so on.</param>
/// <param name="ExpiresAt">Until when it can be answered.</param>
public sealed record SurveyOffered(int Survey, Instant ExpiresAt) : CaseFact;

/// <summary>The customer is not asked (rule V3).</summary>
/// <param name="Reason">Why, as a rule code.</param>
public sealed record SurveySkipped(string Reason) : CaseFact;

/// <summary>The customer said how it went; the latest answer counts (rule V4).</summary>
/// <param name="Survey">Which survey.</param>
/// <param name="Score">1 (bad) to 5 (good).</param>
/// <param name="Comment">In words.</param>
public sealed record SurveyAnswered(int Survey, int Score, string? Comment) : CaseFact;

/// <summary>The case became more or less urgent; its clocks were given the new budgets (rule K10).</summary>
/// <param name="From">The priority it had.</param>
/// <param name="To">The priority it has.</param>
/// <param name="Promise">What is promised now.</param>
/// <param name="Reason">Why.</param>
/// <param name="Ladder">The clock whose ladder did it; what that ladder did already is not done again.</param>
public sealed record PriorityChanged(int From, int To, Promise Promise, string? Reason, ClockName? Ladder = null) : CaseFact;

/// <summary>The case goes on under another version of the policy, because somebody asked for that (rules K9, K10).</summary>
/// <param name="From">The version it was handled under.</param>
/// <param name="To">The version it is handled under now.</param>
/// <param name="Promise">What is promised now.</param>
/// <param name="Rules">How its clocks behave now.</param>
/// <param name="Reason">Why.</param>
public sealed record PolicyMigrated(string From, string To, Promise Promise, ClockRules Rules, string? Reason) : CaseFact;

/// <summary>Somebody agreed a date with the customer by hand (rule K15).</summary>
/// <param name="At">The date.</param>
/// <param name="By">Who agreed it.</param>
/// <param name="Replaces">The date that it takes the place of, which was named on purpose.</param>
/// <param name="Reason">Why.</param>
public sealed record AgreedDateSet(Instant At, string By, Instant? Replaces, string? Reason) : CaseFact;

/// <summary>The agreed date no longer holds.</summary>
/// <param name="At">The date.</param>
/// <param name="Reason">Why.</param>
public sealed record AgreedDateWithdrawn(Instant At, string Reason) : CaseFact;

/// <summary>Somebody decided about a case that no contract covers (requirement B10). What is promised begins now.</summary>
/// <param name="Outcome">What was decided.</param>
/// <param name="Level">The service level it is handled at.</param>
/// <param name="Promise">What is promised; absent when the case is refused.</param>
/// <param name="Reason">Why.</param>
public sealed record EntitlementDecided(EntitlementOutcome Outcome, string Level, Promise? Promise, string? Reason) : CaseFact;

/// <summary>
/// Something that happened earlier was told late: these rungs were carried out and would not have been, this breach was written down and was
/// none (rule K12). What was carried out stays carried out.
/// </summary>
/// <param name="Clock">The clock.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Rungs">The rungs that would not have fired.</param>
/// <param name="Breach">Whether the clock was in time after all.</param>
public sealed record ClockCorrected(ClockName Clock, int Generation, IReadOnlyList<string> Rungs, bool Breach) : CaseFact;

/// <summary>Somebody else calls back.</summary>
/// <param name="Callback">Which callback.</param>
/// <param name="Assignee">Who calls now.</param>
public sealed record CallbackReassigned(int Callback, string Assignee) : CaseFact;

/// <summary>A machine wrote: kept, never answered; it reopens nothing and touches no clock (rule M2).</summary>
/// <param name="Text">What.</param>
/// <param name="MessageId">The mail's own id.</param>
public sealed record MachineMailReceived(string Text, string? MessageId) : CaseFact;

/// <summary>The contact leaves; somebody else takes over at an instant (rule P5).</summary>
/// <param name="Contact">The successor.</param>
/// <param name="From">From when on.</param>
public sealed record SuccessorNamed(Contact Contact, Instant From) : CaseFact;

/// <summary>The case is for somebody else now: a successor, or the record that two were merged into. No clock changes.</summary>
/// <param name="Contact">Who.</param>
public sealed record ContactReplaced(Contact Contact) : CaseFact;

/// <summary>There is something to do beside answering.</summary>
/// <param name="Task">1 for the first task of the case, and so on.</param>
/// <param name="Title">What.</param>
/// <param name="Assignee">Who; absent means whoever works on the case.</param>
public sealed record TaskMade(int Task, string Title, string? Assignee) : CaseFact;

/// <summary>A task is done.</summary>
/// <param name="Task">Which.</param>
/// <param name="Notes">What came of it.</param>
public sealed record TaskDone(int Task, string? Notes) : CaseFact;
