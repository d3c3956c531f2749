using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;

namespace Caseward.Domain.Simulation;

/// <summary>
/// Many cases compared, in counts: summaries of parts add up to the summary of the whole, in any order. Stored as JSON, so it only ever gains
/// optional members.
/// </summary>
public sealed record SimulationSummary
{
    /// <summary>So many cases that differ are named; all of them are counted.</summary>
    public const int MaxDifferences = 500;

    /// <summary>How many cases were compared.</summary>
    public required int Cases { get; init; }

    /// <summary>How many more cannot be, because a policy has no place for them or is not known; they are in no other count.</summary>
    public required int Unfit { get; init; }

    /// <summary>How many of the compared cases differ.</summary>
    public required int Differing { get; init; }

    /// <summary>What happened.</summary>
    public required OutcomeTotals Before { get; init; }

    /// <summary>What would have.</summary>
    public required OutcomeTotals After { get; init; }

    /// <summary>The first cases that differ, by number.</summary>
    public required IReadOnlyList<CaseDifference> Differences { get; init; }

    /// <summary>What the simulated policy lacks, and how many cases need it.</summary>
    public required IReadOnlyList<GapCount> Gaps { get; init; }
}

/// <summary>What became of many cases, in counts.</summary>
public sealed record OutcomeTotals
{
    /// <summary>Missed deadlines, by clock and priority.</summary>
    public required IReadOnlyList<BreachCount> Breaches { get; init; }

    /// <summary>Notices, by recipient and hour of the day.</summary>
    public required IReadOnlyList<NoticeCount> Notices { get; init; }

    /// <summary>Where the cases lay.</summary>
    public required IReadOnlyList<QueueLoad> Load { get; init; }

    /// <summary>Rungs that were carried out.</summary>
    public required IReadOnlyList<RungCount> Rungs { get; init; }

    /// <summary>How often cases climbed, by cause.</summary>
    public required IReadOnlyList<EscalationCount> Escalations { get; init; }
}

/// <summary>Missed deadlines.</summary>
/// <param name="Clock">Of which clock.</param>
/// <param name="Priority">Of cases of which priority.</param>
/// <param name="Count">How many.</param>
public sealed record BreachCount(ClockName Clock, int Priority, long Count);

/// <summary>Notices.</summary>
/// <param name="Recipient">To whom.</param>
/// <param name="Hour">In which hour of the day, 0 to 23.</param>
/// <param name="Count">How many.</param>
public sealed record NoticeCount(string Recipient, int Hour, long Count);

/// <summary>Cases in a queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Stays">How often a case came into it.</param>
/// <param name="OpenSeconds">How long they lay there, all together, in the desk's hours.</param>
public sealed record QueueLoad(string Queue, int Tier, long Stays, long OpenSeconds);

/// <summary>Rungs that were carried out.</summary>
/// <param name="Clock">Of which clock's ladder.</param>
/// <param name="Rung">Which.</param>
/// <param name="Count">How often.</param>
public sealed record RungCount(ClockName Clock, string Rung, long Count);

/// <summary>Climbs.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Count">How many.</param>
public sealed record EscalationCount(EscalationCause Cause, long Count);

/// <summary>What a policy lacks.</summary>
/// <param name="Kind">What.</param>
/// <param name="Id">Which.</param>
/// <param name="Cases">How many cases need it.</param>
public sealed record GapCount(SimulationGapKind Kind, string Id, long Cases);
