using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Caseward.Local.Hosting.Durable.Webhooks;

/// <summary>Answers in JSON. In Azure the host does that, so what the application says of its own JSON is not asked; and payloads may be deep.</summary>
internal static class WebhookAnswer
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    public static Task WriteAsync<T>(HttpContext http, T answer) => http.Response.WriteAsJsonAsync(answer, Json, http.RequestAborted);
}
