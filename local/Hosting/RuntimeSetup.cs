using System.Net;
using System.Reflection;
using Caseward.Local.Accounts;
using Caseward.Local.Chaos;
using Caseward.Local.Engine;
using Caseward.Local.Hosting.Durable;
using Caseward.Local.Hosting.Durable.Webhooks;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Health;
using Caseward.Local.Hosting.Http;
using Caseward.Local.Hosting.Invocation;
using Caseward.Local.Hosting.Pages;
using Caseward.Local.Hosting.Settings;
using Caseward.Local.Hosting.Time;
using Caseward.Local.Instances;
using Caseward.Local.Mailbox;
using Caseward.Local.Queues;
using Caseward.Local.Schedules;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Caseward.Local.Hosting;

/// <summary>
/// What the local runtime adds to a host, whichever builder makes that: settings as Core Tools reads them, one Kestrel, one file, one
/// clock. Several can live side by side in a process as long as account, file and port differ.
/// </summary>
internal sealed class RuntimeSetup
{
    private readonly LocalOptions _options;
    private readonly IEnumerable<Type> _functions;
    private readonly HostJson _host;
    private readonly ChaosPlan _chaos;

    /// <summary>Reads the settings.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="application">The assembly that asks.</param>
    /// <param name="functions">The types that may hold functions.</param>
    /// <param name="ownsProcess">Whether the process is this application and nothing else.</param>
    public RuntimeSetup(string[] args, Assembly application, IEnumerable<Type> functions, bool ownsProcess)
    {
        _functions = functions;
        Application = application;
        OwnsProcess = ownsProcess;
        (Settings, _host) = StartRefusal.Guard(ownsProcess, () => LocalConfiguration.Read(args));
        _options = Settings.Options;
        _chaos = StartRefusal.Guard(ownsProcess, () => Plan(Settings));
    }

    public Assembly Application { get; }

    public bool OwnsProcess { get; }

    public LocalConfiguration Settings { get; }

    public FunctionPipeline Pipeline { get; } = new();

    public static void ConfigureLogging(ILoggingBuilder logging, IConfiguration settings)
    {
        logging.AddConfiguration(settings.GetSection("Logging"));
        logging.AddConsole();
        logging.AddConsoleFormatter<LocalConsoleFormatter, ConsoleFormatterOptions>();
    }

    public void ConfigureKestrel(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = _options.MaxRequestBodyBytes;
        kestrel.Listen(IPAddress.Loopback, _options.Port);
    }

