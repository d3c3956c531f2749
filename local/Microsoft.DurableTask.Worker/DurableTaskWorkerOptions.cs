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

    /// <summary>Writes and reads payloads. Null, or never set: the converter among the services, or else the default one.</summary>
    public DataConverter DataConverter
    {
        get => field ?? JsonDataConverter.Default;
        set
        {
            field = value;
            DataConverterExplicitlySet = value is not null;
        }
    }

    /// <summary>Whether entities are supported.</summary>
    public bool EnableEntitySupport { get; set; }

    /// <summary>Longer timers are a chain of timers of this length.</summary>
    public TimeSpan MaximumTimerInterval { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How much runs side by side.</summary>
    public ConcurrencyOptions Concurrency { get; } = new();

    /// <summary>Versions; null for none.</summary>
    public VersioningOptions? Versioning
    {
        get;
        set
        {
            field = value;
            IsVersioningSet = value is not null;
        }
    }

    /// <summary>Whether <see cref="Versioning"/> was given.</summary>
    public bool IsVersioningSet { get; private set; }

    internal bool DataConverterExplicitlySet { get; private set; }

    /// <summary>How it logs.</summary>
    public LoggingOptions Logging { get; } = new();

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
