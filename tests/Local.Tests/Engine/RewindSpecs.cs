using System.Collections.Concurrent;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;

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
    public async Task A_failure_that_was_dealt_with_is_not_touched()
    {
        _broken["b"] = _broken["d"] = true;
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
        _broken.Clear();

        await Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("cd", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal((1, 1, 2), (_runs["b"], _runs["c"], _runs["d"]));
    }

    [Fact]
    public async Task Only_the_last_of_several_attempts_runs_again_though_another_branch_went_on_after_it()
    {
        _broken["b"] = true;
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
        _broken.Clear();

        await Client.RewindInstanceAsync(id, "mended");
        await CrashAndRestartAsync();

        Assert.Equal("bcd", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal((4, 1, 1), (_runs["b"], _runs["c"], _runs["d"]));
    }

    [Fact]
    public async Task What_fails_once_more_can_be_rewound_once_more()
    {
        _broken["b"] = true;
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
        _broken.Clear();
        await Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("bc", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal((3, 1), (_runs["b"], _runs["c"]));
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

    [Fact]
    public async Task A_timer_that_was_open_when_no_orchestrator_was_found_goes_on()
    {
        void Register(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<string>("Wait", async context =>
        {
            Task timer = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            string word = await context.WaitForExternalEvent<string>("Go");
            await timer;
            return word;
        });
        await StartAsync(Register);
        string id = await StartInstanceAsync("Wait");
        await IdleAsync();
        await CrashAndRestartAsync(tasks => tasks.AddOrchestratorFunc("Other", _ => { }));
        await Client.RaiseEventAsync(id, "Go", "go");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        await CrashAndRestartAsync(Register);

        await Client.RewindInstanceAsync(id, "deployed again");
        await AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal("go", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_that_failed_for_its_version_loses_no_turn_and_no_event()
    {
        void Register(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc<string>("Wait", async context =>
            {
                string first = await context.CallActivityAsync<string>("Work", "a");
                Task timer = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                string word = await context.WaitForExternalEvent<string>("Go");
                await timer;
                return first + word;
            })
            .AddActivityFunc<string, string>("Work", Work);
        await StartAsync(Register, options => options with { DefaultVersion = "2.0" });
        string id = await StartInstanceAsync("Wait");
        await IdleAsync();
        await StopAsync();
        await StartAsync(Register, options => options with { Versioning = Failing("1.0") });
        await Client.RaiseEventAsync(id, "Go", "go");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        await StopAsync();
        await StartAsync(Register, options => options with { Versioning = Failing("2.0") });

        await Client.RewindInstanceAsync(id, "deployed again");
        await AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal("ago", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, _runs["a"]);
    }

    [Fact]
    public async Task An_operation_that_still_waits_at_its_entity_has_its_effect_once()
    {
        var counter = new EntityInstanceId("Counter", "a");
        _broken["caller"] = true;
        await StartAsync(tasks => tasks
            .AddEntity<Counter>()
            .AddOrchestratorFunc("Hold", async context =>
            {
                await using (await context.Entities.LockEntitiesAsync(counter))
                {
                    await context.WaitForExternalEvent<string>("Free");
                }
            })
            .AddOrchestratorFunc<string>("Call", async context =>
            {
                Task call = context.Entities.CallEntityAsync(counter, "add", 1);
                await context.WaitForExternalEvent<string>("Go");
                if (_broken.ContainsKey("caller"))
                {
                    throw new InvalidOperationException("broken");
                }

                await call;
                return "done";
            }));
        string holder = await StartInstanceAsync("Hold");
        await IdleAsync();
        string id = await StartInstanceAsync("Call");
        await IdleAsync();
        await Client.RaiseEventAsync(id, "Go", "");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        _broken.Clear();

        await Client.RewindInstanceAsync(id, "mended");
        await IdleAsync();
        await Client.RaiseEventAsync(holder, "Free", "");

        Assert.Equal("done", (await CompletedAsync(id)).ReadOutputAs<string>());
        await IdleAsync();
        Assert.Equal(1, (await Client.Entities.GetEntityAsync<int>(counter))!.State);
    }

    [Fact]
    public async Task What_was_asked_for_twice_stands_in_the_history_twice()
    {
        _broken["b"] = true;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Limited", async context =>
            {
                using var end = new CancellationTokenSource();
                Task<string> work = context.CallActivityAsync<string>("Work", "b");
                await Task.WhenAny(work, context.CreateTimer(TimeSpan.FromHours(1), end.Token));
                end.Cancel();
                return await work;
            })
            .AddActivityFunc<string, string>("Work", Work));
        string id = await StartInstanceAsync("Limited");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        _broken.Clear();

        await Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("b", (await CompletedAsync(id)).ReadOutputAs<string>());
        IList<HistoryEvent> history = await Client.GetOrchestrationHistoryAsync(id);
        Assert.Equal([Noon.AddHours(1).UtcDateTime, Noon.AddHours(1).UtcDateTime], history.OfType<TimerCreatedEvent>().Select(timer => timer.FireAt));
        Assert.Single(history.OfType<TaskCompletedEvent>());
    }

    [Fact]
    public async Task A_child_that_fails_while_its_parent_is_rewound_goes_back_as_far_as_one_that_had_failed_before()
    {
        _broken["b"] = true;
        var go = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        void RegisterChild(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc<string>("Child", async context =>
            {
                Task<string> failing = context.CallActivityAsync<string>("Work", "b");
                await context.WaitForExternalEvent<string>("Go on");
                string last = await context.CallActivityAsync<string>("Last");
                return await failing + last;
            })
            .AddActivityFunc<string, string>("Work", Work)
            .AddActivityFunc("Last", _ => go.Task);
        void Register(DurableTaskRegistry tasks)
        {
            RegisterChild(tasks);
            tasks.AddOrchestratorFunc<string>("Parent", async context =>
            {
                Task<string> child = context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "child"));
                await context.WaitForExternalEvent<string>("Go on");
                return await child;
            });
        }

        await StartAsync(Register);
        string id = await StartInstanceAsync("Parent");
        await IdleAsync();
        await Client.RaiseEventAsync("child", "Go on", "now");
        await CrashAndRestartAsync(RegisterChild);
        await Client.RaiseEventAsync(id, "Go on", "now");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        await CrashAndRestartAsync(Register);
        _broken.Clear();

        // Asked for while the turn in which the child fails is being written.
        var rewound = new TaskCompletionSource<Task>();
        Database.Checkpoints.OnPass = place =>
        {
            if (place == "engine/turn/before-commit" && !rewound.Task.IsCompleted)
            {
                rewound.SetResult(Client.RewindInstanceAsync(id, "deployed again"));
            }
        };
        go.SetResult("c");
        await (await rewound.Task.WaitAsync(Patience)).WaitAsync(Patience);

        Assert.Equal("bc", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal(2, _runs["b"]);
    }

    private static DurableTaskWorkerOptions.VersioningOptions Failing(string version) => new()
    {
        Version = version,
        MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder,
        FailureStrategy = DurableTaskWorkerOptions.VersionFailureStrategy.Fail,
    };
}
