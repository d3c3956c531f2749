using Caseward.Local.Engine.History;
using Microsoft.DurableTask.Abstractions;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>Which instances this worker takes, by their version.</summary>
internal sealed class VersionPolicy(VersioningOptions? options)
{
    /// <summary>Why an instance of a version is not taken; null when it is.</summary>
    public string? Refuse(string version) => options?.MatchStrategy switch
    {
        VersionMatchStrategy.Strict when TaskOrchestrationVersioningUtils.CompareVersions(version, options.Version) != 0 =>
            $"its version '{version}' does not match the worker's version '{options.Version}'.",
        VersionMatchStrategy.CurrentOrOlder when TaskOrchestrationVersioningUtils.CompareVersions(version, options.Version) > 0 =>
            $"its version '{version}' is newer than the worker's version '{options.Version}'.",
        _ => null,
    };

    /// <summary>How a refused instance fails; null when it is left for another worker.</summary>
    public FailureRecord? ToFailure(string reason) => options?.FailureStrategy == VersionFailureStrategy.Fail
        ? new FailureRecord("VersionMismatch", $"The orchestration cannot run here: {reason}", NonRetriable: true)
        : null;
}
