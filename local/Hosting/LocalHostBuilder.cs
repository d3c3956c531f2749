using System.Net;
using System.Reflection;
using System.Text.Json;
using Azure.Core.Serialization;
using Caseward.Local.Accounts;
using Caseward.Local.Chaos;
using Caseward.Local.Hosting.Durable;
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
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Hosting;

/// <summary>
/// Puts the local runtime together under a <c>FunctionsApplicationBuilder</c>: settings as Core Tools reads them, one Kestrel, one
/// file, one clock. Several can live side by side in a process as long as account, file and port differ.
/// </summary>
internal sealed class LocalHostBuilder
{
    private readonly LocalOptions _options;
    private readonly IEnumerable<Type> _functions;
    private readonly string _file;
    private readonly string _account;
    private readonly bool _ownsProcess;
    private readonly ChaosPlan _chaos;

    /// <summary>Reads the settings.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="application">The assembly that asks.</param>
    /// <param name="functions">The types that may hold functions.</param>
    /// <param name="ownsProcess">Whether the process is this application and nothing else.</param>
    public LocalHostBuilder(string[] args, Assembly application, IEnumerable<Type> functions, bool ownsProcess)
    {
        _functions = functions;
        _ownsProcess = ownsProcess;
        (LocalConfiguration settings, HostJson host) = StartRefusal.Guard(_ownsProcess, () => LocalConfiguration.Read(args));
        _options = settings.Options;
        _file = settings.File;
        _account = settings.Account;
        _chaos = StartRefusal.Guard(_ownsProcess, () => Plan(settings));
        Web = CreateWeb(settings, application);
        AddServices(Web.Services, host);
    }

    public WebApplicationBuilder Web { get; }

    public FunctionPipeline Pipeline { get; } = new();

    /// <summary>Makes the host; nothing is opened before it starts.</summary>
    public IHost Build()
    {
        // Last, and so after the application's own; Kestrel is added behind it by the builder.
        Web.Services.AddHostedService<PartsService>();
        return new LocalHost(Web.Build(), _account, _ownsProcess);
    }

    private WebApplicationBuilder CreateWeb(LocalConfiguration settings, Assembly application)
    {
        WebApplicationBuilder web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = application.GetName().Name,
            ContentRootPath = settings.Folder,
            EnvironmentName = settings.Environment,
        });
        foreach (IConfigurationSource source in settings.Sources)
        {
            ((IConfigurationBuilder)web.Configuration).Add(source);
        }

        web.Logging.AddConfiguration(web.Configuration.GetSection("Logging"));
        web.Logging.AddConsole();
        web.Logging.AddConsoleFormatter<LocalConsoleFormatter, ConsoleFormatterOptions>();
        web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = _options.MaxRequestBodyBytes;
            kestrel.Listen(IPAddress.Loopback, _options.Port);
        });
        return web;
    }

    private void AddServices(IServiceCollection services, HostJson host)
    {
        services.AddRouting();
        services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        services.Configure<HostOptions>(hosting => hosting.ShutdownTimeout = TimeSpan.FromSeconds(1));

        // Before anything of the application, so that its TryAddSingleton(TimeProvider.System) finds the clock already there.
        var clock = new LocalClock(_options.ClockStart ?? TimeProvider.System.GetUtcNow(), _options.ClockSpeed);
        services.AddSingleton(clock);
        var unsteady = new UnsteadyClock(clock, _chaos);
        services.AddSingleton(unsteady);
        services.AddSingleton<TimeProvider>(_chaos.ClockJumps ? unsteady : clock);
        services.AddSingleton(_options);
        services.AddSingleton(_chaos);
        services.AddSingleton<StorageFaults>();
        services.AddSingleton(host);
        services.AddSingleton(_ => FileLock.Take(_file));
        services.AddSingleton(OpenDatabase);
        services.AddSingleton(provider => new LocalAccount(_account, provider.GetRequiredService<LocalDatabase>(), clock));
        services.AddSingleton<ClockKeeper>();
        services.AddSingleton<ClockDriver>();
        services.AddSingleton(provider => new LocalRuntime(
            provider.GetRequiredService<LocalDatabase>(), clock, provider.GetRequiredService<ClockDriver>(), provider.GetRequiredService<DurableClients>()));

        services.AddSingleton(provider => new FunctionCatalog(
            FunctionDiscovery.Find(_functions), provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(Pipeline);
        services.AddSingleton<FunctionInvoker>();
        services.AddSingleton<ParameterBinder>();
        services.AddSingleton<IFunctionActivator, FunctionActivator>();
        services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        services.AddOptions<WorkerOptions>().PostConfigure<IOptions<JsonSerializerOptions>>(
            (worker, json) => worker.Serializer ??= new JsonObjectSerializer(json.Value));

        services.AddSingleton<HttpFunctions>();
        services.AddSingleton<QueueStore>();
        services.AddSingleton<QueueOutputs>();
        services.AddSingleton<ScheduleStore>();
        services.AddSingleton<QueueService>();
        services.AddSingleton<DurableClients>();
        services.AddSingleton<DurableWebhooks>();
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

        return LocalDatabase.Open(_file, _options.Durable, checkpoints);
    }

    private static void AddPart<TPart>(IServiceCollection services)
        where TPart : class, ILocalPart
    {
        services.AddSingleton<TPart>();
        services.AddSingleton<ILocalPart>(provider => provider.GetRequiredService<TPart>());
    }
}
