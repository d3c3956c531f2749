using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotStaleAnswerSpecs() : StaleAnswerSpecs(Memory.Hot);

public sealed class EvictedStaleAnswerSpecs() : StaleAnswerSpecs(Memory.Evicted);

/// <summary>An answer that comes when its execution is over: numbers of calls begin anew with each execution, so it looks like one to a later call.</summary>
public abstract class StaleAnswerSpecs(Memory memory) : EngineSpecs(memory)
{
    private readonly TaskCompletionSource<string>[] _runs = [.. Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously))];
    private readonly TaskCompletionSource[] _begun = [.. Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
    private readonly SemaphoreSlim _ended = new(0);

    [Fact]
    public async Task A_second_answer_of_an_earlier_execution_does_not_take_the_activity_of_the_next_along()
    {
        string id = await RewoundWhileItsActivityRunsAsync(async (context, round) =>
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
        });

        _runs[1].SetResult("first");
        await _begun[2].Task.WaitAsync(Patience);
        Assert.True(await _ended.WaitAsync(Patience));
        _runs[0].SetResult("late");
        Assert.True(await _ended.WaitAsync(Patience));
        await CrashAndRestartAsync();
        await _begun[3].Task.WaitAsync(Patience);
        _runs[3].SetResult("second");

        Assert.Equal("second", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task What_a_run_from_before_a_rewind_answers_does_not_count()
    {
        string id = await RewoundWhileItsActivityRunsAsync(async (context, _) =>
        {
            Task<string> work = context.CallActivityAsync<string>("Work");
            await context.WaitForExternalEvent<string>("Go");
            return await work;
        });

        _runs[0].SetException(new InvalidOperationException("It was down when this began."));
        Assert.True(await _ended.WaitAsync(Patience));
        _runs[1].SetResult("up");

        Assert.Equal("up", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    /// <summary>Lets an instance fail although its activity runs, and rewinds it: a second run goes on beside the first.</summary>
    private async Task<string> RewoundWhileItsActivityRunsAsync(Func<TaskOrchestrationContext, int, Task<string>> orchestrator)
    {
        int next = -1;
        var payloads = new BreakableConverter();
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc("Works", orchestrator).AddActivityFunc("Work", _ =>
            {
                int run = Interlocked.Increment(ref next);
                _begun[run].SetResult();
                return _runs[run].Task;
            }),
            options => options with { DataConverter = payloads });
        string id = await StartInstanceAsync("Works", 0);
        await _begun[0].Task.WaitAsync(Patience);
        payloads.IsBroken = true;
        await Client.RaiseEventAsync(id, "Go", "go");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await Client.WaitForInstanceCompletionAsync(id).WaitAsync(Patience)).RuntimeStatus);
        payloads.IsBroken = false;
        await Client.RewindInstanceAsync(id, "mended");
        await _begun[1].Task.WaitAsync(Patience);
        Database.Checkpoints.OnPass = place =>
        {
            if (place == "engine/activity/after-run")
            {
                _ended.Release();
            }
        };
        return id;
    }

    private sealed class BreakableConverter : DataConverter
    {
        public bool IsBroken { get; set; }

        public override string? Serialize(object? value) => JsonSerializer.Serialize(value);

        public override object? Deserialize(string? data, Type targetType) =>
            IsBroken ? throw new JsonException("broken") : data is null ? null : JsonSerializer.Deserialize(data, targetType);
    }
}
