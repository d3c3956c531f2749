using System.Diagnostics;
using System.Net.Http.Headers;

namespace Caseward.Kill;

/// <summary>The built app, started again and again on one file, on loopback, with a clock that stands until it is moved.</summary>
internal sealed class AppProcess(string app, string folder) : IAsyncDisposable
{
    private Process? _process;
    private Task _errors = Task.CompletedTask;
    private volatile HttpClient? _client;
    private int _answers;

    /// <summary>Speaks to it; null while it is down.</summary>
    public HttpClient? Client => _client;

    /// <summary>How many requests have been answered since it was started last.</summary>
    public int Answers => Volatile.Read(ref _answers);

    public void NoteAnswer() => Interlocked.Increment(ref _answers);

    /// <summary>Starts it and returns when it serves, or at once when <paramref name="wait"/> is over: then it is still starting.</summary>
    /// <exception cref="InvalidOperationException">It ended by itself.</exception>
    public async Task StartAsync(TimeSpan wait)
    {
        Volatile.Write(ref _answers, 0);
        var start = new ProcessStartInfo("dotnet", [app])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in Settings())
        {
            start.Environment[name] = value;
        }

        Process process = _process = Process.Start(start)!;
        _errors = CopyAsync(process.StandardError, Path.Combine(folder, "errors.log"));
        Task ready = ReadyAsync(process);
        if (await Task.WhenAny(ready, Task.Delay(wait)) == ready)
        {
            await ready;
        }
    }

    /// <summary>Kills it: SIGKILL on Unix.</summary>
    public async Task KillAsync()
    {
        HttpClient? client = _client;
        _client = null;
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            await _errors;
            process.Dispose();
            _process = null;
        }

        client?.Dispose();
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private static async Task CopyAsync(StreamReader from, string file)
    {
        await using var log = new StreamWriter(file, append: true);
        while (await from.ReadLineAsync() is { } line)
        {
            await log.WriteLineAsync(line);
        }
    }

    private Dictionary<string, string> Settings() => new(StringComparer.Ordinal)
    {
        ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
        ["Identity__DevelopmentSignIn"] = "true",
        ["Policy__Document"] = "default",
        ["Caseward__Local__File"] = Path.Combine(folder, "local.db"),
        ["Caseward__Local__Port"] = "0",
        ["Caseward__Local__ClockStart"] = "2026-06-02T06:00:00Z",
        ["Caseward__Local__ClockSpeed"] = "0",
    };

    private async Task ReadyAsync(Process process)
    {
        Uri? address = null;
        using var log = new StringWriter();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            await log.WriteLineAsync(line);
            if (line.TrimStart().StartsWith("address", StringComparison.Ordinal))
            {
                address = new Uri(line.Trim()["address".Length..].Trim() + "/");
            }

            if (line.StartsWith("Ready", StringComparison.Ordinal) && address is not null)
            {
                var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(9) };
                client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
                _client = client;
                _ = CopyAsync(process.StandardOutput, Path.Combine(folder, "output.log"));
                return;
            }
        }

        await process.WaitForExitAsync();
        if (process.ExitCode < 128)
        {
            throw new InvalidOperationException($"The app did not come up (code {process.ExitCode}); see {folder}. It said: {log}");
        }
    }
}
