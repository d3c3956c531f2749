using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Caseward.Local.Hosting.Http;

/// <summary>Reads what people and scripts send to the runtime itself.</summary>
internal static class JsonBody
{
    /// <summary>
    /// What <paramref name="read"/> makes of the body; null also when the body is no JSON, or holds text that is none: half a surrogate
    /// pair or bytes that are not UTF-8, which shows only when the text is asked for.
    /// </summary>
    public static async Task<T?> ReadAsync<T>(HttpRequest request, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using JsonDocument body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return read(body.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException and not ObjectDisposedException)
        {
            return null;
        }
    }
}
