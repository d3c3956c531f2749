using Caseward.Domain.Cases;

namespace Caseward.Domain.Simulation;

/// <summary>What would have become of a case.</summary>
/// <param name="State">The case at the end.</param>
/// <param name="Facts">What would have happened, in order: what people did, as they did it, and what the policy makes of it.</param>
/// <param name="Gaps">What the policy lacks that the case needed; each once.</param>
/// <param name="Fits">Whether it could be told to the end. A case that needs a department or a promise that the policy does not have cannot.</param>
public sealed record SimulatedCase(CaseState State, IReadOnlyList<PendingFact> Facts, IReadOnlyList<SimulationGap> Gaps, bool Fits);

/// <summary>Something that a recorded case needs and the simulated policy does not have.</summary>
/// <param name="Kind">What.</param>
/// <param name="Id">Which.</param>
public readonly record struct SimulationGap(SimulationGapKind Kind, string Id);

/// <summary>What a simulated policy may lack.</summary>
public enum SimulationGapKind
{
    /// <summary>The case's department; the case cannot be simulated.</summary>
    Department,

    /// <summary>A promise for the case's priority; it cannot be simulated. Where somebody changes the priority later, it keeps the one it has.</summary>
    Promise,

    /// <summary>A service level; the case is simulated as one without hours or promises of its own.</summary>
    Level,

    /// <summary>A queue; the department's queue of the same tier is taken.</summary>
    Queue,

    /// <summary>A policy version that a recorded case was handled under and that is not known any more.</summary>
    Version,

    /// <summary>The case itself, by its number: what is recorded of it cannot be told again, or its decisions cannot be worked out.</summary>
    Case,
}
