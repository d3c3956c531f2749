using Caseward.App.Http;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;

namespace Caseward.App.Cases;

/// <summary>Everything about a case for colleagues and integrations.</summary>
internal sealed record CaseView
{
    public required CaseNumber Number { get; init; }

    public required int Version { get; init; }

    /// <summary>The instant that it is told for; absent when that is now.</summary>
    public Moment? AsOf { get; init; }

    public required CaseStatus Status { get; init; }

    public required string Subject { get; init; }

    public required CaseType Type { get; init; }

    public required int Priority { get; init; }

    public required string Department { get; init; }

    public required string Level { get; init; }

    public required Origin Origin { get; init; }

    public required string Language { get; init; }

    public required Contact Contact { get; init; }

    public required string Queue { get; init; }

    public required int Tier { get; init; }

    public string? Owner { get; init; }

    public required bool Escalated { get; init; }

    public required IReadOnlyList<EscalationCause> Escalations { get; init; }

    public required Moment OpenedAt { get; init; }

    public required PromiseView Promise { get; init; }

    /// <summary>Who agreed the date of the promise by hand.</summary>
    public string? AgreedBy { get; init; }

    /// <summary>Whether a contract covers it, when that was verified.</summary>
    public Entitlement? Entitlement { get; init; }

    public required IReadOnlyList<ClockView> Clocks { get; init; }

    /// <summary>What is to be done beside answering.</summary>
    public required IReadOnlyList<CaseTask> Tasks { get; init; }

    /// <summary>Who takes over from the contact, and when.</summary>
    public SuccessorView? Successor { get; init; }

    /// <summary>The case that this one is a duplicate of.</summary>
    public CaseNumber? DuplicateOf { get; init; }

    /// <summary>The earliest due instant of its running clocks.</summary>
    public Moment? NextDue { get; init; }

    public CallbackView? Callback { get; init; }

    public Moment? ResolvedAt { get; init; }

    /// <summary>Until when a solved case can be confirmed or reopened.</summary>
    public Moment? ReopenUntil { get; init; }

    public Moment? ClosedAt { get; init; }

    public SurveyView? Survey { get; init; }

    public required string PolicyVersion { get; init; }

    public static CaseView Of(CaseState state, ServicePolicy policy)
    {
        var reading = new LocalReading(policy, state.Department);
        return new CaseView
        {
            Number = state.Number,
            Version = state.Version,
            Status = state.Status,
            Subject = state.Subject,
            Type = state.Type,
            Priority = state.Priority,
            Department = state.Department,
            Level = state.Level,
            Origin = state.Origin,
            Language = state.Language,
            Contact = state.Contact!,
            Queue = state.Queue,
            Tier = state.Tier,
            Owner = state.Owner,
            Escalated = state.Escalations.Count > 0,
            Escalations = state.Escalations,
            OpenedAt = reading.Of(state.OpenedAt),
            Promise = PromiseView.Of(state, policy),
            Clocks = [.. state.Clocks.OrderBy(clock => clock.Name).Select(clock => ClockView.Of(clock, policy, state.Scope, reading))],
            AgreedBy = state.AgreedBy,
            Entitlement = state.Entitlement,
            Tasks = state.Tasks,
            Successor = state.Successor is { } successor ? new SuccessorView(successor.Contact, reading.Of(successor.From)) : null,
            DuplicateOf = state.DuplicateOf,
            NextDue = reading.Of(CaseEvaluator.NextDue(state, policy)),
            Callback = CallbackView.Of(state.Callback, reading),
            ResolvedAt = reading.Of(state.ResolvedAt),
            ReopenUntil = reading.Of(state.ResolvedAt + policy.Document.Closing.ReopenWindow),
            ClosedAt = reading.Of(state.ClosedAt),
            Survey = SurveyView.Of(state.Survey, reading),
            PolicyVersion = state.PolicyVersion,
        };
    }
}

/// <summary>Who takes over from the contact of a case.</summary>
/// <param name="Contact">Who.</param>
/// <param name="From">From when on.</param>
internal sealed record SuccessorView(Contact Contact, Moment From);

/// <summary>What a customer sees of their case.</summary>
internal sealed record PortalCaseView
{
    public required CaseNumber Number { get; init; }

    public required int Version { get; init; }

    /// <summary>The instant that it is told for; absent when that is now.</summary>
    public Moment? AsOf { get; init; }

