using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.DurableTask.Worker;

/// <summary>Puts a worker together: its tasks, its settings and the class that runs it.</summary>
public interface IDurableTaskWorkerBuilder
{
    /// <summary>The worker's name, which is also the name of its options; empty for the default one.</summary>
    string Name { get; }

    /// <summary>Where the worker's options and tasks are registered.</summary>
    IServiceCollection Services { get; }

    /// <summary>The class that runs the worker: a concrete <see cref="Hosting.DurableTaskWorker"/>.</summary>
    Type? BuildTarget { get; set; }

    /// <summary>Makes the worker; the host starts and stops it.</summary>
    /// <exception cref="InvalidOperationException">No build target was given.</exception>
    IHostedService Build(IServiceProvider serviceProvider);
}
