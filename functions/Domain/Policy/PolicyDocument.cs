using System.Text.Json.Serialization;
using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <summary>
/// Everything a service manager decides, as one versioned document: who works where, when they are open, what is promised, where
/// cases go and what happens when nobody acts. A wrong document is refused as a whole; running cases keep the version they were given.
/// </summary>
public sealed record PolicyDocument
{
    /// <summary>Name of this version, unique for ever; stamped on every case that is opened under it (rule K9).</summary>
    public required string Version { get; init; }

    /// <summary>Who speaks.</summary>
    public required Organisation Organisation { get; init; }

    /// <summary>The people that notices can go to.</summary>
    public required IReadOnlyList<Person> People { get; init; }

    /// <summary>Business hours.</summary>
    public required IReadOnlyList<CalendarDefinition> Calendars { get; init; }

    /// <summary>Periods in which some promises stand still (rule K7).</summary>
    public IReadOnlyList<Blackout> Blackouts { get; init; } = [];

    /// <summary>Departments; a case always belongs to one.</summary>
    public required IReadOnlyList<Department> Departments { get; init; }

    /// <summary>Queues; a case without an owner always sits in one (rule E1).</summary>
    public required IReadOnlyList<CaseQueue> Queues { get; init; }

    /// <summary>The priorities that a case can have, most urgent first.</summary>
    public required IReadOnlyList<PriorityLevel> Priorities { get; init; }

    /// <summary>Service levels of customers, for example standard and premier; the first is used when nothing else is known.</summary>
    public required IReadOnlyList<ServiceLevel> Levels { get; init; }

    /// <summary>The short names of the levels.</summary>
    [JsonIgnore]
    public IEnumerable<string> LevelIds => Levels.Select(level => level.Id);

    /// <summary>What is promised, in dated rows: the row in force when a case is opened is stamped on it.</summary>
    public required IReadOnlyList<PromiseRow> Promises { get; init; }

    /// <summary>How clocks behave when something changes (rule K10); absent members keep their defaults.</summary>
    public ClockRules Clocks { get; init; } = new();

    /// <summary>What happens to cases that no contract covers; absent means that they are handled like any other.</summary>
    public EntitlementSettings? Entitlements { get; init; }

    /// <summary>Where a new case goes; the first rule that matches wins, the department's default queue otherwise.</summary>
    public IReadOnlyList<RoutingRule> Routing { get; init; } = [];

    /// <summary>What happens before and after each clock's due instant.</summary>
    public required IReadOnlyList<Ladder> Ladders { get; init; }

    /// <summary>How a solved case ends.</summary>
    public required ClosingSettings Closing { get; init; }

    /// <summary>When the customer is asked how it went.</summary>
    public required SurveySettings Survey { get; init; }

    /// <summary>How fast mail may leave.</summary>
    public required MailSettings Mail { get; init; }

    /// <summary>How notices reach colleagues; absent means each by itself.</summary>
    public NoticeSettings? Notices { get; init; }
}

/// <summary>The organisation that the document is for.</summary>
public sealed record Organisation
{
    /// <summary>Its name, as customers read it.</summary>
    public required string Name { get; init; }

    /// <summary>The language of whoever did not say another one: <c>nl</c>, <c>es</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Who hears what would otherwise reach nobody (rule E7): the id of a person.</summary>
    public required string FallbackRecipient { get; init; }
}

/// <summary>Somebody who works here.</summary>
public sealed record Person
{
    /// <summary>Short name used in the document and as sign-in name: lower-case letters, digits, dashes.</summary>
    public required string Id { get; init; }

    /// <summary>Full name.</summary>
    public required string Name { get; init; }

    /// <summary>Where notices go.</summary>
    public required string Email { get; init; }

    /// <summary>The language that notices are written in.</summary>
    public required string Language { get; init; }

    /// <summary>When notices that are not urgent may be sent to them (rule E8): the id of a calendar; absent means always.</summary>
    public string? NoticeHours { get; init; }
}

/// <summary>
/// A period in which some promises stand still: whole local days, both included. It holds for a case when all of the departments, queues
/// and levels that it names fit.
/// </summary>
public sealed record Blackout
{
    /// <summary>Short name.</summary>
    public required string Id { get; init; }

    /// <summary>First day.</summary>
    public required LocalDate From { get; init; }

