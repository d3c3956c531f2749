using System.Text;
using System.Text.Json;
using Azure;
using Caseward.Storage.Conformance.Azurite;

namespace Caseward.Storage.Conformance.Tables.Rest;

/// <summary>The table service's REST interface: requests signed, refusals turned into the clients' exception.</summary>
internal sealed class TableRest(Uri endpoint) : IDisposable
{
    private readonly HttpClient _http = new();

    public Uri Endpoint => endpoint;

    public void Dispose() => _http.Dispose();

    /// <summary>The address of an entity.</summary>
    public static string Entity(string table, string partitionKey, string rowKey) => $"{table}(PartitionKey='{Key(partitionKey)}',RowKey='{Key(rowKey)}')";

    public Task<RestResponse> SendJsonAsync(HttpMethod method, string path, string? body, string? ifMatch = null) =>
        SendAsync(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), ifMatch);

    /// <exception cref="RequestFailedException">The service refused it.</exception>
    public async Task<RestResponse> SendAsync(HttpMethod method, string path, HttpContent? body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, $"{endpoint.AbsoluteUri}/{path}") { Content = body };
        request.Headers.TryAddWithoutValidation("Accept", "application/json;odata=minimalmetadata");
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Prefer", "return-no-content");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        SharedKey.SignForTables(request);
        using HttpResponseMessage answer = await _http.SendAsync(request);
        var headers = answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => header.Value.First(), StringComparer.OrdinalIgnoreCase);
        var response = new RestResponse((int)answer.StatusCode, headers, await answer.Content.ReadAsStringAsync());
        return answer.IsSuccessStatusCode ? response : throw Refusal(response.Status, response.Body);
    }

    /// <summary>The exception of an error document; a batch's starts with the index of the action.</summary>
    public static RequestFailedException Refusal(int status, string body)
    {
        try
        {
            JsonElement error = JsonDocument.Parse(body).RootElement.GetProperty("odata.error");
            return new RequestFailedException(status, error.GetProperty("message").GetProperty("value").GetString()!, error.GetProperty("code").GetString(), innerException: null);
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException)
        {
            return new RequestFailedException(status, body, errorCode: null, unreadable);
        }
    }

    private static string Key(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
