using System.Collections.Concurrent;
using Caseward.Local.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Tests.Hosting;

/// <summary>
/// A functions application of a few sample functions, in this process: a folder, an account and a port of its own, and a clock that
/// stands at noon until it is moved.
/// </summary>
internal sealed class TestApp : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;
    private readonly string _account = "t" + Guid.NewGuid().ToString("N")[..20];
    private readonly Type[] _functions;
    private IHost? _host;

    private TestApp(Type[] functions) => _functions = functions;

    public Action<FunctionsApplicationBuilder> Configure { get; set; } = builder => builder.ConfigureFunctionsWebApplication();

    public string HostJson { get; set; } = """{ "version": "2.0" }""";

    public string? LocalSettings { get; set; }

    public string[] Settings { get; set; } = [];

    /// <summary>Whether it serves an account of its own; the one that the settings name otherwise.</summary>
    public bool ServesAccount { get; set; } = true;

    /// <summary>What the functions noted, in order.</summary>
    public Notes Notes { get; } = new();

    public LocalRuntime Runtime => Services.GetRequiredService<LocalRuntime>();

    public IServiceProvider Services => _host!.Services;

    public HttpClient Http { get; private set; } = new();

    public string Folder => _folder;

    public string Account => _account;

    public static TestApp Of(params Type[] functions) => new(functions);

    public static Task<TestApp> StartAsync(params Type[] functions) => Of(functions).StartAsync();

    public async Task<TestApp> StartAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "host.json"), HostJson);
        if (LocalSettings is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, "local.settings.json"), LocalSettings);
        }

        FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(
            [
                $"--Caseward:Local:Root={_folder}",
                .. ServesAccount ? (string[])[$"--Caseward:Local:AccountName={_account}"] : [],
                "--Caseward:Local:Port=0",
                "--Caseward:Local:Durable=false",
                "--Caseward:Local:ClockSpeed=0",
                $"--Caseward:Local:ClockStart={Noon:o}",
                .. Settings,
            ],
            _functions);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(Notes);
        Configure(builder);
        _host = builder.Build();
        await _host.StartAsync();
        Http.Dispose();
        Http = new HttpClient { BaseAddress = Runtime.BaseAddress };
        return this;
    }

    /// <summary>Starts it where it is to refuse that, and takes its folder away.</summary>
    public async Task<StartRefusedException> RefuseAsync()
    {
        await using (this)
        {
            return await Assert.ThrowsAsync<StartRefusedException>(StartAsync);
        }
    }

    /// <summary>Stops it and starts it again on the same file.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task StopAsync()
    {
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>What functions did, for tests to read.</summary>
internal sealed class Notes
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Add(string line) => _lines.Enqueue(line);
}
