using System.Text.Json.Serialization;
using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.App.Policy.Migration;

/// <summary>Where a migration stands; what its orchestration goes on with. Persisted: only gains optional members.</summary>
internal sealed record MigrationInput
{
    /// <summary>The activation, by the number of its change.</summary>
    public required int Sequence { get; init; }

    /// <summary>Which time through the queues this is, from 1.</summary>
    public int Pass { get; init; } = 1;

    /// <summary>Where the page before ended; absent at the start of a pass.</summary>
    public string? Position { get; init; }

    /// <summary>Cases moved so far.</summary>
    public int Moved { get; init; }

    /// <summary>Cases moved in this pass.</summary>
    public int MovedInPass { get; init; }

    /// <summary>Cases in this pass that were promised to keep their version.</summary>
    public int Kept { get; init; }

    /// <summary>Cases in this pass that the version has no place for.</summary>
    public int Unfit { get; init; }
}

/// <summary>What a page led to; the orchestration's custom status.</summary>
/// <param name="State">How the migration stands.</param>
/// <param name="Moved">Cases moved so far.</param>
/// <param name="Next">What to go on with; absent at the end.</param>
internal sealed record MigrationStep(MigrationState State, int Moved, MigrationInput? Next);

/// <summary>How a migration stands. Names are persisted: never rename one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MigrationState>))]
internal enum MigrationState
{
    /// <summary>Going through the queues.</summary>
    Running,

    /// <summary>Every open case that can be moved was.</summary>
    Finished,

    /// <summary>Somebody stopped it; what was moved stays moved.</summary>
    Stopped,

    /// <summary>Another version came into force.</summary>
    Superseded,
}

/// <summary>What is kept of a migration for whoever asks. Persisted: only gains optional members.</summary>
internal sealed record MigrationProgress
{
    public required MigrationState State { get; init; }

    /// <summary>Cases moved; after a crash in the middle of a page without those that it had moved already.</summary>
    public required int Moved { get; init; }

    /// <summary>Open cases that keep their version, because it says so.</summary>
    public required int Kept { get; init; }

    /// <summary>Open cases that the version has no place for; they keep theirs.</summary>
    public required int Unfit { get; init; }

    /// <summary>The first of those, by number.</summary>
    public IReadOnlyList<CaseNumber> UnfitCases { get; init; } = [];

    /// <summary>Which time through the queues this is.</summary>
    public required int Pass { get; init; }

    public required Instant At { get; init; }

    /// <summary>The page that was done last, as its activity was asked for it; absent when there is no page after it.</summary>
    public MigrationInput? Page { get; init; }

    /// <summary>What it led to: an activity that runs once more for that page answers the same.</summary>
    public MigrationInput? Next { get; init; }
}

/// <summary>Who stopped a migration.</summary>
internal sealed record MigrationStop(Actor By, Instant At);
