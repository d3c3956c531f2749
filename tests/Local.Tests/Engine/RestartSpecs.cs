using Caseward.Local.Time;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotRestartSpecs() : RestartSpecs(Memory.Hot);

public sealed class EvictedRestartSpecs() : RestartSpecs(Memory.Evicted);

public abstract class RestartSpecs(Memory memory) : EngineSpecs(memory)
{
    [Fact]
    public async Task A_timer_that_fell_due_while_nothing_ran_fires_at_the_next_start()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<DateTime>("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return context.CurrentUtcDateTime;
        }));
        string id = await StartInstanceAsync("Sleep");
        await IdleAsync();
        await Engine.KillAsync();
        Clock.Advance(TimeSpan.FromHours(8));

        await CrashAndRestartAsync();

        Assert.Equal(Noon.UtcDateTime.AddHours(8), (await CompletedAsync(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task A_timer_of_the_future_is_still_waited_for_after_a_restart()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Sleep", context => context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None)));
        string id = await StartInstanceAsync("Sleep");
        await IdleAsync();

        await CrashAndRestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Running, await StatusAsync(id));
        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await StatusAsync(id));
    }

    [Fact]
    public async Task A_timer_that_fell_due_for_a_suspended_instance_while_nothing_ran_is_there_when_it_is_resumed()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<DateTime>("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return context.CurrentUtcDateTime;
        }));
        string id = await StartInstanceAsync("Sleep");
        await Client.WaitForInstanceStartAsync(id);
        await Client.SuspendInstanceAsync(id);
        await IdleAsync();
        await Engine.KillAsync();
        Clock.Advance(TimeSpan.FromHours(8));

        await CrashAndRestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await StatusAsync(id));
        await CrashAndRestartAsync();
        await Client.ResumeInstanceAsync(id);

        Assert.Equal(Noon.UtcDateTime.AddHours(8), (await CompletedAsync(id)).ReadOutputAs<DateTime>());
        Assert.Null(Engine.NextWakeUp);
    }

    [Fact]
    public async Task Time_does_not_go_back_for_an_instance_though_the_clock_did_while_nothing_ran()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<DateTime[]>("Watch", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            await context.WaitForExternalEvent<string>("Go");
            DateTime heard = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return [heard, context.CurrentUtcDateTime];
        }));
        string id = await StartInstanceAsync("Watch");
        await AdvanceAsync(TimeSpan.FromHours(1));
        Clock = new LocalClock(Noon.AddMinutes(30), speed: 0);

        await CrashAndRestartAsync();
        await Client.RaiseEventAsync(id, "Go", "go");
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await StatusAsync(id));
        await AdvanceAsync(TimeSpan.FromMinutes(30));

        Assert.Equal([Noon.UtcDateTime.AddHours(1), Noon.UtcDateTime.AddHours(2)], (await CompletedAsync(id)).ReadOutputAs<DateTime[]>()!);
    }

    [Fact]
    public async Task An_activity_that_ran_when_the_process_died_runs_again()
    {
        var running = new TaskCompletionSource();
        var never = new TaskCompletionSource<string>();
        int runs = 0;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Call", context => context.CallActivityAsync<string>("Work"))
            .AddActivityFunc<string>("Work", _ =>
            {
                if (Interlocked.Increment(ref runs) > 1)
                {
                    return Task.FromResult("second run");
                }

                running.SetResult();
                return never.Task;
            }));
        string id = await StartInstanceAsync("Call");
        await running.Task;

        await CrashAndRestartAsync();

        Assert.Equal("second run", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Activities_whose_results_are_recorded_do_not_run_again()
    {
        int runs = 0;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Call", async context =>
            {
                int first = await context.CallActivityAsync<int>("Work");
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return first;
            })
            .AddActivityFunc<int>("Work", _ => Interlocked.Increment(ref runs)));
        string id = await StartInstanceAsync("Call");
        await IdleAsync();

        await CrashAndRestartAsync();
        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(1, (await CompletedAsync(id)).ReadOutputAs<int>());
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Buffered_events_and_half_finished_waits_survive()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", async context =>
        {
            Task<string> a = context.WaitForExternalEvent<string>("A");
            Task<string> b = context.WaitForExternalEvent<string>("B");
            await Task.WhenAll(a, b);
            return await a + await b + await context.WaitForExternalEvent<string>("C");
        }));
        string id = await StartInstanceAsync("Wait");
        await Client.RaiseEventAsync(id, "C", "c");
        await Client.RaiseEventAsync(id, "A", "a");
        await IdleAsync();

        await CrashAndRestartAsync();
        await Client.RaiseEventAsync(id, "B", "b");

        Assert.Equal("abc", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task What_a_client_was_told_is_started_is_started_whenever_the_process_dies()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Echo", (_, value) => value));
        string[] ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => StartInstanceAsync("Echo", i)));

        await CrashAndRestartAsync();

        for (int i = 0; i < ids.Length; i++)
        {
            Assert.Equal(i, (await CompletedAsync(ids[i])).ReadOutputAs<int>());
        }
    }

    [Fact]
    public async Task A_stopped_engine_tells_those_who_wait()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Go")));
        Task<OrchestrationMetadata> waiting = Client.WaitForInstanceCompletionAsync(await StartInstanceAsync("Wait"));

        await Engine.DisposeAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task An_activity_that_ends_while_the_engine_stops_is_recorded()
    {
        var running = new TaskCompletionSource();
        var gate = new TaskCompletionSource<string>();
        int runs = 0;
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<string>("Call", context => context.CallActivityAsync<string>("Work"))
                .AddActivityFunc<string>("Work", _ =>
                {
                    Interlocked.Increment(ref runs);
                    running.TrySetResult();
                    return gate.Task;
                }),
            options => options with { ShutdownGrace = TimeSpan.FromSeconds(30) });
        string id = await StartInstanceAsync("Call");
        await running.Task;

        ValueTask stopping = Engine.DisposeAsync();
        gate.SetResult("done");
        await stopping;
        await CrashAndRestartAsync();

        Assert.Equal("done", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, runs);
    }
}
