using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Conformance;

/// <summary>Calling activities: one after the other, side by side, with whatever payload.</summary>
public sealed class ActivitySpecs : Spec
{
    [Fact]
    public async Task An_activity_that_wants_a_number_fails_when_it_is_called_with_none()
    {
        await StartAsync(tasks => tasks
            .AddActivityFunc<int, int>("Double", (_, number) => number * 2)
            .AddActivityFunc<int?, int>("Count", (_, number) => number ?? -1)
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync<int>("Double"))
            .AddOrchestratorFunc("CallWithNothing", context => context.CallActivityAsync<int>("Count")));

        TaskFailureDetails failure = await FailureOfAsync("Call");

        Assert.Equal(typeof(JsonException).FullName, failure.InnerFailure!.ErrorType);
        Assert.Equal(-1, await RunAsync<int>("CallWithNothing"));
    }

    [Fact]
    public async Task Activities_called_one_after_the_other_pass_their_results_on()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Chain", async (context, input) =>
            {
                int value = input;
                for (int i = 0; i < 10; i++)
                {
                    value = await context.CallActivityAsync<int>("PlusOne", value);
                }

                return value;
            })
            .AddActivityFunc<int, int>("PlusOne", (_, value) => value + 1));

        Assert.Equal(15, await RunAsync<int>("Chain", 5));
    }

    [Fact]
    public async Task A_thousand_activities_fan_out_and_in()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<List<int>>("Fan", async context =>
                [.. await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => context.CallActivityAsync<int>("Same", i)))])
            .AddActivityFunc<int, int>("Same", (_, value) => value));

        Assert.Equal(Enumerable.Range(0, 1000), (await RunAsync<List<int>>("Fan"))!);
    }

    [Fact]
    public async Task Activities_that_were_called_together_run_side_by_side()
    {
        var both = new TaskCompletionSource();
        int running = 0;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Two", context => Task.WhenAll(context.CallActivityAsync("Meet"), context.CallActivityAsync("Meet")))
            .AddActivityFunc("Meet", _ =>
            {
                if (Interlocked.Increment(ref running) == 2)
                {
                    both.SetResult();
                }

                return both.Task;
            }));

        await RunAsync<object>("Two");
    }

    [Fact]
    public async Task The_first_of_several_activities_can_be_taken_while_the_others_go_on()
    {
        var slow = new TaskCompletionSource<string>();
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Race", async context =>
            {
                Task<string> tortoise = context.CallActivityAsync<string>("Slow");
                Task<string> hare = context.CallActivityAsync<string>("Fast");
                string winner = await await Task.WhenAny(tortoise, hare);
                context.SetCustomStatus(winner);
                return $"{winner}, then {await tortoise}";
            })
            .AddActivityFunc<string>("Slow", _ => slow.Task)
            .AddActivityFunc<string>("Fast", _ => "hare"));
        string id = await ScheduleAsync("Race");
        await UntilAsync(id, seen => seen.SerializedCustomStatus == "\"hare\"", "the hare has won");

        slow.SetResult("tortoise");

        Assert.Equal("hare, then tortoise", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task Names_are_found_without_regard_to_case()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Shout", context => context.CallActivityAsync<string>("HELLO", "you"))
            .AddActivityFunc<string, string>("hello", (_, name) => $"Hello {name}"));

        Assert.Equal("Hello you", await RunAsync<string>("sHOUT"));
    }

    [Fact]
    [Trait("Since", "1.25")]
    public async Task An_activity_knows_its_name_its_version_and_its_orchestration()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Ask", context => context.CallActivityAsync<string>("Who"))
            .AddActivityFunc<string>("Who", context => $"{context.Name} {context.InstanceId} {context.Version}"));

        await Client.ScheduleNewOrchestrationInstanceAsync("Ask", null, new StartOrchestrationOptions("asking") { Version = "2.1" });

        Assert.Equal("Who asking 2.1", await OutputOfAsync<string>("asking"));
    }

    [Fact]
    public async Task Null_goes_in_and_comes_out()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("Nothing", async context => await context.CallActivityAsync<string?>("Echo") is null)
            .AddActivityFunc<string?, string?>("Echo", (_, value) => value));

        Assert.True(await RunAsync<bool>("Nothing"));
    }

    [Fact]
    public async Task An_activity_without_a_result_gives_the_default_of_whatever_is_asked_of_it()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Ask", context => context.CallActivityAsync<int>("Silent"))
            .AddActivityFunc("Silent", _ => { }));

        Assert.Equal(0, await RunAsync<int>("Ask"));
    }

    [Fact]
    public async Task An_array_is_one_input_and_not_several()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Sum", context => context.CallActivityAsync<int>("Add", new[] { 1, 2, 3 }))
            .AddActivityFunc<int[], int>("Add", (_, numbers) => numbers.Sum()));

        Assert.Equal(6, await RunAsync<int>("Sum"));
    }

    [Fact]
    public async Task Options_given_as_the_input_are_refused()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Slip", context => context.CallActivityAsync("Any", (object)new TaskOptions()))
            .AddActivityFunc("Any", _ => { }));

        Assert.True((await FailureOfAsync("Slip")).IsCausedBy<ArgumentException>());
    }

    [Fact]
    public async Task An_instance_does_not_complete_while_an_activity_that_nobody_awaits_runs()
    {
        var gate = new TaskCompletionSource();
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Careless", context =>
            {
                _ = context.CallActivityAsync("Slow");
                context.SetCustomStatus("returned");
            })
            .AddActivityFunc("Slow", _ => gate.Task));
        string id = await BegunAsync("Careless");

        OrchestrationMetadata waiting = await UntilAsync(id, seen => seen.SerializedCustomStatus is not null, "it has returned");
        Assert.Equal(OrchestrationRuntimeStatus.Running, waiting.RuntimeStatus);
        gate.SetResult();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await EndOfAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task When_one_of_many_fails_the_others_have_run_all_the_same()
    {
        int ran = 0;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Fan", async context =>
            {
                Task[] all = [.. Enumerable.Range(0, 20).Select(i => context.CallActivityAsync("Work", i))];
                try
                {
                    await Task.WhenAll(all);
                    return "fine";
                }
                catch (TaskFailedException)
                {
                    return $"{all.Count(each => each.IsFaulted)} failed, {all.Count(each => each.IsCompletedSuccessfully)} did not";
                }
            })
            .AddActivityFunc<int>("Work", new Action<TaskActivityContext, int>((_, i) =>
            {
                Interlocked.Increment(ref ran);
                if (i == 7)
                {
                    throw new InvalidOperationException("seven");
                }
            })));

        Assert.Equal("1 failed, 19 did not", await RunAsync<string>("Fan"));
        AssertRan([20], ran);
    }

    [Fact]
    [Trait("Counts", "runs")]
    public async Task Classes_are_made_with_their_dependencies_from_a_scope_of_their_run()
    {
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<List<string>>("Ask", async context =>
                    [await context.CallActivityAsync<string>("Scoped"), await context.CallActivityAsync<string>("Scoped")])
                .AddActivity<Scoped>(),
            services => services.AddSingleton<ScopedServices.Counter>().AddScoped<ScopedServices>());

        Assert.Equal(["1 of its run", "2 of its run"], await RunAsync<List<string>>("Ask"));
    }
}
