using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Tests.Engine;

public sealed class HotBacklogSpecs() : BacklogSpecs(Memory.Hot);

public sealed class EvictedBacklogSpecs() : BacklogSpecs(Memory.Evicted);

/// <summary>More waits than one turn takes, or than may be under way: nothing gets stuck behind it.</summary>
public abstract class BacklogSpecs(Memory memory) : EngineSpecs(memory)
{
    [Fact]
    public async Task An_eternal_orchestration_works_off_more_events_than_one_turn_takes()
    {
        const int Events = 1_300;
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Loop", async (context, count) =>
        {
            count += await context.WaitForExternalEvent<int>("E");
            if (count < Events)
            {
                context.ContinueAsNew(count);
            }

            return count;
        }));
        string id = await StartInstanceAsync("Loop", 0);
        await IdleAsync();
        Database.Checkpoints.OnPass = place =>
        {
            if (place == "engine/turn/before-commit")
            {
                throw new InvalidOperationException("no turn commits for now");
            }
        };
        await Parallel.ForEachAsync(Enumerable.Range(0, Events), async (_, stop) => await Client.RaiseEventAsync(id, "E", 1, stop));
        Database.Checkpoints.OnPass = null;

        Assert.Equal(Events, (await CompletedAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Signals_that_come_due_leave_room_for_what_an_entity_is_asked_meanwhile()
    {
        const int Due = 200;
        await StartAsync(tasks => tasks.AddEntity<Log>("Log"));
        var lines = new EntityInstanceId("Log", "all");
        for (int i = 0; i < Due; i++)
        {
            await Client.Entities.SignalEntityAsync(lines, "write", $"due {i}", new SignalEntityOptions { SignalTime = Noon.AddHours(1) });
        }

        Database.Checkpoints.OnPass = place =>
        {
            if (place == "engine/entity/before-commit")
            {
                throw new InvalidOperationException("no batch commits for now");
            }
        };
        Clock.Advance(TimeSpan.FromHours(1));
        await Client.Entities.SignalEntityAsync(lines, "write", "asked");
        Database.Checkpoints.OnPass = null;
        await IdleAsync();

        List<string> written = (await Client.Entities.GetEntityAsync<List<string>>(lines))!.State!;
        Assert.Equal(Due + 1, written.Count);

        // Behind the batch that had begun, and half of the next.
        Assert.InRange(written.IndexOf("asked"), 1, 64 + 32);
        Assert.Equal(Enumerable.Range(0, Due).Select(i => $"due {i}"), written.Where(line => line != "asked"));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(1_500)]
    public async Task A_scheduled_start_gets_all_events_that_came_before_it_in_their_order(int events)
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("Count", async context =>
        {
            bool inOrder = true;
            for (int i = 0; i < events; i++)
            {
                inOrder &= await context.WaitForExternalEvent<int>("E") == i;
            }

            return inOrder;
        }));
        string id = await Client.ScheduleNewOrchestrationInstanceAsync("Count", null, new StartOrchestrationOptions("later", Noon.AddHours(1)));
        for (int i = 0; i < events; i++)
        {
            await Client.RaiseEventAsync(id, "E", i);
        }

        Assert.Equal(OrchestrationRuntimeStatus.Pending, await StatusAsync(id));
        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.True((await CompletedAsync(id)).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task Activities_that_hang_do_not_stop_the_timers_of_others()
    {
        using var hanging = new SemaphoreSlim(0);
        var timers = new SemaphoreSlim(0);
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Fan", context => Task.WhenAll(Enumerable.Range(0, 5_000).Select(_ => context.CallActivityAsync("Hang"))))
                .AddActivityFunc("Hang", async _ => await hanging.WaitAsync())
                .AddOrchestratorFunc<string>("Sleep", async context =>
                {
                    await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                    await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                    return "awake";
                }),
            options => options with { MaxConcurrentActivities = 4 });
        Database.Checkpoints.OnPass = place =>
        {
            if (place == "engine/timer/created")
            {
                timers.Release();
            }
        };
        string fan = await StartInstanceAsync("Fan");
        string sleeper = await StartInstanceAsync("Sleep");
        await Client.WaitForInstanceStartAsync(fan);
        await Client.WaitForInstanceStartAsync(sleeper);

        for (int timer = 1; timer <= 2; timer++)
        {
            Assert.True(await timers.WaitAsync(Patience), $"Timer {timer} was not set.");
            Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal("awake", (await CompletedAsync(sleeper)).ReadOutputAs<string>());
        hanging.Release(5_000);
        await CompletedAsync(fan);
    }

    [Fact]
    public async Task The_next_wake_up_is_that_of_the_next_timer_though_an_older_one_waits_for_another_worker()
    {
        void Register(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc("Short", context => context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None))
            .AddOrchestratorFunc("Long", context => context.CreateTimer(TimeSpan.FromHours(5), CancellationToken.None));
        await StartAsync(Register);
        await Client.ScheduleNewOrchestrationInstanceAsync("Short", null, new StartOrchestrationOptions("newer") { Version = "2.0" });
        await StartInstanceAsync("Long");
        await IdleAsync();
        await StopAsync();
        await StartAsync(
            Register,
            options => options with
            {
                Versioning = new() { Version = "1.0", MatchStrategy = Microsoft.DurableTask.Worker.DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder },
            });

        await AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal(Noon.AddHours(5), Engine.NextWakeUp);
    }
}
