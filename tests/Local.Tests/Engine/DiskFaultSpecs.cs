using Caseward.Local.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotDiskFaultSpecs() : DiskFaultSpecs(Memory.Hot);

public sealed class EvictedDiskFaultSpecs() : DiskFaultSpecs(Memory.Evicted);

/// <summary>The disk is full for a while: clients are told, and what was accepted goes on by itself when there is room again.</summary>
public abstract class DiskFaultSpecs(Memory memory) : EngineSpecs(memory)
{
    [Fact]
    public async Task A_start_that_finds_no_room_is_refused_and_has_not_happened()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Echo", _ => Task.FromResult("done")));
        _ = FillDisk();

        await Assert.ThrowsAsync<LocalStorageException>(() => StartInstanceAsync("Echo", id: "one"));

        Database.Checkpoints.OnPass = null;
        Assert.Null(await Client.GetInstanceAsync("one"));
        await StartInstanceAsync("Echo", id: "one");
        Assert.Equal("done", (await CompletedAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Turns_that_find_no_room_are_repeated_until_there_is_some()
    {
        int runs = 0;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Wait", async context =>
            {
                string word = await context.WaitForExternalEvent<string>("Word");
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return word + await context.CallActivityAsync<int>("Work");
            })
            .AddActivityFunc<int>("Work", _ => Interlocked.Increment(ref runs)));
        await StartInstanceAsync("Wait", id: "one");
        await Client.RaiseEventAsync("one", "Word", "heard");
        await IdleAsync();
        Task failed = FillDisk(failures: 5);
        Clock.Advance(TimeSpan.FromHours(1));
        await failed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Client.GetInstanceAsync("one"))!.RuntimeStatus);

        Database.Checkpoints.OnPass = null;

        Assert.Equal("heard1", (await CompletedAsync("one")).ReadOutputAs<string>());
        Assert.Equal(1, runs);
    }

    // Completes when the disk has failed so many commits.
    private Task FillDisk(int failures = 1)
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Database.Checkpoints.OnPass = place =>
        {
            if (place == "storage/commit/before")
            {
                if (Interlocked.Decrement(ref failures) <= 0)
                {
                    failed.TrySetResult();
                }

                throw new SqliteException("database or disk is full", 13);
            }
        };
        return failed.Task;
    }
}
