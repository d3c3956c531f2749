using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Caseward.Local.Tests.Hosting.Pages;

/// <summary>Asks as a browser does, or as a script.</summary>
internal static class Browser
{
    private const string BrowserAccepts = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";

    public static async Task<string> PageAsync(this TestApp app, string path)
    {
        using HttpResponseMessage answer = await app.LookAsync(path);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return await answer.Content.ReadAsStringAsync();
    }

    public static Task<HttpResponseMessage> LookAsync(this TestApp app, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", BrowserAccepts);
        return app.Http.SendAsync(request);
    }

    /// <summary>Sends a form as the page itself would, and follows where it leads.</summary>
    public static async Task<string> SubmitAsync(this TestApp app, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        request.Headers.TryAddWithoutValidation("Accept", BrowserAccepts);
        request.Headers.TryAddWithoutValidation("Origin", app.Http.BaseAddress!.ToString().TrimEnd('/'));
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        using HttpResponseMessage answer = await app.Http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    public static async Task<JsonElement> DataAsync(this TestApp app, string path)
    {
        using JsonDocument data = JsonDocument.Parse(await app.Http.GetStringAsync(path));
        return data.RootElement.Clone();
    }

    public static Task<HttpResponseMessage> PostAsync(this TestApp app, string path, string json = "") =>
        app.Http.PostAsync(path, new StringContent(json, new MediaTypeHeaderValue("application/json")));
}
