using Microsoft.DurableTask.Client;

namespace Caseward.Local.Engine.Storage;

/// <summary>Which statuses a query looks for.</summary>
internal static class StatusFilter
{
    private static readonly OrchestrationRuntimeStatus[] Ended = [.. Enum.GetValues<OrchestrationRuntimeStatus>().Where(IsEnd)];

    /// <summary>Whether nothing more happens to an instance of this status, unless it is rewound.</summary>
    public static bool IsEnd(OrchestrationRuntimeStatus status) =>
        status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>The statuses of ended instances: those that are wanted, or all of them where none are named.</summary>
    public static OrchestrationRuntimeStatus[] EndedAmong(IEnumerable<OrchestrationRuntimeStatus>? wanted) =>
        wanted?.ToArray() is { Length: > 0 } named ? [.. Ended.Intersect(named)] : Ended;

    /// <summary>As a parameter <c>?n</c> of the condition <c>instr(?n, ',' || status || ',') &gt; 0</c>.</summary>
    public static string ToParameter(IEnumerable<OrchestrationRuntimeStatus> statuses) => $",{string.Join(',', statuses.Select(status => (int)status))},";
}
