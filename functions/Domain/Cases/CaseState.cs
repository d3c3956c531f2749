using System.Text.Json.Serialization;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Cases;

/// <summary>
/// What a case is now: the fold over its events, small on purpose (texts of messages stay in the events). It changes only by
/// <see cref="Apply"/>.
/// </summary>
public sealed partial record CaseState
{
    /// <summary>Its number.</summary>
    public required CaseNumber Number { get; init; }

    /// <summary>The sequence of the last event.</summary>
    public int Version { get; init; }

    /// <summary>The hash of the last event.</summary>
    public string Hash { get; init; } = CaseEvent.NoHash;

    /// <summary>Where it stands.</summary>
    public CaseStatus Status { get; init; }

    /// <summary>What it is about.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What kind of question.</summary>
    public CaseType Type { get; init; }

    /// <summary>1 is the most urgent.</summary>
    public int Priority { get; init; }

    /// <summary>The department it is for.</summary>
    public string Department { get; init; } = "";

    /// <summary>The customer's service level.</summary>
    public string Level { get; init; } = "";

    /// <summary>How it came in.</summary>
    public Origin Origin { get; init; }

    /// <summary>The customer's language.</summary>
    public string Language { get; init; } = "";

    /// <summary>Who it is for.</summary>
    public Contact? Contact { get; init; }

    /// <summary>The policy version it is handled under.</summary>
    public string PolicyVersion { get; init; } = "";

    /// <summary>What was promised when it came in.</summary>
    public Promise? Promise { get; init; }

    /// <summary>When it came in.</summary>
    public Instant OpenedAt { get; init; }

    /// <summary>The latest instant at which something happened to it. What falls due by itself never happens before that.</summary>
    public Instant ChangedAt { get; init; }

    /// <summary>Whether nobody was in when it came.</summary>
    public bool OutsideHours { get; init; }

    /// <summary>The reaction time agreed by hand.</summary>
    public Instant? AgreedAt { get; init; }

    /// <summary>The queue it is in, also while somebody owns it.</summary>
    public string Queue { get; init; } = "";

    /// <summary>The queue that it was first routed to; the customer's clocks keep its hours.</summary>
    public string? HomeQueue { get; init; }

    /// <summary>The tier of the queue it is in.</summary>
    public int Tier { get; init; } = 1;

    /// <summary>Who works on it; absent means that it waits in its queue.</summary>
    public string? Owner { get; init; }

    /// <summary>The latest generation of each clock.</summary>
    public IReadOnlyList<ClockLedger> Clocks { get; init; } = [];

    /// <summary>Why it is escalated, when it is; a fact beside the status (rule E4).</summary>
    public IReadOnlyList<EscalationCause> Escalations { get; init; } = [];

    /// <summary>How often somebody escalated it; part of the keys of the notices about it.</summary>
    public int ManualEscalations { get; init; }

    /// <summary>The callback promised last.</summary>
    public CallbackState? Callback { get; init; }

    /// <summary>When it was solved last.</summary>
    public Instant? ResolvedAt { get; init; }

    /// <summary>Whether the last resolution said how it was solved.</summary>
    public bool HasSolution { get; init; }

    /// <summary>When it was closed last.</summary>
    public Instant? ClosedAt { get; init; }

    /// <summary>How often it was resolved; part of the keys of the mails about it.</summary>
    public int Resolutions { get; init; }

    /// <summary>How many messages were sent to the customer; part of their keys.</summary>
    public int Messages { get; init; }

    /// <summary>The survey of the last closure, once it was decided.</summary>
    public SurveyState? Survey { get; init; }

    /// <summary>How many surveys were offered.</summary>
    public int Surveys { get; init; }

    /// <summary>What decides on which calendar its clocks run.</summary>
    [JsonIgnore]
    public CaseScope Scope => new(Department, Level, HomeQueue ?? Queue, Queue);

    /// <summary>Whether it is neither solved nor closed.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is CaseStatus.Open or CaseStatus.WaitingForCustomer;

    /// <summary>Whether nothing is left to do by itself: closed, and the survey sent or skipped.</summary>
    [JsonIgnore]
    public bool IsFinished => Status == CaseStatus.Closed && Survey is not null;

    /// <summary>The latest generation of a clock; <see langword="null"/> when it never started.</summary>
    public ClockLedger? Clock(ClockName name) => Clocks.FirstOrDefault(clock => clock.Name == name);

    /// <summary>Whether the customer reads mail.</summary>
    [JsonIgnore]
    public bool CanMailCustomer => Contact?.Email is not null;
}

/// <summary>A promised callback.</summary>
public sealed record CallbackState
{
    /// <summary>Its number within the case.</summary>
    public required int Callback { get; init; }

    /// <summary>Start of the window.</summary>
    public required Instant From { get; init; }

    /// <summary>End of the window.</summary>
    public required Instant Until { get; init; }

    /// <summary>The number to call.</summary>
    public required string Phone { get; init; }

    /// <summary>Who calls.</summary>
    public required string Assignee { get; init; }

    /// <summary>What about.</summary>
    public string? Topic { get; init; }

    /// <summary>Whether it is done.</summary>
    public bool Done { get; init; }
}

/// <summary>The survey of a closure.</summary>
public sealed record SurveyState
{
    /// <summary>Its number within the case; 0 when the customer was not asked.</summary>
    public required int Survey { get; init; }

    /// <summary>Until when it can be answered.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>The latest score, 1 to 5.</summary>
    public int? Score { get; init; }

    /// <summary>Why the customer was not asked.</summary>
    public string? SkippedBecause { get; init; }
}
