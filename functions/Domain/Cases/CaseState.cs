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

    /// <summary>What is promised: stamped when it came in, changed only by another priority, another policy version or a decision about its contract.</summary>
    public Promise? Promise { get; init; }

    /// <summary>How its clocks behave when something changes; absent on cases that are older than these rules.</summary>
    public ClockRules? Rules { get; init; }

    /// <summary>Whether a contract covers it, when that was verified.</summary>
    public Entitlement? Entitlement { get; init; }

    /// <summary>When it came in.</summary>
    public Instant OpenedAt { get; init; }

    /// <summary>The latest instant at which something happened to it. What falls due by itself never happens before that.</summary>
    public Instant ChangedAt { get; init; }

    /// <summary>Whether nobody was in when it came.</summary>
    public bool OutsideHours { get; init; }

    /// <summary>When it was decided that a contract covers it after all; what is promised begins then (requirement B10).</summary>
    public Instant? CoveredAt { get; init; }

    /// <summary>When it was reopened last.</summary>
    public Instant? ReopenedAt { get; init; }

    /// <summary>The reaction time agreed by hand.</summary>
    public Instant? AgreedAt { get; init; }

    /// <summary>Who agreed it (rule K15).</summary>
    public string? AgreedBy { get; init; }

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

    /// <summary>
    /// The latest generations that were replaced and in which something was missed or carried out: what is told late may show that it would
    /// not have been (rule K12).
    /// </summary>
    public IReadOnlyList<ClockLedger> Superseded { get; init; } = [];

    /// <summary>Why it is escalated, when it is; a fact beside the status (rule E4).</summary>
    public IReadOnlyList<EscalationCause> Escalations { get; init; } = [];

    /// <summary>How often somebody escalated it; part of the keys of the notices about it.</summary>
    public int ManualEscalations { get; init; }

    /// <summary>The callback promised last.</summary>
    public CallbackState? Callback { get; init; }

    /// <summary>When the customer and we last said something to each other.</summary>
    public Conversation Conversation { get; init; } = Conversation.Silence;

    /// <summary>When the customer was awaited, the latest times, oldest first; only the last can be without an end.</summary>
    public IReadOnlyList<ClockPause> Waits { get; init; } = [];

    /// <summary>Who takes over from the contact, and when (rule P5).</summary>
    public Successor? Successor { get; init; }

    /// <summary>What is to be done beside answering.</summary>
    public IReadOnlyList<CaseTask> Tasks { get; init; } = [];

    /// <summary>How many tasks there were.</summary>
    public int TasksMade { get; init; }

    /// <summary>The case that this one is a duplicate of.</summary>
    public CaseNumber? DuplicateOf { get; init; }

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
    public ClockLedger? Clock(ClockName name)
    {
        // Asked dozens of times for every command: neither a closure nor an enumerator for it.
        for (int i = 0; i < Clocks.Count; i++)
        {
            if (Clocks[i].Name == name)
            {
                return Clocks[i];
            }
        }

        return null;
    }

    /// <summary>Whether the customer reads mail.</summary>
    [JsonIgnore]
    public bool CanMailCustomer => Contact?.Email is not null;
}

/// <summary>Who takes over from the contact of a case.</summary>
/// <param name="Contact">Who.</param>
/// <param name="From">From when on.</param>
public sealed record Successor(Contact Contact, Instant From);

/// <summary>Something to do beside answering.</summary>
/// <param name="Task">Its number within the case.</param>
/// <param name="Title">What.</param>
/// <param name="Assignee">Who; absent means whoever works on the case.</param>
public sealed record CaseTask(int Task, string Title, string? Assignee);

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

    /// <summary>How many people it was given to, one after the other.</summary>
    public int Assignments { get; init; } = 1;

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
