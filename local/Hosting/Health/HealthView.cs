namespace Caseward.Local.Hosting.Health;

/// <summary>How the runtime is, for people and scripts. Sizes are in bytes; counts stop at 1001, which means more than a thousand.</summary>
internal sealed record HealthView
{
    /// <summary>How long this process has served, in real time.</summary>
    public required TimeSpan Uptime { get; init; }

    public required long MemoryBytes { get; init; }

    public required long FileBytes { get; init; }

    /// <summary>The write-ahead log beside the file.</summary>
    public required long LogBytes { get; init; }

    public required int Threads { get; init; }

    /// <summary>Functions begun since the start.</summary>
    public required long Invocations { get; init; }

    /// <summary>Whether nothing runs and nothing is ready to run.</summary>
    public required bool IsIdle { get; init; }

    public required IReadOnlyList<PartView> Parts { get; init; }

    /// <summary>Instances by state; those that completed are not counted.</summary>
    public required IReadOnlyDictionary<string, int> Instances { get; init; }

    /// <summary>Messages for instances that no turn has taken yet.</summary>
    public required int WaitingMessages { get; init; }

    /// <summary>Activities whose results are awaited.</summary>
    public required int WaitingActivities { get; init; }

    public required int Timers { get; init; }

    /// <summary>By how much the earliest timer that is due is late; null when none is due.</summary>
    public required TimeSpan? OldestDueTimer { get; init; }
}

/// <summary>A part of the runtime.</summary>
internal sealed record PartView(string Name, bool IsIdle, DateTimeOffset? NextWakeUp);
