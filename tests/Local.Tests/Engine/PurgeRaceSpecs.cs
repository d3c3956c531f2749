using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

/// <summary>Instances are removed while somebody else does something with them. Executions play no part in it, so once is enough.</summary>
public sealed class PurgeRaceSpecs() : EngineSpecs(Memory.Hot)
{
    private bool _broken = true;

    [Fact]
    public async Task Of_a_purge_and_a_rewind_at_the_same_time_one_wins_altogether()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Above", context => context.CallSubOrchestratorAsync<string>("Below", new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-below")))
            .AddOrchestratorFunc<string>("Below", async context => await context.CallActivityAsync<string>("Work"))
            .AddActivityFunc<string>("Work", _ => Volatile.Read(ref _broken) ? throw new InvalidOperationException("broken") : "done"));
        string[] ids = [.. Enumerable.Range(0, 40).Select(i => $"above{i}")];
        await Task.WhenAll(ids.Select(id => StartInstanceAsync("Above", id: id)));
        await Task.WhenAll(ids.Select(CompletedAsync));
        await IdleAsync();
        Volatile.Write(ref _broken, false);

        await Task.WhenAll(ids.SelectMany<string, Task>((id, i) => i % 2 == 0 ? [RewindAsync(id), PurgeAsync(id)] : [PurgeAsync(id), RewindAsync(id)]));
        await IdleAsync();

        foreach (string id in ids)
        {
            OrchestrationMetadata? above = await Client.GetInstanceAsync(id, getInputsAndOutputs: true);
            OrchestrationMetadata? below = await Client.GetInstanceAsync($"{id}-below", getInputsAndOutputs: true);
            Assert.Equal(above?.ReadOutputAs<string>(), below?.ReadOutputAs<string>());
            Assert.True(above is null or { RuntimeStatus: OrchestrationRuntimeStatus.Completed }, $"{above}");
        }

        foreach (string table in (string[])["durable_history", "durable_inbox", "durable_activities"])
        {
            Assert.Equal(0L, Database.Read(db => db.Scalar($"SELECT count(*) FROM {table} WHERE instance NOT IN (SELECT key FROM durable_instances)")));
        }
    }

    [Fact]
    public async Task Pages_lose_and_repeat_nothing_that_stays_while_others_are_purged()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Done", _ => { }));
        string[] ids = [.. Enumerable.Range(0, 100).Select(i => $"{i:D2}")];
        await Task.WhenAll(ids.Select(id => StartInstanceAsync("Done", id: id)));
        await IdleAsync();
        string[] leaving = [.. ids.Where((_, i) => i % 10 is 9 or 0 or 4)];

        var seen = new List<string>();
        int pages = 0;
        await foreach (Page<OrchestrationMetadata> page in Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 10)).AsPages())
        {
            seen.AddRange(page.Values.Select(each => each.InstanceId));

            // The last of this page, which the next one goes on behind, some before it and some after it.
            string[] go = [.. leaving.Where(id => string.CompareOrdinal(id, $"{pages + 1}5") < 0)];
            await Task.WhenAll(go.Append(seen[^1]).Select(id => Client.PurgeInstanceAsync(id)));
            pages++;
        }

        Assert.Equal(seen.Distinct(StringComparer.Ordinal), seen);
        Assert.Empty(ids.Except(leaving, StringComparer.Ordinal).Except(seen, StringComparer.Ordinal));
    }

    private async Task RewindAsync(string id)
    {
        try
        {
            await Task.Run(() => Client.RewindInstanceAsync(id, "mended"));
        }
        catch (ArgumentException)
        {
            // It is gone.
        }
    }

    private async Task PurgeAsync(string id)
    {
        try
        {
            await Task.Run(() => Client.PurgeInstanceAsync(id, new PurgeInstanceOptions { Recursive = true }));
        }
        catch (InvalidOperationException)
        {
            // It is alive.
        }
    }
}
