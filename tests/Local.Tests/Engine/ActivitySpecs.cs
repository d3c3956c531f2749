using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotActivitySpecs() : ActivitySpecs(Memory.Hot);

public sealed class EvictedActivitySpecs() : ActivitySpecs(Memory.Evicted);

public abstract class ActivitySpecs(Memory memory) : EngineSpecs(memory)
{
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
            .AddOrchestratorFunc<int>("Fan", async context =>
                (await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => context.CallActivityAsync<int>("Same", i)))).Sum())
            .AddActivityFunc<int, int>("Same", (_, value) => value));

        Assert.Equal(499500, await RunAsync<int>("Fan"));
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
    public async Task An_activity_knows_its_name_its_version_and_its_orchestration()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Ask", context => context.CallActivityAsync<string>("Who"))
            .AddActivityFunc<string>("Who", context => $"{context.Name} {context.InstanceId} {context.Version}"));

        await Client.ScheduleNewOrchestrationInstanceAsync("Ask", null, new StartOrchestrationOptions("asking") { Version = "2.1" });

        Assert.Equal("Who asking 2.1", (await CompletedAsync("asking")).ReadOutputAs<string>());
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
    public async Task Large_payloads_come_through_unharmed()
    {
        string large = string.Concat(Enumerable.Repeat("größer \"quoted\" \\ 漢字 \u0001\n", 20_000));
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("Large", (context, input) => context.CallActivityAsync<string>("Echo", input))
            .AddActivityFunc<string, string>("Echo", (_, value) => value));

        Assert.Equal(large, await RunAsync<string>("Large", large));
    }

    [Fact]
    public async Task Options_given_as_the_input_are_refused()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Slip", context => context.CallActivityAsync("Any", (object)new TaskOptions()))
            .AddActivityFunc("Any", _ => { }));

        OrchestrationMetadata done = await CompletedAsync(await StartInstanceAsync("Slip"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.True(done.FailureDetails!.IsCausedBy<ArgumentException>());
    }

    [Fact]
    public async Task An_instance_does_not_complete_while_an_activity_that_nobody_awaits_runs()
    {
        var gate = new TaskCompletionSource();
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Careless", context =>
            {
                _ = context.CallActivityAsync("Slow");
            })
            .AddActivityFunc("Slow", _ => gate.Task));
        string id = await StartInstanceAsync("Careless");
        await Client.WaitForInstanceStartAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Client.GetInstanceAsync(id))!.RuntimeStatus);
        gate.SetResult();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await CompletedAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task Classes_are_made_with_their_dependencies_from_a_scope_of_their_run()
    {
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<List<string>>("Ask", async context =>
                    [await context.CallActivityAsync<string>("Scoped"), await context.CallActivityAsync<string>("Scoped")])
                .AddActivity<Scoped>(),
            options => options with { Services = ScopedServices.Provider() });

        Assert.Equal(["1 of its run", "2 of its run"], await RunAsync<List<string>>("Ask"));
    }
}
