using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Conformance;

/// <summary>Terminate, suspend, resume, restart.</summary>
public sealed class ControlSpecs : Spec
{
    [Fact]
    public async Task A_terminated_instance_ends_with_the_given_output()
    {
        await StartWaiterAsync();
        string id = await BegunAsync("Wait");

        await Client.TerminateInstanceAsync(id, new { Quote = "enough" });

        OrchestrationMetadata end = await EndOfAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        Assert.Equal("""{"Quote":"enough"}""", end.SerializedOutput);
    }

    [Fact]
    public async Task A_terminated_instance_waits_for_nothing_it_had_asked_for()
    {
        var never = new TaskCompletionSource();
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Busy", context =>
                Task.WhenAll(context.CreateTimer(TimeSpan.FromHours(5), CancellationToken.None), context.CallActivityAsync("Endless")))
            .AddActivityFunc("Endless", _ => never.Task));
        string id = await BegunAsync("Busy");

        await Client.TerminateInstanceAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await EndOfAsync(id)).RuntimeStatus);
        never.SetResult();
    }

    [Fact]
    public async Task What_is_kept_for_a_suspended_instance_does_not_keep_it_from_being_terminated()
    {
        await StartWaiterAsync();
        string id = await BegunAsync("Wait");
        await Client.SuspendInstanceAsync(id);
        await StatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await Client.RaiseEventAsync(id, "Go", "kept back");

        await Client.TerminateInstanceAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await EndOfAsync(id)).RuntimeStatus);
    }

    [Theory]
    [Trait("Backend", "AzureStorage")]
    [InlineData(true, OrchestrationRuntimeStatus.Terminated)]
    [InlineData(false, OrchestrationRuntimeStatus.Running)]
    public async Task Children_end_with_their_parent_when_asked_to(bool recursive, OrchestrationRuntimeStatus expected)
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Top", context => context.CallSubOrchestratorAsync("Middle", options: new SubOrchestrationOptions(instanceId: "middle")))
            .AddOrchestratorFunc("Middle", context => context.CallSubOrchestratorAsync("Bottom", options: new SubOrchestrationOptions(instanceId: "bottom")))
            .AddOrchestratorFunc("Bottom", context => context.WaitForExternalEvent<string>("Never")));
        string id = await BegunAsync("Top");
        await Within(Client.WaitForInstanceStartAsync("bottom"));

        await Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(Recursive: recursive));

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await EndOfAsync(id)).RuntimeStatus);
        await StatusAsync("middle", expected);
        await StatusAsync("bottom", expected);
    }

    [Fact]
    public async Task A_suspended_instance_keeps_what_comes_until_it_is_resumed()
    {
        var gate = new TaskCompletionSource<string>();
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Collect", async context =>
            {
                Task<string> work = context.CallActivityAsync<string>("Work");
                return await context.WaitForExternalEvent<string>("Go") + await context.WaitForExternalEvent<string>("Go") + await work;
            })
            .AddActivityFunc<string>("Work", _ => gate.Task));
        string id = await BegunAsync("Collect");
        await Client.SuspendInstanceAsync(id, "wait");
        await StatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await Client.RaiseEventAsync(id, "Go", "a");
        await Client.RaiseEventAsync(id, "Go", "b");
        gate.SetResult("!");

        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await Client.GetInstanceAsync(id))!.RuntimeStatus);
        await Client.ResumeInstanceAsync(id, "go");

        Assert.Equal("ab!", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task A_timer_that_falls_due_while_its_instance_is_suspended_waits_for_the_resumption()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
            return "awake";
        }));
        string id = await ScheduleAsync("Sleep");
        await Client.SuspendInstanceAsync(id);
        await StatusAsync(id, OrchestrationRuntimeStatus.Suspended);

        // Begun later, so that its timer is the later one.
        Assert.Equal("awake", await RunAsync<string>("Sleep"));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await Client.GetInstanceAsync(id))!.RuntimeStatus);
        await Client.ResumeInstanceAsync(id);

        Assert.Equal("awake", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task What_is_suspended_can_be_suspended_again_resumed_once_and_terminated()
    {
        await StartWaiterAsync();
        string id = await BegunAsync("Wait");

        await Client.SuspendInstanceAsync(id);
        await Client.SuspendInstanceAsync(id);
        await StatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await Client.ResumeInstanceAsync(id);
        await StatusAsync(id, OrchestrationRuntimeStatus.Running);
        await Client.SuspendInstanceAsync(id);
        await StatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await Client.TerminateInstanceAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await EndOfAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task What_runs_can_be_resumed_without_harm()
    {
        await StartWaiterAsync();
        string id = await BegunAsync("Wait");

        await Client.ResumeInstanceAsync(id);
        await Client.RaiseEventAsync(id, "Go", "on");

        Assert.Equal("on", await OutputOfAsync<string>(id));
    }

    [Fact]
    [Trait("Backend", "InMemory")]
    public async Task What_is_done_to_ended_or_missing_instances_is_silent_in_memory()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Done", _ => 7));
        string ended = await ScheduleAsync("Done");
        await EndOfAsync(ended);

        foreach (string id in (string[])[ended, "nobody"])
        {
            await Client.SuspendInstanceAsync(id);
            await Client.ResumeInstanceAsync(id);
            await Client.TerminateInstanceAsync(id);
        }

        Assert.Equal(7, await OutputOfAsync<int>(ended));
        Assert.Null(await Client.GetInstanceAsync("nobody"));
    }

    [Theory]
    [Trait("Counts", "runs")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_ended_instance_can_be_restarted_with_its_first_input(bool newId)
    {
        int runs = 0;
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string, string>("Echo", (_, input) => $"{input} {++runs}"));
        await ScheduleAsync("Echo", "run", id: "one");
        Assert.Equal("run 1", await OutputOfAsync<string>("one"));

        string id = await Client.RestartAsync("one", newId);
        OrchestrationMetadata again = await UntilAsync(id, seen => seen.SerializedOutput == "\"run 2\"", "it has run again");

        Assert.Equal(newId, id != "one");
        Assert.Equal(("Echo", "run", OrchestrationRuntimeStatus.Completed), (again.Name, again.ReadInputAs<string>(), again.RuntimeStatus));
    }

    [Fact]
    public async Task A_live_or_missing_instance_cannot_be_restarted()
    {
        await StartWaiterAsync();
        string id = await BegunAsync("Wait");

        await Assert.ThrowsAnyAsync<Exception>(() => Client.RestartAsync(id));
        ArgumentException missing = await Assert.ThrowsAsync<ArgumentException>(() => Client.RestartAsync("nobody"));

        Assert.Equal("An orchestration with the instanceId nobody was not found.", missing.Message);
        Assert.Equal(StatusCode.NotFound, Assert.IsType<RpcException>(missing.InnerException).StatusCode);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Client.GetInstanceAsync(id))!.RuntimeStatus);
    }

    private Task StartWaiterAsync() => StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Go")));
}
