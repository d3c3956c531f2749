using Caseward.App.Http;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Caseward.Domain.Simulation;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Simulation;

/// <summary>A simulation as people read it.</summary>
internal sealed record SimulationView
{
    public required string Id { get; init; }

    public required SimulationState State { get; init; }

    /// <summary>Absent when the cases are told under their own versions.</summary>
    public string? Version { get; init; }

    public required Moment From { get; init; }

    public required Moment Until { get; init; }

    public string? Department { get; init; }

    public required string By { get; init; }

    public required Moment At { get; init; }

    public Moment? EndedAt { get; init; }

    public SimulationProgress? Progress { get; init; }

    public SideBySide? Result { get; init; }

    public static SimulationView Of(SimulationHead head, OrchestrationMetadata? instance, SimulationSummary? result, ServicePolicy policy)
    {
        var reading = new LocalReading(policy, head.Department ?? policy.Document.Departments[0].Id);
        return new SimulationView
        {
            Id = head.Id,
            State = StateOf(head, instance),
            Version = head.Version,
            From = reading.Of(head.From),
            Until = reading.Of(head.Until),
            Department = head.Department,
            By = head.By,
            At = reading.Of(head.At),
            EndedAt = reading.Of(head.EndedAt),
            Progress = instance?.SerializedCustomStatus is null ? null : instance.ReadCustomStatusAs<SimulationProgress>(),
            Result = result is null ? null : SideBySide.Of(result),
        };
    }

    private static SimulationState StateOf(SimulationHead head, OrchestrationMetadata? instance) =>
        head.Cancelled ? SimulationState.Cancelled
        : head.EndedAt is not null ? SimulationState.Done
        : instance?.RuntimeStatus switch
        {
            OrchestrationRuntimeStatus.Terminated => SimulationState.Cancelled,
            OrchestrationRuntimeStatus.Failed => SimulationState.Failed,
            _ => SimulationState.Running,
        };
}

/// <summary>Where a simulation stands.</summary>
internal enum SimulationState
{
    /// <summary>Under way, or about to begin.</summary>
    Running,

    /// <summary>All cases were told again.</summary>
    Done,

    /// <summary>Ended early; what was counted by then is the result.</summary>
    Cancelled,

    /// <summary>It could not be carried out; start another one.</summary>
    Failed,
}

/// <summary>What happened (<c>now</c>) beside what would have (<c>draft</c>).</summary>
internal sealed record SideBySide
{
    public required int Cases { get; init; }

    public required int Unfit { get; init; }

    public required int Differing { get; init; }

    public required IReadOnlyList<BreachPair> Breaches { get; init; }

    public required IReadOnlyList<NoticePair> Notices { get; init; }

    public required IReadOnlyList<LoadPair> Load { get; init; }

    public required IReadOnlyList<RungPair> Rungs { get; init; }

    public required IReadOnlyList<EscalationPair> Escalations { get; init; }

    public required IReadOnlyList<CaseDifference> Differences { get; init; }

    public required IReadOnlyList<GapCount> Gaps { get; init; }

    public static SideBySide Of(SimulationSummary summary)
    {
        (OutcomeTotals now, OutcomeTotals draft) = (summary.Before, summary.After);
        return new SideBySide
        {
            Cases = summary.Cases,
            Unfit = summary.Unfit,
            Differing = summary.Differing,
            Breaches = [.. Pairs(now.Breaches, draft.Breaches, each => (each.Clock, each.Priority)).Select(pair => new BreachPair(pair.Key.Clock, pair.Key.Priority, pair.Now?.Count ?? 0, pair.Draft?.Count ?? 0))],
            Notices = [.. Pairs(now.Notices, draft.Notices, each => (each.Recipient, each.Hour)).Select(pair => new NoticePair(pair.Key.Recipient, pair.Key.Hour, pair.Now?.Count ?? 0, pair.Draft?.Count ?? 0))],
            Load = [.. Pairs(now.Load, draft.Load, each => (each.Queue, each.Tier)).Select(pair => new LoadPair(pair.Key.Queue, pair.Key.Tier, LoadView.Of(pair.Now), LoadView.Of(pair.Draft)))],
            Rungs = [.. Pairs(now.Rungs, draft.Rungs, each => (each.Clock, each.Rung)).Select(pair => new RungPair(pair.Key.Clock, pair.Key.Rung, pair.Now?.Count ?? 0, pair.Draft?.Count ?? 0))],
            Escalations = [.. Pairs(now.Escalations, draft.Escalations, each => each.Cause).Select(pair => new EscalationPair(pair.Key, pair.Now?.Count ?? 0, pair.Draft?.Count ?? 0))],
            Differences = summary.Differences,
            Gaps = summary.Gaps,
        };
    }

    private static IEnumerable<(TKey Key, T? Now, T? Draft)> Pairs<T, TKey>(IReadOnlyList<T> now, IReadOnlyList<T> draft, Func<T, TKey> key)
        where T : class
        where TKey : notnull
    {
        Dictionary<TKey, T> left = now.ToDictionary(key);
        Dictionary<TKey, T> right = draft.ToDictionary(key);
        return left.Keys.Union(right.Keys).Order().Select(each => (each, left.GetValueOrDefault(each), right.GetValueOrDefault(each)));
    }
}

/// <summary>Missed deadlines.</summary>
internal sealed record BreachPair(ClockName Clock, int Priority, long Now, long Draft);

/// <summary>Notices in an hour of the day.</summary>
internal sealed record NoticePair(string Recipient, int Hour, long Now, long Draft);

/// <summary>Cases in a queue.</summary>
internal sealed record LoadPair(string Queue, int Tier, LoadView Now, LoadView Draft);

/// <summary>Rungs that were carried out.</summary>
internal sealed record RungPair(ClockName Clock, string Rung, long Now, long Draft);

/// <summary>Times that cases climbed.</summary>
internal sealed record EscalationPair(EscalationCause Cause, long Now, long Draft);

/// <summary>How often cases came into a queue, and how many hours of the desk's they lay there.</summary>
internal sealed record LoadView(long Stays, double OpenHours)
{
    public static LoadView Of(QueueLoad? load) => load is null ? new LoadView(0, 0) : new LoadView(load.Stays, Math.Round(load.OpenSeconds / 3600d, 2));
}
