using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Conformance;

/// <summary>Orchestrations that begin again: what goes with them. Events are in <see cref="ContinueAsNewEventSpecs"/>, a new version at that point is in <see cref="VersionSpecs"/>.</summary>
public sealed class ContinueAsNewSpecs : Spec
{
    [Fact]
    public async Task The_next_execution_gets_the_new_input_under_the_same_id()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, string>("Count", async (context, round) =>
        {
            await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
            if (round < 20)
            {
                context.ContinueAsNew(round + 1);
                return "ignored";
            }

            return $"{context.InstanceId} {round}";
        }));
        await ScheduleAsync("Count", 0, id: "counter");

        OrchestrationMetadata end = await EndOfAsync("counter");

        Assert.Equal("counter 20", end.ReadOutputAs<string>());
        Assert.Equal(20, end.ReadInputAs<int>());
    }

    [Fact]
    public async Task Executions_that_wait_for_nothing_come_to_an_end_too()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Spin", (context, round) =>
        {
            if (round < 100)
            {
                context.ContinueAsNew(round + 1);
            }

            return round;
        }));

        Assert.Equal(100, await RunAsync<int>("Spin", 0));
    }

    [Fact]
    public async Task Many_instances_that_work_wait_and_begin_again_all_come_to_their_end()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Rounds", async (context, round) =>
            {
                await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => context.CallActivityAsync("Work")));
                await context.CreateTimer(TimeSpan.FromMilliseconds(20), CancellationToken.None);
                if (round < 5)
                {
                    context.ContinueAsNew(round + 1);
                }

                return round;
            })
            .AddActivityFunc("Work", _ => { }));

        int[] ends = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RunAsync<int>("Rounds", 1)));

        Assert.All(ends, end => Assert.Equal(5, end));
    }

    /// <summary>What an eternal orchestration replays is one round, however many there were before it.</summary>
    [Fact]
    public async Task An_eternal_orchestration_replays_only_its_latest_round()
    {
        const int Rounds = 30;
        int runs = 0;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Eternal", async (context, round) =>
            {
                Interlocked.Increment(ref runs);
                await context.CallActivityAsync("Work");
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                if (round < Rounds)
                {
                    context.ContinueAsNew(round + 1);
                }

                return round;
            })
            .AddActivityFunc("Work", _ => { }));

        Assert.Equal(Rounds, await RunAsync<int>("Eternal", 1));
        Assert.InRange(runs, Rounds, 3 * Rounds);
    }

    [Fact]
    public async Task A_failure_after_asking_to_begin_again_is_a_failure()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Broken", new Action<TaskOrchestrationContext>(context =>
        {
            context.ContinueAsNew();
            throw new InvalidOperationException("after all");
        })));

        Assert.Equal("after all", (await FailureOfAsync("Broken")).ErrorMessage);
    }

    [Fact]
    public async Task Tags_stay_with_the_instance()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Tagged", (context, round) =>
        {
            if (round < 2)
            {
                context.ContinueAsNew(round + 1);
            }
        }));
        string id = await Client.ScheduleNewOrchestrationInstanceAsync(
            "Tagged", 0, new StartOrchestrationOptions { Tags = new Dictionary<string, string> { ["team"] = "north" } });

        Assert.Equal("north", (await EndOfAsync(id)).Tags["team"]);
    }
}
