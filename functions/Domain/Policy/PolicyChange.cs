using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <summary>
/// One entry of the history of the policy: who changed what, when and why. Never changed once it is written; stored as JSON, so it only
/// ever gains optional members.
/// </summary>
public sealed record PolicyChange
{
    /// <summary>Counts every change of the policy, from 1.</summary>
    public required int Sequence { get; init; }

    /// <summary>What was done.</summary>
    public required PolicyChangeKind Kind { get; init; }

    /// <summary>The version that it was done to.</summary>
    public required string Version { get; init; }

    /// <summary>Who did it.</summary>
    public required Actor By { get; init; }

    /// <summary>When.</summary>
    public required Instant At { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The version that was in force when this one was saved: what it is compared with.</summary>
    public string? BasedOn { get; init; }

    /// <summary>The instant of an activation.</summary>
    public Instant? From { get; init; }

    /// <summary>What an activation means for the cases that are open then.</summary>
    public RunningCases? RunningCases { get; init; }

    /// <summary>Hash of the document's text, when it was saved or replaced.</summary>
    public string? Text { get; init; }
}

/// <summary>What can be done to a version of the policy.</summary>
public enum PolicyChangeKind
{
    /// <summary>Saved for the first time.</summary>
    Saved,

    /// <summary>A draft got another text.</summary>
    Replaced,

    /// <summary>Activated, at once or at an instant to come.</summary>
    Activated,

    /// <summary>An activation was taken back before its instant.</summary>
    Withdrawn,
}

/// <summary>
/// A saved version, without its text. A draft can be replaced; from its first activation on it stays as it is for ever, because cases may
/// have been opened under it (rule K9). Stored as JSON, so it only ever gains optional members.
/// </summary>
public sealed record SavedPolicy
{
    /// <summary>Its name, unique for ever whatever the case of its letters.</summary>
    public required string Version { get; init; }

    /// <summary>Number of the change that saved it first.</summary>
    public required int Sequence { get; init; }

    /// <summary>Counts the texts that it had, from 1; the ETag of a draft.</summary>
    public required int Revision { get; init; }

    /// <summary>Hash of its text.</summary>
    public required string Text { get; init; }

    /// <summary>Who saved its present text.</summary>
    public required Actor By { get; init; }

    /// <summary>When.</summary>
    public required Instant At { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The version that was in force then.</summary>
    public required string BasedOn { get; init; }

    /// <summary>Its latest activation, also one that was withdrawn; absent while it is a draft.</summary>
    public PolicyActivation? Activation { get; init; }

    /// <summary>Whether its text can still be replaced.</summary>
    public bool IsDraft => Activation is null;
}
