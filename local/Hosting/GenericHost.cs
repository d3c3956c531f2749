using System.Diagnostics;
using System.Reflection;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Http;
using Caseward.Local.Hosting.Invocation;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Caseward.Local.Hosting;

/// <summary>Puts the local runtime under a generic host, which is how applications of the worker began before <c>FunctionsApplication</c>.</summary>
internal static class GenericHost
{
    private const string Key = "Caseward.Local.Runtime";

    /// <summary>Adds the runtime, once, and what the application makes of its functions.</summary>
    /// <param name="builder">The application's host.</param>
    /// <param name="application">The assembly that asks; its functions run.</param>
    /// <param name="caller">The method that asks.</param>
    /// <param name="configure">Adds services and middleware.</param>
    /// <param name="configureOptions">Sets the worker's options.</param>
    public static IHostBuilder Add(
        IHostBuilder builder,
        Assembly application,
        StackFrame caller,
        Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder> configure,
        Action<WorkerOptions>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        if (!builder.Properties.ContainsKey(Key))
        {
            bool ownsProcess = StartRefusal.IsEntryPoint(caller.GetMethod());
            string[] args = ownsProcess ? Environment.GetCommandLineArgs()[1..] : [];
            Add(builder, new RuntimeSetup(args, application, FunctionDiscovery.TypesOf(application), ownsProcess));
        }

        return builder.ConfigureServices((context, services) =>
        {
            configure(context, WorkerServices.Add(services));
            PlainHttp.AddUnlessIntegrated(services, WorkerServices.PipelineOf(services)!);
            if (configureOptions is not null)
            {
                services.Configure(configureOptions);
            }
        });
    }

    /// <summary>Adds the runtime as it was set up.</summary>
    public static void Add(IHostBuilder builder, RuntimeSetup setup)
    {
        builder.Properties[Key] = setup;
        string name = setup.Application.GetName().Name!;
        builder.ConfigureHostConfiguration(settings => settings.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [HostDefaults.ApplicationKey] = name,
            [HostDefaults.ContentRootKey] = setup.Settings.Folder,
            [HostDefaults.EnvironmentKey] = setup.Settings.Environment,
        }));
        builder.ConfigureAppConfiguration(settings =>
        {
            foreach (IConfigurationSource source in setup.Settings.Sources)
            {
                settings.Add(source);
            }
        });
        builder.ConfigureLogging((context, logging) => RuntimeSetup.ConfigureLogging(logging, context.Configuration));

        // In this order: the parts of the runtime start before Kestrel, which the web host adds.
        builder.ConfigureServices(services =>
        {
            setup.AddServices(services);
            OptionsCheck.Add(services, setup.OwnsProcess);
            services.AddHostedService(provider => new GenericHostLife(provider.GetRequiredService<RuntimeLife>(), setup.OwnsProcess));
            services.AddHostedService<PartsService>();
        });
        builder.ConfigureWebHost(web => web
            .UseKestrelCore()
            .ConfigureKestrel(setup.ConfigureKestrel)
            .Configure(app => StartRefusal.Guard(setup.OwnsProcess, () =>
            {
                app.ApplicationServices.GetRequiredService<RuntimeLife>().Map(app);
                return true;
            }))
            .UseSetting(WebHostDefaults.ApplicationKey, name)); // Configure puts this assembly's name there
    }
}
