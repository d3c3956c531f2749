using Caseward.Local.Engine.Client;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Responses;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Engine;

/// <summary>
/// The engine behind the SDK's in-process test host: on a file of its own that goes with it, on real time, put together from what the
/// application's builders say of its default worker. It runs from the moment somebody first takes it.
/// </summary>
internal sealed class InProcessEngine : IAsyncDisposable, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-test-host-").FullName;
    private readonly LocalDatabase _database;
    private readonly DurableEngine _engine;
    private int _disposed;

    public InProcessEngine(IServiceProvider services, IOptionsMonitor<DurableTaskRegistry> registry, IOptionsMonitor<DurableTaskWorkerOptions> worker)
    {
        DurableTaskWorkerOptions settings = worker.Get(Options.DefaultName);
        _database = LocalDatabase.Open(Path.Combine(_folder, "local.db"), [EngineSchema.Part], durable: false);
        var options = new DurableEngineOptions
        {
            Backend = DurableBackend.InMemory,

            // Every turn replays, as in the real host: a test is the place to find out that an orchestrator is not deterministic.
            MaxHotInstances = 0,
            LoggerFactory = (ILoggerFactory?)services.GetService(typeof(ILoggerFactory)) ?? NullLoggerFactory.Instance,
            Services = services,
            DataConverter = settings.DataConverter,
            EntitySupport = settings.EnableEntitySupport,
            MaximumTimerInterval = settings.MaximumTimerInterval,
            Versioning = settings.Versioning,
            OrchestrationFilter = FilterOf(services, settings),
            MaxConcurrentOrchestrations = settings.Concurrency.MaximumConcurrentOrchestrationWorkItems,
            MaxConcurrentEntities = settings.Concurrency.MaximumConcurrentEntityWorkItems,
            MaxConcurrentActivities = settings.Concurrency.MaximumConcurrentActivityWorkItems,
        };
        options = ((InProcessSettings?)services.GetService(typeof(InProcessSettings)))?.Change(options) ?? options;
        _engine = DurableEngine.Start(_database, new LocalClock(), registry.Get(Options.DefaultName), options);
    }

    /// <summary>For the application's clients.</summary>
    public EngineAccess Access => _engine.Access;

    /// <summary>Stops the engine. Clients may still look at what it left.</summary>
    public ValueTask StopAsync() => _engine.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _engine.DisposeAsync();
            await _database.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }

    public void Dispose() => Blocking.Wait(DisposeAsync().AsTask());

#pragma warning disable CS0618 // Experimental in the real package; applications that use it say so there.
    private static Func<string, IReadOnlyDictionary<string, string>, bool>? FilterOf(IServiceProvider services, DurableTaskWorkerOptions settings) =>
        ((IOrchestrationFilter?)services.GetService(typeof(IOrchestrationFilter)) ?? settings.OrchestrationFilter) is not { } filter
            ? null
            : (name, tags) => Blocking.Wait(filter.IsOrchestrationValidAsync(new OrchestrationFilterParameters { Name = name, Tags = tags.Count == 0 ? null : tags }).AsTask());
#pragma warning restore CS0618
}
