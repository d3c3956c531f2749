using Caseward.Local.Engine;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask.Testing;

/// <summary>
/// A durable engine for one test, in this process, on real time, in a generic host with the application's services. It behaves like the
/// in-memory back end: acting on missing or ended instances does nothing. What it keeps goes when it is disposed.
/// </summary>
public sealed class DurableTaskTestHost : IAsyncDisposable
{
    private readonly IHost _host;

    private DurableTaskTestHost(IHost host)
    {
        _host = host;
        Client = host.Services.GetRequiredService<DurableTaskClient>();
    }

    /// <summary>Starts orchestrations and acts on them.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>What activities and entities are made from.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Starts a host.</summary>
    /// <param name="registry">Adds the orchestrators, activities and entities.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Gives up before the start.</param>
    /// <remarks>
    /// <see cref="DurableTaskTestHostOptions.ConfigureServices"/> may also go on with the default worker and client that the host adds, configure
    /// <see cref="DurableTaskWorkerOptions"/> and <see cref="DurableTaskClientOptions"/>, or add a <see cref="DataConverter"/> for both.
    /// </remarks>
    public static Task<DurableTaskTestHost> StartAsync(
        Action<DurableTaskRegistry> registry, DurableTaskTestHostOptions? options = null, CancellationToken cancellationToken = default) =>
        StartAsync(registry, options, static engine => engine, cancellationToken);

    /// <summary>Stops the host and forgets everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    internal static async Task<DurableTaskTestHost> StartAsync(
        Action<DurableTaskRegistry> registry,
        DurableTaskTestHostOptions? options,
        Func<DurableEngineOptions, DurableEngineOptions> configure,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registry);
        cancellationToken.ThrowIfCancellationRequested();
        IHost host = Host.CreateDefaultBuilder()

            // Hundreds of tests at a time would watch hundreds of files that nobody changes.
            .ConfigureHostConfiguration(settings => settings.AddInMemoryCollection([KeyValuePair.Create("hostBuilder:reloadConfigOnChange", (string?)"false")]))
            .ConfigureLogging(logging =>
            {
                logging.ClearProviders();
                if (options?.LoggerFactory is { } loggers)
                {
                    logging.Services.AddSingleton(loggers);
                }
            })
            .ConfigureServices(services =>
            {
                options?.ConfigureServices?.Invoke(services);
                services.AddSingleton(new InProcessSettings(configure));
                services.AddInMemoryDurableTask(registry);
            })
            .Build();
        await host.StartAsync(cancellationToken);
        return new DurableTaskTestHost(host);
    }
}
