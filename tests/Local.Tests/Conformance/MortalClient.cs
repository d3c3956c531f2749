using Caseward.Local.Engine;
using Caseward.Local.Responses;
using Caseward.Testing;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.Extensions.Options;

namespace Caseward.Conformance;

/// <summary>
/// A client whose engine dies and is started again on its file, without its callers' noticing: what was asked for in that moment is asked for again, unless it had been
/// committed. Commands go one after the other, so that it is known which one was.
/// </summary>
internal sealed class MortalClient : DurableTaskClient
{
    private readonly MortalSettings _settings;
    private readonly Queue<Death> _deaths;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly MortalEntities _entities;
    private volatile EngineLife _life;

    public MortalClient(
        InProcessEngine first,
        IOptionsMonitor<DurableTaskRegistry> registry,
        IOptionsMonitor<DurableTaskClientOptions> client,
        DurableEngineOptions engine,
        IReadOnlyList<Death> deaths)
        : base(Options.DefaultName)
    {
        _settings = new MortalSettings(first.Access.Database.Path, registry.Get(Options.DefaultName), engine, client.Get(Options.DefaultName));
        _deaths = new Queue<Death>(deaths);
        _life = Blocking.Wait(FirstLifeAsync(first));
        _entities = new MortalEntities(this);
    }

    /// <summary>How often its engine has been started again.</summary>
    public int Restarts { get; private set; } = -1;

    /// <summary>Those of the engine that lives, unless it may have none.</summary>
    public override DurableEntityClient Entities => _settings.Client.EnableEntitySupport ? _entities : _life.Client.Entities;

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        StartOrchestrationOptions known = options?.InstanceId is null ? (options ?? new StartOrchestrationOptions()) with { InstanceId = Guid.NewGuid().ToString("N") } : options;
        return CommandAsync("start", client => client.ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, known, cancellation), known.InstanceId!);
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        CommandAsync("raise", client => client.RaiseEventAsync(instanceId, eventName, eventPayload, cancellation));

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        LookAsync(client => client.WaitForInstanceStartAsync(instanceId, getInputsAndOutputs, cancellation));

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        LookAsync(client => client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs, cancellation));

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        CommandAsync("terminate", client => client.TerminateInstanceAsync(instanceId, options, cancellation));

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        CommandAsync("suspend", client => client.SuspendInstanceAsync(instanceId, reason, cancellation));

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        CommandAsync("resume", client => client.ResumeInstanceAsync(instanceId, reason, cancellation));

    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        LookAsync(client => client.GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation));

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => ListAsync(client => client.GetAllInstancesAsync(filter));

    public override Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        SparedAsync(client => client.PurgeInstanceAsync(instanceId, options, cancellation));

    public override Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        SparedAsync(client => client.PurgeAllInstancesAsync(filter, options, cancellation));

    public override Task<string> RestartAsync(string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default) =>
        SparedAsync(client => client.RestartAsync(instanceId, restartWithNewInstanceId, cancellation));

    public override Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default) =>
        CommandAsync("rewind", client => client.RewindInstanceAsync(instanceId, reason, cancellation));

    public override Task<IList<HistoryEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default) =>
        LookAsync(client => client.GetOrchestrationHistoryAsync(instanceId, cancellation));

    public override Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default) =>
        LookAsync(client => client.ListInstanceIdsAsync(runtimeStatus, completedTimeFrom, completedTimeTo, pageSize, lastInstanceKey, cancellation));

    public override async ValueTask DisposeAsync()
    {
        EngineLife life = _life;
        await life.EndAsync();
        while (life.IsOver)
        {
            try
            {
                life = await life.Next;
                await life.EndAsync();
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        _turn.Dispose();
    }

    /// <summary>Asks for something that changes nothing, as often as it takes.</summary>
    public async Task<T> LookAsync<T>(Func<DurableTaskClient, Task<T>> look)
    {
        EngineLife life = _life;
        while (true)
        {
            try
            {
                return await look(life.Client);
            }
            catch (Exception) when (life.IsOver)
            {
                life = await life.Next;
            }
        }
    }

    /// <summary>Lists something page by page.</summary>
    public AsyncPageable<T> ListAsync<T>(Func<DurableTaskClient, AsyncPageable<T>> list)
        where T : notnull => Pageable.Create<T>((token, size, cancellation) =>
            LookAsync(async client => await list(client).AsPages(token, size).FirstAsync(cancellation)));

    /// <summary>Asks for a change.</summary>
    /// <param name="name">The command, as its checkpoints name it.</param>
    /// <param name="command">Asks for it.</param>
    public Task CommandAsync(string name, Func<DurableTaskClient, Task> command) => CommandAsync(
        name,
        async client =>
        {
            await command(client);
            return true;
        },
        true);

    /// <summary>Asks for something during which no death comes.</summary>
    public Task<T> SparedAsync<T>(Func<DurableTaskClient, Task<T>> command) => InTurnAsync(async life =>
    {
        life.Spare(true);
        try
        {
            return await command(life.Client);
        }
        finally
        {
            life.Spare(false);
        }
    });

    private Task<T> CommandAsync<T>(string name, Func<DurableTaskClient, Task<T>> command, T answer) => InTurnAsync(async life =>
    {
        life.Ask(name);
        try
        {
            return await command(life.Client);
        }
        catch (Exception) when (life is { IsOver: true, HasCommitted: true })
        {
            return answer;
        }
    });

    private async Task<T> InTurnAsync<T>(Func<EngineLife, Task<T>> command)
    {
        await _turn.WaitAsync();
        try
        {
            EngineLife life = _life;
            while (true)
            {
                try
                {
                    return await command(life);
                }
                catch (Exception) when (life.IsOver)
                {
                    life = await life.Next;
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    // The host's own engine has done nothing yet.
    private async Task<EngineLife> FirstLifeAsync(InProcessEngine first)
    {
        await first.StopAsync();
        await first.Access.Database.DisposeAsync();
        return await BeginAsync();
    }

    private async Task<EngineLife> BeginAsync()
    {
        Restarts++;
        return _life = await EngineLife.BeginAsync(_settings, _deaths.TryDequeue(out Death? next) ? next : Death.Never(), BeginAsync);
    }
}
