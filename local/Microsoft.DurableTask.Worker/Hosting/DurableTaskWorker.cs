using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker.Hosting;

/// <summary>The base of classes that run a worker.</summary>
/// <param name="name">The worker's name; null for the default one.</param>
/// <param name="factory">Makes the tasks.</param>
public abstract class DurableTaskWorker(string? name, IDurableTaskFactory factory) : BackgroundService
{
    /// <summary>The worker's name.</summary>
    protected virtual string Name { get; } = name ?? Options.DefaultName;

    /// <summary>Makes the tasks.</summary>
    protected virtual IDurableTaskFactory Factory { get; } = factory ?? throw new ArgumentNullException(nameof(factory));

    /// <summary>Says what is kept of exceptions besides type, message and stack; null for nothing.</summary>
    protected IExceptionPropertiesProvider? ExceptionPropertiesProvider { get; set; }
}
