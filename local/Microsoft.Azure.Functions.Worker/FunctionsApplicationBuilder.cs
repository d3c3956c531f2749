using Caseward.Local.Hosting;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a functions application: its services, settings, logging and middleware.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly LocalHostBuilder _local;
    private bool _built;

    internal FunctionsApplicationBuilder(LocalHostBuilder local) => _local = local;

    /// <inheritdoc/>
    public IDictionary<object, object> Properties => Inner.Properties;

    /// <summary>The settings so far; sources can be added.</summary>
    public ConfigurationManager Configuration => _local.Web.Configuration;

    /// <inheritdoc/>
    public IHostEnvironment Environment => _local.Web.Environment;

    /// <inheritdoc/>
    public ILoggingBuilder Logging => _local.Web.Logging;

    /// <inheritdoc/>
    public IMetricsBuilder Metrics => _local.Web.Metrics;

    /// <inheritdoc/>
    public IServiceCollection Services => _local.Web.Services;

    /// <inheritdoc/>
    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    private IHostApplicationBuilder Inner => _local.Web;

    /// <inheritdoc/>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        ThrowIfBuilt();
        _local.Pipeline.Add(middleware);
        return this;
    }

    /// <inheritdoc/>
    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => Inner.ConfigureContainer(factory, configure);

    /// <summary>Makes the application; once.</summary>
    public IHost Build()
    {
        ThrowIfBuilt();
        _built = true;
        return _local.Build();
    }

    private void ThrowIfBuilt()
    {
        if (_built)
        {
            throw new InvalidOperationException("The application has already been built.");
        }
    }
}
