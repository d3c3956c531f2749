using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Tests.Engine;

public sealed class HotLoggerFaultSpecs() : LoggerFaultSpecs(Memory.Hot);

public sealed class EvictedLoggerFaultSpecs() : LoggerFaultSpecs(Memory.Evicted);

/// <summary>Where the engine's logs go may be broken: a full disk, a closed connection. Work goes on all the same, at each of the places where something is logged.</summary>
public abstract class LoggerFaultSpecs(Memory memory) : EngineSpecs(memory)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_log_that_cannot_be_written_stops_nothing(bool canBeAsked)
    {
        using var broken = new BrokenLog(canBeAsked);
        using var logger = new LoggerFactory([broken], new LoggerFilterOptions { MinLevel = LogLevel.Trace });
        var failing = new ConcurrentDictionary<string, bool>(
            [KeyValuePair.Create("engine/turn/before-commit", true), KeyValuePair.Create("engine/activity/before-run", true), KeyValuePair.Create("engine/entity/before-commit", true)]);
        var counter = new EntityInstanceId("Counter", "one");
        await StartAsync(
            tasks => tasks
                .AddEntity<Counter>()
                .AddActivityFunc<string>("Work", _ => "worked")
                .AddActivityFunc("Fail", new Action<TaskActivityContext>(_ => throw new InvalidOperationException("broken")))
                .AddOrchestratorFunc<string>("All", async context =>
                {
                    string worked = await context.CallActivityAsync<string>("Work");
                    try
                    {
                        await context.CallActivityAsync("Fail");
                    }
                    catch (TaskFailedException)
                    {
                        worked += await context.Entities.CallEntityAsync<int>(counter, "add", 1);
                    }

                    context.SendEvent("nobody", "Word", worked);
                    await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                    return worked;
                }),
            options => options with { LoggerFactory = logger, MaxConcurrentActivities = 1, MaxConcurrentEntities = 1, MaxConcurrentOrchestrations = 1 });
        Database.Checkpoints.OnPass = place =>
        {
            if (failing.TryRemove(place, out _))
            {
                throw new InvalidOperationException("so that something is logged");
            }
        };
        string id = await StartInstanceAsync("All");
        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("worked1", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Empty(failing);
        Assert.NotEqual(0, broken.Asked);
    }

    private sealed class BrokenLog(bool canBeAsked) : ILoggerProvider, ILogger
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => canBeAsked || Fail();

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Fail();

        public void Dispose()
        {
        }

        private bool Fail()
        {
            Interlocked.Increment(ref _asked);
            throw new IOException("The log cannot be written.");
        }
    }
}
