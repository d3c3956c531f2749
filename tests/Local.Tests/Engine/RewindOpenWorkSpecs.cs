using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;

namespace Caseward.Local.Tests.Engine;

public sealed class HotRewindOpenWorkSpecs() : RewindOpenWorkSpecs(Memory.Hot);

public sealed class EvictedRewindOpenWorkSpecs() : RewindOpenWorkSpecs(Memory.Evicted);

/// <summary>What a failed instance had asked for and not heard of is asked for once more when it is rewound: timers, operations of entities, sub-orchestrations.</summary>
public abstract class RewindOpenWorkSpecs(Memory memory) : BreakdownSpecs(memory)
{
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

    /// <summary>Committed and not yet handed out, while somebody rewinds the parent, which takes the child along.</summary>
    [Fact]
    public async Task A_failure_of_a_sub_orchestration_that_is_on_its_way_while_it_is_rewound_does_not_count()
    {
        Broken["late"] = true;
        void Child(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc<string>("Late", async context =>
            {
                await context.WaitForExternalEvent<string>("Go");
                return await context.CallActivityAsync<string>("Work", "late");
            })
            .AddActivityFunc<string, string>("Work", Work);
        void Both(DurableTaskRegistry tasks)
        {
            Child(tasks);
            tasks.AddOrchestratorFunc<string>("Parent", async context =>
            {
                Task<string> late = context.CallSubOrchestratorAsync<string>("Late", options: new SubOrchestrationOptions(instanceId: "child"));
                return await context.WaitForExternalEvent<string>("Go") + await late;
            });
        }

        await StartAsync(Both);
        string id = await StartInstanceAsync("Parent");
        await IdleAsync();
        await CrashAndRestartAsync(Child);
        await Client.RaiseEventAsync(id, "Go", "early ");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        await CrashAndRestartAsync(Both);
        using var committed = new SemaphoreSlim(0);
        using var rewound = new SemaphoreSlim(0);
        HoldTheNextResult(committed, rewound);

        await Client.RaiseEventAsync("child", "Go");
        Assert.True(await committed.WaitAsync(Patience));
        Broken.Clear();
        await Client.RewindInstanceAsync(id, "mended");
        rewound.Release();

        OrchestrationMetadata end = await CompletedAsync(id);
        Assert.True(end.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{end}");
        Assert.Equal("early late", end.ReadOutputAs<string>());
    }

    /// <summary>As above, but nobody has rewound anything: the failure is that of another call.</summary>
    [Fact]
    public async Task A_second_call_under_the_id_of_a_sub_orchestration_that_lives_fails_and_the_first_goes_on()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", async context =>
            {
                Task<string> first = context.CallSubOrchestratorAsync<string>("Late", options: new SubOrchestrationOptions(instanceId: "child"));
                Task<string> second = context.CallSubOrchestratorAsync<string>("Late", options: new SubOrchestrationOptions(instanceId: "child"));
                try
                {
                    return await second;
                }
                catch (TaskFailedException)
                {
                    return "only " + await first;
                }
            })
            .AddOrchestratorFunc<string>("Late", context => context.WaitForExternalEvent<string>("Go")));
        string id = await StartInstanceAsync("Parent");
        await IdleAsync();

        await Client.RaiseEventAsync("child", "Go", "one");

