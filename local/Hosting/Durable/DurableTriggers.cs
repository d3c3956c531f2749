using Caseward.Local.Chaos;
using Caseward.Local.Engine;
using Caseward.Local.Hosting.Durable.Http;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Caseward.Local.Hosting.Settings;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Hosting.Durable;

/// <summary>The application's orchestrators, activities and entities on the durable engine.</summary>
internal sealed class DurableTriggers(
    FunctionCatalog functions,
    FunctionInvoker invoker,
    DurableClients clients,
    HostJson host,
    IConfiguration settings,
    IOptions<WorkerOptions> worker,
    LocalDatabase database,
    ChaosPlan chaos,
    LocalClock clock,
    IServiceProvider services,
    ILoggerFactory loggers) : ILocalPart, IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stopping = new();
    private DurableEngineOptions _options = new();
    private DurableEngine? _engine;

    public string Name => "durable engine";

    public bool IsIdle => _engine?.IsIdle ?? true;

    public DateTimeOffset? NextWakeUp => _engine?.NextWakeUp;

    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach ((LocalFunction entity, _) in functions.With<EntityTriggerAttribute>())
        {
            FunctionTasks.CheckEntity(entity);
        }

        foreach ((LocalFunction orchestrator, _) in functions.With<OrchestrationTriggerAttribute>())
        {
            FunctionTasks.Check(orchestrator);
        }

        DurableSettings.CheckHub(host.DurableTask, settings);
        _options = DurableSettings.Apply(host.DurableTask, new DurableEngineOptions
        {
            DataConverter = new WorkerDataConverter(worker.Value.Serializer!),
            ConvertsInputOnRead = true,
            LoggerFactory = loggers,
            Services = services,
            ShutdownGrace = Grace,
            Chaos = chaos.Durable,
            ChaosSeed = chaos.Seed,
        });
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _engine = DurableEngine.Start(database, clock, Register(), _options);
        clients.Client = _engine.Client;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_engine is not null)
        {
            await _engine.DisposeAsync().AsTask().WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _stopping.Dispose();

    private DurableTaskRegistry Register()
    {
        DurableTaskRegistry registry = new DurableTaskRegistry().AddActivity(HttpActivity.Name, new HttpActivity());
        foreach ((LocalFunction function, OrchestrationTriggerAttribute trigger) in functions.With<OrchestrationTriggerAttribute>())
        {
            registry.AddOrchestrator(trigger.Orchestration ?? function.Name, new FunctionOrchestrator(function, invoker));
        }

        foreach ((LocalFunction function, ActivityTriggerAttribute trigger) in functions.With<ActivityTriggerAttribute>())
        {
            registry.AddActivity(trigger.Activity ?? function.Name, new FunctionActivity(function, invoker, _stopping.Token));
        }

        foreach ((LocalFunction function, EntityTriggerAttribute trigger) in functions.With<EntityTriggerAttribute>())
        {
            registry.AddEntity(trigger.EntityName ?? function.Name, scope => new FunctionEntity(function, invoker, scope));
        }

        return registry;
    }
}
