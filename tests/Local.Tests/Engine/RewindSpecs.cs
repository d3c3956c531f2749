using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotRewindSpecs() : RewindSpecs(Memory.Hot);

public sealed class EvictedRewindSpecs() : RewindSpecs(Memory.Evicted);

/// <summary>A failed instance goes on from before its failure: what failed runs again, what succeeded does not.</summary>
public abstract class RewindSpecs(Memory memory) : EngineSpecs(memory)
{
    private readonly ConcurrentDictionary<string, int> _runs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _broken = new(StringComparer.Ordinal);

    [Fact]
    public async Task Only_what_failed_runs_again()
    {
        _broken["b"] = true;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Steps", async context =>
                await context.CallActivityAsync<string>("Work", "a") + await context.CallActivityAsync<string>("Work", "b") + await context.CallActivityAsync<string>("Work", "c"))
            .AddActivityFunc<string, string>("Work", Work));
        string id = await StartInstanceAsync("Steps");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        await CrashAndRestartAsync();
        _broken.Clear();

        await Client.RewindInstanceAsync(id, "mended");
        await CrashAndRestartAsync();

        OrchestrationMetadata done = await CompletedAsync(id);
        Assert.Equal("abc", done.ReadOutputAs<string>());
        Assert.Null(done.FailureDetails);
        Assert.Equal((1, 2, 1), (_runs["a"], _runs["b"], _runs["c"]));
    }

    [Fact]
    public async Task All_that_failed_side_by_side_runs_again_and_what_had_not_answered_is_asked_for_again()
    {
        _broken["b"] = _broken["d"] = true;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("All", async context =>
            {
                using var end = new CancellationTokenSource();
                Task<string[]> all = Task.WhenAll(((string[])["a", "b", "c", "d"]).Select(name => context.CallActivityAsync<string>("Work", name)));
                Task alarm = context.CreateTimer(TimeSpan.FromHours(1), end.Token);
                string text = string.Concat(await all);
                await alarm;
                return text;
            })
            .AddActivityFunc<string, string>("Work", Work));
        string id = await StartInstanceAsync("All");
        await IdleAsync();
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, await StatusAsync(id));
        _broken.Clear();

        await Client.RewindInstanceAsync(id, "mended");
        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("abcd", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal((1, 1), (_runs["a"], _runs["c"]));
    }

    [Fact]
    public async Task A_sub_orchestration_that_failed_is_rewound_too()
    {
        _broken["b"] = true;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", async context =>
                await context.CallActivityAsync<string>("Work", "a") + await context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions(instanceId: "child")))
            .AddOrchestratorFunc<string>("Child", async context => await context.CallActivityAsync<string>("Work", "b") + await context.CallActivityAsync<string>("Work", "c"))
            .AddActivityFunc<string, string>("Work", Work));
        string id = await StartInstanceAsync("Parent");
        await CompletedAsync(id);
        _broken.Clear();

        await Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("abc", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal("bc", (await CompletedAsync("child")).ReadOutputAs<string>());
        Assert.Equal((1, 2), (_runs["a"], _runs["b"]));
    }

    [Fact]
    public async Task The_event_on_which_an_orchestrator_stumbled_is_told_again()
    {
        _broken["go"] = true;
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", async context => Work(await context.WaitForExternalEvent<string>("Go"))));
        string id = await StartInstanceAsync("Wait");
        await Client.RaiseEventAsync(id, "Go", "go");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);

        await Client.RewindInstanceAsync(id, "not yet mended");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        _broken.Clear();
        await Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("go", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Only_failed_instances_can_be_rewound()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Nothing", _ => { }));
        string id = await StartInstanceAsync("Nothing");
        await CompletedAsync(id);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.RewindInstanceAsync(id, "why"));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.RewindInstanceAsync("nobody", "why"));
    }

    [Fact]
    public async Task Ended_instances_are_listed_by_id_and_the_time_of_their_end()
    {
        _broken["x"] = true;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("Work", (_, name) => Work(name))
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("Go")));
        await Task.WhenAll(((string[])["a", "b", "x"]).Select(async name => await CompletedAsync(await StartInstanceAsync("Work", name, id: name))));
        await StartInstanceAsync("Wait", id: "alive");
        await AdvanceAsync(TimeSpan.FromHours(1));
        await CompletedAsync(await StartInstanceAsync("Work", "c", id: "c"));

        Page<string> first = await Client.ListInstanceIdsAsync(pageSize: 3);
        Assert.Equal(["a", "b", "c"], first.Values);
        Assert.Equal(["x"], (await Client.ListInstanceIdsAsync(pageSize: 3, lastInstanceKey: first.ContinuationToken)).Values);
        Assert.Equal(["x"], (await Client.ListInstanceIdsAsync([OrchestrationRuntimeStatus.Failed])).Values);
        Assert.Equal(["c"], (await Client.ListInstanceIdsAsync(completedTimeFrom: Noon.AddMinutes(1))).Values);
        Assert.Equal(["a", "b", "x"], (await Client.ListInstanceIdsAsync(completedTimeTo: Noon.AddMinutes(1))).Values);
    }

    private string Work(TaskActivityContext context, string name) => Work(name);

    private string Work(string name)
    {
        _runs.AddOrUpdate(name, 1, (_, runs) => runs + 1);
        return _broken.ContainsKey(name) ? throw new InvalidOperationException($"{name} is broken") : name;
    }
}
