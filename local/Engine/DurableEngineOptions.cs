using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Caseward.Local.Engine;

/// <summary>Settings of the durable engine.</summary>
public sealed record DurableEngineOptions
{
    /// <summary>Which real back end it behaves like. <value>Azure Storage by default.</value></summary>
    public DurableBackend Backend { get; init; } = DurableBackend.AzureStorage;

    /// <summary>Whether raising an event to an instance that is missing or has ended throws; null follows <see cref="Backend"/>.</summary>
    public bool? ThrowOnUndeliverableEvent { get; init; }

    /// <summary>Writes and reads payloads.</summary>
    public DataConverter DataConverter { get; init; } = JsonDataConverter.Default;

    /// <summary>Whether <c>context.GetInput</c> converts, as under the Functions worker, or only casts, as under the plain one.</summary>
    public bool ConvertsInputOnRead { get; init; }

    /// <summary>Where logs go.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>
    /// What factories of orchestrators and activities are given. Each run of an activity gets a scope of its own, disposed after it;
    /// orchestrators get this provider itself.
    /// </summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>Settings that orchestrators find in <c>context.Properties</c>.</summary>
    public IReadOnlyDictionary<string, object?> Properties { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Orchestrators that run side by side. Turns that wait for their commit do not count.</summary>
    public int MaxConcurrentOrchestrations { get; init; } = 100 * Environment.ProcessorCount;

    /// <summary>Activities that run side by side.</summary>
    public int MaxConcurrentActivities { get; init; } = 100 * Environment.ProcessorCount;

    /// <summary>Entities that run side by side.</summary>
    public int MaxConcurrentEntities { get; init; } = 100 * Environment.ProcessorCount;

    /// <summary>
    /// Executions kept in memory between their turns. 0 replays the history every turn, as Durable Functions does by default; behaviour is the
    /// same, only slower.
    /// </summary>
    public int MaxHotInstances { get; init; } = 4096;

    /// <summary>Longer timers are chains of timers of this length, as in the SDK. <value>Three days.</value></summary>
    public TimeSpan MaximumTimerInterval { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Whether starts and restarts that do not say so take a live instance's id, too; it is terminated first.</summary>
    public bool ReplacesLiveInstances { get; init; }

    /// <summary>Whether orchestrations and clients may use entities; instance ids that begin with <c>@</c> are theirs then. <value>They may.</value></summary>
    public bool EntitySupport { get; init; } = true;

    /// <summary>The version of instances that clients start without one; empty for none.</summary>
    public string DefaultVersion { get; init; } = string.Empty;

    /// <summary>Which versions the worker takes, and the default version of sub-orchestrations; null takes all.</summary>
    public DurableTaskWorkerOptions.VersioningOptions? Versioning { get; init; }

    /// <summary>Decides, before each turn, whether an orchestration of a name and tags runs here; null takes all. One that is refused is asked about again later.</summary>
    public Func<string, IReadOnlyDictionary<string, string>, bool>? OrchestrationFilter { get; init; }

    /// <summary>How long stopping waits, in real time, for activities that run. Those it leaves run again at the next start.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the engine's own waits follow, which no virtual clock moves: between attempts to commit, between questions to a filter.</summary>
    internal TimeProvider RealTime { get; init; } = TimeProvider.System;

    /// <summary>What is done on purpose, for tests of the application.</summary>
    public DurableChaos Chaos { get; init; }

    /// <summary>Chooses to what it is done, where that is not everything.</summary>
    public int ChaosSeed { get; init; } = 1;
}
