using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>Adds clients to an application.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds a client, or goes on with one of the same name.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The client's name; null for the default one.</param>
    public static IDurableTaskClientBuilder AddDurableTaskClient(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<IDurableTaskClientProvider, DurableTaskClientProvider>();
        return Builders.Of(services).GetOrAdd(services, name ?? Options.DefaultName);
    }

    /// <summary>Adds the default client, or goes on with it.</summary>
    public static IServiceCollection AddDurableTaskClient(this IServiceCollection services, Action<IDurableTaskClientBuilder> configure) =>
        services.AddDurableTaskClient(Options.DefaultName, configure);

    /// <summary>Adds a client, or goes on with one of the same name.</summary>
    public static IServiceCollection AddDurableTaskClient(this IServiceCollection services, string name, Action<IDurableTaskClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(services.AddDurableTaskClient(name));
        return services;
    }

    // The builders live with the services, so that several calls of one name go on with the same client.
    private sealed class Builders
    {
        private readonly Dictionary<string, IDurableTaskClientBuilder> _byName = new(StringComparer.Ordinal);

        public static Builders Of(IServiceCollection services)
        {
            if (services.FirstOrDefault(service => service.ServiceType == typeof(Builders))?.ImplementationInstance is not Builders builders)
            {
                services.AddSingleton(builders = new Builders());
            }

            return builders;
        }

        public IDurableTaskClientBuilder GetOrAdd(IServiceCollection services, string name)
        {
            if (!_byName.TryGetValue(name, out IDurableTaskClientBuilder? builder))
            {
                _byName.Add(name, builder = new DefaultDurableTaskClientBuilder(name, services));
                services.AddOptions<DurableTaskClientOptions>(name).Configure<IServiceProvider>((options, provider) => options.TakeConverterFrom(provider));
                services.AddSingleton(provider => new DurableTaskClientProvider.Client(builder.Build(provider)));
                if (name == Options.DefaultName)
                {
                    builder.RegisterDirectly();
                }
            }

            return builder;
        }
    }
}
