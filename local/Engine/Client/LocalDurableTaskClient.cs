using System.Diagnostics;
using Caseward.Local.Engine.Entities;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Replay;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Engine.Tracing;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using CoreEvent = DurableTask.Core.History.HistoryEvent;

namespace Caseward.Local.Engine.Client;

/// <summary>A client of the local engine.</summary>
/// <param name="name">Its name.</param>
/// <param name="engine">What it reaches.</param>
/// <param name="converter">Writes and reads its payloads.</param>
/// <param name="defaultVersion">The version of instances that it starts without one.</param>
/// <param name="entitySupport">Whether it may use entities.</param>
internal sealed class LocalDurableTaskClient(string name, EngineAccess engine, DataConverter converter, string defaultVersion, bool entitySupport) : DurableTaskClient(name)
{
    private static readonly HashSet<OrchestrationRuntimeStatus> Live =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private readonly InstanceQueries _queries = new(engine.Database, converter, engine.Backend);
    private readonly LocalEntityClient _entities = new(name, engine.Database, engine.Entities, converter);

    /// <summary>A client of an application that is put together with builders.</summary>
    [ActivatorUtilitiesConstructor]
    public LocalDurableTaskClient(string name, InProcessEngine engine, IOptionsMonitor<DurableTaskClientOptions> options)
        : this(name, engine.Access, options.Get(name).DataConverter, options.Get(name).DefaultVersion, options.Get(name).EnableEntitySupport)
    {
    }

    /// <summary>Where the runtime serves requests; null where none does.</summary>
    public Uri? Runtime { get; set; }

    /// <exception cref="NotSupportedException">It may not use entities.</exception>
    public override DurableEntityClient Entities => entitySupport
        ? _entities
        : throw new NotSupportedException($"Durable entities are disabled because {nameof(DurableTaskClientOptions)}.{nameof(DurableTaskClientOptions.EnableEntitySupport)}=false");

