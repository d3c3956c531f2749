using Caseward.Local.Engine;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotStartSpecs() : StartSpecs(Memory.Hot);

public sealed class EvictedStartSpecs() : StartSpecs(Memory.Evicted);

public abstract class StartSpecs(Memory memory) : EngineSpecs(memory)
{
    private static readonly OrchestrationRuntimeStatus[] AllStatuses =
    [
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated,
    ];

    [Fact]
    public async Task What_is_known_of_an_instance_can_be_read_from_the_start()
    {
        await StartWaitersAsync();
        await Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", "the input", new StartOrchestrationOptions("one") { Tags = new Dictionary<string, string> { ["team"] = "north" } });
        await Client.WaitForInstanceStartAsync("one");

        OrchestrationMetadata metadata = (await Client.GetInstanceAsync("one", getInputsAndOutputs: true))!;

        Assert.Equal(("Wait", "one", "the input"), (metadata.Name, metadata.InstanceId, metadata.ReadInputAs<string>()));
        Assert.Equal((Noon, Noon, true, false), (metadata.CreatedAt, metadata.LastUpdatedAt, metadata.IsRunning, metadata.IsCompleted));
        Assert.Equal("north", metadata.Tags["team"]);
        Assert.Null(await Client.GetInstanceAsync("two"));
    }

    [Fact]
    public async Task A_live_instance_keeps_its_id()
    {
        await StartWaitersAsync();
        await StartInstanceAsync("Wait", id: "one");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => StartInstanceAsync("Wait", id: "one"));
    }

    [Fact]
    public async Task Terminated_cannot_be_listed_while_a_live_status_is_not()
    {
        await StartWaitersAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", new StartOrchestrationOptions("one").WithDedupeStatuses(OrchestrationRuntimeStatus.Terminated)));
    }

    [Fact]
    public async Task A_scheduled_instance_is_pending_until_its_time_and_keeps_its_events()
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

    [Fact]
    public async Task A_live_or_missing_instance_cannot_be_restarted()
    {
        await StartWaitersAsync();
        await StartInstanceAsync("Wait", id: "one");

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => Client.RestartAsync("one"));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.RestartAsync("nobody"));
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

    private Task StartWaitersAsync() => StartAsync(
        tasks => tasks.AddOrchestratorFunc<string?, string>("Wait", (context, _) => context.WaitForExternalEvent<string>("Go")),
        options => options with { Backend = DurableBackend.AzureStorage });
}
