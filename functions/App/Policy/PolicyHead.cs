using Azure;
using Caseward.Domain.Policy;

namespace Caseward.App.Policy;

/// <summary>
/// The first row of the policy's partition: how many changes there were and which version is in force when. Every change replaces it
/// under its ETag, so that changes come one after the other.
/// </summary>
internal sealed record PolicyHead
{
    public const string RowKey = "head";

    /// <summary>Before the first change.</summary>
    public static PolicyHead Unborn { get; } = new() { Sequence = 0, Schedule = PolicySchedule.Empty };

    /// <summary>Number of the latest change.</summary>
    public required int Sequence { get; init; }

    public required PolicySchedule Schedule { get; init; }

    /// <summary>The version of this row; empty before the first change.</summary>
    public ETag ETag { get; init; }
}

/// <summary>A change that is written as a whole or not at all.</summary>
internal sealed record PolicyCommit
{
    /// <summary>Entries for the history, numbered on from the head.</summary>
    public required IReadOnlyList<PolicyChange> Changes { get; init; }

    public required PolicySchedule Schedule { get; init; }

    /// <summary>The version as it is afterwards; absent for one that ships with the app, of which nothing is kept.</summary>
    public SavedPolicy? Version { get; init; }
}
