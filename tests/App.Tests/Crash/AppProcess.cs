using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Caseward.App.Tests.Crash;

/// <summary>
/// The app as a process of its own on a file of its own, with a clock that stands still. It can be told to kill itself at a checkpoint, as a
/// power cut would; whoever talks to it then starts it again and repeats what was not answered, as a careful caller does.
/// </summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-crash-").FullName;
    private readonly string _clockStart;
    private HttpClient? _client;
    private Process? _process;
    private List<Task<string>> _output = [];
    private string? _killAt;

    public AppProcess(string clockStart, string? killAt)
    {
        _clockStart = clockStart;
        _killAt = killAt;
    }

    /// <summary>How often it died and was started again.</summary>
    public int Restarts { get; private set; }

    public async Task<JsonElement> GetAsync(string path, string signIn = "willem") =>
        await SendAsync(() => Request(HttpMethod.Get, path, signIn));

    public async Task<JsonElement> PostAsync(string path, string signIn, string key, object? body = null) =>
        await SendAsync(() => Post(path, signIn, key, body));

    /// <summary>The process, once it has been started by a request.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("It does not run.");

    /// <summary>Where it keeps everything.</summary>
    public string File => Path.Combine(_folder, "local.db");

    /// <summary>Posts once and takes whatever answer there is; null when there is none.</summary>
    public async Task<HttpStatusCode?> TryPostAsync(string path, string signIn, string key, object body)
    {
        using HttpRequestMessage request = Post(path, signIn, key, body);
        try
        {
            using HttpResponseMessage response = await (_client ??= await StartAsync()).SendAsync(request);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Moves the clock and lets everything happen that falls due, through as many deaths as it takes.</summary>
    public async Task GoToAsync(string instant) =>
        await SendAsync(() => new HttpRequestMessage(HttpMethod.Post, "local/clock") { Content = JsonContent.Create(new { to = instant }) });

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string signIn)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Development", signIn);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    private static HttpRequestMessage Post(string path, string signIn, string key, object? body)
    {
        HttpRequestMessage request = Request(HttpMethod.Post, path, signIn);
        request.Headers.Add("Idempotency-Key", key);
        request.Content = new StringContent(JsonSerializer.Serialize(body ?? new { }), Encoding.UTF8, "application/json");
        return request;
    }

    private async Task<JsonElement> SendAsync(Func<HttpRequestMessage> request)
    {
        // Enough for a death in every place there is; more means that it does not come up again.
        for (int attempt = 0; attempt < 5; attempt++)
        {
            HttpClient client = _client ??= await StartAsync();
            try
            {
                using HttpRequestMessage message = request();
                using HttpResponseMessage response = await client.SendAsync(message);
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
                await StopAsync();
                Restarts++;
            }
        }

        throw new InvalidOperationException("The app dies again and again.");
    }

    private async Task<HttpClient> StartAsync()
    {
        // A limit on the size of files, unlike a full disk, sends a signal besides, which would end the process.
        string app = typeof(CasewardApp).Assembly.Location;
        var start = new ProcessStartInfo(OperatingSystem.IsLinux() ? "/bin/sh" : "dotnet", OperatingSystem.IsLinux() ? ["-c", "trap '' XFSZ; exec dotnet \"$0\"", app] : [app])
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development";
        start.Environment["Identity__DevelopmentSignIn"] = "true";
        start.Environment["Policy__Document"] = "default";
        start.Environment["Caseward__Local__File"] = File;
        start.Environment["Caseward__Local__Port"] = "0";
        start.Environment["Caseward__Local__ClockStart"] = _clockStart;
        start.Environment["Caseward__Local__ClockSpeed"] = "0";
        if (_killAt is not null)
        {
            start.Environment["Caseward__Local__KillAt"] = _killAt;
            _killAt = null;
        }

        _process = Process.Start(start)!;
        _output = [_process.StandardError.ReadToEndAsync()];
        using var limit = new CancellationTokenSource(StartLimit);
        Uri? address = null;
        var seen = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            seen.AppendLine(line);
            if (line.TrimStart().StartsWith("address", StringComparison.Ordinal))
            {
                address = new Uri(line.Trim()["address".Length..].Trim() + "/");
            }

            if (line.StartsWith("Ready", StringComparison.Ordinal) && address is not null)
            {
                _output.Add(_process.StandardOutput.ReadToEndAsync(CancellationToken.None));
                return new HttpClient { BaseAddress = address };
            }
        }

        throw new InvalidOperationException($"The app did not come up; it said: {seen}");
    }

    private async Task StopAsync()
    {
        _client?.Dispose();
        _client = null;
        if (_process is not null)
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            await _process.WaitForExitAsync();
            await Task.WhenAll(_output);
            _process.Dispose();
            _process = null;
        }
    }
}
