using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Caseward.App.Tests.Crash;

/// <summary>
/// The app, which may be told to die at a checkpoint, as in a power cut. Whoever talks to it starts it again on its file and repeats what was not answered, as a
/// careful caller does.
/// </summary>
internal abstract class MortalApp : IAsyncDisposable
{
    // Enough for a death in every place there is; more means that it does not come up again.
    private const int MostTries = 5;

    /// <summary>How often it died and was started again.</summary>
    public int Restarts { get; private set; }

    public Task<JsonElement> GetAsync(string path, string signIn = "willem") => SendAsync(() => Request(HttpMethod.Get, path, signIn));

    public Task<JsonElement> PostAsync(string path, string signIn, string key, object? body = null) => SendAsync(() => Post(path, signIn, key, body));

    /// <summary>Moves the clock and lets everything happen that falls due, through as many deaths as it takes.</summary>
    public Task GoToAsync(string instant) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Post, "local/clock") { Content = JsonContent.Create(new { to = instant }) });

    public abstract ValueTask DisposeAsync();

    protected static HttpRequestMessage Post(string path, string signIn, string key, object? body)
    {
        HttpRequestMessage request = Request(HttpMethod.Post, path, signIn);
        request.Headers.Add("Idempotency-Key", key);
        request.Content = new StringContent(JsonSerializer.Serialize(body ?? new { }), Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>Sends a request to the app, which is started when it does not run.</summary>
    /// <exception cref="HttpRequestException">It died.</exception>
    protected abstract Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request);

    /// <summary>Leaves nothing of it but its file.</summary>
    protected abstract Task BuryAsync();

    private static HttpRequestMessage Request(HttpMethod method, string path, string signIn)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Development", signIn);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    private async Task<JsonElement> SendAsync(Func<HttpRequestMessage> request)
    {
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            try
            {
                using HttpRequestMessage message = request();
                using HttpResponseMessage response = await AnswerAsync(message);
                string text = await response.Content.ReadAsStringAsync();
                if (response.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.ServiceUnavailable)
                {
                    throw new HttpRequestException(text);
                }

                Assert.True(response.IsSuccessStatusCode, $"{message.Method} {message.RequestUri} answered {(int)response.StatusCode}: {text}");
                return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
            {
                await BuryAsync();
                Restarts++;
            }
        }

        throw new InvalidOperationException("The app dies again and again.");
    }
}
