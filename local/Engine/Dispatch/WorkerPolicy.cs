using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Storage;
using Microsoft.DurableTask.Abstractions;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>Which instances and activities this worker takes: by their version, and instances by what the application's filter says too.</summary>
internal sealed class WorkerPolicy(VersioningOptions? versions, Func<string, IReadOnlyDictionary<string, string>, bool>? filter)
{
    /// <summary>Why an instance or an activity of a version is not taken; null when it is.</summary>
    public string? RefuseVersion(string version) => versions?.MatchStrategy switch
    {
        VersionMatchStrategy.Strict when TaskOrchestrationVersioningUtils.CompareVersions(version, versions.Version) != 0 =>
            $"The orchestration version '{version}' does not match the worker version '{versions.Version}'.",
        VersionMatchStrategy.CurrentOrOlder when TaskOrchestrationVersioningUtils.CompareVersions(version, versions.Version) > 0 =>
            $"The orchestration version '{version}' is greater than the worker version '{versions.Version}'.",
        _ => null,
    };

    /// <summary>How an instance of a refused version fails; null when it is left for another worker.</summary>
    public FailureRecord? ToFailure(string reason) => versions?.FailureStrategy == VersionFailureStrategy.Fail
        ? new FailureRecord("VersionMismatch", reason, NonRetriable: true)
        : null;

    /// <summary>Whether the filter takes an instance for its next turn. It may decide otherwise the next time.</summary>
    public bool Takes(InstanceRow instance) => filter is null || filter(instance.Name, HistoryJson.ReadTags(instance.Tags));
}
