using Caseward.Local.Engine;
using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>The builder that <c>AddDurableTaskWorker</c> hands out.</summary>
/// <param name="name">The worker's name; null for the default one.</param>
/// <param name="services">Where everything is registered.</param>
public class DefaultDurableTaskWorkerBuilder(string? name, IServiceCollection services) : IDurableTaskWorkerBuilder
{
    /// <inheritdoc/>
    public string Name { get; } = name ?? Options.DefaultName;

    /// <inheritdoc/>
    public IServiceCollection Services { get; } = services ?? throw new ArgumentNullException(nameof(services));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The class is no concrete <see cref="DurableTaskWorker"/>.</exception>
    public Type? BuildTarget
    {
        get;
        set => field = value is null || (!value.IsAbstract && value.IsSubclassOf(typeof(DurableTaskWorker)))
            ? value
            : throw new ArgumentException($"{value} must be a concrete {nameof(DurableTaskWorker)}.", nameof(value));
    }

    /// <inheritdoc/>
    public IHostedService Build(IServiceProvider serviceProvider)
    {
        Type target = BuildTarget
            ?? throw new InvalidOperationException($"The durable task worker '{Name}' has no class that runs it; give one with UseBuildTarget.");
        DurableTaskRegistry registry = serviceProvider.GetRequiredService<IOptionsMonitor<DurableTaskRegistry>>().Get(Name);
        return (IHostedService)ActivatorUtilities.CreateInstance(serviceProvider, target, Name, new TaskCatalog(registry, serviceProvider));
    }
}
