using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Conformance;

/// <summary>
/// A documented behaviour of the Durable Task SDK, said in its public API alone, so that it can be asked of the real packages too. Time is
/// real here: timers are short, and a spec waits for what it expects to happen, never for time to pass. What needs a clock that can be
/// moved is in tests/Local.Tests, and so is what lets the engine die under these specs.
/// </summary>
/// <remarks>
/// Traits: <c>Backend=AzureStorage</c> marks what is documented and what the real test host, which keeps everything in memory, does otherwise;
/// <c>Backend=InMemory</c> what only that one does. <c>Until</c> and <c>Since</c> name the last or first version of the SDK that behaves so.
/// <c>Counts=runs</c> marks what comes out otherwise when something runs or is logged once more, because the engine died in the middle of it.
/// </remarks>
public abstract class Spec : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private DurableTaskTestHost? _host;

    protected DurableTaskTestHost Host => _host ?? throw new InvalidOperationException("Start the host first.");

    protected DurableTaskClient Client => Host.Client;

    protected KeptLogs Logs { get; } = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        Logs.Dispose();
    }

    protected async Task StartAsync(Action<DurableTaskRegistry> tasks, Action<IServiceCollection>? services = null) =>
        _host = await Hosts.StartAsync(tasks, new DurableTaskTestHostOptions { ConfigureServices = services, LoggerFactory = Logs });

    protected Task<string> ScheduleAsync(TaskName name, object? input = null, string? id = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(name, input, id is null ? null : new StartOrchestrationOptions(id));

    /// <summary>Schedules an instance and waits until it has begun.</summary>
    protected async Task<string> BegunAsync(TaskName name, object? input = null, string? id = null)
    {
        string instance = await ScheduleAsync(name, input, id);
        await Within(Client.WaitForInstanceStartAsync(instance));
        return instance;
    }

    /// <summary>Waits for the end of an instance, whatever it is.</summary>
    protected Task<OrchestrationMetadata> EndOfAsync(string id) => Within(Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true));

    /// <summary>Waits for the end of an instance, which is to be a good one, and returns its output.</summary>
    protected async Task<T?> OutputOfAsync<T>(string id)
    {
        OrchestrationMetadata end = await EndOfAsync(id);
        Assert.True(end.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{end.RuntimeStatus} {end.FailureDetails}");
        return end.ReadOutputAs<T>();
    }

    protected async Task<T?> RunAsync<T>(TaskName name, object? input = null) => await OutputOfAsync<T>(await ScheduleAsync(name, input));

    /// <summary>Schedules an instance that is to fail, and returns why it did.</summary>
    protected async Task<TaskFailureDetails> FailureOfAsync(TaskName name, object? input = null)
    {
        OrchestrationMetadata end = await EndOfAsync(await ScheduleAsync(name, input));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        return end.FailureDetails!;
    }

    protected Task<OrchestrationMetadata> StatusAsync(string id, OrchestrationRuntimeStatus status) =>
        UntilAsync(id, metadata => metadata.RuntimeStatus == status, status.ToString());

    /// <summary>Looks at an instance again and again until it is as expected.</summary>
    protected Task<OrchestrationMetadata> UntilAsync(string id, Func<OrchestrationMetadata, bool> expected, string what) =>
        UntilAsync(() => Client.GetInstanceAsync(id, getInputsAndOutputs: true), expected, $"of '{id}': {what}");

    /// <summary>Looks at something again and again until it is there and as expected.</summary>
    protected static async Task<T> UntilAsync<T>(Func<Task<T?>> look, Func<T, bool> expected, string what)
        where T : class
    {
        using var patience = new CancellationTokenSource(Patience);
        T? seen = null;
        while (!patience.IsCancellationRequested)
        {
            seen = await look();
            if (seen is not null && expected(seen))
            {
                return seen;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        throw new TimeoutException($"Expected {what}. It is {seen}.");
    }

    /// <summary>So often has each of these run; or once more for each time that the engine died.</summary>
    protected static void AssertRan(int[] expected, params int[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), each => Assert.InRange(each.Second, each.First, each.First * (1 + Hosts.Repeats)));
    }

    protected static Task<T> Within<T>(Task<T> task) => task.WaitAsync(Patience);

    protected static Task Within(Task task) => task.WaitAsync(Patience);
}
