using Caseward.Local.Engine;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotControlSpecs() : ControlSpecs(Memory.Hot);

public sealed class EvictedControlSpecs() : ControlSpecs(Memory.Evicted);

/// <summary>Terminate, suspend, resume.</summary>
public abstract class ControlSpecs(Memory memory) : EngineSpecs(memory)
{
    [Fact]
    public async Task A_terminated_instance_leaves_no_timers_and_no_activities()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Busy", async context =>
            {
                Task timer = context.CreateTimer(TimeSpan.FromHours(5), CancellationToken.None);
                await Task.WhenAll(timer, context.CallActivityAsync("Endless"));
            })
            .AddActivityFunc("Endless", _ => new TaskCompletionSource().Task));
        string id = await StartInstanceAsync("Busy");
        await Client.WaitForInstanceStartAsync(id);

        await Client.TerminateInstanceAsync(id);
        await CompletedAsync(id);

        Assert.Null(Engine.NextWakeUp);
        Assert.Equal(0L, Database.Read(db => db.Scalar("SELECT count(*) FROM durable_activities")));
    }

    [Fact]
    public async Task An_instance_that_has_not_begun_can_be_terminated()
    {
        bool ran = false;
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Later", _ => { ran = true; }));
        await Client.ScheduleNewOrchestrationInstanceAsync("Later", new StartOrchestrationOptions("later", Noon.AddDays(1)));

        await Client.TerminateInstanceAsync("later", "never mind");
        await AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, await StatusAsync("later"));
        Assert.False(ran);
    }

    [Fact]
    public async Task A_suspended_instance_keeps_what_happens_for_later()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Collect", async context =>
            {
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                string a = await context.WaitForExternalEvent<string>("Go");
                string b = await context.WaitForExternalEvent<string>("Go");
                return a + b + await context.CallActivityAsync<string>("Work");
            })
            .AddActivityFunc<string>("Work", _ => "!"));
        string id = await StartInstanceAsync("Collect");
        await Client.WaitForInstanceStartAsync(id);
        await Client.SuspendInstanceAsync(id, "wait");
        await Client.RaiseEventAsync(id, "Go", "a");
        await Client.RaiseEventAsync(id, "Go", "b");
        await AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await StatusAsync(id));
        await Client.ResumeInstanceAsync(id, "go");

        Assert.Equal("ab!", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_suspended_instance_survives_a_restart()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Go")));
        string id = await StartInstanceAsync("Wait");
        await Client.WaitForInstanceStartAsync(id);
        await Client.SuspendInstanceAsync(id);
        await Client.RaiseEventAsync(id, "Go", "kept");
        await IdleAsync();

        await CrashAndRestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await StatusAsync(id));
        await Client.ResumeInstanceAsync(id);

        Assert.Equal("kept", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task What_is_done_to_ended_or_missing_instances_throws_on_azure_storage_and_is_silent_in_memory()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Done", _ => { }));
        string ended = await StartInstanceAsync("Done");
        await CompletedAsync(ended);

        RpcException late = await Assert.ThrowsAsync<RpcException>(() => Client.TerminateInstanceAsync(ended));
        RpcException missing = await Assert.ThrowsAsync<RpcException>(() => Client.SuspendInstanceAsync("nobody"));

        Assert.Equal(StatusCode.FailedPrecondition, late.StatusCode);
        Assert.Contains("Completed state", late.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
        Assert.Contains("'nobody'", missing.Status.Detail, StringComparison.Ordinal);

        await StopAsync();
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Done", _ => { }), options => options with { Backend = DurableBackend.InMemory });
        await Client.TerminateInstanceAsync(ended);
        await Client.ResumeInstanceAsync("nobody");
    }

    [Fact]
    public async Task On_azure_storage_only_what_is_not_suspended_is_suspended_and_only_what_is_suspended_is_resumed()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Go")));
        string id = await StartInstanceAsync("Wait");
        await Client.WaitForInstanceStartAsync(id);

        RpcException running = await Assert.ThrowsAsync<RpcException>(() => Client.ResumeInstanceAsync(id));
        await Client.SuspendInstanceAsync(id);
        await IdleAsync();
        RpcException suspended = await Assert.ThrowsAsync<RpcException>(() => Client.SuspendInstanceAsync(id));

        Assert.Equal((StatusCode.FailedPrecondition, StatusCode.FailedPrecondition), (running.StatusCode, suspended.StatusCode));
        Assert.Contains("Running state", running.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("Suspended state", suspended.Status.Detail, StringComparison.Ordinal);
        await Client.RaiseEventAsync(id, "Go", "on");
        await Client.ResumeInstanceAsync(id);
        Assert.Equal("on", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_that_is_suspended_while_it_begins_again_keeps_its_events_and_stays_suspended()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string, string>("Loop", async (context, heard) =>
        {
            heard += await context.WaitForExternalEvent<string>("E");
            if (heard.Length < 2)
            {
                context.ContinueAsNew(heard);
            }

            return heard;
        }));
        string id = await StartTogetherAsync("Loop", "", ("E", "a"), null, ("E", "b"));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await StatusAsync(id));

        await Client.ResumeInstanceAsync(id);

        Assert.Equal("ab", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task What_an_instance_sends_with_its_last_step_is_sent_though_it_is_suspended_in_that_moment()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Listen", context => context.WaitForExternalEvent<string>("Word"))
            .AddOrchestratorFunc<string, string>("Tell", async (context, listener) =>
            {
                string word = await context.WaitForExternalEvent<string>("E");
                context.SendEvent(listener, "Word", word);
                return word;
            }));
        string listener = await StartInstanceAsync("Listen");
        string id = await StartTogetherAsync("Tell", listener, ("E", "a"), null);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await StatusAsync(id));

        await Client.ResumeInstanceAsync(id);

        await CompletedAsync(id);
        Assert.Equal("a", (await CompletedAsync(listener)).ReadOutputAs<string>());
    }

    // The deadline is the same instant in both executions, so a timer that was left behind by the first would be in the way of the second.
    [Fact]
    public async Task A_timer_that_was_called_off_before_the_suspension_is_not_set_with_the_resumption()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, string>("Limited", async (context, round) =>
        {
            using var end = new CancellationTokenSource();
            Task deadline = context.CreateTimer(Noon.UtcDateTime.AddDays(1), end.Token);
            string word = await context.WaitForExternalEvent<string>("E");
            end.Cancel();
            if (round == 0)
            {
                await context.WaitForExternalEvent<string>("Again");
                context.ContinueAsNew(1);
            }

            return word;
        }));
        string id = await StartTogetherAsync("Limited", 0, ("E", "a"), null);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await StatusAsync(id));

        await Client.ResumeInstanceAsync(id);
        await IdleAsync();

        Assert.Null(Engine.NextWakeUp);
        await Client.RaiseEventAsync(id, "Again", "");
        await Client.RaiseEventAsync(id, "E", "b");
        Assert.Equal("b", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Terminating_with_children_spares_an_instance_whose_id_a_child_was_to_have()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Never"))
            .AddOrchestratorFunc<string>("Parent", async context =>
            {
                await context.WaitForExternalEvent<string>("Go");
                return await context.CallSubOrchestratorAsync<string>("Wait", new SubOrchestrationOptions(instanceId: "somebody else's"));
            }));
        await StartInstanceAsync("Wait", id: "somebody else's");
        string id = await StartInstanceAsync("Parent");
        await IdleAsync();
        Database.Checkpoints.OnPass = place =>
        {
            if (place == "engine/turn/before-commit")
            {
                throw new InvalidOperationException("so that both come in one turn");
            }
        };
        await Client.RaiseEventAsync(id, "Go", "go");
        await Client.TerminateInstanceAsync(id, new TerminateInstanceOptions { Recursive = true });
        Database.Checkpoints.OnPass = null;

        await CompletedAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Running, await StatusAsync("somebody else's"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_start_that_is_called_off_leaves_no_timer(bool purges)
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Nothing", _ => { }));
        string id = await Client.ScheduleNewOrchestrationInstanceAsync("Nothing", null, new StartOrchestrationOptions("later", Noon.AddDays(100)));
        Assert.Equal(Noon.AddDays(100), Engine.NextWakeUp);

        await Client.TerminateInstanceAsync(id);
        await CompletedAsync(id);
        if (purges)
        {
            await Client.PurgeInstanceAsync(id);
        }

        await IdleAsync();
        Assert.Null(Engine.NextWakeUp);
    }

    /// <summary>Lets several messages come with the first turn: events, and a suspension where there is none.</summary>
    private async Task<string> StartTogetherAsync(string name, object input, params (string Event, string Payload)?[] messages)
    {
        string id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions("together", Noon.AddHours(1)));
        foreach ((string Event, string Payload)? message in messages)
        {
            await (message is { } raised ? Client.RaiseEventAsync(id, raised.Event, raised.Payload) : Client.SuspendInstanceAsync(id));
        }

        await AdvanceAsync(TimeSpan.FromHours(1));
        return id;
    }
}
