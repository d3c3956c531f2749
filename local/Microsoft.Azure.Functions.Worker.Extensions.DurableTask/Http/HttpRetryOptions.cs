using System.Net;
using System.Text.Json.Serialization;

namespace Microsoft.Azure.Functions.Worker.Extensions.DurableTask.Http;

/// <summary>How failed requests are made again. The waits are durable timers.</summary>
/// <param name="statusCodesToRetry">Which answers are failures; every 4xx and 5xx when none is named.</param>
public class HttpRetryOptions(IList<HttpStatusCode>? statusCodesToRetry = null)
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(6);

    /// <summary>The wait after the first failure; more than zero.</summary>
    [JsonPropertyName("FirstRetryInterval")]
    public TimeSpan FirstRetryInterval { get; set; }

    /// <summary>No wait is longer than this; six days unless said otherwise.</summary>
    [JsonPropertyName("MaxRetryInterval")]
    public TimeSpan MaxRetryInterval { get; set; } = LongestInterval;

    /// <summary>What each wait is multiplied with to give the next; 1 unless said otherwise.</summary>
    [JsonPropertyName("BackoffCoefficient")]
    public double BackoffCoefficient { get; set; } = 1;

    /// <summary>No attempt starts later than this after the first one; without a limit unless said otherwise.</summary>
    [JsonPropertyName("RetryTimeout")]
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.MaxValue;

    /// <summary>Requests in all, the first included.</summary>
    [JsonPropertyName("MaxNumberOfAttempts")]
    public int MaxNumberOfAttempts { get; set; }

    /// <summary>Which answers are failures; every 4xx and 5xx when none is named.</summary>
    [JsonPropertyName("StatusCodesToRetry")]
    public IList<HttpStatusCode> StatusCodesToRetry { get; } = statusCodesToRetry ?? [];
}
