using Caseward.Local.Engine;
using Caseward.Local.Storage;
using Caseward.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

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
        using var log = new LogLines();
        using var logger = new LoggerFactory([log]);
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<string>("Wait", async context =>
                {
                    string word = await context.WaitForExternalEvent<string>("Word");
                    await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                    return word + await context.CallActivityAsync<int>("Work");
                })
                .AddActivityFunc<int>("Work", _ => Interlocked.Increment(ref runs)),
            options => options with { LoggerFactory = logger });
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
        Assert.Contains("A turn of instance 'one' could not be committed", log.Errors.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timers_that_are_due_and_cannot_be_read_keep_the_engine_busy_until_they_can()
    {
        using var log = new LogLines();
        using var logger = new LoggerFactory([log]);
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc("Wait", context => context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None)),
            options => options with { LoggerFactory = logger });
        await StartInstanceAsync("Wait", id: "one");
        await IdleAsync();
        await Database.WriteAsync(db => db.Execute("ALTER TABLE durable_timers RENAME COLUMN began TO out_of_reach"));
        Clock.Advance(TimeSpan.FromHours(1));
        while (!log.Errors.Any())
        {
            await Task.Yield();
        }

        await Database.WriteAsync(db => db.Execute("ALTER TABLE durable_timers RENAME COLUMN out_of_reach TO began"));
        await IdleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await Client.GetInstanceAsync("one"))!.RuntimeStatus);
    }

    [Fact]
    public async Task Of_what_was_dropped_on_the_way_the_log_tells_once_however_often_it_had_to_be_written()
    {
        using var log = new LogLines();
        using var logger = new LoggerFactory([log]);
        await StartAsync(
            tasks => tasks
                .AddEntity<Counter>()
                .AddOrchestratorFunc("Send", context => context.SendEvent("nobody", "Word", "lost"))
                .AddOrchestratorFunc("Begin", context => context.Entities.CallEntityAsync(new EntityInstanceId("Counter", "one"), "begin"))
                .AddOrchestratorFunc("Echo", context => context.WaitForExternalEvent<string>("Word")),
            options => options with { LoggerFactory = logger });
        await StartInstanceAsync("Echo", id: "by the counter");
        await IdleAsync();
        foreach ((string name, string place, int number) in new[] { ("Send", "engine/turn/before-commit", 704), ("Begin", "engine/entity/before-commit", 712) })
        {
            int left = 2;
            Database.Checkpoints.OnPass = passed =>
            {
                if (passed == place && Interlocked.Decrement(ref left) >= 0)
                {
                    throw new SqliteException("database or disk is full", 13);
                }
            };
            await RunAsync<object>(name);
            await IdleAsync();

            Assert.True(left < 0);
            Assert.Single(log.Lines, line => line.Contains($"[{number}]", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void That_the_disk_is_full_is_said_once_every_five_seconds_and_other_failures_each_time()
    {
        var time = new Ticks();
        var complaints = new StorageComplaints(time);
        var full = new LocalStorageException("full");
        bool[] first = [complaints.Allow(full), complaints.Allow(full), complaints.Allow(new InvalidOperationException()), complaints.Allow(new InvalidOperationException())];

        time.Seconds += 5;

        Assert.Equal([true, false, true, true], first);
        Assert.Equal([true, false], [complaints.Allow(full), complaints.Allow(full)]);
    }

    private sealed class Ticks : TimeProvider
    {
        public long Seconds { get; set; } = 100;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
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
