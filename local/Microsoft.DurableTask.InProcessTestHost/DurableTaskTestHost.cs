using Caseward.Local.Engine;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Testing;

/// <summary>
/// A durable engine for one test, in this process, on real time. It behaves like the in-memory back end: acting on missing or ended
/// instances does nothing. What it keeps goes when it is disposed.
/// </summary>
public sealed class DurableTaskTestHost : IAsyncDisposable
{
    private readonly string _folder;
    private readonly LocalDatabase _database;
    private readonly DurableEngine _engine;
    private readonly ServiceProvider _services;

    private DurableTaskTestHost(string folder, LocalDatabase database, DurableEngine engine, ServiceProvider services)
    {
        _folder = folder;
        _database = database;
        _engine = engine;
        _services = services;
    }

    /// <summary>Starts orchestrations and acts on them.</summary>
    public DurableTaskClient Client => _engine.Client;

    /// <summary>What activities are made from.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Starts a host.</summary>
    /// <param name="registry">Adds the orchestrators and activities.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Gives up before the start.</param>
    /// <remarks>
    /// <see cref="DurableTaskTestHostOptions.ConfigureServices"/> may also configure <see cref="DurableTaskWorkerOptions"/> and
    /// <see cref="DurableTaskClientOptions"/>, or add a <see cref="DataConverter"/> for both.
    /// </remarks>
    public static Task<DurableTaskTestHost> StartAsync(
        Action<DurableTaskRegistry> registry, DurableTaskTestHostOptions? options = null, CancellationToken cancellationToken = default) =>
        StartAsync(registry, options, static engine => engine, cancellationToken);

    /// <summary>Stops the host and forgets everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _database.DisposeAsync();
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal static async Task<DurableTaskTestHost> StartAsync(
        Action<DurableTaskRegistry> registry,
        DurableTaskTestHostOptions? options,
        Func<DurableEngineOptions, DurableEngineOptions> configure,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registry);
        cancellationToken.ThrowIfCancellationRequested();
        var tasks = new DurableTaskRegistry();
        registry(tasks);

        DurableTaskTestHost? host = null;
        IServiceCollection services = new ServiceCollection().AddLogging().AddSingleton(_ => host!.Client);
        options?.ConfigureServices?.Invoke(services);
        services.AddOptions<DurableTaskWorkerOptions>().Configure<IServiceProvider>((worker, given) =>
            worker.DataConverter = worker.DataConverterExplicitlySet ? worker.DataConverter : given.GetService<DataConverter>()!);
        services.AddOptions<DurableTaskClientOptions>().Configure<IServiceProvider>((client, given) =>
            client.DataConverter = client.DataConverterExplicitlySet ? client.DataConverter : given.GetService<DataConverter>()!);
        ServiceProvider provider = services.BuildServiceProvider();

        string folder = Directory.CreateTempSubdirectory("caseward-test-host-").FullName;
        LocalDatabase database = LocalDatabase.Open(Path.Combine(folder, "local.db"), durable: false);
        DurableEngine engine = await DurableEngine.StartAsync(database, new LocalClock(), tasks, configure(Describe(options, provider)));
        host = new DurableTaskTestHost(folder, database, engine, provider);
        return host;
    }

    private static DurableEngineOptions Describe(DurableTaskTestHostOptions? options, ServiceProvider provider)
    {
        DurableTaskWorkerOptions worker = provider.GetRequiredService<IOptions<DurableTaskWorkerOptions>>().Value;
        DurableTaskClientOptions client = provider.GetRequiredService<IOptions<DurableTaskClientOptions>>().Value;
        return new DurableEngineOptions
        {
            Backend = DurableBackend.InMemory,

            // Every turn replays, as in the real host: a test is the place to find out that an orchestrator is not deterministic.
            MaxHotInstances = 0,
            LoggerFactory = options?.LoggerFactory ?? provider.GetRequiredService<ILoggerFactory>(),
            Services = provider,
            DataConverter = worker.DataConverter,
            ClientDataConverter = client.DataConverter,
            DefaultVersion = client.DefaultVersion,
            Versioning = worker.Versioning,
            MaximumTimerInterval = worker.MaximumTimerInterval,
            MaxConcurrentActivities = worker.Concurrency.MaximumConcurrentActivityWorkItems,
            MaxConcurrentOrchestrations = worker.Concurrency.MaximumConcurrentOrchestrationWorkItems,
        };
    }
}
