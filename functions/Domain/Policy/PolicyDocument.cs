using System.Text.Json.Serialization;
using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;

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
