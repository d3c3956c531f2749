using NodaTime;

namespace Caseward.Bench.Replay;

/// <summary>One change of an incident as the log tells it. What the log writes as <c>?</c> is absent.</summary>
internal sealed record LogRow
{
    public required string Incident { get; init; }

    public required Standing Standing { get; init; }

    public required Instant OpenedAt { get; init; }

    /// <summary>When this change was made.</summary>
    public required Instant ChangedAt { get; init; }

    public string? ChangedBy { get; init; }

    /// <summary>1 is the most urgent.</summary>
    public required int Priority { get; init; }

    /// <summary>The desk's group that has it.</summary>
    public string? Group { get; init; }

    /// <summary>The person who has it; absent means nobody.</summary>
    public string? Resolver { get; init; }

    /// <summary>How often it was reopened so far.</summary>
    public required int Reopenings { get; init; }

    /// <summary>The log's own verdict: whether it was solved as promised. The row of the closing has the last word.</summary>
    public required bool MadeSla { get; init; }

    public string? Channel { get; init; }

    public string? Caller { get; init; }

    public string? Location { get; init; }

    public string? Category { get; init; }

    public string? Subcategory { get; init; }

    public string? Symptom { get; init; }

    /// <summary>What kind of solution it was.</summary>
    public string? ClosedCode { get; init; }
}

/// <summary>Where an incident stands. The log's New, Active, Awaiting Problem and the like are all the desk's move.</summary>
internal enum Standing
{
    AtDesk,
    AwaitingUser,
    Resolved,
    Closed,
}
