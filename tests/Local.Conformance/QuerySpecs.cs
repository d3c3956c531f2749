using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Conformance;

/// <summary>Lists of instances, and what clears them away.</summary>
public sealed class QuerySpecs : Spec
{
    [Fact]
    public async Task Instances_are_found_by_status_and_by_the_beginning_of_their_id()
    {
        await StartThreeAsync();

        Assert.Equal(["a-done", "a-wait", "b-wait"], await ListAsync(new OrchestrationQuery()));
        Assert.Equal(["a-wait", "b-wait"], await ListAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running])));
        Assert.Equal(
            ["a-done", "a-wait", "b-wait"], await ListAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Completed])));
        Assert.Equal(["a-done", "a-wait"], await ListAsync(new OrchestrationQuery(InstanceIdPrefix: "a-")));
        Assert.Equal(["a-done"], await ListAsync(new OrchestrationQuery(InstanceIdPrefix: "a-", Statuses: [OrchestrationRuntimeStatus.Completed])));
        Assert.Empty(await ListAsync(new OrchestrationQuery(InstanceIdPrefix: "c")));
    }

    [Fact]
    public async Task Instances_are_found_by_the_time_of_their_creation()
    {
        await StartThreeAsync();
        DateTimeOffset middle = (await Client.GetInstanceAsync("a-wait"))!.CreatedAt;

        Assert.Equal(["a-wait", "b-wait"], await ListAsync(new OrchestrationQuery(CreatedFrom: middle)));
        Assert.Equal(["a-done", "a-wait"], await ListAsync(new OrchestrationQuery(CreatedTo: middle)));
        Assert.Empty(await ListAsync(new OrchestrationQuery(CreatedFrom: middle.AddDays(1))));
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_overlap()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Done", _ => 1));
        string[] ids = [.. Enumerable.Range(0, 21).Select(i => $"i{i:D2}")];
        await Task.WhenAll(ids.Select(id => ScheduleAsync("Done", id: id)));
        AsyncPageable<OrchestrationMetadata> all = Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 5));

        List<Page<OrchestrationMetadata>> pages = await ToListAsync(all.AsPages());
        List<Page<OrchestrationMetadata>> rest = await ToListAsync(all.AsPages(pages[1].ContinuationToken, pageSizeHint: 4));

        Assert.Equal([5, 5, 5, 5, 1], pages.Select(page => page.Values.Count));
        Assert.Equal(ids, Ids(pages).Order(StringComparer.Ordinal));
        Assert.Null(pages[^1].ContinuationToken);
        Assert.Equal([4, 4, 3], rest.Select(page => page.Values.Count));
        Assert.Equal(Ids(pages.Skip(2)), Ids(rest));
        Assert.Equal(Ids(pages.Skip(1)).Order(StringComparer.Ordinal), await ListAsync(new OrchestrationQuery(ContinuationToken: pages[0].ContinuationToken)));
    }

    [Fact]
    public async Task Payloads_can_be_read_when_they_were_asked_for()
    {
        await StartThreeAsync();

        OrchestrationMetadata found = Assert.Single(await ToListAsync(Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "a-done", FetchInputsAndOutputs: true))));

        Assert.Equal(("input", "done"), (found.ReadInputAs<string>(), found.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task Payloads_cannot_be_read_when_they_were_not_asked_for()
    {
        await StartThreeAsync();

        OrchestrationMetadata found = Assert.Single(await ToListAsync(Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "a-done"))));

        Assert.Throws<InvalidOperationException>(() => found.ReadInputAs<string>());
        Assert.Throws<InvalidOperationException>(() => found.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_purged_instance_is_gone()
    {
        await StartThreeAsync();

        PurgeResult first = await Client.PurgeInstanceAsync("a-done");
        PurgeResult second = await Client.PurgeInstanceAsync("a-done");

        Assert.Equal((1, 0), (first.PurgedInstanceCount, second.PurgedInstanceCount));
        Assert.Null(await Client.GetInstanceAsync("a-done"));
        Assert.Equal(["a-wait", "b-wait"], await ListAsync(new OrchestrationQuery()));
    }

    /// <summary>Other back ends throw: specified beside the engine.</summary>
    [Fact]
    [Trait("Backend", "InMemory")]
    public async Task A_live_instance_is_not_purged_in_memory()
    {
        await StartThreeAsync();

        Assert.Equal(0, (await Client.PurgeInstanceAsync("a-wait")).PurgedInstanceCount);

        Assert.NotNull(await Client.GetInstanceAsync("a-wait"));
    }

    [Fact]
    public async Task The_id_of_a_purged_instance_is_free()
    {
        await StartThreeAsync();
        await Client.PurgeInstanceAsync("a-done");

        await ScheduleAsync("Done", "again", "a-done");

        Assert.Equal("again", (await EndOfAsync("a-done")).ReadInputAs<string>());
    }

    [Fact]
    [Trait("Backend", "AzureStorage")]
    public async Task Children_are_purged_with_their_parent_when_asked_to()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions(instanceId: "child")))
            .AddOrchestratorFunc("Child", _ => { }));
        await ScheduleAsync("Parent", id: "parent");
        await EndOfAsync("parent");

        Assert.Equal(2, (await Client.PurgeInstanceAsync("parent", new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount);

        Assert.Null(await Client.GetInstanceAsync("child"));
    }

    [Fact]
    public async Task Instances_are_purged_by_time_and_status()
    {
        await StartThreeAsync();
        DateTimeOffset last = (await Client.GetInstanceAsync("b-wait"))!.CreatedAt;
        await Client.TerminateInstanceAsync("b-wait");
        await EndOfAsync("b-wait");

        PurgeResult none = await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Failed]));
        PurgeResult terminated = await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(CreatedFrom: last, Statuses: [OrchestrationRuntimeStatus.Terminated]));
        PurgeResult completed = await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(CreatedTo: last, Statuses: [OrchestrationRuntimeStatus.Completed]));

        Assert.Equal((0, 1, 1), (none.PurgedInstanceCount, terminated.PurgedInstanceCount, completed.PurgedInstanceCount));
        Assert.NotEqual(false, completed.IsComplete);
        Assert.Equal(["a-wait"], await ListAsync(new OrchestrationQuery()));
    }

    [Fact]
    [Trait("Backend", "AzureStorage")]
    public async Task Live_instances_are_never_purged_by_filter()
    {
        await StartThreeAsync();

        PurgeResult purged = await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter());

        Assert.Equal(1, purged.PurgedInstanceCount);
        Assert.Equal(["a-wait", "b-wait"], await ListAsync(new OrchestrationQuery()));
    }

    [Fact]
    public async Task A_purge_without_any_time_to_do_it_is_refused()
    {
        await StartAsync(_ => { });

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Client.PurgeAllInstancesAsync(new PurgeInstancesFilter { Timeout = TimeSpan.Zero }));
    }

    private static IEnumerable<string> Ids(IEnumerable<Page<OrchestrationMetadata>> pages) => pages.SelectMany(page => page.Values).Select(each => each.InstanceId);

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (T each in source)
        {
            list.Add(each);
        }

        return list;
    }

    private async Task StartThreeAsync()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string?, string>("Done", (_, _) => "done")
            .AddOrchestratorFunc<string?, string>("Wait", (context, _) => context.WaitForExternalEvent<string>("Go")));
        await ScheduleAsync("Done", "input", "a-done");
        await EndOfAsync("a-done");
        await BegunAsync("Wait", null, "a-wait");
        await BegunAsync("Wait", null, "b-wait");
    }

    /// <summary>Back ends order differently; the specs do not mind.</summary>
    private async Task<List<string>> ListAsync(OrchestrationQuery query) =>
        [.. (await ToListAsync(Client.GetAllInstancesAsync(query))).Select(each => each.InstanceId).Order(StringComparer.Ordinal)];
}
