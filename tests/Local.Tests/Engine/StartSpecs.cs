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
    public async Task An_instance_without_a_chosen_id_gets_one()
    {
        await StartWaitersAsync();

        string[] ids = [await StartInstanceAsync("Wait"), await StartInstanceAsync("Wait")];

        Assert.All(ids, id => Assert.True(Guid.TryParseExact(id, "N", out _)));
        Assert.NotEqual(ids[0], ids[1]);
    }

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
    public async Task The_id_of_an_ended_instance_can_be_used_again()
    {
        await StartWaitersAsync();
        await StartInstanceAsync("Wait", "first", id: "one");
        await Client.RaiseEventAsync("one", "Go");
        await CompletedAsync("one");

        await StartInstanceAsync("Wait", "second", id: "one");
        await Client.RaiseEventAsync("one", "Go");

        Assert.Equal("second", (await CompletedAsync("one")).ReadInputAs<string>());
    }

    [Fact]
    public async Task Exactly_one_of_many_who_start_the_same_id_succeeds()
    {
        await StartWaitersAsync();

        bool[] started = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            try
            {
                await Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one").WithDedupeStatuses(AllStatuses));
                return true;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return false;
            }
        }));

        Assert.Single(started, yes => yes);
    }

    [Fact]
    public async Task An_ended_instance_keeps_its_id_when_its_status_is_listed()
    {
        await StartWaitersAsync();
        await StartInstanceAsync("Wait", id: "one");
        await Client.RaiseEventAsync("one", "Go");
        await CompletedAsync("one");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", new StartOrchestrationOptions("one").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed)));
    }

    [Fact]
    public async Task A_live_instance_whose_status_is_not_listed_is_terminated_and_replaced()
    {
        await StartWaitersAsync();
        await StartInstanceAsync("Wait", "first", id: "one");
        await Client.WaitForInstanceStartAsync("one");

        await Client.ScheduleNewOrchestrationInstanceAsync("Wait", "second", new StartOrchestrationOptions("one").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed));
        await Client.RaiseEventAsync("one", "Go");

        Assert.Equal("second", (await CompletedAsync("one")).ReadInputAs<string>());
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
    public async Task An_instance_scheduled_for_the_past_begins_at_once()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Seven", _ => 7));
        string id = await Client.ScheduleNewOrchestrationInstanceAsync("Seven", new StartOrchestrationOptions(StartAt: Noon.AddDays(-1)));

        Assert.Equal(7, (await CompletedAsync(id)).ReadOutputAs<int>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_ended_instance_can_be_restarted_with_its_first_input(bool newId)
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string, string>("Echo", (_, input) => input));
        await StartInstanceAsync("Echo", "again", id: "one");
        await CompletedAsync("one");

        string id = await Client.RestartAsync("one", newId);

        Assert.Equal(newId, id != "one");
        Assert.Equal("again", (await CompletedAsync(id)).ReadOutputAs<string>());
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

    [Fact]
    public async Task Waiting_for_an_unknown_instance_goes_on_until_it_appears_or_the_wait_is_given_up()
    {
        await StartWaitersAsync();
        Task<OrchestrationMetadata> waiting = Client.WaitForInstanceStartAsync("soon");
        using var end = new CancellationTokenSource();
        Task<OrchestrationMetadata> givenUp = Client.WaitForInstanceCompletionAsync("never", end.Token);

        await StartInstanceAsync("Wait", id: "soon");
        end.Cancel();

        Assert.Equal("soon", (await waiting).InstanceId);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
    }

    private Task StartWaitersAsync() => StartAsync(
        tasks => tasks.AddOrchestratorFunc<string?, string>("Wait", (context, _) => context.WaitForExternalEvent<string>("Go")),
        options => options with { Backend = DurableBackend.AzureStorage });
}
