using System.Threading.Channels;
using Caseward.Testing;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Tests.Engine;

/// <summary>Work that could not be committed waits for its next attempt. Here that never comes, and nobody else waits along.</summary>
public sealed class FailedCommitSpecs() : EngineSpecs(Memory.Hot)
{
    [Fact]
    public async Task Turns_leave_their_places_to_others()
    {
        const int MoreThanMayBeUnderWay = 600;
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc("Stuck", _ => { }).AddOrchestratorFunc<string>("Fine", _ => "fine"),
            options => options with
            {
                RealTime = new StandingTime(),
                MaxConcurrentOrchestrations = 1,
                OrchestrationFilter = (name, _) => name != "Stuck" ? true : throw new InvalidOperationException("This filter fails."),
            });
        await Task.WhenAll(Enumerable.Range(0, MoreThanMayBeUnderWay).Select(_ => StartInstanceAsync("Stuck")));

        Assert.Equal("fine", await RunAsync<string>("Fine"));
    }

    [Fact]
    public async Task Batches_leave_their_worker_to_others()
    {
        var failed = new TaskCompletionSource();
        await StartAsync(
            tasks => tasks
                .AddEntity<Counter>()
                .AddOrchestratorFunc<int>("Add", context => context.Entities.CallEntityAsync<int>(new EntityInstanceId("Counter", "fine"), "add", 1)),
            options => options with { RealTime = new StandingTime(), MaxConcurrentEntities = 1 });
        Database.Checkpoints.OnPass = place =>
        {
            if (place == "engine/entity/before-commit" && failed.TrySetResult())
            {
                throw new InvalidOperationException("This commit fails.");
            }
        };
        await Client.Entities.SignalEntityAsync(new EntityInstanceId("Counter", "stuck"), "add", 1);
        await failed.Task.WaitAsync(Patience);

        Assert.Equal(1, await RunAsync<int>("Add"));
    }

    [Theory]
    [InlineData("engine/turn/after-commit")]
    [InlineData("engine/entity/after-commit")]
    public async Task What_fails_after_a_commit_is_not_said_to_be_tried_again_and_is_not(string place)
    {
        using var log = new LogLines();
        using var logger = new LoggerFactory([log]);
        await StartAsync(
            tasks => tasks
                .AddEntity<Counter>()
                .AddOrchestratorFunc<int>("Add", context => context.Entities.CallEntityAsync<int>(new EntityInstanceId("Counter", "one"), "add", 1)),
            options => options with { LoggerFactory = logger, RealTime = new StandingTime() });
        Database.Checkpoints.OnPass = passed =>
        {
            if (passed == place)
            {
                throw new InvalidOperationException("This comes too late.");
            }
        };

        Assert.Equal(1, await RunAsync<int>("Add"));
        await IdleAsync();

        Assert.NotEmpty(log.Errors);
        Assert.All(log.Errors, line => Assert.Contains($"Something failed at '{place}'; what was committed there stays, and is handed out.", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task However_many_messages_wait_for_a_filter_it_is_asked_again_once_at_a_time()
    {
        bool takes = false;
        var time = new StandingTime();
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("word")),
            options => options with { RealTime = time, OrchestrationFilter = (_, _) => Volatile.Read(ref takes) });
        string id = await StartInstanceAsync("Wait");
        for (int i = 0; i < 10; i++)
        {
            await IdleAsync();
            await Client.RaiseEventAsync(id, "word", $"{i}");
        }

        await IdleAsync();
        Action ask = await time.Waits.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(0, time.Waits.Count);
        ask();
        ask = await time.Waits.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(0, time.Waits.Count);

        Volatile.Write(ref takes, true);
        ask();
        Assert.Equal("0", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    private sealed class StandingTime : TimeProvider
    {
        private readonly Channel<Action> _waits = Channel.CreateUnbounded<Action>();

        /// <summary>What ends each wait that was begun.</summary>
        public ChannelReader<Action> Waits => _waits.Reader;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _waits.Writer.TryWrite(() => callback(state));
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
