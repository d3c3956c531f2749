using Caseward.Local.Engine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotStartSpecs() : StartSpecs(Memory.Hot);

public sealed class EvictedStartSpecs() : StartSpecs(Memory.Evicted);

public abstract class StartSpecs(Memory memory) : EngineSpecs(memory)
{
    [Fact]
    public async Task Terminated_cannot_be_listed_while_a_live_status_is_not()
    {
        await StartWaitersAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", new StartOrchestrationOptions("one").WithDedupeStatuses(OrchestrationRuntimeStatus.Terminated)));
    }

    [Fact]
    public async Task A_scheduled_instance_stays_pending_over_a_crash_and_keeps_its_events()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", async context =>
            $"{await context.WaitForExternalEvent<string>("Go")} {context.CurrentUtcDateTime:HH:mm}"));
        await Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("later", Noon.AddHours(1)));
        await Client.RaiseEventAsync("later", "Go", "early");

        Assert.Equal(OrchestrationRuntimeStatus.Pending, await StatusAsync("later"));
        await CrashAndRestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, await StatusAsync("later"));
        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("early 13:00", (await CompletedAsync("later")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("@entity")]
    [InlineData("a/b")]
    [InlineData("a#b")]
    [InlineData("a\nb")]
    [InlineData("")]
    public async Task Ids_that_the_back_end_cannot_store_are_refused(string id)
    {
        await StartWaitersAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => StartInstanceAsync("Wait", id: id));
    }

    [Fact]
    public async Task Of_two_who_replace_an_instance_at_the_same_time_the_later_one_replaces_the_earlier_ones()
    {
        await StartWaitersAsync();
        await StartInstanceAsync("Wait", id: "one");
        await Client.WaitForInstanceStartAsync("one");
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var replaced = new ManualResetEventSlim();
        Database.Checkpoints.OnPass = place =>
        {
            if (place == "engine/terminate/after-commit" && ended.TrySetResult())
            {
                replaced.Wait(Patience);
            }
        };

        Task<string> slow = Task.Run(() => Client.ScheduleNewOrchestrationInstanceAsync("Wait", "slow", new StartOrchestrationOptions("one").WithDedupeStatuses([])));
        await ended.Task.WaitAsync(Patience);
        await CompletedAsync("one");
        await StartInstanceAsync("Wait", "quick", "one");
        await Client.WaitForInstanceStartAsync("one");
        replaced.Set();
        await slow.WaitAsync(Patience);

        Assert.Equal("slow", (await Client.GetInstanceAsync("one", getInputsAndOutputs: true))!.ReadInputAs<string>());
    }

    private Task StartWaitersAsync() => StartAsync(
        tasks => tasks.AddOrchestratorFunc<string?, string>("Wait", (context, _) => context.WaitForExternalEvent<string>("Go")),
        options => options with { Backend = DurableBackend.AzureStorage });
}
