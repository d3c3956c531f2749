using System.Diagnostics;
using System.Net;
using System.Text;
#if TABLE_CLIENTS_AZURE
using Caseward.Testing;
#endif

namespace Caseward.App.Tests.Crash;

/// <summary>The app as a process of its own on a file of its own, with a clock that stands still. At a checkpoint it kills itself.</summary>
internal sealed class AppProcess : MortalApp
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-crash-").FullName;
#if TABLE_CLIENTS_AZURE
    private readonly string _account = TestAccounts.New();
#endif
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

    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request) => await (_client ??= await StartAsync()).SendAsync(request);

    protected override Task BuryAsync() => StopAsync();

    private async Task<HttpClient> StartAsync()
    {
        // A limit on the size of files, unlike a full disk, sends a signal besides, which would end the process.
        string[] app =
        [
            typeof(CasewardApp).Assembly.Location,
#if TABLE_CLIENTS_AZURE
            .. TestAccounts.SettingsFor(_account),
#endif
        ];
        var start = new ProcessStartInfo(OperatingSystem.IsLinux() ? "/bin/sh" : "dotnet", OperatingSystem.IsLinux() ? ["-c", "trap '' XFSZ; exec dotnet \"$0\" \"$@\"", .. app] : app)
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
