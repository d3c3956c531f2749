using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Conformance;

/// <summary>Orchestrations that call orchestrations: ids, results, failures. Their versions are in <see cref="VersionSpecs"/>.</summary>
public sealed class SubOrchestrationSpecs : Spec
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
    [Trait("Backend", "AzureStorage")]
    public async Task Neither_a_child_nor_the_receiver_of_an_event_can_have_an_entity_s_id()
    {
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<int>("Parent", async context =>
                {
                    int refused = 0;
                    try
                    {
                        await context.CallSubOrchestratorAsync("Child", new SubOrchestrationOptions(instanceId: "@counter@one"));
                    }
                    catch (ArgumentException)
                    {
                        refused++;
                    }

                    try
                    {
                        context.SendEvent("@counter@one", "Go", 1);
                    }
                    catch (ArgumentException)
                    {
                        refused++;
                    }

                    return refused;
                })
                .AddOrchestratorFunc("Child", _ => { }),
            services => services.Configure<DurableTaskWorkerOptions>(options => options.EnableEntitySupport = true));

        Assert.Equal(2, await RunAsync<int>("Parent"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_blank_id_stands_for_one_that_nobody_else_has(string blank)
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", async context => string.Concat(await Task.WhenAll(
                context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions(instanceId: blank)),
                context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions(instanceId: blank)))))
            .AddOrchestratorFunc<string>("Child", context => string.IsNullOrWhiteSpace(context.InstanceId) ? "blank" : "own "));

        Assert.Equal("own own ", await RunAsync<string>("Parent"));
    }

    [Fact]
    public async Task An_orchestrator_can_call_itself()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Factorial", async (context, n) =>
            n <= 1 ? 1 : n * await context.CallSubOrchestratorAsync<int>("Factorial", n - 1)));

        Assert.Equal(720, await RunAsync<int>("Factorial", 6));
    }

    [Fact]
    public async Task Many_children_run_side_by_side()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Parent", async context =>
                (await Task.WhenAll(Enumerable.Range(1, 50).Select(i => context.CallSubOrchestratorAsync<int>("Child", i, new SubOrchestrationOptions(instanceId: $"child-{i}"))))).Sum())
            .AddOrchestratorFunc<int, int>("Child", async (context, n) => n * await context.WaitForExternalEvent<int>("Go")));
        string id = await ScheduleAsync("Parent");
        string[] children = [.. Enumerable.Range(1, 50).Select(i => $"child-{i}")];

        await Task.WhenAll(children.Select(child => Within(Client.WaitForInstanceStartAsync(child))));
        await Task.WhenAll(children.Reverse().Select(child => Client.RaiseEventAsync(child, "Go", 2)));

        Assert.Equal(2550, await OutputOfAsync<int>(id));
    }

    [Fact]
    public async Task A_child_has_the_chosen_id_and_knows_its_parent()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", context =>
                context.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions(instanceId: "the-child")))
            .AddOrchestratorFunc<string>("Child", context => $"{context.InstanceId} of {context.Parent!.Name} {context.Parent.InstanceId}"));
        await ScheduleAsync("Parent", id: "the-parent");

        Assert.Equal("the-child of Parent the-parent", await OutputOfAsync<string>("the-parent"));
        Assert.Equal("Child", (await Client.GetInstanceAsync("the-child"))!.Name);
    }

    [Fact]
    public async Task Options_can_be_given_an_id_later()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", context => context.CallSubOrchestratorAsync<string>("Child", options: new TaskOptions().WithInstanceId("late")))
            .AddOrchestratorFunc<string>("Child", context => context.InstanceId));

        Assert.Equal("late", await RunAsync<string>("Parent"));
    }

    [Fact]
    public async Task Without_a_chosen_id_each_child_gets_one_and_replays_start_no_others()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<List<string>>("Parent", async context =>
            [
                await context.CallSubOrchestratorAsync<string>("Child"),
                await context.CallSubOrchestratorAsync<string>("Child"),
            ])
            .AddOrchestratorFunc<string>("Child", context => context.InstanceId));

        List<string> ids = (await RunAsync<List<string>>("Parent"))!;

        var children = new List<string>();
        await foreach (OrchestrationMetadata instance in Client.GetAllInstancesAsync(new OrchestrationQuery()))
        {
            if (instance.Name == "Child")
            {
                children.Add(instance.InstanceId);
            }
        }

        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(Guid.TryParseExact(id, "N", out _)));
        Assert.Equal(ids.Order(), children.Order());
    }

    [Fact]
    public async Task An_orchestration_without_a_parent_has_none()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("Alone", context => context.Parent is null));

        Assert.True(await RunAsync<bool>("Alone"));
    }

    [Fact]
    public async Task A_child_carries_the_tags_that_its_call_names()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Child", new SubOrchestrationOptions
            {
                InstanceId = "tagged",
                Tags = new Dictionary<string, string> { ["team"] = "north" },
                Retry = new RetryPolicy(2, TimeSpan.FromMilliseconds(10)),
            }))
            .AddOrchestratorFunc("Child", _ => { }));
        await EndOfAsync(await ScheduleAsync("Parent"));

        Assert.Equal("north", (await EndOfAsync("tagged")).Tags["team"]);
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
    [Trait("Counts", "runs")]
    public async Task A_failed_child_is_retried_under_the_same_id()
    {
        var ids = new List<string>();
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", options: TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(10)))))
            .AddOrchestratorFunc<string>("Child", context =>
            {
                ids.Add(context.InstanceId);
                return ids.Count < 3 ? throw new InvalidOperationException("not yet") : "third time";
            }));

        Assert.Equal("third time", await RunAsync<string>("Parent"));
        Assert.Equal(3, ids.Count);
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task An_unknown_child_fails_its_call_and_is_not_retried()
    {
        int asked = 0;
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Nobody", options: TaskOptions.FromRetryHandler(_ =>
        {
            asked++;
            return true;
        }))));

        Assert.Equal("OrchestratorTaskNotFound", (await FailureOfAsync("Parent")).InnerFailure!.ErrorType);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task A_terminated_child_fails_the_call_of_its_parent()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions(instanceId: "child")))
            .AddOrchestratorFunc<string>("Child", context => context.WaitForExternalEvent<string>("Never")));
        string id = await ScheduleAsync("Parent");
        await Within(Client.WaitForInstanceStartAsync("child"));

        await Client.TerminateInstanceAsync("child");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await EndOfAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_child_that_begins_again_answers_its_parent_in_the_end()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Parent", context => context.CallSubOrchestratorAsync<int>("Child", 0))
            .AddOrchestratorFunc<int, int>("Child", async (context, round) =>
            {
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                if (round < 3)
                {
                    context.ContinueAsNew(round + 1);
                }

                return round;
            }));

        Assert.Equal(3, await RunAsync<int>("Parent"));
    }

    [Fact]
    [Trait("Backend", "AzureStorage")]
    public async Task A_child_whose_id_belongs_to_a_live_instance_fails_its_call()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions(instanceId: "taken")))
            .AddOrchestratorFunc<string>("Child", context => context.WaitForExternalEvent<string>("Never")));
        await BegunAsync("Child", id: "taken");

        Assert.Contains("taken", (await FailureOfAsync("Parent")).ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Client.GetInstanceAsync("taken"))!.RuntimeStatus);
    }
}
