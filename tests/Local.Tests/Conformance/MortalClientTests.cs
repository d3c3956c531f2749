using Caseward.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Conformance;

/// <summary>What lets the engine die under the specs: it does die, and whoever asks for something gets it once.</summary>
public sealed class MortalClientTests
{
    private static readonly EntityInstanceId Counter = new("Counter", "one");

    public static TheoryData<string> Commands => ["engine/start/before-commit", "engine/start/after-commit", "engine/raise/before-commit", "engine/raise/after-commit",
        "engine/signal/before-commit", "engine/signal/after-commit"];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_in_which_the_engine_dies_is_carried_out_once(string place)
    {
        await using DurableTaskTestHost host = await Hosts.StartAsync(
            Register,
            new DurableTaskTestHostOptions { ConfigureServices = services => services.Configure<DurableTaskClientOptions>(options => options.EnableEntitySupport = true) },
            [new Death(place, 1)]);

        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Count");
        await host.Client.WaitForInstanceStartAsync(id);
        await host.Client.RaiseEventAsync(id, "Next", true);
        await host.Client.RaiseEventAsync(id, "Next", false);
        await host.Client.Entities.SignalEntityAsync(Counter, "Add", 1);
        OrchestrationMetadata end = await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        // What comes last is seen last.
        await host.Client.Entities.SignalEntityAsync(Counter, "Add", 10);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        int counted = 0;
        while (counted < 11)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
            counted = (await host.Client.Entities.GetEntityAsync<int>(Counter))?.State ?? 0;
        }

        Assert.Equal(1, end.ReadOutputAs<int>());
        Assert.Equal(11, counted);
        Assert.Single(await host.Client.GetAllInstancesAsync().ToListAsync());
        Assert.Equal(1, Assert.IsType<MortalClient>(host.Client).Restarts);
    }

    [Fact]
    public async Task An_engine_that_dies_when_it_is_started_again_is_started_once_more()
    {
        await using DurableTaskTestHost host = await Hosts.StartAsync(Register, new DurableTaskTestHostOptions(), [new Death("engine/turn/after-commit", 1), new Death(null, 1), new Death(null, 2)]);

        Assert.Equal("done", await RunAsync(host));
        Assert.Equal(3, Assert.IsType<MortalClient>(host.Client).Restarts);
    }

    /// <summary>More checkpoints than the farthest death of a seed needs.</summary>
    [Fact]
    public async Task Deaths_that_are_asked_for_come()
    {
        Assert.SkipUnless(Deaths.AreAsked, "None are asked for.");
        await using DurableTaskTestHost host = await Hosts.StartAsync(Register, new DurableTaskTestHostOptions());

        Assert.Equal("done", await RunAsync(host));
        Assert.Equal(Deaths.ForThisTest().Count, Assert.IsType<MortalClient>(host.Client).Restarts);
    }

    private static async Task<string?> RunAsync(DurableTaskTestHost host)
    {
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Work");
        return (await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true)).ReadOutputAs<string>();
    }

    private static void Register(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<int>("Count", async context =>
        {
            int count = 0;
            while (await context.WaitForExternalEvent<bool>("Next"))
            {
                count++;
            }

            return count;
        })
        .AddOrchestratorFunc<string>("Work", async context =>
        {
            for (int step = 0; step < 60; step++)
            {
                await context.CallActivityAsync("Step");
            }

            return "done";
        })
        .AddActivityFunc("Step", _ => { })
        .AddEntity<Adding>("Counter");

    private sealed class Adding : TaskEntity<int>
    {
        public void Add(int number) => State += number;
    }
}
