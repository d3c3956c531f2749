using Caseward.Local.Engine.History;

namespace Caseward.Local.Engine.Replay;

/// <summary>What a turn came to.</summary>
internal sealed record TurnOutcome
{
    /// <summary>What the orchestrator asked for, in order.</summary>
    public required IReadOnlyList<OrchestratorAction> Actions { get; init; }

    /// <summary>Timers of earlier turns that it gave up.</summary>
    public required IReadOnlyList<CreateTimer> CancelledTimers { get; init; }

    /// <summary>How the execution ended; null when it goes on.</summary>
    public required Completion? Completion { get; init; }

    /// <summary>The custom status that the orchestrator has set in this execution.</summary>
    public required string? CustomStatus { get; init; }

    /// <summary>Whether the instance is held.</summary>
    public required bool IsSuspended { get; init; }

    /// <summary>The orchestrator could not be run at all.</summary>
    public static TurnOutcome Failed(FailureRecord failure, string? customStatus) => new()
    {
        Actions = [],
        CancelledTimers = [],
        Completion = new Completion.Failed(failure),
        CustomStatus = customStatus,
        IsSuspended = false,
    };
}

/// <summary>How an execution ended.</summary>
internal abstract record Completion
{
    private Completion()
    {
    }

    internal sealed record Completed(string? Output) : Completion;

    internal sealed record Failed(FailureRecord Failure) : Completion;

    internal sealed record Terminated(string? Output, bool Recursive) : Completion;

    internal sealed record ContinuedAsNew(string? Input, string? NewVersion, IReadOnlyList<HistoryEvent> CarriedEvents) : Completion;
}
