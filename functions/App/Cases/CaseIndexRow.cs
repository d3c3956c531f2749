using System.Globalization;
using Azure.Data.Tables;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Cases;

/// <summary>What the index says of a case: when it came in, for whom, and how long its answer and its solution took.</summary>
internal sealed record CaseIndexRow
{
    public required CaseNumber Number { get; init; }

    public required Instant OpenedAt { get; init; }

    public required string Department { get; init; }

    public required int Priority { get; init; }

    public required string Level { get; init; }

    public required string Queue { get; init; }

    public required string PolicyVersion { get; init; }

    /// <summary>Open time that was counted until the customer had an answer; absent until then.</summary>
    public Duration? FirstResponse { get; init; }

    public required bool FirstResponseBreached { get; init; }

    /// <summary>Open time that was counted until the case was solved; absent until then, and again when it is reopened.</summary>
    public Duration? Resolution { get; init; }

    public required bool ResolutionBreached { get; init; }

    public Instant? ResolvedAt { get; init; }

    /// <summary>Stands for every value of the row: two rows of a case with the same print say the same.</summary>
    public string Print => RowKeys.Hash(
        Department, Priority.ToString(CultureInfo.InvariantCulture), Level, Queue, PolicyVersion,
        $"{FirstResponse?.BclCompatibleTicks} {FirstResponseBreached} {Resolution?.BclCompatibleTicks} {ResolutionBreached} {ResolvedAt}")[..16];

    public static CaseIndexRow Of(CaseState state, ServicePolicy policy) => new()
    {
        Number = state.Number,
        OpenedAt = state.OpenedAt,
        Department = state.Department,
        Priority = state.Priority,
        Level = state.Level,
        Queue = state.Queue,
        PolicyVersion = state.PolicyVersion,
        FirstResponse = Taken(state, ClockName.FirstResponse, policy),
        FirstResponseBreached = IsLate(state, ClockName.FirstResponse),
        Resolution = Taken(state, ClockName.Resolution, policy),
        ResolutionBreached = IsLate(state, ClockName.Resolution),
        ResolvedAt = state.ResolvedAt,
    };

    public TableEntity ToEntity() => new(CaseIndex.PartitionOf(OpenedAt, CaseShards.Of(Number)), Number.Value)
    {
        ["OpenedAt"] = OpenedAt.ToDateTimeOffset(),
        ["Department"] = Department,
        ["Priority"] = Priority,
        ["Level"] = Level,
        ["Queue"] = Queue,
        ["PolicyVersion"] = PolicyVersion,
        ["FirstResponse"] = FirstResponse?.BclCompatibleTicks,
        ["FirstResponseBreached"] = FirstResponseBreached,
        ["Resolution"] = Resolution?.BclCompatibleTicks,
        ["ResolutionBreached"] = ResolutionBreached,
        ["ResolvedAt"] = ResolvedAt?.ToDateTimeOffset(),
    };

    public static CaseIndexRow FromEntity(TableEntity row) => new()
    {
        Number = CaseNumber.Parse(row.RowKey),
        OpenedAt = Instant.FromDateTimeOffset(row.GetDateTimeOffset("OpenedAt")!.Value),
        Department = row.GetString("Department"),
        Priority = row.GetInt32("Priority")!.Value,
        Level = row.GetString("Level"),
        Queue = row.GetString("Queue"),
        PolicyVersion = row.GetString("PolicyVersion"),
        FirstResponse = row.GetInt64("FirstResponse") is { } response ? Duration.FromTicks(response) : null,
        FirstResponseBreached = row.GetBoolean("FirstResponseBreached")!.Value,
        Resolution = row.GetInt64("Resolution") is { } resolution ? Duration.FromTicks(resolution) : null,
        ResolutionBreached = row.GetBoolean("ResolutionBreached")!.Value,
        ResolvedAt = row.GetDateTimeOffset("ResolvedAt") is { } resolved ? Instant.FromDateTimeOffset(resolved) : null,
    };

    /// <summary>A breach that turned out to be none by what was told late is none (rule K12).</summary>
    private static bool IsLate(CaseState state, ClockName name) => state.Clock(name) is { Breached: true, BreachCorrected: false };

    private static Duration? Taken(CaseState state, ClockName name, ServicePolicy policy) =>
        state.Clock(name) is { StoppedAt: { } stopped } clock ? clock.Consumed(policy.Calendar(state.Scope, name), stopped) : null;
}
