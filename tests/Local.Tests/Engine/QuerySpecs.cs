using System.Collections.Concurrent;
using Caseward.Local.Engine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using SQLitePCL;

namespace Caseward.Local.Tests.Engine;

/// <summary>Lists and purges. Executions play no part in them, so once is enough.</summary>
public sealed class QuerySpecs() : EngineSpecs(Memory.Hot)
{
    [Fact]
    public async Task Instances_are_found_by_status_prefix_and_time_of_creation()
    {
        await StartThreeAsync();

        Assert.Equal(["a-done", "a-wait", "b-wait"], await ListAsync(new OrchestrationQuery()));
        Assert.Equal(["a-wait", "b-wait"], await ListAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running])));
        Assert.Equal(["a-done", "a-wait"], await ListAsync(new OrchestrationQuery(InstanceIdPrefix: "a-")));
        Assert.Equal(["b-wait"], await ListAsync(new OrchestrationQuery(CreatedFrom: Noon.AddHours(2))));
        Assert.Equal(["a-done", "a-wait"], await ListAsync(new OrchestrationQuery(CreatedTo: Noon.AddHours(1))));
        Assert.Empty(await ListAsync(new OrchestrationQuery(InstanceIdPrefix: "c")));
    }

    [Fact]
    public async Task Payloads_come_along_only_when_asked_for()
    {
        await StartThreeAsync();

        OrchestrationMetadata without = await Client.GetAllInstancesAsync().FirstAsync();
        OrchestrationMetadata with = await Client.GetAllInstancesAsync(new OrchestrationQuery(FetchInputsAndOutputs: true)).FirstAsync();

        Assert.Null(without.SerializedInput);
        Assert.Equal("input", with.ReadInputAs<string>());
        Assert.Equal("done", with.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_purged_instance_leaves_no_history()
    {
        await StartThreeAsync();

        Assert.Equal(1, (await Client.PurgeInstanceAsync("a-done")).PurgedInstanceCount);

        Assert.Equal(0L, Database.Read(db => db.Scalar("SELECT count(*) FROM durable_history WHERE content LIKE '%a-done%'")));
    }

    [Fact]
    public async Task A_live_instance_is_not_purged()
    {
        await StartThreeAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.PurgeInstanceAsync("a-wait"));
        Assert.NotNull(await Client.GetInstanceAsync("a-wait"));

        await StopAsync();
        await StartAsync(Register, options => options with { Backend = DurableBackend.InMemory });
        Assert.Equal(0, (await Client.PurgeInstanceAsync("a-wait")).PurgedInstanceCount);
    }

    [Fact]
    public async Task Ended_instances_are_purged_by_filter_and_live_ones_stay()
    {
        await StartThreeAsync();
        await Client.TerminateInstanceAsync("b-wait");
        await CompletedAsync("b-wait");

        PurgeResult early = await Client.PurgeInstancesAsync(null, Noon.AddHours(1));
        PurgeResult terminated = await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Terminated, OrchestrationRuntimeStatus.Running]));

        Assert.Equal((1, true), (early.PurgedInstanceCount, early.IsComplete));
        Assert.Equal(1, terminated.PurgedInstanceCount);
        Assert.Equal(["a-wait"], await ListAsync(new OrchestrationQuery()));
    }

    [Fact]
    public async Task What_may_be_purged_is_looked_for_beside_the_writer()
    {
        await StartThreeAsync();
        using var busy = new ManualResetEventSlim();
        Task<bool> other = Database.WriteAsync(_ => busy.Wait(Patience));

        PurgeResult nothing = await Task.Run(() => Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Failed]))).WaitAsync(Patience / 2);

        busy.Set();
        Assert.True(await other);
        Assert.Equal((0, true), (nothing.PurgedInstanceCount, nothing.IsComplete));
    }

    [Fact]
    public async Task What_comes_alive_again_while_a_purge_waits_for_the_writer_stays()
    {
        await StartThreeAsync();
        using var reached = new SemaphoreSlim(0);
        using var busy = new ManualResetEventSlim();
        Task<bool> other = Database.WriteAsync(_ => reached.Release() == 0 && busy.Wait(Patience));
        await reached.WaitAsync(Patience);

        // Stands for a rewind that was asked for first.
        Task<int> rewound = Database.WriteAsync(db => db.Execute("UPDATE durable_instances SET status = ?1 WHERE id = 'a-done'", OrchestrationRuntimeStatus.Running));
        Task<PurgeResult> purge = Client.PurgeAllInstancesAsync(new PurgeInstancesFilter());
        busy.Set();

        Assert.Equal((true, 1, 0), (await other, await rewound, (await purge).PurgedInstanceCount));
        Assert.NotNull(await Client.GetInstanceAsync("a-done"));
    }

    [Fact]
    public async Task A_purge_of_many_takes_them_all()
    {
        await StartAsync(Register);
        await Task.WhenAll(Enumerable.Range(0, 250).Select(_ => StartInstanceAsync("Done")));
        await StartInstanceAsync("Wait", null, "wait");
        await IdleAsync();

        Assert.Equal(250, (await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter())).PurgedInstanceCount);

        Assert.Equal(["wait"], await ListAsync(new OrchestrationQuery()));
    }

    [Fact]
    public async Task A_purge_of_many_entities_takes_them_all_and_lets_others_write_in_between()
    {
        const int Many = 250;
        await StartAsync(tasks => tasks.AddEntity<Counter>());
        await Task.WhenAll(Enumerable.Range(0, Many).Select(i => Client.Entities.SignalEntityAsync(new EntityInstanceId("Counter", $"{i}"), "add", 1)));
        await IdleAsync();
        int commits = 0;
        Database.Checkpoints.OnPass = place => commits += place == "storage/commit/before" ? 1 : 0;

        PurgeResult purged = await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Running]));

        Assert.Equal((Many, true), (purged.PurgedInstanceCount, purged.IsComplete));
        Assert.Empty(await Client.Entities.GetAllEntitiesAsync().ToListAsync());
        Assert.Equal(3, commits);
    }

    [Fact]
    public async Task The_writer_reads_no_table_through_to_purge()
    {
        await StartThreeAsync();
        var run = new ConcurrentQueue<string>();
        await Database.WriteAsync(db =>
        {
            raw.sqlite3_trace(db.Handle, (_, sql) => run.Enqueue(sql), null);
            return true;
        });

        await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), new PurgeInstanceOptions(Recursive: true));

        string[] statements = [.. run.Where(sql => sql.StartsWith("SELECT", StringComparison.Ordinal) || sql.StartsWith("DELETE", StringComparison.Ordinal))];
        Assert.Contains(statements, sql => sql.StartsWith("DELETE FROM durable_instances", StringComparison.Ordinal));
        Assert.All(statements, sql => Assert.DoesNotContain(
            Database.Read(db => db.Query($"EXPLAIN QUERY PLAN {sql}", row => row.GetString(3))), step => step.StartsWith("SCAN", StringComparison.Ordinal)));
    }

    private static void Register(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string?, string>("Done", (_, _) => "done")
        .AddOrchestratorFunc<string?, string>("Wait", (context, _) => context.WaitForExternalEvent<string>("Go"));

    private async Task StartThreeAsync()
    {
        await StartAsync(Register);
        await StartInstanceAsync("Done", "input", "a-done");
        await StartInstanceAsync("Wait", null, "a-wait");
        await AdvanceAsync(TimeSpan.FromHours(3));
        await StartInstanceAsync("Wait", null, "b-wait");
        await IdleAsync();
    }

    private async Task<List<string>> ListAsync(OrchestrationQuery query)
    {
        var ids = new List<string>();
        await foreach (OrchestrationMetadata each in Client.GetAllInstancesAsync(query))
        {
            ids.Add(each.InstanceId);
        }

        return ids;
    }
}
