using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>The builder that <c>AddDurableTaskClient</c> hands out.</summary>
/// <param name="name">The client's name; null for the default one.</param>
/// <param name="services">Where everything is registered.</param>
public class DefaultDurableTaskClientBuilder(string? name, IServiceCollection services) : IDurableTaskClientBuilder
{
    /// <inheritdoc/>
    public string Name { get; } = name ?? Options.DefaultName;

    /// <inheritdoc/>
    public IServiceCollection Services { get; } = services;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The class is no concrete <see cref="DurableTaskClient"/>.</exception>
    public Type? BuildTarget
    {
        get;
        set => field = value is null || (!value.IsAbstract && value.IsSubclassOf(typeof(DurableTaskClient)))
            ? value
            : throw new ArgumentException($"{value} must be a concrete {nameof(DurableTaskClient)}.", nameof(value));
    }

    /// <inheritdoc/>
    public DurableTaskClient Build(IServiceProvider serviceProvider)
    {
        Type target = BuildTarget
            ?? throw new InvalidOperationException($"The durable task client '{Name}' has no class; give one with UseBuildTarget.");
        return (DurableTaskClient)ActivatorUtilities.CreateInstance(serviceProvider, target, Name);
    }
}
