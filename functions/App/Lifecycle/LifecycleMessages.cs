using Caseward.App.Cases;

namespace Caseward.App.Lifecycle;

/// <summary>What a lifecycle knows of its case: the number. Everything else it looks up.</summary>
/// <param name="Number">The case.</param>
/// <param name="Shown">The version that the lists show, and nothing else; absent when that is not known.</param>
/// <param name="Planned">The next look, when nothing is to be done before it; absent to look at once.</param>
internal sealed record LifecycleInput(string Number, int? Shown = null, PlannedLook? Planned = null)
{
    /// <summary>What this and a sign come to together. Signs can overtake each other, so the earlier look of both is the one that holds.</summary>
    public LifecycleInput With(CaseChanged sign) => this with { Shown = sign.Shown, Planned = PlannedLook.Earlier(Planned, sign.Planned) };
}

/// <summary>A sign that a case changed.</summary>
/// <param name="Version">The case's version then; for people who read histories.</param>
/// <param name="Shown">The version that the lists show, and nothing else; absent when that is not known.</param>
/// <param name="Planned">The next look, when nothing is to be done before it; absent to look at once.</param>
internal sealed record CaseChanged(int Version, int? Shown = null, PlannedLook? Planned = null)
{
    public const string EventName = "CaseChanged";
}

/// <summary>A look that whoever changed the case has planned. It is a hint: too early, it finds nothing; too late, the sweep is there first.</summary>
/// <param name="At">When, in UTC; absent when only a sign or the sweep brings it.</param>
internal sealed record PlannedLook(DateTime? At)
{
    /// <summary>Which of two comes first; none when one of them is to look at once.</summary>
    public static PlannedLook? Earlier(PlannedLook? one, PlannedLook? other) =>
        one is null || other is null ? null
        : (other.At ?? DateTime.MaxValue) < (one.At ?? DateTime.MaxValue) ? other
        : one;
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