    /// <summary>Adds everything but what starts it; before anything of the application.</summary>
    public void AddServices(IServiceCollection services)
    {
        services.AddRouting();
        services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        services.Configure<HostOptions>(hosting => hosting.ShutdownTimeout = TimeSpan.FromSeconds(1));

        // Before anything of the application, so that its TryAddSingleton(TimeProvider.System) finds the clock already there.
        var clock = new LocalClock(_options.ClockStart ?? TimeProvider.System.GetUtcNow(), _options.ClockSpeed);
        services.AddSingleton(clock);
        var draws = new ChaosDraws(_chaos.Seed);
        var invocations = new DisturbedInvocations(_chaos);
        var unsteady = new UnsteadyClock(clock, _chaos, draws, invocations);
        services.AddSingleton(unsteady);
        services.AddSingleton<TimeProvider>(_chaos.ClockJumps ? unsteady : clock);
        services.AddSingleton(_options);
        services.AddSingleton(_chaos);
        services.AddSingleton(draws);
        services.AddSingleton(invocations);
        services.AddSingleton<StorageFaults>();
        services.AddSingleton(_host);
        services.AddSingleton(_ => FileLock.Take(Settings.File));
        services.AddSingleton(OpenDatabase);
        services.AddSingleton(provider => new LocalAccount(Settings.Account, provider.GetRequiredService<LocalDatabase>(), clock));
        services.AddSingleton<ClockKeeper>();
        services.AddSingleton<ClockDriver>();
        services.AddSingleton(provider => new LocalRuntime(
            provider.GetRequiredService<LocalDatabase>(), clock, provider.GetRequiredService<ClockDriver>(), provider.GetRequiredService<DurableClients>()));
        services.AddSingleton(provider => new RuntimeLife(provider, Settings.Account, OwnsProcess));

        services.AddSingleton(provider => new FunctionCatalog(
            FunctionDiscovery.Find(_functions), provider.GetRequiredService<IConfiguration>()));
        WorkerServices.Add(services, Pipeline);
        services.AddSingleton<FunctionInvoker>();
        services.AddSingleton<ParameterBinder>();
        services.AddSingleton<HttpFunctions>();
        services.AddSingleton(new StorageComplaints(TimeProvider.System));
        services.AddSingleton<QueueStore>();
        services.AddSingleton<QueueOutputs>();
        services.AddSingleton<ScheduleStore>();
        services.AddSingleton<QueueService>();
        services.AddSingleton<DurableClients>();
        services.AddSingleton<DurableWebhooks>();
        services.AddSingleton<InstanceWebhooks>();
        services.AddSingleton<InstanceListWebhooks>();
        services.AddSingleton<StartWebhooks>();
        services.AddSingleton<EntityWebhooks>();
        AddPart<DurableTriggers>(services);
        AddPart<QueueTriggers>(services);
        AddPart<MailReports>(services);
        AddPart<TimerTriggers>(services);
        AddPart<AdminRuns>(services);
        AddPages(services);
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddSingleton<InstanceListing>();
        services.AddSingleton<InstanceReading>();
        services.AddSingleton<InstanceActions>();
        services.AddSingleton<HealthFigures>();
        services.AddSingleton<ClockEndpoints>();
        services.AddSingleton<ILocalEndpoints>(provider => provider.GetRequiredService<ClockEndpoints>());
        services.AddSingleton<ILocalEndpoints, LocalIndex>();
        services.AddSingleton<ILocalEndpoints, PageAssets>();
        services.AddSingleton<ILocalEndpoints, InstanceEndpoints>();
        services.AddSingleton<ILocalEndpoints, EntityEndpoints>();
        services.AddSingleton<ILocalEndpoints, FunctionEndpoints>();
        services.AddSingleton<ILocalEndpoints, HealthEndpoints>();
        services.AddSingleton<ILocalEndpoints, QueueEndpoints>();
        services.AddSingleton<ILocalEndpoints, MailEndpoints>();
        services.AddSingleton<ILocalEndpoints, MailDeliveryEndpoints>();
        services.AddSingleton<ILocalEndpoints, BackupEndpoints>();
    }

    private static ChaosPlan Plan(LocalConfiguration settings)
    {
        ChaosPlan plan = ChaosPlan.Parse(settings.Options.Chaos)
            ?? throw new StartRefusedException($"Caseward:Local:Chaos must be a list of {ChaosPlan.Words}.");
        return plan == ChaosPlan.None || settings.Environment == Environments.Development
            ? plan
            : throw new StartRefusedException($"Caseward:Local:Chaos is for tests, and the environment is {settings.Environment}. Remove the setting.");
    }

    private LocalDatabase OpenDatabase(IServiceProvider services)
    {
        // First, so that the container closes the file before it gives the lock back.
        services.GetRequiredService<FileLock>();
        var checkpoints = new Checkpoints();
        if (_options.KillAt is { Length: > 0 } place)
        {
            checkpoints.KillAt(place);
        }
        else
        {
            services.GetRequiredService<StorageFaults>().Disturb(checkpoints);
        }

        return LocalDatabase.Open(Settings.File, LocalSchema.All, _options.Durable, checkpoints);
    }

    private static void AddPart<TPart>(IServiceCollection services)
        where TPart : class, ILocalPart
    {
        services.AddSingleton<TPart>();
        services.AddSingleton<ILocalPart>(provider => provider.GetRequiredService<TPart>());
    }
}
