using Caseward.Local.Engine.History;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Engine.Replay;

/// <summary>What all executions share.</summary>
internal sealed record ExecutionSettings
{
    public required DataConverter Converter { get; init; }

    public required FailureRecorder Failures { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }

    public required TimeSpan MaximumTimerInterval { get; init; }

    /// <summary>The version of sub-orchestrations that name none.</summary>
    public required string DefaultVersion { get; init; }

    /// <summary>Whether <c>GetInput</c> converts, as under the Functions worker, or only casts, as under the plain one.</summary>
    public required bool ConvertsInputOnRead { get; init; }

    /// <summary>Whether orchestrations may use entities.</summary>
    public required bool EntitySupport { get; init; }

    public required IReadOnlyDictionary<string, object?> Properties { get; init; }

    /// <summary>What each turn asked for, where the real worker logs what it sends back.</summary>
    public required ILogger TurnLog { get; init; }

    /// <summary>Logs of the worker: the categories and event names are those of the real one.</summary>
    public required ILogger Log { get; init; }
}
