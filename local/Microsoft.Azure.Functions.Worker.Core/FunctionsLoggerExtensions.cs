using System.Collections.ObjectModel;

namespace Microsoft.Extensions.Logging;

/// <summary>Metrics by way of the log, which Application Insights tells apart by the id of the event.</summary>
public static class FunctionsLoggerExtensions
{
    private static readonly EventId Metric = new(1, "MS_LogMetric");

    /// <summary>Logs a value of a metric, at the level Information.</summary>
    /// <param name="logger">The log.</param>
    /// <param name="name">The metric.</param>
    /// <param name="value">The value.</param>
    /// <param name="properties">What tells this value from others; <c>Name</c> and <c>Value</c> among them are replaced.</param>
    public static void LogMetric(this ILogger logger, string name, double value, IDictionary<string, object>? properties = null)
    {
        var state = new Dictionary<string, object>(properties ?? ReadOnlyDictionary<string, object>.Empty) { ["Name"] = name, ["Value"] = value };
        logger?.Log(LogLevel.Information, Metric, new ReadOnlyDictionary<string, object>(state), null, (_, _) => string.Empty);
    }
}