    /// <summary>Last day.</summary>
    public required LocalDate To { get; init; }

    /// <summary>What stands still.</summary>
    public required IReadOnlyList<BlackoutScope> Affects { get; init; }

    /// <summary>The departments it holds for; empty means all.</summary>
    public IReadOnlyList<string> Departments { get; init; } = [];

    /// <summary>The queues it holds for: those that a case was first routed to; empty means all.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>The service levels it holds for; empty means all.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Whether it holds for such a case, whatever the day and the use.</summary>
    public bool IsFor(CaseScope scope) => Fits(Departments, scope.Department) && Fits(Queues, scope.HomeQueue) && Fits(Levels, scope.Level);

    /// <summary>Whether a list of names leaves room for one: it is empty, or has it.</summary>
    internal static bool Fits(IReadOnlyList<string> names, string? name) => names.Count == 0 || (name is not null && names.Contains(name));
}

/// <summary>What a blackout stops (rule K7).</summary>
public enum BlackoutScope
{
    /// <summary>No appointments and callbacks in it.</summary>
    Appointments,

    /// <summary>The resolution clock (lead time) does not count it.</summary>
    LeadTime,

    /// <summary>The first-response clock does not count it.</summary>
    ResponseClock,
}

/// <summary>A department.</summary>
public sealed record Department
{
    /// <summary>Short name.</summary>
    public required string Id { get; init; }

    /// <summary>Name as people read it.</summary>
    public required string Name { get; init; }

    /// <summary>Its business hours: the id of a calendar.</summary>
    public required string Calendar { get; init; }

    /// <summary>Where its cases go when no rule says otherwise.</summary>
    public required string DefaultQueue { get; init; }

    /// <summary>Where its unowned and late cases go.</summary>
    public required string Tier2Queue { get; init; }

    /// <summary>Who answers for it: the id of a person.</summary>
    public required string Manager { get; init; }
}

/// <summary>A queue.</summary>
public sealed record CaseQueue
{
    /// <summary>Short name.</summary>
    public required string Id { get; init; }

    /// <summary>Name as people read it.</summary>
    public required string Name { get; init; }

    /// <summary>1 is where cases start, 2 is where they climb to.</summary>
    public required int Tier { get; init; }

    /// <summary>
    /// Its business hours, in place of the department's: the id of a calendar. The desk's own clocks run on those of the queue that a case
    /// is in, the customer's on those of the queue that it was first routed to.
    /// </summary>
    public string? Calendar { get; init; }

    /// <summary>Who may take a case from it: ids of people.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Who answers for it: ids of people.</summary>
    public IReadOnlyList<string> Supervisors { get; init; } = [];
}

/// <summary>A priority.</summary>
public sealed record PriorityLevel
{
    /// <summary>1 is the most urgent.</summary>
    public required int Id { get; init; }

    /// <summary>Name as people read it.</summary>
    public required string Name { get; init; }
}

/// <summary>What is promised from a date on, for a priority and perhaps a department and level. The most specific row in force wins, then the latest.</summary>
public sealed record PromiseRow
{
    /// <summary>In force from the start of this local day.</summary>
    public required LocalDate From { get; init; }

    /// <summary>The priority it is for.</summary>
    public required int Priority { get; init; }

    /// <summary>The department it is for; absent means any.</summary>
    public string? Department { get; init; }

    /// <summary>The service level it is for; absent means any.</summary>
    public string? Level { get; init; }

    /// <summary>Until somebody owns the case.</summary>
    public required Budget Ownership { get; init; }

    /// <summary>Until the customer has an answer; absent when none is promised.</summary>
    public Budget? FirstResponse { get; init; }

    /// <summary>Until the case is solved (lead time); absent when no time is promised.</summary>
    public Budget? Resolution { get; init; }

    /// <summary>Until the customer hears something again; absent when that is not promised.</summary>
    public Budget? NextResponse { get; init; }

    /// <summary>Until an owner does something for the customer, before the ladder of the owner-action clock acts; absent when owners may be silent.</summary>
    public Budget? OwnerAction { get; init; }

    /// <summary>Until a reopened case is solved, with the rule <c>newClock</c>; absent means the resolution budget.</summary>
    public Budget? Reopened { get; init; }

