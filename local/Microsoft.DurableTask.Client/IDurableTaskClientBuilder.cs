using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask.Client;

/// <summary>Puts a client together.</summary>
public interface IDurableTaskClientBuilder
{
    /// <summary>The client's name, which is also the name of its options; empty for the default one.</summary>
    string Name { get; }

    /// <summary>Where the client's options are registered.</summary>
    IServiceCollection Services { get; }

    /// <summary>The client's class: a concrete <see cref="DurableTaskClient"/>.</summary>
    Type? BuildTarget { get; set; }

    /// <summary>Makes the client.</summary>
    /// <exception cref="InvalidOperationException">No build target was given.</exception>
    DurableTaskClient Build(IServiceProvider serviceProvider);
}
