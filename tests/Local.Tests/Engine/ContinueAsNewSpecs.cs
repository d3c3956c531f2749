using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotContinueAsNewSpecs() : ContinueAsNewSpecs(Memory.Hot);

public sealed class EvictedContinueAsNewSpecs() : ContinueAsNewSpecs(Memory.Evicted);

public abstract class ContinueAsNewSpecs(Memory memory) : EngineSpecs(memory)
{
    [Fact]
    public async Task The_next_execution_gets_the_new_input_under_the_same_id()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, string>("Count", async (context, round) =>
        {
            await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
            if (round < 40)
            {
                context.ContinueAsNew(round + 1);
                return "ignored";
            }

            return $"{context.InstanceId} {round}";
        }));
        await StartInstanceAsync("Count", 0, id: "counter");

        OrchestrationMetadata done = await CompletedAsync("counter");

        Assert.Equal("counter 40", done.ReadOutputAs<string>());
        Assert.Equal(40, done.ReadInputAs<int>());
    }

    [Fact]
    public async Task Executions_that_wait_for_nothing_come_to_an_end_too()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Spin", (context, round) =>
        {
            if (round < 100)
            {
                context.ContinueAsNew(round + 1);
            }

            return round;
        }));

        Assert.Equal(100, await RunAsync<int>("Spin", 0));
    }

    [Fact]
    public async Task Events_that_nobody_has_taken_go_to_the_next_execution()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Sum", async (context, sum) =>
        {
            int add = await context.WaitForExternalEvent<int>("Add");
            if (add == 0)
            {
                return sum;
            }

            context.ContinueAsNew(sum + add);
            return 0;
        }));
        string id = await StartInstanceAsync("Sum", 0);

        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Client.RaiseEventAsync(id, "Add", i)));
        await Client.RaiseEventAsync(id, "Add", 0);

        Assert.Equal(210, (await CompletedAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Buffered_events_are_dropped_when_they_are_not_to_be_preserved()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<bool, string>("Drop", async (context, again) =>
        {
            if (!again)
            {
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                context.ContinueAsNew(true, preserveUnprocessedEvents: false);
                return "";
            }

            return await context.WaitForExternalEvent<string>("Go");
        }));
        string id = await StartInstanceAsync("Drop", false);
        await Client.RaiseEventAsync(id, "Go", "dropped");
        await AdvanceAsync(TimeSpan.FromHours(1));

        await Client.RaiseEventAsync(id, "Go", "kept");

        Assert.Equal("kept", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_handed_to_a_wait_that_nobody_read_is_lost_with_its_execution()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, string>("Undrained", async (context, round) =>
        {
            Task<string> a = context.WaitForExternalEvent<string>("Go");
            if (round == 0)
            {
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                context.ContinueAsNew(1);
                return "";
            }

            return await a;
        }));
        string id = await StartInstanceAsync("Undrained", 0);
        await Client.RaiseEventAsync(id, "Go", "unread");
        await AdvanceAsync(TimeSpan.FromHours(1));

        await Client.RaiseEventAsync(id, "Go", "read");

        Assert.Equal("read", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    /// <summary>As the real executor: nothing that was asked for may be open (durabletask#1207).</summary>
    [Fact]
    public async Task The_next_execution_begins_only_when_no_timer_is_open()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<bool, DateTime>("Open", (context, again) =>
        {
            if (!again)
            {
                _ = context.CreateTimer(TimeSpan.FromHours(5), CancellationToken.None);
                context.ContinueAsNew(true);
            }

            return context.CurrentUtcDateTime;
        }));
        string id = await StartInstanceAsync("Open", false);

        await AdvanceAsync(TimeSpan.FromHours(4));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await StatusAsync(id));
        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(Noon.UtcDateTime.AddHours(5), (await CompletedAsync(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task A_cancelled_timer_of_an_earlier_execution_never_fires_into_the_next()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<bool, DateTime>("Rearm", async (context, again) =>
        {
            using var end = new CancellationTokenSource();
            Task timer = context.CreateTimer(TimeSpan.FromHours(again ? 10 : 1), end.Token);
            if (!again)
            {
                end.Cancel();
                context.ContinueAsNew(true);
                return default;
            }

            await timer;
            return context.CurrentUtcDateTime;
        }));
        string id = await StartInstanceAsync("Rearm", false);

        await AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await StatusAsync(id));
        await AdvanceAsync(TimeSpan.FromHours(8));

        Assert.Equal(Noon.UtcDateTime.AddHours(10), (await CompletedAsync(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task The_history_of_an_eternal_orchestration_stays_small()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Eternal", async (context, round) =>
            {
                await context.CallActivityAsync("Work", round);
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                context.ContinueAsNew(round + 1);
            })
            .AddActivityFunc<int>("Work", (_, _) => { }));
        string id = await StartInstanceAsync("Eternal", 0);
        await IdleAsync();
        object? RowsOfHistory() => Database.Read(db => db.Scalar("SELECT count(*) FROM durable_history"));
        object? atFirst = RowsOfHistory();

        for (int day = 0; day < 60; day++)
        {
            await AdvanceAsync(TimeSpan.FromDays(1));
        }

        Assert.Equal(60, (await Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.ReadInputAs<int>());
        Assert.Equal(atFirst, RowsOfHistory());
    }

    [Fact]
    public async Task A_new_version_takes_effect_with_the_next_execution()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, string>("Migrate", (context, round) =>
        {
            if (round == 0)
            {
                context.ContinueAsNew(new ContinueAsNewOptions { NewInput = 1, NewVersion = "2.0" });
            }

            return context.Version;
        }));
        await Client.ScheduleNewOrchestrationInstanceAsync("Migrate", 0, new StartOrchestrationOptions("migrating") { Version = "1.0" });

        Assert.Equal("2.0", (await CompletedAsync("migrating")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_failure_after_asking_to_begin_again_is_a_failure()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Broken", new Action<TaskOrchestrationContext>(context =>
        {
            context.ContinueAsNew();
            throw new InvalidOperationException("after all");
        })));

        OrchestrationMetadata done = await CompletedAsync(await StartInstanceAsync("Broken"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
    }

    [Fact]
    public async Task The_custom_status_stays_until_the_next_execution_sets_one()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Status", async (context, round) =>
        {
            if (round == 0)
            {
                context.SetCustomStatus("from the first");
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                context.ContinueAsNew(1);
                return;
            }

            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            context.SetCustomStatus("from the second");
        }));
        string id = await StartInstanceAsync("Status", 0);
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal("from the first", (await Client.GetInstanceAsync(id, true))!.ReadCustomStatusAs<string>());

        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("from the second", (await CompletedAsync(id)).ReadCustomStatusAs<string>());
    }
}
