using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Caseward.Local.Hosting.Durable.Webhooks;

/// <summary>The payload that a request brings.</summary>
internal static class WebhookBody
{
    /// <summary>JSON; null also without a body.</summary>
    /// <exception cref="WebhookRefusedException">It is no JSON.</exception>
    public static async Task<JsonNode?> JsonAsync(HttpContext http)
    {
        string text = await TextAsync(http);
        try
        {
            // Half a surrogate pair shows only when the text is written.
            JsonNode? body = text.Length == 0 ? null : JsonNode.Parse(text);
            _ = body?.ToJsonString();
            return body;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new WebhookRefusedException(StatusCodes.Status400BadRequest, "Invalid JSON content.");
        }
    }

    /// <summary>The body as it is, without a byte order mark.</summary>
    public static async Task<string> TextAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(http.RequestAborted);
    }
}
