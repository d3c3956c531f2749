using Caseward.Domain.Cases;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Cases;

/// <summary>What every list and every answer says about a case.</summary>
internal sealed record CaseSummary
{
    public required CaseNumber Number { get; init; }

    /// <summary>Counts every change; the ETag of the case over HTTP.</summary>
    public required int Version { get; init; }

    public required CaseStatus Status { get; init; }

    public required string Subject { get; init; }

    public required int Priority { get; init; }

    public required string Department { get; init; }

    public required string Queue { get; init; }

    public required int Tier { get; init; }

    public string? Owner { get; init; }

    /// <summary>Why it is escalated; empty when it is not.</summary>
    public required IReadOnlyList<EscalationCause> Escalations { get; init; }

    public required Instant OpenedAt { get; init; }

    /// <summary>The earliest due instant of its running clocks; absent while none runs.</summary>
    public Instant? NextDue { get; init; }

    /// <summary>The policy version that it is handled under; absent in what was written before lists knew it.</summary>
    public string? PolicyVersion { get; init; }

    public static CaseSummary Of(CaseState state, ServicePolicy policy) => new()
    {
        Number = state.Number,
        Version = state.Version,
        Status = state.Status,
        Subject = state.Subject,
        Priority = state.Priority,
        Department = state.Department,
        Queue = state.Queue,
        Tier = state.Tier,
        Owner = state.Owner,
        Escalations = state.Escalations,
        OpenedAt = state.OpenedAt,
        NextDue = CaseEvaluator.NextDue(state, policy),
        PolicyVersion = state.PolicyVersion,
    };
}
