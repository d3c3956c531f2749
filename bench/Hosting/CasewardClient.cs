using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.Bench.Hosting;

/// <summary>Speaks to a running Caseward as everybody else does: over HTTP, its queues included. It knows nothing of its insides.</summary>
/// <param name="address">Where it is.</param>
/// <param name="account">The storage account that its queues belong to.</param>
/// <param name="person">Who asks: the id of a colleague.</param>
internal sealed class CasewardClient(Uri address, string account, string person) : IDisposable
{
    private readonly HttpClient _http = new()
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromMinutes(10),
        DefaultRequestHeaders =
        {
            Authorization = new AuthenticationHeaderValue("Development", person),
            Accept = { new MediaTypeWithQualityHeaderValue("application/json") },
        },
    };

    /// <summary>Moves the local clock; returns when everything that fell due on the way has happened. An earlier instant only waits.</summary>
    public Task MoveClockAsync(Instant to) => MoveClockAsync(new { To = to });

    /// <summary>Moves the local clock forward, as <see cref="MoveClockAsync(Instant)"/> does.</summary>
    public Task AdvanceClockAsync(Duration by) => MoveClockAsync(new { Advance = by });

    /// <summary>Sends a command.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="body">Its fields.</param>
    /// <param name="key">Makes a repetition of the request harmless.</param>
    public async Task<Sent> PostAsync(string path, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: CaseJson.Options) };
        request.Headers.Add("Idempotency-Key", key);
        using HttpResponseMessage response = await _http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return new Sent(response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <summary>Puts a message on a queue.</summary>
    public async Task EnqueueAsync(string queue, object message)
    {
        string text = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(message, CaseJson.Options));
        using var content = new StringContent($"<QueueMessage><MessageText>{text}</MessageText></QueueMessage>", Encoding.UTF8, "application/xml");
        using HttpResponseMessage put = await _http.PostAsync($"/{account}/{queue}/messages", content);
        put.EnsureSuccessStatusCode();
    }

    public async Task<JsonElement> GetAsync(string path) => await _http.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Runs a function that no request reaches, as an operator does; returns when it is done.</summary>
    public async Task RunFunctionAsync(string name)
    {
        using HttpResponseMessage run = await _http.PostAsJsonAsync($"/admin/functions/{name}", new { });
        run.EnsureSuccessStatusCode();
    }

    /// <summary>All items of a list, page by page.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(string path)
    {
        var items = new List<JsonElement>();
        string query = "?take=200";
        while (true)
        {
            JsonElement page = await GetAsync(path + query);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            if (!page.TryGetProperty("continuation", out JsonElement next))
            {
                return items;
            }

            query = $"?take=200&continuation={Uri.EscapeDataString(next.GetString()!)}";
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task MoveClockAsync(object move)
    {
        using HttpResponseMessage moved = await _http.PostAsJsonAsync("/local/clock", move, CaseJson.Options);
        moved.EnsureSuccessStatusCode();
    }
}

/// <summary>The answer to a command.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The case, or the problem's details.</param>
internal sealed record Sent(HttpStatusCode Status, JsonElement Body)
{
    public bool IsAccepted => (int)Status is >= 200 and < 300;

    /// <summary>The rule that stands in the way.</summary>
    public string Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out JsonElement code) ? code.GetString()! : $"HTTP {(int)Status}";

    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public void EnsureAccepted()
    {
        if (!IsAccepted)
        {
            throw new InvalidOperationException($"Refused with {(int)Status}: {Body}");
        }
    }
}