        Assert.Equal("only one", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_failure_of_a_sub_orchestration_that_was_rewound_alone_does_not_count()
    {
        Broken["late"] = true;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", context => context.CallSubOrchestratorAsync<string>("Late", options: new SubOrchestrationOptions(instanceId: "child")))
            .AddOrchestratorFunc<string>("Late", context => context.CallActivityAsync<string>("Work", "late"))
            .AddActivityFunc<string, string>("Work", Work));
        using var committed = new SemaphoreSlim(0);
        using var rewound = new SemaphoreSlim(0);
        HoldTheNextResult(committed, rewound);
        string id = await StartInstanceAsync("Parent");
        Assert.True(await committed.WaitAsync(Patience));
        Broken.Clear();
        await Client.RewindInstanceAsync("child", "mended");
        rewound.Release();

        OrchestrationMetadata end = await CompletedAsync(id);
        Assert.True(end.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{end}");
    }

    /// <summary>More than a turn takes are told once more, so the last of them, that it was rewound, comes only after it has asked for something new.</summary>
    [Fact]
    public async Task What_is_asked_for_between_the_messages_of_a_rewind_is_asked_for_once()
    {
        void Register(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc<string>("Wait", async context =>
            {
                Task timer = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                Task<string> work = context.CallActivityAsync<string>("Work", "a");
                await context.Entities.CallEntityAsync(new EntityInstanceId("counter", "a"), "add", 1);
                for (int i = 0; i < 1000; i++)
                {
                    await context.WaitForExternalEvent<int>("Count");
                }

                await timer;
                return await work;
            })
            .AddActivityFunc<string, string>("Work", Work)
            .AddEntity<Counter>("counter");
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Other", _ => { }));
        string id = await Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions(StartAt: Clock.GetUtcNow().AddHours(1)));
        for (int i = 0; i < 1000; i++)
        {
            await Client.RaiseEventAsync(id, "Count", i);
        }

        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        await CrashAndRestartAsync(Register);

        await Client.RewindInstanceAsync(id, "deployed");
        await IdleAsync();
        for (int i = 0; i < 1000; i++)
        {
            await Client.RaiseEventAsync(id, "Count", i);
        }

        await AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal("a", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, Runs["a"]);
        Assert.Equal(1, (await Client.Entities.GetEntityAsync<int>(new EntityInstanceId("counter", "a")))!.State);
    }

    [Fact]
    public async Task An_instance_that_failed_while_it_was_suspended_is_suspended_again()
    {
        void Register(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc<string>("Wait", async context =>
            {
                Task<string> child = context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "child"));
                Task timer = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                string word = await context.WaitForExternalEvent<string>("Go");
                await timer;
                return word + await child + await context.CallActivityAsync<string>("Work", "a");
            })
            .AddOrchestratorFunc<string>("Child", context => context.WaitForExternalEvent<string>("Go"))
            .AddActivityFunc<string, string>("Work", Work);
        await StartAsync(Register);
        string id = await StartInstanceAsync("Wait");
        await IdleAsync();
        await Client.SuspendInstanceAsync(id);
        await IdleAsync();
        await CrashAndRestartAsync(tasks => tasks.AddOrchestratorFunc("Other", _ => { }));
        await Client.RaiseEventAsync(id, "Go", "go");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        await CrashAndRestartAsync(Register);

        await Client.RewindInstanceAsync(id, "deployed again");
        await AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await StatusAsync(id));
        await Client.RaiseEventAsync("child", "Go", "child");
        await CrashAndRestartAsync();
        await Client.ResumeInstanceAsync(id);

        Assert.Equal("gochilda", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, Runs["a"]);
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
        Assert.Equal(1, Runs["a"]);
    }

    [Fact]
    public async Task An_operation_that_still_waits_at_its_entity_has_its_effect_once()
    {
        var counter = new EntityInstanceId("Counter", "a");
        Broken["caller"] = true;
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
                if (Broken.ContainsKey("caller"))
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
        Broken.Clear();

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
        Broken["b"] = true;
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
        Broken.Clear();

        await Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("b", (await CompletedAsync(id)).ReadOutputAs<string>());
        IList<HistoryEvent> history = await Client.GetOrchestrationHistoryAsync(id);
        Assert.Equal([Noon.AddHours(1).UtcDateTime, Noon.AddHours(1).UtcDateTime], history.OfType<TimerCreatedEvent>().Select(timer => timer.FireAt));
        Assert.Single(history.OfType<TaskCompletedEvent>());
    }

    [Fact]
    public async Task A_child_that_fails_while_its_parent_is_rewound_goes_back_as_far_as_one_that_had_failed_before()
    {
        Broken["b"] = true;
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
        Broken.Clear();

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
        Assert.Equal(2, Runs["b"]);
    }

    /// <summary>The next turn that takes an activity's result is committed, and handed out only when it may be.</summary>
    private void HoldTheNextResult(SemaphoreSlim committed, SemaphoreSlim mayGoOn) => Database.Checkpoints.OnPass = place =>
    {
        if (place == "engine/activity/after-commit")
        {
            Database.Checkpoints.OnPass = null;
            committed.Release();
            mayGoOn.Wait(Patience);
        }
    };

    private static DurableTaskWorkerOptions.VersioningOptions Failing(string version) => new()
    {
        Version = version,
        MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder,
        FailureStrategy = DurableTaskWorkerOptions.VersionFailureStrategy.Fail,
    };
}
