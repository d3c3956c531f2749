using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Conformance;

/// <summary>
/// Starting instances: ids, tags, start times, and what becomes of an id that is taken. The matrix of the last: the status of the instance
/// that has the id, and whether that status is among the dedupe statuses.
/// </summary>
public sealed class StartSpecs : Spec
{
    private static readonly OrchestrationRuntimeStatus[] Live =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private static readonly OrchestrationRuntimeStatus[] Ended =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    public static TheoryData<OrchestrationRuntimeStatus> Statuses => [.. Live.Skip(1).Concat(Ended)];

    public static TheoryData<OrchestrationRuntimeStatus> EndedStatuses => [.. Ended];

    [Fact]
    public async Task An_instance_without_a_chosen_id_gets_one()
    {
        await StartAsync();

        string[] ids = [await ScheduleAsync("Wait"), await ScheduleAsync("Wait")];

        Assert.All(ids, id => Assert.True(Guid.TryParseExact(id, "N", out _)));
        Assert.NotEqual(ids[0], ids[1]);
    }

    [Fact]
    public async Task What_is_known_of_an_instance_can_be_read_from_the_start()
    {
        await StartAsync();
        DateTimeOffset before = DateTimeOffset.UtcNow;
        await Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", "the input", new StartOrchestrationOptions("one") { Tags = new Dictionary<string, string> { ["team"] = "north", ["shift"] = "early" } });
        await Within(Client.WaitForInstanceStartAsync("one"));

        OrchestrationMetadata metadata = (await Client.GetInstanceAsync("one", getInputsAndOutputs: true))!;

        Assert.Equal(("Wait", "one", "the input"), (metadata.Name, metadata.InstanceId, metadata.ReadInputAs<string>()));
        Assert.Equal((OrchestrationRuntimeStatus.Running, true, false), (metadata.RuntimeStatus, metadata.IsRunning, metadata.IsCompleted));
        Assert.InRange(metadata.CreatedAt, before.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.True(metadata.LastUpdatedAt >= metadata.CreatedAt);
        Assert.Equal(("north", "early", 2), (metadata.Tags["team"], metadata.Tags["shift"], metadata.Tags.Count));
        Assert.Null(await Client.GetInstanceAsync("two"));
    }

    [Fact]
    public async Task Waiting_for_an_instance_that_is_not_there_yet_goes_on_until_it_has_begun()
    {
        await StartAsync();
        Task<OrchestrationMetadata> waiting = Client.WaitForInstanceStartAsync("soon");

        await ScheduleAsync("Wait", id: "soon");

        Assert.Equal("soon", (await Within(waiting)).InstanceId);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task An_instance_whose_status_is_listed_keeps_its_id(OrchestrationRuntimeStatus status)
    {
        await StartAsync();
        await BringToAsync("one", status);

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", new StartOrchestrationOptions("one").WithDedupeStatuses([.. Live, status])));

        Assert.Equal(status, (await Client.GetInstanceAsync("one"))!.RuntimeStatus);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task An_instance_whose_status_is_not_listed_is_replaced(OrchestrationRuntimeStatus status)
    {
        await StartAsync();
        await BringToAsync("one", status);

        await Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", "second", new StartOrchestrationOptions("one").WithDedupeStatuses([.. Ended.Except([status, OrchestrationRuntimeStatus.Terminated])]));
        await UntilAsync("one", seen => seen.RuntimeStatus == OrchestrationRuntimeStatus.Running && seen.SerializedInput == "\"second\"", "the second runs");
        await Client.RaiseEventAsync("one", "Go", "done");

        Assert.Equal("done", await OutputOfAsync<string>("one"));
    }

    /// <summary>It is pending as long as its start lies ahead, which the real test host does not wait for.</summary>
    [Theory]
    [Trait("Backend", "AzureStorage")]
    [InlineData(true, "first")]
    [InlineData(false, "second")]
    public async Task A_pending_instance_keeps_its_id_when_its_status_is_listed_and_is_replaced_when_it_is_not(bool listed, string expected)
    {
        await StartAsync();
        await Client.ScheduleNewOrchestrationInstanceAsync("Wait", "first", new StartOrchestrationOptions("one", DateTimeOffset.UtcNow.AddHours(1)));
        StartOrchestrationOptions again = new StartOrchestrationOptions("one").WithDedupeStatuses(listed ? [.. Live] : [.. Ended.Except([OrchestrationRuntimeStatus.Terminated])]);

        Task second = Client.ScheduleNewOrchestrationInstanceAsync("Wait", "second", again);

        await (listed ? Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => second) : second);
        Assert.Equal(expected, (await Client.GetInstanceAsync("one", getInputsAndOutputs: true))!.ReadInputAs<string>());
    }

    [Theory]
    [MemberData(nameof(EndedStatuses))]
    public async Task Without_a_list_an_ended_instance_gives_its_id_away(OrchestrationRuntimeStatus status)
    {
        await StartAsync();
        await BringToAsync("one", status);

        await BegunAsync("Wait", "second", id: "one");
        await Client.RaiseEventAsync("one", "Go", "done");

        Assert.Equal("done", await OutputOfAsync<string>("one"));
    }

    /// <summary>The default is the back end's own; the real test host's is to replace whatever is there.</summary>
    [Fact]
    [Trait("Backend", "AzureStorage")]
    public async Task Without_a_list_a_live_instance_keeps_its_id()
    {
        await StartAsync();
        await BegunAsync("Wait", "first", id: "one");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => ScheduleAsync("Wait", "second", id: "one"));
    }

    [Fact]
    public async Task Exactly_one_of_many_who_start_the_same_id_succeeds()
    {
        await StartAsync();

        bool[] started = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            try
            {
                await Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one").WithDedupeStatuses([.. Live, .. Ended]));
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
    public async Task A_status_that_does_not_exist_is_refused()
    {
        await StartAsync();

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", new StartOrchestrationOptions("one") { DedupeStatuses = ["Sleeping"] }));

        Assert.Contains("Invalid orchestration runtime status: 'Sleeping' for deduplication.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Backend", "AzureStorage")]
    public async Task A_scheduled_instance_is_pending_until_its_time_and_keeps_its_events()
    {
        await StartAsync();
        DateTimeOffset at = DateTimeOffset.UtcNow.AddSeconds(1);
        await Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("later", at));
        await Client.RaiseEventAsync("later", "Go", "early");

        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await Client.GetInstanceAsync("later"))!.RuntimeStatus);
        OrchestrationMetadata end = await EndOfAsync("later");

        Assert.Equal("early", end.ReadOutputAs<string>());
        Assert.True(end.LastUpdatedAt >= at);
    }

    [Fact]
    public async Task An_instance_scheduled_for_the_past_begins_at_once()
    {
        await StartAsync();
        string id = await Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions(StartAt: DateTimeOffset.UtcNow.AddDays(-1)));

        await Client.RaiseEventAsync(id, "Go", "now");

        Assert.Equal("now", await OutputOfAsync<string>(id));
    }

    private Task StartAsync() => StartAsync(tasks => tasks
        .AddOrchestratorFunc<string?, string>("Wait", (context, _) => context.WaitForExternalEvent<string>("Go"))
        .AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ => throw new InvalidOperationException("no"))));

    private async Task BringToAsync(string id, OrchestrationRuntimeStatus status)
    {
        await BegunAsync(status == OrchestrationRuntimeStatus.Failed ? "Fail" : "Wait", "first", id);
        switch (status)
        {
            case OrchestrationRuntimeStatus.Suspended:
                await Client.SuspendInstanceAsync(id);
                break;
            case OrchestrationRuntimeStatus.Terminated:
                await Client.TerminateInstanceAsync(id);
                break;
            case OrchestrationRuntimeStatus.Completed:
                await Client.RaiseEventAsync(id, "Go");
                break;
            default:
                break;
        }

        await StatusAsync(id, status);
    }
}
