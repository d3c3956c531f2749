using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Caseward.Testing;

/// <summary>What an application answered, read once: status, headers and JSON.</summary>
public sealed record Answered(HttpStatusCode Status, JsonNode? Json, string? ContentType, string? ETag, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The member at a path such as <c>case/queue</c>; fails when it is not there.</summary>
    public JsonNode this[string path] =>
        path.Split('/').Aggregate(Json, (node, name) => node is JsonArray list ? list[int.Parse(name)] : node?[name])
        ?? throw new InvalidOperationException($"No '{path}' in {(int)Status} {Json?.ToJsonString()}");

    /// <summary>The text at a path.</summary>
    public string Text(string path) => this[path].GetValue<string>();

    /// <summary>The rule code of a problem.</summary>
    public string Code => Text("code");

    /// <summary>The mistakes of a request, as <c>pointer code</c>.</summary>
    public IReadOnlyList<string> Errors => [.. this["errors"].AsArray().Select(error => $"{error!["pointer"]} {error["code"]}")];
}

/// <summary>Requests in the words of tests.</summary>
public static class Requests
{
    public static Task<Answered> PostAsync(this HttpClient client, string path, JsonNode body, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Post, path, JsonContent.Create(body), headers);

    /// <summary>A command without a body.</summary>
    public static Task<Answered> PostAsync(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Post, path, null, headers);

    public static Task<Answered> PostTextAsync(this HttpClient client, string path, string body, string contentType = "application/json") =>
        client.SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, contentType));

    public static Task<Answered> ReadAsync(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Get, path, null, headers);

    public static async Task<Answered> SendAsync(
        this HttpClient client, HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return new Answered(
            response.StatusCode,
            text.Length == 0 ? null : JsonNode.Parse(text),
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.ETag?.Tag,
            response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }
}
