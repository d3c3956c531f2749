using System.Collections.Concurrent;
using Caseward.Local.Engine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Tests.Engine;

public sealed class HotDeterminismSpecs() : DeterminismSpecs(Memory.Hot);

public sealed class EvictedDeterminismSpecs() : DeterminismSpecs(Memory.Evicted);

/// <summary>Replay: what stays the same, what is silent, what is noticed.</summary>
public abstract class DeterminismSpecs(Memory memory) : EngineSpecs(memory)
{
    private readonly KeptLogs _logs = new();

    /// <summary>Computed beside the engine with Python's uuid5 over "{instance}_{time}_{counter}" in the SDK's namespace.</summary>
    [Fact]
    public async Task New_ids_are_those_that_the_real_sdk_would_make()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<List<Guid>>("Ids", context => [context.NewGuid(), context.NewGuid()]));
        await StartInstanceAsync("Ids", id: "case-1");

        Assert.Equal(
            [new Guid("375e3075-45c1-58bd-a37b-15bc1a1a0e15"), new Guid("b3b1baa2-1d5e-5631-ad7b-95b0bc9c6422")],
            (await CompletedAsync("case-1")).ReadOutputAs<List<Guid>>()!);
    }

    [Fact]
    public async Task An_orchestrator_whose_calls_have_changed_is_found_out()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Changing", async context =>
            {
                await context.CallActivityAsync("A");
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            })
            .AddActivityFunc("A", _ => { }));
        string id = await StartInstanceAsync("Changing");
        await IdleAsync();

        await CrashAndRestartAsync(tasks => tasks
            .AddOrchestratorFunc("Changing", async context =>
            {
                await context.CallActivityAsync("B");
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            })
            .AddActivityFunc("B", _ => { }));
        await AdvanceAsync(TimeSpan.FromHours(1));

        TaskFailureDetails failure = (await CompletedAsync(id)).FailureDetails!;
        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", failure.ErrorType);
        Assert.Contains("'A' (#0)", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("'B' (#0)", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("a timer")]
    public async Task An_orchestrator_that_asks_for_nothing_or_something_else_is_found_out(string now)
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Changing", async context =>
            {
                await context.CallActivityAsync("A");
                await context.WaitForExternalEvent<string>("Go");
            })
            .AddActivityFunc("A", _ => { }));
        string id = await StartInstanceAsync("Changing");
        await IdleAsync();

        await CrashAndRestartAsync(tasks => tasks
            .AddOrchestratorFunc("Changing", async context =>
            {
                if (now == "a timer")
                {
                    await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                }

                await context.WaitForExternalEvent<string>("Go");
            })
            .AddActivityFunc("A", _ => { }));
        await Client.RaiseEventAsync(id, "Go");

        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", (await CompletedAsync(id)).FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task An_orchestrator_that_asks_for_more_beside_what_it_asked_for_gets_it()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Growing", async context =>
            {
                int one = await context.CallActivityAsync<int>("One");
                await context.WaitForExternalEvent<string>("Go");
                return one;
            })
            .AddActivityFunc<int>("One", _ => 1));
        string id = await StartInstanceAsync("Growing");
        await IdleAsync();

        await CrashAndRestartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Growing", async context =>
            {
                int[] both = await Task.WhenAll(context.CallActivityAsync<int>("One"), context.CallActivityAsync<int>("Two"));
                await context.WaitForExternalEvent<string>("Go");
                return both.Sum();
            })
            .AddActivityFunc<int>("One", _ => 1)
            .AddActivityFunc<int>("Two", _ => 2));
        await Client.RaiseEventAsync(id, "Go");

        Assert.Equal(3, (await CompletedAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Awaiting_something_that_is_not_durable_never_ends_and_is_said_in_the_log()
    {
        var foreign = new TaskCompletionSource();
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc("Illegal", _ => foreign.Task),
            options => options with { LoggerFactory = _logs });
        string id = await StartInstanceAsync("Illegal");
        await IdleAsync();

        foreign.SetResult();
        await IdleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Running, await StatusAsync(id));
        Assert.Contains(_logs.Of("Microsoft.DurableTask.Worker.Orchestrations"), line => line.Contains("not durable", StringComparison.Ordinal));
        await Client.TerminateInstanceAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, await StatusAsync(id));
    }

    [Fact]
    public async Task The_context_refuses_to_be_used_off_the_orchestrators_thread()
    {
        var refused = new TaskCompletionSource<Exception>();
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Escape", async context =>
        {
            await context.CreateTimer(TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
            try
            {
                await context.CallActivityAsync("Any");
            }
            catch (InvalidOperationException error)
            {
                refused.TrySetResult(error);
            }
        }));

        await StartInstanceAsync("Escape");

        Assert.Contains("orchestrator's thread", (await refused.Task).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_is_only_cast_in_the_plain_worker_and_converted_under_functions()
    {
        void Register(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<object?, int>("Input", (context, _) => context.GetInput<int>());
        await StartAsync(Register);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(await StartInstanceAsync("Input", 7))).RuntimeStatus);

        await StopAsync();
        await StartAsync(Register, options => options with { ConvertsInputOnRead = true });
        Assert.Equal(7, await RunAsync<int>("Input", 7));
    }

    [Fact]
    public async Task A_wide_orchestration_comes_to_the_same_with_chaos_on()
    {
        int runs = 0;
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<int>("Fan", async context =>
                    (await Task.WhenAll(Enumerable.Range(1, 10).Select(i => context.CallActivityAsync<int>("Same", i)))).Sum())
                .AddActivityFunc<int, int>("Same", (_, i) =>
                {
                    Interlocked.Increment(ref runs);
                    return i;
                }),
            options => options with { Chaos = DurableChaos.RunActivitiesTwice });

        Assert.Equal(55, await RunAsync<int>("Fan"));
        Assert.Equal(20, runs);
    }

    /// <summary>Keeps every line.</summary>
    private sealed class KeptLogs : ILoggerFactory
    {
        private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _lines = new(StringComparer.Ordinal);

        public List<string> Of(string category) => [.. _lines.GetValueOrDefault(category) ?? []];

        public ILogger CreateLogger(string categoryName) => new Category(_lines.GetOrAdd(categoryName, _ => new ConcurrentQueue<string>()));

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        private sealed class Category(ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue(formatter(state, exception));
        }
    }
}
