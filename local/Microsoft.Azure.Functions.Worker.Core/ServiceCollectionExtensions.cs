using Caseward.Local.Hosting.Invocation;
using Microsoft.Azure.Functions.Worker;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds the worker's own services, which the worker does by itself in an application: its options with a serializer, and the pipeline of middleware.
/// Tests of functions use it to have what <see cref="FunctionContext.InstanceServices"/> has.
/// </summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds them; a second time only what is configured.</summary>
    public static IFunctionsWorkerApplicationBuilder AddFunctionsWorkerCore(this IServiceCollection services, Action<WorkerOptions>? configure = null)
    {
        IFunctionsWorkerApplicationBuilder worker = WorkerServices.Add(services);
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return worker;
    }

    /// <summary>
    /// Adds them; a second time only what is configured. On Azure it also connects to the host; here functions run only under a host that was made for them
    /// (<c>FunctionsApplication.CreateBuilder</c>, <c>ConfigureFunctionsWorkerDefaults</c>).
    /// </summary>
    public static IFunctionsWorkerApplicationBuilder AddFunctionsWorkerDefaults(this IServiceCollection services, Action<WorkerOptions>? configure = null) =>
        services.AddFunctionsWorkerCore(configure);
}