    /// <summary>How long tier 1 may have the case, over all its stays there (rule K16); absent when that is only measured.</summary>
    public Budget? Tier1 { get; init; }

    /// <summary>How long tier 2 may have the case (rule K16); absent when that is only measured.</summary>
    public Budget? Tier2 { get; init; }

    /// <summary>What is stamped on a case.</summary>
    public Promise Stamp() => new(Ownership, FirstResponse, Resolution)
    {
        NextResponse = NextResponse,
        OwnerAction = OwnerAction,
        Reopened = Reopened,
        Tier1 = Tier1,
        Tier2 = Tier2,
    };

    /// <summary>Whether the row speaks of such cases, whatever the day.</summary>
    public bool IsFor(int priority, string department, string level) =>
        Priority == priority && (Department is null || Department == department) && (Level is null || Level == level);
}

/// <summary>Sends new cases to a queue.</summary>
public sealed record RoutingRule
{
    /// <summary>Short name, told in the case's history.</summary>
    public required string Name { get; init; }

    /// <summary>What a case must look like; every member that is given must match.</summary>
    public required RoutingCondition When { get; init; }

    /// <summary>Where it goes.</summary>
    public required string Queue { get; init; }
}

/// <summary>The facts that a routing rule can ask for; an absent one matches anything.</summary>
public sealed record RoutingCondition
{
    /// <summary>Department.</summary>
    public string? Department { get; init; }

    /// <summary>Kind of question.</summary>
    public CaseType? Type { get; init; }

    /// <summary>Priority.</summary>
    public int? Priority { get; init; }

    /// <summary>How it came in.</summary>
    public Origin? Origin { get; init; }

    /// <summary>Language of the customer.</summary>
    public string? Language { get; init; }

    /// <summary>Service level of the customer.</summary>
    public string? Level { get; init; }

    /// <summary>Region of the customer.</summary>
    public string? Region { get; init; }

    /// <summary>Product it is about.</summary>
    public string? Product { get; init; }

    /// <summary>What the caller chose in the telephone menu.</summary>
    public string? MenuChoice { get; init; }

    /// <summary>The mailbox it was sent to.</summary>
    public string? Mailbox { get; init; }

    /// <summary>Whether every case that fits the other condition fits this one too.</summary>
    public bool Covers(RoutingCondition other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Takes(Department, other.Department) && Takes(Type, other.Type) && Takes(Priority, other.Priority) && Takes(Origin, other.Origin)
            && Takes(Language, other.Language) && Takes(Level, other.Level) && Takes(Region, other.Region) && Takes(Product, other.Product)
            && Takes(MenuChoice, other.MenuChoice) && Takes(Mailbox, other.Mailbox);

        static bool Takes(object? mine, object? theirs) =>
            mine is null || (mine is string text ? string.Equals(text, theirs as string, StringComparison.OrdinalIgnoreCase) : mine.Equals(theirs));
    }
}

/// <summary>What happens around the due instant of one clock (rule E2).</summary>
public sealed record Ladder
{
    /// <summary>The clock.</summary>
    public required ClockName Clock { get; init; }

    /// <summary>Its rungs; each is carried out once per generation of the clock.</summary>
    public required IReadOnlyList<Rung> Rungs { get; init; }
}

/// <summary>One thing that happens at one moment of a clock.</summary>
public sealed record Rung
{
    /// <summary>Short name, unique in its ladder, part of the key of its notices.</summary>
    public required string Name { get; init; }

    /// <summary>Only for cases in a queue of this tier; absent means any.</summary>
    public int? Tier { get; init; }

    /// <summary>When.</summary>
    public required RungMoment At { get; init; }

    /// <summary>Who hears of it.</summary>
    public IReadOnlyList<NoticeRole> Notify { get; init; } = [];

    /// <summary>Whether the case moves to its department's tier-2 queue; an owner loses it there.</summary>
    public bool MoveToTier2 { get; init; }

    /// <summary>The queue that the case moves to; an owner loses it there. In place of <c>moveToTier2</c>.</summary>
    public string? MoveTo { get; init; }

    /// <summary>Whether the owner loses the case to the queue that it is in (a silent owner, requirement C8).</summary>
    public bool ReturnToQueue { get; init; }

    /// <summary>Whether the case gets the next more urgent priority, and with it that priority's promise.</summary>
    public bool RaisePriority { get; init; }

