using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotContinueAsNewSpecs() : ContinueAsNewSpecs(Memory.Hot);

public sealed class EvictedContinueAsNewSpecs() : ContinueAsNewSpecs(Memory.Evicted);

public abstract class ContinueAsNewSpecs(Memory memory) : EngineSpecs(memory)
{
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

    /// <summary>As the Azure Storage back end: within the turn that began again it is carried over, once.</summary>
    [Fact]
    public async Task The_custom_status_of_the_execution_before_is_shown_until_the_next_turn()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Forget", async (context, round) =>
        {
            if (round == 0)
            {
                context.SetCustomStatus("set");
                context.ContinueAsNew(1);
                return;
            }

            await context.WaitForExternalEvent<string>("Go");
            await context.WaitForExternalEvent<string>("End");
        }));
        string id = await StartInstanceAsync("Forget", 0);
        await IdleAsync();
        Assert.Equal("\"set\"", (await Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.SerializedCustomStatus);

        await Client.RaiseEventAsync(id, "Go");
        await IdleAsync();

        Assert.Null((await Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.SerializedCustomStatus);
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
