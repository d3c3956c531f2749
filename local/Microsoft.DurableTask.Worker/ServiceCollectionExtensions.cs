using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>Adds workers to an application.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds a worker, or goes on with one of the same name.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The worker's name; null for the default one.</param>
    public static IDurableTaskWorkerBuilder AddDurableTaskWorker(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Builders.Of(services).GetOrAdd(services, name ?? Options.DefaultName);
    }

    /// <summary>Adds the default worker, or goes on with it.</summary>
    public static IServiceCollection AddDurableTaskWorker(this IServiceCollection services, Action<IDurableTaskWorkerBuilder> configure) =>
        services.AddDurableTaskWorker(Options.DefaultName, configure);

    /// <summary>Adds a worker, or goes on with one of the same name.</summary>
    public static IServiceCollection AddDurableTaskWorker(this IServiceCollection services, string name, Action<IDurableTaskWorkerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        configure(services.AddDurableTaskWorker(name));
        return services;
    }

    // The builders live with the services, so that several calls of one name go on with the same worker.
    private sealed class Builders
    {
        private readonly Dictionary<string, IDurableTaskWorkerBuilder> _byName = new(StringComparer.Ordinal);

        public static Builders Of(IServiceCollection services)
        {
            if (services.FirstOrDefault(service => service.ServiceType == typeof(Builders))?.ImplementationInstance is not Builders builders)
            {
                services.AddSingleton(builders = new Builders());
            }

            return builders;
        }

        public IDurableTaskWorkerBuilder GetOrAdd(IServiceCollection services, string name)
        {
            if (!_byName.TryGetValue(name, out IDurableTaskWorkerBuilder? builder))
            {
                _byName.Add(name, builder = new DefaultDurableTaskWorkerBuilder(name, services));
                services.AddOptions<DurableTaskWorkerOptions>(name).Configure<IServiceProvider>((options, provider) => options.TakeConverterFrom(provider));
                services.AddSingleton(builder.Build);
            }

            return builder;
        }
    }
}
