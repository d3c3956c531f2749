using Caseward.App.Cases;

namespace Caseward.App.Lifecycle;

/// <summary>What a lifecycle knows of its case: the number. Everything else it looks up.</summary>
/// <param name="Number">The case.</param>
/// <param name="Shown">The version that the lists show, and nothing else; absent when that is not known.</param>
internal sealed record LifecycleInput(string Number, int? Shown = null);

/// <summary>A sign that a case changed.</summary>
/// <param name="Version">The case's version then; for people who read histories.</param>
/// <param name="Shown">The version that the lists show, and nothing else; absent when that is not known.</param>
internal sealed record CaseChanged(int Version, int? Shown = null)
{
    public const string EventName = "CaseChanged";
}

/// <summary>What a turn found.</summary>
internal sealed record TurnResult
{
    /// <summary>Decided mails that wait to be handed over. A turn hands them over itself: only histories from before it did name any.</summary>
    public required IReadOnlyList<OutboxEntry> Outbox { get; init; }

    /// <summary>When to look again, in UTC; absent when only a sign or the sweep brings the next look.</summary>
    public DateTime? WakeUpAt { get; init; }

    /// <summary>Whether the case is over and nothing is left to do.</summary>
    public required bool IsFinished { get; init; }
}

/// <summary>Mails to hand over.</summary>
/// <param name="Number">The case.</param>
/// <param name="Outbox">The mails.</param>
internal sealed record HandOverInput(string Number, IReadOnlyList<OutboxEntry> Outbox);
