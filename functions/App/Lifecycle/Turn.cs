using Caseward.App.Cases;
using Caseward.Domain.Cases;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Lifecycle;

/// <summary>What a turn makes of a case.</summary>
internal sealed record Turn
{
    /// <summary>The case before it, with the list rows that may still show it.</summary>
    public required CaseHead Before { get; init; }

    /// <summary>Whether lists and looks were right before it.</summary>
    public required bool WasSettled { get; init; }

    /// <summary>The case after it, with its next look, lists yet to be written.</summary>
    public required CaseHead Decided { get; init; }

    /// <summary>A guard of its own, since that of a command which may still be writing lists goes with the command; absent when it needs none.</summary>
    public string? NewGuard { get; init; }

    /// <summary>What it decided.</summary>
    public required IReadOnlyList<StoredEvent> Events { get; init; }

    /// <summary>What the lists show.</summary>
    public required CaseSummary Summary { get; init; }

    /// <summary>What the index says.</summary>
    public required CaseIndexRow Row { get; init; }

    /// <summary>Whether it writes lists.</summary>
    public bool Shows => Events.Count > 0 || !WasSettled;

    /// <summary>Whether it marks the case before it writes anything else.</summary>
    public bool CommitsFirst => Events.Count > 0 || (!Before.IsUnsettled && (Shows || Row.Print != Before.IndexPrint));

    public static Turn Of(CaseHead head, Evaluation evaluation, bool wasSettled, ServicePolicy policy, Instant now)
    {
        (CaseState state, IReadOnlyList<StoredEvent> events) = CaseStream.Append(head.State, evaluation.Facts, now);
        CaseHead before = !wasSettled ? head
            : head.IsUnsettled ? head with { Ghosts = [] }
            : head with { Ghosts = [], GuardKey = null, StaleLookKey = null }; // gone already
        var summary = CaseSummary.Of(state, policy);
        var row = CaseIndexRow.Of(state, policy);
        IReadOnlyList<ViewKey> keys = CaseViews.KeysFor(state, summary);
        string? newGuard = wasSettled || head.IsUnsettled || (head.GuardKey is { } left && DueIndex.InstantOf(left) <= now)
            ? null
            : LookPlan.NewGuard(state.Number, now);
        var shown = before with
        {
            State = state,
            Views = keys,
            Ghosts = [.. before.Ghosts.Concat(before.Views).Except(keys).Distinct()],
            IndexPrint = row.Print,
            GuardKey = newGuard ?? before.GuardKey ?? (events.Count > 0 ? before.LookKey : null), // the look that brought it will do
            IsUnsettled = true,
        };
        return new Turn
        {
            Before = before,
            WasSettled = wasSettled,
            Decided = LookPlan.Plan(shown, state.IsFinished ? null : evaluation.NextLook, now),
            NewGuard = newGuard,
            Events = events,
            Summary = summary,
            Row = row,
        };
    }
}
