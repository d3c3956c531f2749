using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotRewindSpecs() : RewindSpecs(Memory.Hot);

public sealed class EvictedRewindSpecs() : RewindSpecs(Memory.Evicted);

/// <summary>A failed instance goes on from before its failure: what failed runs again, what succeeded does not.</summary>
public abstract class RewindSpecs(Memory memory) : BreakdownSpecs(memory)
{
    [Fact]
    public async Task Only_what_failed_runs_again()
    {
        Broken["b"] = true;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Steps", async context =>
                await context.CallActivityAsync<string>("Work", "a") + await context.CallActivityAsync<string>("Work", "b") + await context.CallActivityAsync<string>("Work", "c"))
            .AddActivityFunc<string, string>("Work", Work));
        string id = await StartInstanceAsync("Steps");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        await CrashAndRestartAsync();
        Broken.Clear();

        await Client.RewindInstanceAsync(id, "mended");
        await CrashAndRestartAsync();

        OrchestrationMetadata done = await CompletedAsync(id);
        Assert.Equal("abc", done.ReadOutputAs<string>());
        Assert.Null(done.FailureDetails);
        Assert.Equal((1, 2, 1), (Runs["a"], Runs["b"], Runs["c"]));
    }

    [Fact]
    public async Task All_that_failed_side_by_side_runs_again_and_what_had_not_answered_is_asked_for_again()
    {
        Broken["b"] = Broken["d"] = true;
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
        Broken.Clear();

        await Client.RewindInstanceAsync(id, "mended");
        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("abcd", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal((1, 1), (Runs["a"], Runs["c"]));
    }

    [Fact]
    public async Task A_failure_that_was_dealt_with_is_not_touched()
    {
        Broken["b"] = Broken["d"] = true;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Steps", async context =>
            {
                string text;
                try
                {
                    text = await context.CallActivityAsync<string>("Work", "b");
                }
                catch (TaskFailedException)
                {
                    text = await context.CallActivityAsync<string>("Work", "c");
                }

                return text + await context.CallActivityAsync<string>("Work", "d");
            })
            .AddActivityFunc<string, string>("Work", Work));
        string id = await StartInstanceAsync("Steps");
        await CompletedAsync(id);
        Broken.Clear();

        await Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("cd", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal((1, 1, 2), (Runs["b"], Runs["c"], Runs["d"]));
    }

    [Fact]
    public async Task A_failure_without_which_the_orchestrator_would_have_asked_for_more_is_not_touched()
    {
        Broken["b"] = Broken["d"] = true;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Steps", async context =>
            {
                Task<string> warm = context.CallActivityAsync<string>("Work", "b");
                await context.WaitForExternalEvent<string>("Go on");
                Task<string> last = context.CallActivityAsync<string>("Work", "d");
                Task<string> more = warm.IsFaulted ? Task.FromResult("") : context.CallActivityAsync<string>("Work", "c");
                return await last + await more;
            })
            .AddActivityFunc<string, string>("Work", Work));
        string id = await StartInstanceAsync("Steps");
        await IdleAsync();
        await Client.RaiseEventAsync(id, "Go on", "now");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        Broken.Clear();

        await Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("d", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal((1, 2, false), (Runs["b"], Runs["d"], Runs.ContainsKey("c")));
    }

    [Fact]
    public async Task Only_the_last_of_several_attempts_runs_again_though_another_branch_went_on_after_it()
    {
        Broken["b"] = true;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Branches", async context =>
            {
                async Task<string> LastingAsync()
                {
                    await context.WaitForExternalEvent<string>("Go on");
                    return await context.CallActivityAsync<string>("Work", "c") + await context.CallActivityAsync<string>("Work", "d");
                }

                var thrice = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMinutes(1)));
                return string.Concat(await Task.WhenAll(context.CallActivityAsync<string>("Work", "b", thrice), LastingAsync()));
            })
            .AddActivityFunc<string, string>("Work", Work));
        string id = await StartInstanceAsync("Branches");
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await Client.RaiseEventAsync(id, "Go on", "now");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        Broken.Clear();

        await Client.RewindInstanceAsync(id, "mended");
        await CrashAndRestartAsync();

        Assert.Equal("bcd", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal((4, 1, 1), (Runs["b"], Runs["c"], Runs["d"]));
    }

    [Fact]
    public async Task What_fails_once_more_can_be_rewound_once_more()
    {
        Broken["b"] = true;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Branches", async context =>
            {
                Task<string> failing = context.CallActivityAsync<string>("Work", "b");
                await context.WaitForExternalEvent<string>("Go on");
                string own = await context.CallActivityAsync<string>("Work", "c");
                await context.WaitForExternalEvent<string>("End");
                return await failing + own;
            })
            .AddActivityFunc<string, string>("Work", Work));
        string id = await StartInstanceAsync("Branches");
        await IdleAsync();
        await Client.RaiseEventAsync(id, "Go on", "now");
        await IdleAsync();
        await Client.RaiseEventAsync(id, "End", "now");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);

        await Client.RewindInstanceAsync(id, "not yet mended");
        await IdleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        Broken.Clear();
        await Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("bc", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal((3, 1), (Runs["b"], Runs["c"]));
    }

    [Fact]
    public async Task The_event_on_which_an_orchestrator_stumbled_is_told_again()
    {
        Broken["go"] = true;
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", async context => Work(await context.WaitForExternalEvent<string>("Go"))));
        string id = await StartInstanceAsync("Wait");
        await Client.RaiseEventAsync(id, "Go", "go");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);

        await Client.RewindInstanceAsync(id, "not yet mended");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        Broken.Clear();
        await Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("go", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Ended_instances_are_listed_in_the_order_of_their_end_so_that_later_ones_come_behind()
    {
        Broken["x"] = true;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("Work", (_, name) => Work(name))
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("Go")));
        await Task.WhenAll(((string[])["a", "b", "x"]).Select(async name => await CompletedAsync(await StartInstanceAsync("Work", name, id: name))));
        await StartInstanceAsync("Wait", id: "alive");
        await AdvanceAsync(TimeSpan.FromHours(1));
        await CompletedAsync(await StartInstanceAsync("Work", "c", id: "c"));

        Page<string> first = await Client.ListInstanceIdsAsync(pageSize: 3);
        Assert.Equal(["a", "b", "x"], first.Values);
        Page<string> last = await Client.ListInstanceIdsAsync(pageSize: 3, lastInstanceKey: first.ContinuationToken);
        Assert.Equal(["c"], last.Values);
        Page<string> none = await Client.ListInstanceIdsAsync(pageSize: 3, lastInstanceKey: last.ContinuationToken);
        Assert.Empty(none.Values);
        Assert.Null(none.ContinuationToken);
        await AdvanceAsync(TimeSpan.FromHours(1));
        await CompletedAsync(await StartInstanceAsync("Work", "a", id: "a later one"));
        Assert.Equal(["a later one"], (await Client.ListInstanceIdsAsync(pageSize: 3, lastInstanceKey: last.ContinuationToken)).Values);
        Assert.Equal(5, (await Client.ListInstanceIdsAsync(lastInstanceKey: "")).Values.Count);
        Assert.Equal(["x"], (await Client.ListInstanceIdsAsync([OrchestrationRuntimeStatus.Failed])).Values);
        Assert.Equal(["c", "a later one"], (await Client.ListInstanceIdsAsync(completedTimeFrom: Noon.AddMinutes(1))).Values);
        Assert.Equal(["a", "b", "x"], (await Client.ListInstanceIdsAsync(completedTimeTo: Noon.AddMinutes(1))).Values);
    }
}
