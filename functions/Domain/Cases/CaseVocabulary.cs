using System.Text.Json.Serialization;

namespace Caseward.Domain.Cases;

/// <summary>How a case came in (requirement A5).</summary>
public enum Origin
{
    /// <summary>The customer's own portal or web form.</summary>
    Portal,

    /// <summary>By telephone, typed in by an agent.</summary>
    Phone,

    /// <summary>By e-mail.</summary>
    Email,

    /// <summary>By chat.</summary>
    Chat,

    /// <summary>At the counter or on a visit.</summary>
    InPerson,

    /// <summary>Logged by a colleague, such as sales, on behalf of a customer.</summary>
    Colleague,
}

/// <summary>What kind of question a case is (requirement A9).</summary>
public enum CaseType
{
    /// <summary>Something does not work or is not understood.</summary>
    TechnicalSupport,

    /// <summary>About an invoice or a payment.</summary>
    BillingQuestion,

    /// <summary>Something that the product should do.</summary>
    FeatureRequest,

    /// <summary>Name, address or other data of the customer change.</summary>
    AccountDataUpdate,
}

/// <summary>Where a case stands.</summary>
public enum CaseStatus
{
    /// <summary>Being worked on, or waiting in a queue for somebody to take it.</summary>
    Open,

    /// <summary>The next move is the customer's; the customer's clocks stand still.</summary>
    WaitingForCustomer,

    /// <summary>Solved; the customer can confirm or reopen.</summary>
    Resolved,

    /// <summary>Over.</summary>
    Closed,
}

/// <summary>What somebody is towards a case.</summary>
public enum ActorKind
{
    /// <summary>The person the case is for.</summary>
    Customer,

    /// <summary>Somebody who answers cases.</summary>
    Agent,

    /// <summary>Somebody who answers for a queue.</summary>
    Supervisor,

    /// <summary>Somebody who owns promises, calendars and routing.</summary>
    Manager,

    /// <summary>Another system.</summary>
    Integration,

    /// <summary>Caseward itself.</summary>
    System,
}

/// <summary>Who did something.</summary>
/// <param name="Kind">In which part.</param>
/// <param name="Id">Sign-in name; for customers their e-mail address.</param>
public sealed record Actor(ActorKind Kind, string Id)
{
    /// <summary>Caseward itself.</summary>
    public static Actor System { get; } = new(ActorKind.System, "caseward");

    /// <summary>Whether it is somebody who works here.</summary>
    [JsonIgnore]
    public bool IsStaff => Kind is ActorKind.Agent or ActorKind.Supervisor or ActorKind.Manager;
}

/// <summary>The person a case is for.</summary>
public sealed record Contact
{
    /// <summary>Name as it is written in letters.</summary>
    public required string Name { get; init; }

    /// <summary>Where mail goes; absent when only a number is known, then no mail is sent.</summary>
    public string? Email { get; init; }

    /// <summary>Ten Dutch digits or E.164 (requirement B3).</summary>
    public string? Phone { get; init; }

    /// <summary>The customer record that the person belongs to, when known.</summary>
    public string? Account { get; init; }
}

/// <summary>Why somebody escalated or something was escalated (rules E3, E5).</summary>
public enum EscalationCause
{
    /// <summary>Nobody owned the case in time.</summary>
    Unowned,

    /// <summary>The customer had no answer in time.</summary>
    Unanswered,

    /// <summary>The case was not solved in time.</summary>
    Unsolved,

    /// <summary>A promised callback was not made.</summary>
    CallbackMissed,

    /// <summary>Somebody asked for it, with a reason.</summary>
    Manual,

    /// <summary>The owner did nothing in time.</summary>
    OwnerSilent,

    /// <summary>A date that was agreed by hand has passed.</summary>
    AgreedDateMissed,

    /// <summary>The tier that has the case used up its own time (rule K16).</summary>
    TierTimeUsed,

    /// <summary>Nobody decided in time about a case that no contract covers.</summary>
    Undecided,
}

/// <summary>Whether a contract covers a case (requirement B10).</summary>
public enum Entitlement
{
    /// <summary>A contract covers it.</summary>
    Valid,

    /// <summary>There was a contract.</summary>
    Expired,

    /// <summary>There is no contract.</summary>
    None,
}

/// <summary>What was decided about a case that no contract covers.</summary>
public enum EntitlementOutcome
{
    /// <summary>It is handled as if a contract covered it.</summary>
    Accepted,

    /// <summary>It is handled, and the customer pays.</summary>
    Paid,

    /// <summary>It is not handled.</summary>
    Refused,
}

/// <summary>What made a clock late at once, other than time (rules K10, K12).</summary>
public enum DueCause
{
    /// <summary>The case became more urgent.</summary>
    Reprioritised,

    /// <summary>The case was moved to another policy version.</summary>
    PolicyMigrated,
}

/// <summary>What came of a callback (rule C4).</summary>
public enum CallbackOutcome
{
    /// <summary>The customer was spoken to.</summary>
    Reached,

    /// <summary>Nobody answered.</summary>
    NoAnswer,

    /// <summary>The number is wrong.</summary>
    WrongNumber,
}

/// <summary>Which way a call went.</summary>
public enum CallDirection
{
    /// <summary>The customer called.</summary>
    Incoming,

    /// <summary>We called.</summary>
    Outgoing,
}

/// <summary>Why a case is over.</summary>
public enum CloseCause
{
    /// <summary>The customer said that it is solved.</summary>
    Confirmed,

    /// <summary>The time to reopen it has passed.</summary>
    WindowPassed,

    /// <summary>Somebody who works here closed it, with a reason.</summary>
    ByStaff,

    /// <summary>It is the same as another case.</summary>
    Duplicate,
}

/// <summary>The kinds of mail that a case causes (rule O2). Names are persisted: never rename one.</summary>
public enum NoticeKind
{
    /// <summary>To the customer: we have it, this is its number and what we promise.</summary>
    Receipt,

    /// <summary>To somebody here: a deadline comes near.</summary>
    Warning,

    /// <summary>To somebody here: a deadline was missed or a colleague escalated.</summary>
    EscalationNotice,

    /// <summary>To the customer: when we call, with a calendar file.</summary>
    CallbackConfirmation,

    /// <summary>To the colleague who calls: it is nearly time.</summary>
    CallbackReminder,

    /// <summary>To the customer: an answer from an agent.</summary>
    Message,

    /// <summary>To the customer: solved; confirm or reopen.</summary>
    Resolved,

    /// <summary>To the customer: how did it go.</summary>
    Survey,

    /// <summary>To a colleague: you have a callback to make.</summary>
    CallbackAssigned,

    /// <summary>To somebody here: many notices in one mail (rule E8). No case decides it; it is made of what cases have decided.</summary>
    Digest,
}
