using System.Net;
using System.Text;

namespace Caseward.App.Tests.Links;

/// <summary>What a browser gets.</summary>
internal sealed record PageAnswer(HttpStatusCode Status, string Body, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    public static Task<PageAnswer> OpenAsync(HttpClient browser, string path) => SendAsync(browser, HttpMethod.Get, path, null);

    public static Task<PageAnswer> SubmitAsync(HttpClient browser, string path, params (string Name, string Value)[] fields) =>
        SendAsync(browser, HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    public static Task<PageAnswer> PostAsync(HttpClient client, string path, string body, string contentType) =>
        SendAsync(client, HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, contentType));

    private static async Task<PageAnswer> SendAsync(HttpClient client, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using HttpResponseMessage response = await client.SendAsync(request);
        return new PageAnswer(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }
}
