#pragma warning disable CA2227 // The package's collections have setters.
using System.Text.Json.Serialization;
using Caseward.Local.Hosting.Durable.Http;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Azure.Functions.Worker.Extensions.DurableTask.Http;

/// <summary>An HTTP request that an orchestrator has made outside of itself. It is kept in the history, so it must hold no secrets.</summary>
/// <param name="method">Its method.</param>
/// <param name="uri">Its address.</param>
public class DurableHttpRequest(HttpMethod method, Uri uri)
{
    /// <summary>Its method.</summary>
    [JsonPropertyName("method")]
    [JsonConverter(typeof(HttpMethodConverter))]
    public HttpMethod Method { get; } = method;

    /// <summary>Its address.</summary>
    [JsonPropertyName("uri")]
    public Uri Uri { get; } = uri;

    /// <summary>Its headers. <c>Content-Type</c> describes <see cref="Content"/>, which is <c>text/plain</c> without.</summary>
    [JsonPropertyName("headers")]
    [JsonConverter(typeof(HttpHeadersConverter))]
    public IDictionary<string, StringValues>? Headers { get; set; }

    /// <summary>Its body.</summary>
    [JsonPropertyName("content")]
    public string? Content { get; set; }

    /// <summary>Whether an answer of 202 is followed: its <c>Location</c> is asked after <c>Retry-After</c>, or after half a minute, until it answers something else.</summary>
    [JsonPropertyName("asynchronousPatternEnabled")]
    public bool AsynchronousPatternEnabled { get; set; }

    /// <summary>Whether and how a failed request is made again.</summary>
    [JsonPropertyName("retryOptions")]
    public HttpRetryOptions? HttpRetryOptions { get; set; }

    /// <summary>How long each request may take; it fails then. Null for as long as the client waits.</summary>
    [JsonPropertyName("timeout")]
    public TimeSpan? Timeout { get; set; }
}
