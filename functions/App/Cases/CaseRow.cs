using Caseward.App.Http;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;

namespace Caseward.App.Cases;

/// <summary>A case in a list or as the answer to a command, for colleagues and integrations.</summary>
internal sealed record CaseRow
{
    public required CaseNumber Number { get; init; }

    /// <summary>Counts every change; the ETag of the case.</summary>
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

    public required Moment OpenedAt { get; init; }

    /// <summary>The earliest due instant of its running clocks; absent while none runs.</summary>
    public Moment? NextDue { get; init; }

    public static CaseRow Of(CaseSummary summary, ServicePolicy current)
    {
        var reading = new LocalReading(current, summary.Department);
        return new CaseRow
        {
            Number = summary.Number,
            Version = summary.Version,
            Status = summary.Status,
            Subject = summary.Subject,
            Priority = summary.Priority,
            Department = summary.Department,
            Queue = summary.Queue,
            Tier = summary.Tier,
            Owner = summary.Owner,
            Escalations = summary.Escalations,
            OpenedAt = reading.Of(summary.OpenedAt),
            NextDue = reading.Of(summary.NextDue),
        };
    }
}

/// <summary>A case in a list or as the answer to a command, for the customer whose case it is.</summary>
internal sealed record PortalCaseRow
{
    public required CaseNumber Number { get; init; }

    public required int Version { get; init; }

    public required CaseStatus Status { get; init; }

    public required string Subject { get; init; }

    public required int Priority { get; init; }

    public required string Department { get; init; }

    public required Moment OpenedAt { get; init; }

    public static PortalCaseRow Of(CaseSummary summary, ServicePolicy current) => new()
    {
        Number = summary.Number,
        Version = summary.Version,
        Status = summary.Status,
        Subject = summary.Subject,
        Priority = summary.Priority,
        Department = summary.Department,
        OpenedAt = new LocalReading(current, summary.Department).Of(summary.OpenedAt),
    };
}
