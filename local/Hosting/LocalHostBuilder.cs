using System.Reflection;
using Caseward.Local.Hosting.Http;
using Caseward.Local.Hosting.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Caseward.Local.Hosting;

/// <summary>Puts the local runtime together under a <c>FunctionsApplicationBuilder</c>.</summary>
internal sealed class LocalHostBuilder
{
    private readonly RuntimeSetup _setup;

    /// <inheritdoc cref="RuntimeSetup(string[], Assembly, IEnumerable{Type}, bool)"/>
    public LocalHostBuilder(string[] args, Assembly application, IEnumerable<Type> functions, bool ownsProcess)
    {
        _setup = new RuntimeSetup(args, application, functions, ownsProcess);
        Web = CreateWeb(_setup);
        _setup.AddServices(Web.Services);
    }

    public WebApplicationBuilder Web { get; }

    public FunctionPipeline Pipeline => _setup.Pipeline;

    /// <summary>Makes the host; nothing is opened before it starts.</summary>
    public IHost Build()
    {
        PlainHttp.AddUnlessIntegrated(Web.Services, Pipeline);

        // Last, and so after the application's own; Kestrel is added behind it by the builder.
        Web.Services.AddHostedService<PartsService>();
        return new LocalHost(Web.Build(), _setup.OwnsProcess);
    }

    private static WebApplicationBuilder CreateWeb(RuntimeSetup setup)
    {
        WebApplicationBuilder web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = setup.Application.GetName().Name,
            ContentRootPath = setup.Settings.Folder,
            EnvironmentName = setup.Settings.Environment,
        });
        foreach (IConfigurationSource source in setup.Settings.Sources)
        {
            ((IConfigurationBuilder)web.Configuration).Add(source);
        }

        RuntimeSetup.ConfigureLogging(web.Logging, web.Configuration);
        web.WebHost.UseKestrelCore().ConfigureKestrel(setup.ConfigureKestrel);
        return web;
    }
}
