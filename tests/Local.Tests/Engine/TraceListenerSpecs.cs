using System.Diagnostics;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Tests.Engine;

public sealed class HotTraceListenerSpecs() : TraceListenerSpecs(Memory.Hot);

public sealed class EvictedTraceListenerSpecs() : TraceListenerSpecs(Memory.Evicted);

public abstract class TraceListenerSpecs(Memory memory) : EngineSpecs(memory)
{
    [Fact]
    public async Task A_listener_that_throws_stops_no_instance()
    {
        string id = Guid.NewGuid().ToString("N");
        int thrown = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.DurableTask",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.DisplayName.EndsWith(":timer", StringComparison.Ordinal) && id.Equals(span.GetTagItem("durabletask.task.instance_id")))
                {
                    thrown++;
                    throw new InvalidOperationException("a listener's own fault");
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return await context.WaitForExternalEvent<string>("Go");
        }));
        await StartInstanceAsync("Sleep", id: id);

        await AdvanceAsync(TimeSpan.FromHours(1));
        await Client.RaiseEventAsync(id, "Go", "go");

        Assert.Equal("go", (await CompletedAsync(id)).ReadOutputAs<string>());
        await IdleAsync();
        Assert.NotEqual(0, thrown);
    }

    [Fact]
    public async Task A_listener_that_throws_repeats_no_activity_and_stops_no_entity()
    {
        string own = Guid.NewGuid().ToString("N");
        int thrown = 0;
        int runs = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.DurableTask",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.DisplayName.Contains(own, StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref thrown);
                    throw new InvalidOperationException("a listener's own fault");
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await StartAsync(tasks => tasks
            .AddActivityFunc<int>($"Work{own}", _ => Interlocked.Increment(ref runs))
            .AddEntity<Counter>($"Counter{own}")
            .AddOrchestratorFunc<int>("Run", async context =>
            {
                var counter = new EntityInstanceId($"Counter{own}", "one");
                await context.CallActivityAsync<int>($"Work{own}");
                await context.Entities.SignalEntityAsync(counter, "add", 1);
                return await context.Entities.CallEntityAsync<int>(counter, "add", 1);
            }));

        Assert.Equal(2, await RunAsync<int>("Run"));
        Assert.Equal(1, runs);

        // The signal's request and run, the call's run and, for the orchestration, the activity's run.
        Assert.InRange(thrown, 4, int.MaxValue);
    }
}
