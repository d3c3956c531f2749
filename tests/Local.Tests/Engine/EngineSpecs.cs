using Caseward.Local.Engine;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

/// <summary>Whether executions stay in memory between their turns. Every spec holds either way.</summary>
public enum Memory
{
    Hot,
    Evicted,
}

/// <summary>
/// An engine on a file of its own, with a clock that stands at noon until a test moves it. Specs speak to it through the public API of
/// the real SDK; what only the local engine has (the clock, waiting for idleness, restarts) comes from here.
/// </summary>
public abstract class EngineSpecs(Memory memory) : IAsyncLifetime
{
    public static readonly DateTimeOffset Noon = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-engine-").FullName;
    private DurableTaskRegistry _registry = new();
    private DurableEngineOptions _options = new();
    private LocalDatabase? _database;
    private string _file = "local.db";
    private int _files;
    private DurableEngine? _engine;

    protected LocalClock Clock { get; set; } = new(Noon, speed: 0);

    /// <summary>From which length on the log is copied into the file.</summary>
    protected virtual long CheckpointAboveBytes => 1 << 20;

    protected DurableTaskClient Client => Engine.Client;

    protected DurableEngine Engine => _engine ?? throw new InvalidOperationException("Start the engine first.");

    protected LocalDatabase Database => _database ?? throw new InvalidOperationException("Start the engine first.");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected async Task StartAsync(
        Action<DurableTaskRegistry> register, Func<DurableEngineOptions, DurableEngineOptions>? configure = null, bool freshFile = false)
    {
        if (freshFile)
        {
            _file = $"local-{++_files}.db";
            Clock = new LocalClock(Noon, speed: 0);
        }

        _registry = new DurableTaskRegistry();
        register(_registry);
        var options = new DurableEngineOptions { MaxHotInstances = memory == Memory.Hot ? 100 : 0 };
        _options = configure?.Invoke(options) ?? options;
        Open();
    }

    /// <summary>The process dies without warning and is started again.</summary>
    protected async Task CrashAndRestartAsync(Action<DurableTaskRegistry>? register = null)
    {
        await Engine.KillAsync();
        await Database.AbandonAsync();
        if (register is not null)
        {
            _registry = new DurableTaskRegistry();
            register(_registry);
        }

        Open();
    }

    protected async Task StopAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
            await _database!.DisposeAsync();
            _engine = null;
        }
    }

    /// <summary>Waits until nothing runs any more at the present instant.</summary>
    protected Task IdleAsync() => Engine.WhenIdleAsync().WaitAsync(Patience);

    /// <summary>Moves the clock and lets everything happen that is due then.</summary>
    protected async Task AdvanceAsync(TimeSpan by)
    {
        await IdleAsync();
        Clock.Advance(by);
        await IdleAsync();
    }

    protected Task<string> StartInstanceAsync(string name, object? input = null, string? id = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(name, input, id is null ? null : new StartOrchestrationOptions(id));

    protected Task<OrchestrationMetadata> CompletedAsync(string id) =>
        Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true).WaitAsync(Patience);

    /// <summary>Starts an instance, waits for its end and returns its output.</summary>
    protected async Task<T?> RunAsync<T>(string name, object? input = null)
    {
        OrchestrationMetadata done = await CompletedAsync(await StartInstanceAsync(name, input));
        Assert.True(done.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{done} {done.FailureDetails}");
        return done.ReadOutputAs<T>();
    }

    protected async Task<OrchestrationRuntimeStatus> StatusAsync(string id)
    {
        await IdleAsync();
        return (await Client.GetInstanceAsync(id))!.RuntimeStatus;
    }

    protected void Open()
    {
        _database = LocalDatabase.Open(Path.Combine(_folder, _file), LocalSchema.All, durable: false, checkpointAboveBytes: CheckpointAboveBytes);
        _engine = DurableEngine.Start(_database, Clock, _registry, _options);
    }
}
