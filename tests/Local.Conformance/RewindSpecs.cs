using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Conformance;

/// <summary>A failed instance that goes on from before its failure.</summary>
[Trait("Backend", "AzureStorage")]
public sealed class RewindSpecs : Spec
{
    private readonly ConcurrentDictionary<string, int> _runs = new(StringComparer.Ordinal);
    private bool _broken = true;

    [Fact]
    public async Task What_failed_runs_again_and_what_succeeded_does_not()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Steps", async context =>
                await context.CallActivityAsync<string>("Work", "a") + await context.CallActivityAsync<string>("Work", "b") + await context.CallActivityAsync<string>("Work", "c"))
            .AddActivityFunc<string, string>("Work", Work));
        string id = await ScheduleAsync("Steps");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await EndOfAsync(id)).RuntimeStatus);
        _broken = false;

        await Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("abc", (await StatusAsync(id, OrchestrationRuntimeStatus.Completed)).ReadOutputAs<string>());
        AssertRan([1, 2, 1], _runs["a"], _runs["b"], _runs["c"]);
    }

    [Fact]
    public async Task A_child_that_failed_goes_on_with_its_parent()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", context => context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions { InstanceId = "child" }))
            .AddOrchestratorFunc<string>("Child", async context => await context.CallActivityAsync<string>("Work", "a") + await context.CallActivityAsync<string>("Work", "b"))
            .AddActivityFunc<string, string>("Work", Work));
        string id = await ScheduleAsync("Parent");
        await EndOfAsync(id);
        _broken = false;

        await Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("ab", (await StatusAsync(id, OrchestrationRuntimeStatus.Completed)).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await EndOfAsync("child")).RuntimeStatus);
        AssertRan([1, 2], _runs["a"], _runs["b"]);
    }

    [Fact]
    public async Task A_branch_that_failed_runs_again_though_another_went_on_after_it()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Branches", async context =>
            {
                async Task<string> FailingAsync()
                {
                    try
                    {
                        return await context.CallActivityAsync<string>("Work", "b");
                    }
                    catch (TaskFailedException)
                    {
                        context.SetCustomStatus("b has failed");
                        throw;
                    }
                }

                async Task<string> LastingAsync()
                {
                    string text = await context.CallActivityAsync<string>("Work", "a");
                    await context.WaitForExternalEvent<string>("Go on");
                    text += await context.CallActivityAsync<string>("Work", "c");
                    return text + await context.CallActivityAsync<string>("Work", "d");
                }

                return string.Concat(await Task.WhenAll(FailingAsync(), LastingAsync()));
            })
            .AddActivityFunc<string, string>("Work", Work));
        string id = await ScheduleAsync("Branches");
        await UntilAsync(id, metadata => metadata.SerializedCustomStatus is not null, "b has failed");
        await Client.RaiseEventAsync(id, "Go on", "now");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await EndOfAsync(id)).RuntimeStatus);
        _broken = false;

        await Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("bacd", (await StatusAsync(id, OrchestrationRuntimeStatus.Completed)).ReadOutputAs<string>());
        AssertRan([1, 2, 1, 1], _runs["a"], _runs["b"], _runs["c"], _runs["d"]);
    }

    [Fact]
    public async Task A_child_that_failed_goes_on_though_its_parent_did_something_else_after_it()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", async context =>
            {
                Task<string> child = context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions { InstanceId = "child" });
                await context.WaitForExternalEvent<string>("Go on");
                string own = await context.CallActivityAsync<string>("Work", "c");
                return await child + own;
            })
            .AddOrchestratorFunc<string>("Child", async context => await context.CallActivityAsync<string>("Work", "a") + await context.CallActivityAsync<string>("Work", "b"))
            .AddActivityFunc<string, string>("Work", Work));
        string id = await ScheduleAsync("Parent");
        await StatusAsync("child", OrchestrationRuntimeStatus.Failed);
        await Client.RaiseEventAsync(id, "Go on", "now");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await EndOfAsync(id)).RuntimeStatus);
        _broken = false;

        await Client.RewindInstanceAsync(id, "mended");

        Assert.Equal("abc", (await StatusAsync(id, OrchestrationRuntimeStatus.Completed)).ReadOutputAs<string>());
        AssertRan([1, 2, 1], _runs["a"], _runs["b"], _runs["c"]);
    }

    [Fact]
    public async Task Only_a_failed_instance_can_be_rewound()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Fine", _ => "fine"));
        string id = await ScheduleAsync("Fine");
        await EndOfAsync(id);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.RewindInstanceAsync(id, "why not"));
        ArgumentException missing = await Assert.ThrowsAsync<ArgumentException>(() => Client.RewindInstanceAsync("nobody", "why not"));
        Assert.Equal(StatusCode.NotFound, Assert.IsType<RpcException>(missing.InnerException).StatusCode);
    }

    private string Work(TaskActivityContext context, string name)
    {
        _runs.AddOrUpdate(name, 1, (_, runs) => runs + 1);
        return _broken && name == "b" ? throw new InvalidOperationException("Broken.") : name;
    }
}
