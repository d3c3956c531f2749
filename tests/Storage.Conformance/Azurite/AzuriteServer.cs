using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Caseward.Storage.Conformance.Azurite;

[assembly: AssemblyFixture(typeof(AzuriteServer))]

namespace Caseward.Storage.Conformance.Azurite;

/// <summary>
/// One Azurite for the whole run, in memory, on free ports of the loopback address; started when the first spec asks for it and ended
/// with the run. Where it is not installed, its specs are skipped and say why; with <c>CASEWARD_AZURITE=required</c> they fail instead.
/// </summary>
public sealed partial class AzuriteServer : IAsyncDisposable
{
    private static readonly string Folder = typeof(AzuriteServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "AzuriteFolder").Value!;

    private readonly Lock _gate = new();
    private Task<Endpoints>? _starting;
    private Process? _process;

    internal async Task<Uri> TablesAsync() => (await StartedAsync()).Tables;

    internal async Task<Uri> QueuesAsync() => (await StartedAsync()).Queues;

    public ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
        }

        _process?.Dispose();
        return default;
    }

    private static void Unavailable(string reason)
    {
        bool required = Environment.GetEnvironmentVariable("CASEWARD_AZURITE") == "required";
        Assert.SkipUnless(required, reason);
        Assert.Fail(reason);
    }

    private Task<Endpoints> StartedAsync()
    {
        lock (_gate)
        {
            return _starting ??= StartAsync();
        }
    }

    private async Task<Endpoints> StartAsync()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "azurite")))
        {
            Unavailable("Azurite is not installed: run 'npm --prefix tests/Storage.Conformance/emulator ci' (Node 20 or later).");
        }

        var start = new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                Path.Combine(Folder, "serve.cjs"), "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
                "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent",
            },
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Unavailable("Node is not installed, and Azurite needs it.");
        }

        Task<string> errors = _process!.StandardError.ReadToEndAsync();
        var found = new Dictionary<string, Uri>();
        while (!found.ContainsKey("Queue") || !found.ContainsKey("Table"))
        {
            string line = await _process.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException($"Azurite ended before it listened: {await errors}");
            if (Listening().Match(line) is { Success: true } match)
            {
                found[match.Groups["service"].Value] = new Uri($"{match.Groups["address"].Value}/{SharedKey.Account}");
            }
        }

        _ = _process.StandardOutput.ReadToEndAsync();
        return new Endpoints(found["Table"], found["Queue"]);
    }

    [GeneratedRegex("Azurite (?<service>Queue|Table) service is successfully listening at (?<address>http://[0-9.:]+)")]
    private static partial Regex Listening();

    private sealed record Endpoints(Uri Tables, Uri Queues);
}
