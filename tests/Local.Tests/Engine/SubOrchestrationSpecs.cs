using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotSubOrchestrationSpecs() : SubOrchestrationSpecs(Memory.Hot);

public sealed class EvictedSubOrchestrationSpecs() : SubOrchestrationSpecs(Memory.Evicted);

public abstract class SubOrchestrationSpecs(Memory memory) : EngineSpecs(memory)
{
    [Fact]
    public async Task A_parent_gets_the_result_of_its_child()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Parent", async (context, n) => 1 + await context.CallSubOrchestratorAsync<int>("Child", n))
            .AddOrchestratorFunc<int, int>("Child", async (context, n) => await context.CallActivityAsync<int>("Double", n))
            .AddActivityFunc<int, int>("Double", (_, n) => 2 * n));

        Assert.Equal(43, await RunAsync<int>("Parent", 21));
    }

    [Fact]
    public async Task Many_children_run_side_by_side()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Parent", async context =>
                (await Task.WhenAll(Enumerable.Range(1, 50).Select(i => context.CallSubOrchestratorAsync<int>("Child", i)))).Sum())
            .AddOrchestratorFunc<int, int>("Child", async (context, n) =>
            {
                await context.CreateTimer(TimeSpan.FromHours(n), CancellationToken.None);
                return n;
            }));
        string id = await StartInstanceAsync("Parent");

        await AdvanceAsync(TimeSpan.FromHours(50));

        Assert.Equal(1275, (await CompletedAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_child_has_the_chosen_id_and_knows_its_parent()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", context =>
                context.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions(instanceId: "the-child")))
            .AddOrchestratorFunc<string>("Child", context => $"{context.InstanceId} of {context.Parent!.Name} {context.Parent.InstanceId}"));
        await StartInstanceAsync("Parent", id: "the-parent");

        Assert.Equal("the-child of Parent the-parent", (await CompletedAsync("the-parent")).ReadOutputAs<string>());
        Assert.Equal("Child", (await Client.GetInstanceAsync("the-child"))!.Name);
    }

    [Fact]
    public async Task Without_a_chosen_id_the_childs_id_is_the_same_on_every_replay()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<List<string>>("Parent", async context =>
            [
                await context.CallSubOrchestratorAsync<string>("Child"),
                await context.CallSubOrchestratorAsync<string>("Child"),
            ])
            .AddOrchestratorFunc<string>("Child", context => context.InstanceId));

        List<string> ids = (await RunAsync<List<string>>("Parent"))!;

        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(Guid.TryParseExact(id, "N", out _)));
    }

    [Fact]
    public async Task An_orchestration_without_a_parent_has_none()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("Alone", context => context.Parent is null));

        Assert.True(await RunAsync<bool>("Alone"));
    }

    [Fact]
    public async Task The_failure_of_a_child_reaches_its_parent_with_its_cause()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", async context =>
            {
                try
                {
                    await context.CallSubOrchestratorAsync("Child");
                    return "fine";
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.TaskName} #{failed.TaskId} {failed.FailureDetails.ErrorType} {failed.FailureDetails.ErrorMessage}";
                }
            })
            .AddOrchestratorFunc("Child", new Action<TaskOrchestrationContext>(_ => throw new InvalidOperationException("no"))));

        Assert.Equal("Child #0 System.InvalidOperationException no", await RunAsync<string>("Parent"));
    }

    [Fact]
    public async Task A_failed_child_is_retried_under_the_same_id()
    {
        var ids = new List<string>();
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", options: TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMinutes(1)))))
            .AddOrchestratorFunc<string>("Child", context =>
            {
                ids.Add(context.InstanceId);
                return ids.Count < 3 ? throw new InvalidOperationException("not yet") : "third time";
            }));
        string id = await StartInstanceAsync("Parent");

        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("third time", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal(3, ids.Count);
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task An_unknown_child_fails_its_call_and_is_not_retried()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Parent", context =>
            context.CallSubOrchestratorAsync("Nobody", options: TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMinutes(1))))));

        OrchestrationMetadata done = await CompletedAsync(await StartInstanceAsync("Parent"));

        Assert.Equal("OrchestratorTaskNotFound", done.FailureDetails!.InnerFailure!.ErrorType);
    }

    [Fact]
    public async Task A_terminated_child_fails_the_call_of_its_parent()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions(instanceId: "child")))
            .AddOrchestratorFunc<string>("Child", context => context.WaitForExternalEvent<string>("Never")));
        string id = await StartInstanceAsync("Parent");
        await IdleAsync();

        await Client.TerminateInstanceAsync("child");

        Assert.True((await CompletedAsync(id)).FailureDetails!.IsCausedBy<TaskFailedException>());
    }

    [Fact]
    public async Task A_child_that_begins_again_answers_its_parent_in_the_end()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Parent", context => context.CallSubOrchestratorAsync<int>("Child", 0))
            .AddOrchestratorFunc<int, int>("Child", async (context, round) =>
            {
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                if (round < 3)
                {
                    context.ContinueAsNew(round + 1);
                }

                return round;
            }));
        string id = await StartInstanceAsync("Parent");

        await AdvanceAsync(TimeSpan.FromHours(1));
        await AdvanceAsync(TimeSpan.FromHours(1));
        await AdvanceAsync(TimeSpan.FromHours(1));
        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(3, (await CompletedAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_child_whose_id_belongs_to_a_live_instance_fails_its_call()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions(instanceId: "taken")))
            .AddOrchestratorFunc<string>("Child", context => context.WaitForExternalEvent<string>("Never")));
        await StartInstanceAsync("Child", id: "taken");

        OrchestrationMetadata done = await CompletedAsync(await StartInstanceAsync("Parent"));

        Assert.Contains("taken", done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(OrchestrationRuntimeStatus.Running, await StatusAsync("taken"));
    }
}
