using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Conformance;

/// <summary>Orchestrators that decide differently on replay. Found out when they are replayed, so only where every turn is.</summary>
public sealed class NonDeterminismSpecs : Spec
{
    /// <summary>A replay that asks for something else than the history says ends the instance.</summary>
    [Theory]
    [InlineData("another activity")]
    [InlineData("a timer")]
    [InlineData("a child")]
    [InlineData("nothing")]
    public async Task An_orchestrator_that_decides_differently_on_replay_is_found_out(string instead)
    {
        int runs = 0;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Fickle", async context =>
            {
                bool first = runs++ == 0;
                await ((first, instead) switch
                {
                    (true, _) => context.CallActivityAsync("Work"),
                    (_, "another activity") => context.CallActivityAsync("Other"),
                    (_, "a timer") => context.CreateTimer(TimeSpan.Zero, CancellationToken.None),
                    (_, "a child") => context.CallSubOrchestratorAsync("Child"),
                    _ => Task.CompletedTask,
                });
                await context.WaitForExternalEvent<string>("Never");
            })
            .AddOrchestratorFunc("Child", _ => { })
            .AddActivityFunc("Work", _ => { })
            .AddActivityFunc("Other", _ => { }));

        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", (await FailureOfAsync("Fickle")).ErrorType);
    }

    /// <summary>What the history says must be asked for again; what is asked for besides, in front of a wait for example, is new.</summary>
    [Theory]
    [InlineData("an activity")]
    [InlineData("a timer")]
    [InlineData("a timer that is called off")]
    public async Task Code_that_asks_for_more_in_front_of_what_it_waits_for_goes_on(string more)
    {
        int runs = 0;
        int prepared = 0;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Grown", async context =>
            {
                if (runs++ > 0)
                {
                    using var calledOff = new CancellationTokenSource();
                    Task added = more switch
                    {
                        "an activity" => context.CallActivityAsync("Prepare"),
                        "a timer" => context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None),
                        _ => context.CreateTimer(TimeSpan.FromDays(9), calledOff.Token),
                    };
                    calledOff.Cancel();
                    if (!added.IsCanceled)
                    {
                        await added;
                    }
                }

                return await context.WaitForExternalEvent<string>("Go");
            })
            .AddActivityFunc("Prepare", _ => { Interlocked.Increment(ref prepared); }));
        string id = await BegunAsync("Grown");

        await Client.RaiseEventAsync(id, "Go", "went");

        Assert.Equal("went", await OutputOfAsync<string>(id));
        Assert.Equal(more == "an activity" ? 1 : 0, prepared);
    }

    [Fact]
    [Trait("Backend", "AzureStorage")]
    public async Task It_leaves_nothing_locked()
    {
        var entity = new EntityInstanceId("counter", "one");
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Waver", async context =>
                {
                    if (!context.IsReplaying)
                    {
                        await context.Entities.LockEntitiesAsync(entity);
                    }
                })
                .AddOrchestratorFunc<int>("Count", context => context.Entities.CallEntityAsync<int>(entity, "get"))
                .AddEntity<Counter>("counter"),
            services => services.Configure<DurableTaskWorkerOptions>(options => options.EnableEntitySupport = true));

        Assert.Contains("Non-Deterministic workflow detected", (await FailureOfAsync("Waver")).ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync<int>("Count"));
    }

    private sealed class Counter : TaskEntity<int>
    {
        public int Get() => State;
    }
}