    /// <summary>What is to be done, as a task on the case for its owner.</summary>
    public string? Task { get; init; }

    /// <summary>Whether its notices are sent at once: outside the recipient's notice hours too, and never held back for a digest (rule E8).</summary>
    public bool Urgent { get; init; }
}

/// <summary>A moment of a clock; exactly one member is given.</summary>
public sealed record RungMoment
{
    /// <summary>When this share of the budget is used, 1 to 99 per cent of working time (rule K5).</summary>
    public int? UsedPercent { get; init; }

    /// <summary>This much working time before the budget is used up (rule K5); before an agreed instant, this much working time until it.</summary>
    public Duration? BeforeDue { get; init; }

    /// <summary>This much time on the wall clock before the due instant, days as local days. For dates agreed with people; warnings count working time (rule K5).</summary>
    public WallOffset? BeforeDueWall { get; init; }

    /// <summary>This much working time after the due instant; zero is the due instant itself.</summary>
    public Duration? AfterDue { get; init; }

    /// <summary>This much time on the wall clock after the due instant, days as local days.</summary>
    public WallOffset? AfterDueWall { get; init; }

    /// <summary>Whether it lies at or after the due instant.</summary>
    [JsonIgnore]
    public bool IsAfterDue => AfterDue is not null || AfterDueWall is not null;
}

/// <summary>What happens to cases that no contract covers (requirement B10): a decision by policy, never an error.</summary>
public sealed record EntitlementSettings
{
    /// <summary>What happens.</summary>
    public required WithoutContract Without { get; init; }

    /// <summary>With <c>decide</c>: until somebody decides.</summary>
    public Budget? Decision { get; init; }
}

/// <summary>What happens to a case that no contract covers.</summary>
public enum WithoutContract
{
    /// <summary>It is handled at the first level of the policy.</summary>
    LowestLevel,

    /// <summary>It is accepted and waits for a decision; until then nothing is promised.</summary>
    Decide,
}

/// <summary>A part that people play in a case.</summary>
public enum NoticeRole
{
    /// <summary>Who owns the case.</summary>
    Owner,

    /// <summary>Who promised to call back.</summary>
    CallbackAssignee,

    /// <summary>Who owns the case; when nobody does, the members of its queue.</summary>
    OwnerOrMembers,

    /// <summary>The members of the queue that the case is in.</summary>
    QueueMembers,

    /// <summary>The supervisors of the queue that the case was in when the rung's moment came.</summary>
    QueueSupervisors,

    /// <summary>The supervisors of the queue that gets the case.</summary>
    ReceivingSupervisors,

    /// <summary>The manager of the case's department.</summary>
    DepartmentManager,
}

/// <summary>How a solved case ends (rule V1).</summary>
public sealed record ClosingSettings
{
    /// <summary>How long after "solved" the customer can confirm or reopen, on the wall clock; then the case closes by itself.</summary>
    public required Duration ReopenWindow { get; init; }
}

/// <summary>When the customer is asked how it went (rules V3, V4).</summary>
public sealed record SurveySettings
{
    /// <summary>How long after closing the survey is sent, on the wall clock.</summary>
    public required Duration Cooling { get; init; }

    /// <summary>A contact gets at most one survey in this time.</summary>
    public required Duration QuietPerContact { get; init; }

    /// <summary>How long the survey can be answered and the answer changed.</summary>
    public required Duration Open { get; init; }
}

/// <summary>How fast mail may leave, per sender domain (rule O4).</summary>
public sealed record MailSettings
{
    /// <summary>The most mails in a burst.</summary>
    public required int Burst { get; init; }

    /// <summary>How many more per minute.</summary>
    public required int PerMinute { get; init; }
}

/// <summary>How notices reach colleagues (rule E8).</summary>
public sealed record NoticeSettings
{
    /// <summary>When many of them become one mail; absent means never.</summary>
    public DigestSettings? Digest { get; init; }
}

/// <summary>Many notices for one person become one mail: more than so many within so much time.</summary>
public sealed record DigestSettings
{
    /// <summary>So many notices for one person are sent by themselves within the time; what comes after them waits for the digest.</summary>
    public required int MoreThan { get; init; }

    /// <summary>The time, on the wall clock; also the longest that a notice waits for its digest.</summary>
    public required Duration Within { get; init; }
}
