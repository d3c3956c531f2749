using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Caseward.Bench.Replay;
using Caseward.Domain.Cases;

namespace Caseward.Bench.Load;

/// <summary>Clients that open phone cases, each one after the other, over connections of their own on loopback.</summary>
/// <param name="address">Where the application is.</param>
internal sealed class IntakeLoad(Uri address) : IDisposable
{
    private static readonly byte[] Form = JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            Subject = "The printer does not print",
            Description = "Since this morning nothing comes out of it, not even the test page. Restarting did not help.",
            Priority = 3,
            Desk.Department,
            Contact = new { Name = "J. Jansen", Phone = "0612345678" },
        },
        CaseJson.Options);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Development", Desk.Manager) },
    };

    /// <summary>Opens cases until the time is over.</summary>
    /// <param name="clients">How many ask at the same time.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="perSecond">The most that all of them together begin in a second; absent for as many as they can.</param>
    public async Task<Latencies> RunAsync(int clients, TimeSpan duration, double? perSecond = null)
    {
        long started = Stopwatch.GetTimestamp();
        Latencies[] all = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => OpenCasesAsync(client))));
        var together = new Latencies();
        foreach (Latencies latencies in all)
        {
            together.AddAll(latencies);
        }

        return together;

        async Task<Latencies> OpenCasesAsync(int client)
        {
            var latencies = new Latencies();
            for (int turn = 0; Stopwatch.GetElapsedTime(started) < duration; turn++)
            {
                if (perSecond is { } rate)
                {
                    TimeSpan early = TimeSpan.FromSeconds(((turn * clients) + client) / rate) - Stopwatch.GetElapsedTime(started);
                    await Task.Delay(early > TimeSpan.Zero ? early : TimeSpan.Zero);
                }

                latencies.Add(await OpenAsync());
            }

            return latencies;
        }
    }

    /// <summary>Opens so many cases, some at a time.</summary>
    /// <returns>Their numbers.</returns>
    public async Task<IReadOnlyList<string>> OpenAsync(int cases)
    {
        var numbers = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, cases), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, cancellationToken) =>
        {
            using ByteArrayContent content = Content();
            using HttpResponseMessage response = await _http.PostAsync("/api/phone/cases", content, cancellationToken);
            response.EnsureSuccessStatusCode();
            numbers.Add((await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("number").GetString()!);
        });
        return [.. numbers];
    }

    public void Dispose() => _http.Dispose();

    private static ByteArrayContent Content() => new(Form) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = Encoding.UTF8.WebName } } };

    private async Task<TimeSpan> OpenAsync()
    {
        long started = Stopwatch.GetTimestamp();
        using ByteArrayContent content = Content();
        using HttpResponseMessage response = await _http.PostAsync("/api/phone/cases", content);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(started);
    }
}
