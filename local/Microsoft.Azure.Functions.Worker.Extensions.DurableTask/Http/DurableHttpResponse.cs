using System.Net;
using System.Text.Json.Serialization;
using Caseward.Local.Hosting.Durable.Http;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Azure.Functions.Worker.Extensions.DurableTask.Http;

/// <summary>The answer to a <see cref="DurableHttpRequest"/>.</summary>
/// <param name="statusCode">Its status.</param>
public class DurableHttpResponse(HttpStatusCode statusCode)
{
    /// <summary>Its status.</summary>
    [JsonPropertyName("statusCode")]
    public HttpStatusCode StatusCode { get; } = statusCode;

    /// <summary>Its headers, those of the content included; names in any case.</summary>
    [JsonPropertyName("headers")]
    [JsonConverter(typeof(HttpHeadersConverter))]
    public IDictionary<string, StringValues>? Headers { get; init; }

    /// <summary>Its body.</summary>
    [JsonPropertyName("content")]
    public string? Content { get; init; }
}
