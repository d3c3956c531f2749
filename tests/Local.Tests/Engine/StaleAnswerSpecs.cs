using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotStaleAnswerSpecs() : StaleAnswerSpecs(Memory.Hot);

public sealed class EvictedStaleAnswerSpecs() : StaleAnswerSpecs(Memory.Evicted);

/// <summary>An answer that comes when its execution is over: numbers of calls begin anew with each execution, so it looks like one to a later call.</summary>
public abstract class StaleAnswerSpecs(Memory memory) : EngineSpecs(memory)
{
    [Fact]
    public async Task A_second_answer_of_an_earlier_execution_does_not_take_the_activity_of_the_next_along()
    {
        TaskCompletionSource<string>[] runs = [.. Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously))];
        TaskCompletionSource[] begun = [.. runs.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        int next = -1;
        var payloads = new BreakableConverter();
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<int, string>("Twice", async (context, round) =>
                {
                    Task<string> work = context.CallActivityAsync<string>("Work");
                    if (round > 0)
                    {
                        return await work;
                    }

                    await context.WaitForExternalEvent<string>("Go");
                    await work;
                    context.ContinueAsNew(1);
                    return "";
                })
                .AddActivityFunc("Work", _ =>
                {
                    int run = Interlocked.Increment(ref next);
                    begun[run].SetResult();
                    return runs[run].Task;
                }),
            options => options with { DataConverter = payloads });
        string id = await StartInstanceAsync("Twice", 0);
        await begun[0].Task.WaitAsync(Patience);

        // The instance fails although its activity runs, so it runs a second time beside the first.
        payloads.IsBroken = true;
        await Client.RaiseEventAsync(id, "Go", "go");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await Client.WaitForInstanceCompletionAsync(id).WaitAsync(Patience)).RuntimeStatus);
        payloads.IsBroken = false;
        await Client.RewindInstanceAsync(id, "mended");
        await begun[1].Task.WaitAsync(Patience);

        var ended = new SemaphoreSlim(0);
        Database.Checkpoints.OnPass = place =>
        {
            if (place == "engine/activity/after-run")
            {
                ended.Release();
            }
        };
        runs[1].SetResult("first");
        await begun[2].Task.WaitAsync(Patience);
        Assert.True(await ended.WaitAsync(Patience));
        runs[0].SetResult("late");
        Assert.True(await ended.WaitAsync(Patience));
        await CrashAndRestartAsync();
        await begun[3].Task.WaitAsync(Patience);
        runs[3].SetResult("second");

        Assert.Equal("second", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task What_a_run_from_before_a_rewind_answers_does_not_count()
    {
        TaskCompletionSource<string>[] runs = [.. Enumerable.Range(0, 2).Select(_ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously))];
        TaskCompletionSource[] begun = [.. runs.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        int next = -1;
        var payloads = new BreakableConverter();
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Slow", async context =>
                {
                    Task<string> work = context.CallActivityAsync<string>("Work");
                    await context.WaitForExternalEvent<string>("Go");
                    return await work;
                })
                .AddActivityFunc("Work", _ =>
                {
                    int run = Interlocked.Increment(ref next);
                    begun[run].SetResult();
                    return runs[run].Task;
                }),
            options => options with { DataConverter = payloads });
        string id = await StartInstanceAsync("Slow");
        await begun[0].Task.WaitAsync(Patience);
        payloads.IsBroken = true;
        await Client.RaiseEventAsync(id, "Go", "go");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await Client.WaitForInstanceCompletionAsync(id).WaitAsync(Patience)).RuntimeStatus);
        payloads.IsBroken = false;
        await Client.RewindInstanceAsync(id, "mended");
        await begun[1].Task.WaitAsync(Patience);

        var ended = new SemaphoreSlim(0);
        Database.Checkpoints.OnPass = place =>
        {
            if (place == "engine/activity/after-run")
            {
                ended.Release();
            }
        };
        runs[0].SetException(new InvalidOperationException("It was down when this began."));
        Assert.True(await ended.WaitAsync(Patience));
        runs[1].SetResult("up");

        Assert.Equal("up", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    private sealed class BreakableConverter : DataConverter
    {
        public bool IsBroken { get; set; }

        public override string? Serialize(object? value) => JsonSerializer.Serialize(value);

        public override object? Deserialize(string? data, Type targetType) =>
            IsBroken ? throw new JsonException("broken") : data is null ? null : JsonSerializer.Deserialize(data, targetType);
    }
}
