using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask.Testing;

/// <summary>Settings of the in-process test host.</summary>
public class DurableTaskTestHostOptions
{
    /// <summary>The port of the real host's sidecar. The local one has none and ignores it.</summary>
    public int? Port { get; set; }

    /// <summary>Where logs go; null for the services' own factory.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Adds what activities depend on.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; set; }
}
