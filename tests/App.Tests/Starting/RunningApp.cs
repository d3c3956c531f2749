using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Caseward.App.Tests.Starting;

/// <summary>The app as a process of its own, as somebody at a terminal has it: what it prints can be read, and it can be told to end by Ctrl+C.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly TaskCompletionSource<string> _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningApp(Process process) => _process = process;

    /// <summary>Everything that it has printed.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public HttpClient Http { get; private set; } = new();

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<RunningApp> StartAsync(string folder, params string[] settings)
    {
        RunningApp app = Launch(folder, settings);
        string address = await app._serving.Task.WaitAsync(StartLimit);
        app.Http = new HttpClient { BaseAddress = new Uri(address) };
        return app;
    }

    /// <summary>Starts it where it is expected to refuse, and returns what it printed and its exit code.</summary>
    public static async Task<(int ExitCode, IReadOnlyList<string> Lines)> RefuseAsync(string folder, params string[] settings)
    {
        await using RunningApp app = Launch(folder, settings);
        await app._process.WaitForExitAsync().WaitAsync(StartLimit);
        return (app._process.ExitCode, app.Lines);
    }

    /// <summary>Presses Ctrl+C and waits until the process has ended.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TimeoutException">It did not end. The limit is for machines that are busy with other things; what it says itself is in <see cref="Lines"/>.</exception>
    public async Task<int> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static RunningApp Launch(string folder, string[] settings)
    {
        // Whoever runs tests in the background may have told their children to ignore Ctrl+C.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", typeof(CasewardApp).Assembly.Location, $"--Caseward:Local:File={folder}/local.db", .. settings])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development";
        start.Environment["Identity__DevelopmentSignIn"] = "true";
        var process = new Process { StartInfo = start };
        var app = new RunningApp(process);
        process.OutputDataReceived += (_, said) => app.Note(said.Data);
        process.ErrorDataReceived += (_, said) => app.Note(said.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return app;
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (line.StartsWith("Ready", StringComparison.Ordinal))
        {
            _serving.TrySetResult(_lines.First(each => each.StartsWith("  address  ", StringComparison.Ordinal))["  address  ".Length..]);
        }
        else if (line.Contains("\"Message\":\"Serving ", StringComparison.Ordinal))
        {
            _serving.TrySetResult(line.Split("\"Address\":\"")[1].Split('"')[0]);
        }
    }
}
