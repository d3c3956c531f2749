using Caseward.Local.Engine.Storage;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotTimerSpecs() : TimerSpecs(Memory.Hot)
{
    // Replayed, the token would be cancelled from the start, and the code another one.
    [Fact]
    public async Task A_token_that_is_cancelled_outside_of_the_orchestrator_calls_no_timer_off()
    {
        using var impatience = new CancellationTokenSource();
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), impatience.Token);
            return "awake";
        }));
        string id = await StartInstanceAsync("Sleep");
        await IdleAsync();

        await impatience.CancelAsync();
        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("awake", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    // Both may stand for one past instant, as when each execution waits for a deadline that is over.
    [Fact]
    public async Task A_timer_of_an_earlier_execution_does_not_take_that_of_the_next_along()
    {
        await StartAsync(_ => { });
        var earlier = new TimerRow(Noon.UtcDateTime.AddHours(1), SessionKey.OfInstance(1), TaskId: 0, Generation: 0);
        TimerRow next = earlier with { Generation = 1 };
        await Database.WriteAsync(db =>
        {
            next.Insert(db);
            earlier.Delete(db);
            return true;
        });

        Assert.Equal(Noon.AddHours(1), Engine.NextWakeUp);
        await Database.WriteAsync(db =>
        {
            next.Delete(db);
            return true;
        });
        Assert.Null(Engine.NextWakeUp);
    }
}

public sealed class EvictedTimerSpecs() : TimerSpecs(Memory.Evicted);

public abstract class TimerSpecs(Memory memory) : EngineSpecs(memory)
{
    [Fact]
    public async Task A_timer_fires_when_its_time_has_come_and_not_before()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<DateTime>("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(2), CancellationToken.None);
            return context.CurrentUtcDateTime;
        }));
        string id = await StartInstanceAsync("Sleep");

        await AdvanceAsync(TimeSpan.FromHours(2) - TimeSpan.FromTicks(1));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await StatusAsync(id));

        await AdvanceAsync(TimeSpan.FromTicks(1));
        Assert.Equal(Noon.UtcDateTime.AddHours(2), (await CompletedAsync(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task A_timer_of_ninety_days_is_a_chain_of_three_day_timers()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<DateTime>("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(90), CancellationToken.None);
            return context.CurrentUtcDateTime;
        }));
        string id = await StartInstanceAsync("Sleep");
        await IdleAsync();

        Assert.Equal(Noon.AddDays(3), Engine.NextWakeUp);
        for (int hop = 0; hop < 30; hop++)
        {
            await AdvanceAsync(TimeSpan.FromDays(3));
        }

        Assert.Equal(Noon.UtcDateTime.AddDays(90), (await CompletedAsync(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_instants_even_when_all_are_overdue()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<List<int>>("Order", async context =>
        {
            var fired = new List<int>();
            async Task Ring(int hours)
            {
                await context.CreateTimer(TimeSpan.FromHours(hours), CancellationToken.None);
                fired.Add(hours);
            }

            await Task.WhenAll(Ring(3), Ring(1), Ring(2));
            return fired;
        }));
        string id = await StartInstanceAsync("Order");

        await AdvanceAsync(TimeSpan.FromHours(5));

        Assert.Equal([1, 2, 3], (await CompletedAsync(id)).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    public async Task A_cancelled_timer_is_cancelled_at_once_and_leaves_nothing_behind()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Race", async context =>
        {
            using var end = new CancellationTokenSource();
            Task timer = context.CreateTimer(TimeSpan.FromHours(5), end.Token);
            string answer = await context.WaitForExternalEvent<string>("Answer");
            end.Cancel();
            return $"{answer} {timer.Status}";
        }));
        string id = await StartInstanceAsync("Race");
        await IdleAsync();
        Assert.Equal(Noon.AddHours(5), Engine.NextWakeUp);

        await Client.RaiseEventAsync(id, "Answer", "yes");

        Assert.Equal("yes Canceled", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Null(Engine.NextWakeUp);
    }

    [Fact]
    public async Task Ten_thousand_instances_wake_in_the_same_second()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Sleep", context => context.CreateTimer(Noon.UtcDateTime.AddHours(9), CancellationToken.None)));
        await Task.WhenAll(Enumerable.Range(0, 10_000).Select(i => StartInstanceAsync("Sleep", id: $"sleeper-{i:D5}")));

        await AdvanceAsync(TimeSpan.FromHours(9));

        int done = 0;
        await foreach (OrchestrationMetadata each in Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 5000)))
        {
            done += each.IsCompleted ? 1 : 0;
        }

        Assert.Equal(10_000, done);
    }
}