    public required CaseStatus Status { get; init; }

    public required string Subject { get; init; }

    public required CaseType Type { get; init; }

    public required int Priority { get; init; }

    public required string Department { get; init; }

    public required Contact Contact { get; init; }

    public required Moment OpenedAt { get; init; }

    public required PromiseView Promise { get; init; }

    public CallbackView? Callback { get; init; }

    public Moment? ResolvedAt { get; init; }

    public Moment? ReopenUntil { get; init; }

    public Moment? ClosedAt { get; init; }

    public SurveyView? Survey { get; init; }

    public static PortalCaseView Of(CaseState state, ServicePolicy policy)
    {
        var reading = new LocalReading(policy, state.Department);
        return new PortalCaseView
        {
            Number = state.Number,
            Version = state.Version,
            Status = state.Status,
            Subject = state.Subject,
            Type = state.Type,
            Priority = state.Priority,
            Department = state.Department,
            Contact = state.Contact! with { Account = null },
            OpenedAt = reading.Of(state.OpenedAt),
            Promise = PromiseView.Of(state, policy),
            Callback = CallbackView.Of(state.Callback, reading) is { } callback ? callback with { Assignee = null } : null,
            ResolvedAt = reading.Of(state.ResolvedAt),
            ReopenUntil = reading.Of(state.ResolvedAt + policy.Document.Closing.ReopenWindow),
            ClosedAt = reading.Of(state.ClosedAt),
            Survey = SurveyView.Of(state.Survey, reading) is { Survey: > 0 } survey ? survey : null,
        };
    }
}

/// <summary>One clock of a case.</summary>
internal sealed record ClockView
{
    public required ClockName Name { get; init; }

    public required ClockStanding State { get; init; }

    /// <summary>How often it started; its rungs are carried out once each time.</summary>
    public required int Generation { get; init; }

    public required Moment StartedAt { get; init; }

    /// <summary>When it is, or was, due; absent while it stands still.</summary>
    public Moment? Due { get; init; }

    /// <summary>When what it waits for happened.</summary>
    public Moment? StoppedAt { get; init; }

    /// <summary>Whether its deadline was missed; that stays true for ever.</summary>
    public required bool Breached { get; init; }

    public static ClockView Of(ClockLedger clock, ServicePolicy policy, CaseScope scope, LocalReading reading) => new()
    {
        Name = clock.Name,
        State = clock.Cancelled ? ClockStanding.Cancelled
            : clock.StoppedAt is not null ? ClockStanding.Stopped
            : clock.IsPaused ? ClockStanding.Paused
            : ClockStanding.Running,
        Generation = clock.Generation,
        StartedAt = reading.Of(clock.StartedAt),
        Due = reading.Of(clock.Due(policy.Calendar(scope, clock.Name))),
        StoppedAt = reading.Of(clock.StoppedAt),
        Breached = clock.Breached,
    };
}

/// <summary>What a clock is doing.</summary>
internal enum ClockStanding
{
    Running,
    Paused,
    Stopped,
    Cancelled,
}

/// <summary>The callback promised last.</summary>
internal sealed record CallbackView
{
    public required Moment From { get; init; }

    public required Moment Until { get; init; }

    public required string Phone { get; init; }

    /// <summary>Who calls; not told to customers.</summary>
    public string? Assignee { get; init; }

    public required bool Done { get; init; }

    public static CallbackView? Of(CallbackState? callback, LocalReading reading) => callback is null ? null : new CallbackView
    {
        From = reading.Of(callback.From),
        Until = reading.Of(callback.Until),
        Phone = callback.Phone,
        Assignee = callback.Assignee,
        Done = callback.Done,
    };
}

/// <summary>The survey of the last closure.</summary>
internal sealed record SurveyView
{
    /// <summary>Its number within the case; 0 when the customer was not asked.</summary>
    public required int Survey { get; init; }

    public Moment? ExpiresAt { get; init; }

    public int? Score { get; init; }

    public string? SkippedBecause { get; init; }

    public static SurveyView? Of(SurveyState? survey, LocalReading reading) => survey is null ? null : new SurveyView
    {
        Survey = survey.Survey,
        ExpiresAt = reading.Of(survey.ExpiresAt),
        Score = survey.Score,
        SkippedBecause = survey.SkippedBecause,
    };
}
