using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Worker;

/// <summary>Settings of a worker.</summary>
public class DurableTaskWorkerOptions
{
    /// <summary>Which instances a worker takes, by their version.</summary>
    public enum VersionMatchStrategy
    {
        /// <summary>All.</summary>
        None = 0,

        /// <summary>Those of exactly its own version.</summary>
        Strict = 1,

        /// <summary>Those of its own version or an older one.</summary>
        CurrentOrOlder = 2,
    }

    /// <summary>What becomes of an instance whose version does not match.</summary>
    public enum VersionFailureStrategy
    {
        /// <summary>It is left for another worker and tried again later.</summary>
        Reject = 0,

        /// <summary>It fails with error type <c>VersionMismatch</c>.</summary>
        Fail = 1,
    }

    private DataConverter? _dataConverter;

    /// <summary>Writes and reads payloads. When none was given, one among the application's services is used, else System.Text.Json.</summary>
    public DataConverter DataConverter
    {
        get => _dataConverter ?? JsonDataConverter.Default;
        set => _dataConverter = value;
    }

    /// <summary>Whether orchestrations may use entities. <value>They may not; under the Functions worker, they may.</value></summary>
    public bool EnableEntitySupport { get; set; }

    /// <summary>Decides which orchestrations run here; null for all. A filter among the services comes first.</summary>
    [Obsolete("Experimental")]
    public IOrchestrationFilter? OrchestrationFilter { get; set; }

    /// <summary>Longer timers are a chain of timers of this length.</summary>
    public TimeSpan MaximumTimerInterval { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How much runs side by side.</summary>
    public ConcurrencyOptions Concurrency { get; } = new();

    /// <summary>Versions; null for none.</summary>
    public VersioningOptions? Versioning { get; set; }

    /// <summary>Said to tell whether <see cref="Versioning"/> was given; nothing sets it, in the package neither.</summary>
    public bool IsVersioningSet { get; internal set; }

    /// <summary>How it logs.</summary>
    public LoggingOptions Logging { get; } = new();

    internal void TakeConverterFrom(IServiceProvider services) =>
        _dataConverter ??= (DataConverter?)services.GetService(typeof(DataConverter));

    internal void ApplyTo(DurableTaskWorkerOptions other)
    {
        other._dataConverter = _dataConverter;
        other.MaximumTimerInterval = MaximumTimerInterval;
        other.EnableEntitySupport = EnableEntitySupport;
        other.Versioning = Versioning;
        other.Logging.UseLegacyCategories = Logging.UseLegacyCategories;
#pragma warning disable CS0618 // Experimental, and to be kept all the same.
        other.OrchestrationFilter = OrchestrationFilter;
#pragma warning restore CS0618
    }

    /// <summary>How much runs side by side.</summary>
    public class ConcurrencyOptions
    {
        /// <summary>Activities.</summary>
        public int MaximumConcurrentActivityWorkItems { get; set; } = 100 * Environment.ProcessorCount;

        /// <summary>Orchestration turns.</summary>
        public int MaximumConcurrentOrchestrationWorkItems { get; set; } = 100 * Environment.ProcessorCount;

        /// <summary>Entity batches.</summary>
        public int MaximumConcurrentEntityWorkItems { get; set; } = 100 * Environment.ProcessorCount;
    }

    /// <summary>Versions.</summary>
    public class VersioningOptions
    {
        /// <summary>The worker's own version.</summary>
        public string Version { get; set; } = string.Empty;

        /// <summary>The version of sub-orchestrations that name none.</summary>
        public string DefaultVersion { get; set; } = string.Empty;

        /// <summary>Which instances the worker takes.</summary>
        public VersionMatchStrategy MatchStrategy { get; set; } = VersionMatchStrategy.None;

        /// <summary>What becomes of the others.</summary>
        public VersionFailureStrategy FailureStrategy { get; set; } = VersionFailureStrategy.Reject;
    }

    /// <summary>How a worker logs.</summary>
    public class LoggingOptions
    {
        /// <summary>Whether log categories keep their old names.</summary>
        public bool UseLegacyCategories { get; set; } = true;
    }
}
