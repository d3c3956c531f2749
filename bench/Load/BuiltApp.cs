using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace Caseward.Bench.Load;

/// <summary>The built application as a process of its own, on a new file.</summary>
internal sealed class BuiltApp : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("caseward-built-");
    private readonly Process _process;

    private BuiltApp(string[] command, int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        // An application that was left there would answer for this one.
        using (var free = new TcpListener(IPAddress.Loopback, port))
        {
            free.Start();
        }

        // Whoever runs a bench in the background may have told its children to ignore Ctrl-C.
        string[] program = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        _process = Process.Start(new ProcessStartInfo(
            program[0],
            [.. program[1..], .. command, $"--Caseward:Local:Port={port}", $"--Caseward:Local:File={Path.Combine(_folder.FullName, "built.db")}", "--Identity:DevelopmentSignIn=true"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development" },
        })!;

        // Whoever does not listen lets it wait before long.
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public Process Process => _process;

    /// <summary>Starts it and returns when it has accepted a case.</summary>
    /// <param name="command">What <c>dotnet</c> is told, up to the application's own arguments.</param>
    /// <param name="port">Where it is to listen.</param>
    public static async Task<BuiltApp> StartAsync(string[] command, int port)
    {
        long started = Stopwatch.GetTimestamp();
        var app = new BuiltApp(command, port);
        try
        {
            using var http = new HttpClient { BaseAddress = app.Address, DefaultRequestHeaders = { { "Authorization", "Development willem" } } };
            var form = new { subject = "First", description = "The first case.", priority = 3, department = "support", contact = new { name = "J. Jansen", phone = "0612345678" } };
            while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1) && !app.Process.HasExited)
            {
                try
                {
                    using HttpResponseMessage opened = await http.PostAsJsonAsync("/api/phone/cases", form);
                    opened.EnsureSuccessStatusCode();
                    return app;
                }
                catch (HttpRequestException notYet) when (notYet.StatusCode is null)
                {
                    await Task.Delay(5);
                }
            }

            throw new TimeoutException($"It did not start within a minute, or ended: dotnet {string.Join(' ', command)} on port {port}.");
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
