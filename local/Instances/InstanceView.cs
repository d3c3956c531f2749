using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Replay;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Hosting.Pages;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Instances;

/// <summary>One instance, for people and scripts. Long payloads are cut, with the address of all of it beside.</summary>
internal sealed record InstanceView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Version { get; init; }

    public required OrchestrationRuntimeStatus Status { get; init; }

    /// <summary>Which execution this is: continue-as-new begins the next one.</summary>
    public required int Execution { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    /// <summary>The instance that this one answers to.</summary>
    public string? Parent { get; init; }

    /// <summary>Instances that answer to this one, the first hundred.</summary>
    public required IReadOnlyList<InstanceLine> Children { get; init; }

    /// <summary>Activities whose results are awaited, the first hundred.</summary>
    public required IReadOnlyList<string> Activities { get; init; }

    /// <summary>Events that are waited for, the first hundred; null when that is not known, because the instance has ended or is not in memory.</summary>
    public IReadOnlyList<EventWait>? Events { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    public Excerpt? Input { get; init; }

    public Excerpt? Output { get; init; }

    public Excerpt? CustomStatus { get; init; }

    public Excerpt? Failure { get; init; }

    public static InstanceView Of(
        InstanceRow row, ExecutionStarted? started, IReadOnlyList<InstanceLine> children, IReadOnlyList<string> activities, IReadOnlyList<EventWait>? events)
    {
        string address = InstanceEndpoints.AddressOf(row.Id);
        return new InstanceView
        {
            Id = row.Id,
            Name = row.Name,
            Version = row.Version,
            Status = row.Status,
            Execution = row.Generation + 1,
            Created = row.Created,
            Updated = row.Updated,
            Parent = started?.Parent?.InstanceId,
            Children = children,
            Activities = activities,
            Events = events,
            Tags = HistoryJson.ReadTags(row.Tags),
            Input = Excerpt.Of(started?.Input, $"{address}/input"),
            Output = Excerpt.Of(row.Failure is null ? row.Output : null, $"{address}/output"),
            CustomStatus = Excerpt.Of(row.CustomStatus, $"{address}/status"),
            Failure = Excerpt.Of(row.Failure, $"{address}/failure"),
        };
    }
}