    /// <summary>The events that a running instance waits for; null when it is not in memory. It is not loaded for the question.</summary>
    /// <param name="instance">The instance's number.</param>
    public IEnumerable<EventWait>? EventWaits(long instance) => engine.Sessions.EventWaits(instance);

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        DateTimeOffset now = engine.Clock.GetUtcNow();
        string id = options?.InstanceId ?? Guid.CreateVersion7(now).ToString("N");
        CheckId(id);
        IReadOnlySet<OrchestrationRuntimeStatus> keepsId = StatusesThatKeepId(options?.DedupeStatuses);
        string version = options?.Version is { } wanted ? wanted.Version : defaultVersion;
        using Activity? asked = DurableTracing.StartCreate(orchestratorName.Name, version, id);
        var started = new ExecutionStarted(orchestratorName.Name, version, converter.Serialize(input), Parent: null, DurableTracing.Begin(asked));
        var instance = new NewInstance(id, started, now, options?.StartAt, HistoryJson.WriteTags(options?.Tags));
        await StartAsync(instance, keepsId, cancellation);
        return id;
    }

    public override async Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        InstanceIds.RefuseEntities(instanceId, entitySupport);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        cancellation.ThrowIfCancellationRequested();
        using Activity? raised = DurableTracing.StartEvent(eventName, instanceId);
        await engine.Commands.RaiseAsync(instanceId, eventName, converter.Serialize(eventPayload));
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, getInputsAndOutputs, metadata => metadata.RuntimeStatus != OrchestrationRuntimeStatus.Pending, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, getInputsAndOutputs, metadata => metadata.IsCompleted, cancellation);

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        InstanceIds.RefuseEntities(instanceId, entitySupport);
        cancellation.ThrowIfCancellationRequested();
        return engine.Commands.TerminateAsync(instanceId, converter.Serialize(options?.Output), options?.Recursive ?? false);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        InstanceIds.RefuseEntities(instanceId, entitySupport);
        cancellation.ThrowIfCancellationRequested();
        return engine.Commands.SuspendAsync(instanceId, reason);
    }

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        InstanceIds.RefuseEntities(instanceId, entitySupport);
        cancellation.ThrowIfCancellationRequested();
        return engine.Commands.ResumeAsync(instanceId, reason);
    }

    /// <exception cref="ArgumentNullException">The id is empty: the package says so, too.</exception>
    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(string.IsNullOrEmpty(instanceId) ? null : instanceId, nameof(instanceId));
        InstanceIds.RefuseEntities(instanceId, entitySupport);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(_queries.Find(instanceId, getInputsAndOutputs));
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        OrchestrationQuery query = filter ?? new OrchestrationQuery();
        return Pageable.Create<OrchestrationMetadata>((token, size, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Task.FromResult(_queries.List(query, token ?? query.ContinuationToken, size ?? query.PageSize));
        });
    }

    public override Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        return engine.Purge.OneAsync(instanceId, options?.Recursive ?? false);
    }

    public override Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Timeout <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(filter), filter.Timeout, "PurgeInstancesFilter.Timeout must be a positive TimeSpan.");
        }

        return engine.Purge.ManyAsync(filter, options?.Recursive ?? false, cancellation);
    }

    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It has not ended, so it keeps its id.</exception>
    public override async Task<string> RestartAsync(string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        DateTimeOffset now = engine.Clock.GetUtcNow();
        NewInstance again = _queries.FindStart(instanceId, now) ?? throw Refusals.Unknown(instanceId);
        if (restartWithNewInstanceId)
        {
            again = again with { Id = Guid.CreateVersion7(now).ToString("N") };
        }

        try
        {
            await StartAsync(again, StatusesThatKeepId(null), cancellation);
        }
        catch (OrchestrationAlreadyExistsException alive)
        {
            throw Refusals.NotRestarted(instanceId, alive);
        }

        return again.Id;
    }

    public override Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        InstanceIds.RefuseEntities(instanceId, entitySupport);
        cancellation.ThrowIfCancellationRequested();
        return engine.Rewind.RewindAsync(instanceId, reason);
    }

    public override Task<IList<CoreEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        InstanceIds.RefuseEntities(instanceId, entitySupport);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<IList<CoreEvent>>(_queries.FindHistory(instanceId) ?? throw Refusals.Unknown(instanceId));
    }

    public override Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pageSize);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(_queries.ListEnded(runtimeStatus, completedTimeFrom, completedTimeTo, pageSize, lastInstanceKey));
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void CheckId(string id)
    {
        InstanceIds.RefuseEntities(id, entitySupport);
        if (engine.Backend == DurableBackend.AzureStorage)
        {
            InstanceIds.Check(id);
        }
    }

    private async Task StartAsync(NewInstance instance, IReadOnlySet<OrchestrationRuntimeStatus> keepsId, CancellationToken cancellation)
    {
        while (await engine.Commands.StartAsync(instance, keepsId) is { } inTheWay)
        {
            await engine.Commands.TerminateAsync(instance.Id, inTheWay, converter.Serialize("A new instance with the same id was started."));

            // Not for an end under this id: somebody else may be quicker, and then it is that of another instance.
            await WaitAsync(instance.Id, () => _queries.HasEnded(inTheWay), cancellation);
        }
    }

    // Without a list, ended instances give their id away and live ones keep it, unless the settings say otherwise.
    private HashSet<OrchestrationRuntimeStatus> StatusesThatKeepId(IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            return engine.ReplacesLiveInstances ? [] : Live;
        }

        HashSet<OrchestrationRuntimeStatus> statuses = [.. names.Select(StatusOf)];
        if (engine.Backend == DurableBackend.AzureStorage && statuses.Contains(OrchestrationRuntimeStatus.Terminated) && !Live.IsSubsetOf(statuses))
        {
            throw new ArgumentException("Replacing a live instance terminates it first, which is impossible when Terminated is a dedupe status.", nameof(names));
        }

        return statuses;
    }

    private static OrchestrationRuntimeStatus StatusOf(string name) => Enum.TryParse(name, ignoreCase: true, out OrchestrationRuntimeStatus status)
        ? status
#pragma warning disable MA0015 // The package names no parameter, and an application's tests may compare the text.
        : throw new ArgumentException($"Invalid orchestration runtime status: '{name}' for deduplication.");
#pragma warning restore MA0015

    private async Task<OrchestrationMetadata> WaitAsync(string instanceId, bool payloads, Func<OrchestrationMetadata, bool> isThere, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        InstanceIds.RefuseEntities(instanceId, entitySupport);
        OrchestrationMetadata? found = null;
        bool Look() => (found = _queries.Find(instanceId, payloads)) is not null && isThere(found);
        await WaitAsync(instanceId, Look, cancellation);
        return found!;
    }

    private async Task WaitAsync(string instanceId, Func<bool> isOver, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();

        // Once seen, it is over: by another look the instance may be purged, or started again.
        bool wasOver = false;
        bool IsOver() => wasOver = wasOver || isOver();
        try
        {
            do
            {
                await engine.Waiters.NextChangeAsync(instanceId, IsOver, cancellation);
            }
            while (!IsOver());
        }
        catch (TaskCanceledException givenUp)
        {
            // The real client reports an exception of exactly this type.
            throw new OperationCanceledException($"The wait for instance '{instanceId}' was given up.", givenUp, cancellation);
        }
    }
}
