using NodaTime;

namespace Caseward.App.Simulation;

/// <summary>What a simulation knows of itself: everything else it looks up.</summary>
/// <param name="Id">Which.</param>
internal sealed record SimulationInput(string Id);

/// <summary>The parts of a simulation.</summary>
/// <param name="Slices">Month and shard of each, as the index writes them; those without cases are left out.</param>
/// <param name="Cases">How many cases there are in all of them.</param>
internal sealed record SimulationPlan(IReadOnlyList<string> Slices, int Cases);

/// <summary>One part of a simulation.</summary>
/// <param name="Id">Of which simulation.</param>
/// <param name="Slice">Which part.</param>
internal sealed record SliceInput(string Id, string Slice);

/// <summary>A part that is counted; what was counted is kept in the table.</summary>
/// <param name="Cases">How many cases it has.</param>
internal sealed record SliceDone(int Cases);

/// <summary>The end of a simulation.</summary>
/// <param name="Id">Which.</param>
/// <param name="Cancelled">Whether somebody ended it early.</param>
internal sealed record SimulationEnd(string Id, bool Cancelled);

/// <summary>A sign that nobody waits for the result any more.</summary>
/// <param name="By">Who says so.</param>
internal sealed record SimulationCancelled(string By)
{
    public const string EventName = "SimulationCancelled";
}

/// <summary>How far a simulation is.</summary>
/// <param name="Cases">Cases told again.</param>
/// <param name="OfCases">Out of so many.</param>
/// <param name="Slices">Parts counted.</param>
/// <param name="OfSlices">Out of so many.</param>
internal sealed record SimulationProgress(int Cases, int OfCases, int Slices, int OfSlices);

/// <summary>A simulation as it was asked for, and how it ended. Stored as JSON, so it only ever gains optional members.</summary>
internal sealed record SimulationHead
{
    public required string Id { get; init; }

    /// <summary>The version to simulate; absent for the versions that the cases were handled under.</summary>
    public string? Version { get; init; }

    /// <summary>The hash of its text, when it was saved: a draft that is replaced meanwhile does not change what is simulated.</summary>
    public string? Text { get; init; }

    /// <summary>Cases that came in from here on.</summary>
    public required Instant From { get; init; }

    /// <summary>Told until here.</summary>
    public required Instant Until { get; init; }

    /// <summary>Only cases of this department.</summary>
    public string? Department { get; init; }

    public required string By { get; init; }

    public required Instant At { get; init; }

    /// <summary>The hash of the request, to tell a repeat from another request under the same key.</summary>
    public string? Request { get; init; }

    public Instant? EndedAt { get; init; }

    public bool Cancelled { get; init; }
}
