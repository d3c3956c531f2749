using System.Text;
using System.Text.Json;
using Caseward.Local.Engine;
using Caseward.Local.Hosting.Settings;
using Caseward.Local.Queues;
using Caseward.Local.Tests.Hosting;
using Caseward.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Tests.Queues;

/// <summary>How many messages are worked on at once, and that none is lost or handed out twice whatever happens meanwhile.</summary>
public sealed class QueueListenerTests
{
    [Theory]
    [InlineData("{}", 16, 8, 5)]
    [InlineData("""{ "batchSize": 9 }""", 9, 4, 5)]
    [InlineData("""{ "BATCHSIZE": 1, "maxDequeueCount": 1 }""", 1, 0, 1)]
    [InlineData("""{ "batchSize": 32, "newBatchThreshold": 100 }""", 32, 100, 5)]
    public void The_next_batch_is_fetched_at_half_a_batch_unless_host_json_says_when(string section, int batchSize, int newBatchThreshold, int maxDequeueCount)
    {
        var settings = QueueSettings.Read(JsonDocument.Parse(section).RootElement);

        Assert.Equal((batchSize, newBatchThreshold, maxDequeueCount), (settings.BatchSize, settings.NewBatchThreshold, settings.MaxDequeueCount));
        Assert.Equal((TimeSpan.Zero, true), (settings.VisibilityTimeout, settings.Base64));
    }

    [Fact]
    public async Task A_fetch_goes_along_the_index_and_sorts_nothing_whatever_the_number_of_messages_that_wait()
    {
        await using TestApp app = await TestQueues.StartAsync(typeof(FailingQueue));

        List<string> plan = app.Runtime.Database.Read(db => db.Query($"EXPLAIN QUERY PLAN {QueueStore.Front}", row => row.GetString(3), "work", 0L, 16L));

        Assert.Equal("SEARCH queue_messages USING INDEX queue_messages_ready (queue=? AND leased=? AND visible<?)", Assert.Single(plan));
    }

    [Fact]
    public async Task A_fetch_drops_expired_messages_at_the_front_and_takes_as_many_of_the_rest_as_were_asked_for()
    {
        await using TestApp app = await TestQueues.StartAsync(typeof(FailingQueue));
        await app.Queues().CreateAsync("free");
        for (int i = 0; i < 10; i++)
        {
            await app.Queues().PutAsync("free", $"{i}", TimeSpan.Zero, TimeSpan.FromMinutes(i is < 5 or 7 ? 1 : 10));
        }

        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(2));
        List<QueueMessage> taken = await app.Queues().LeaseAsync("free", 3);

        Assert.Equal(["5", "6", "8"], taken.Select(message => message.Text));
        Assert.Equal(4L, app.Runtime.Database.Read(db => db.Scalar("SELECT COUNT(*) FROM queue_messages WHERE queue = 'free'")));
    }

    [Fact]
    public async Task No_more_messages_are_worked_on_at_once_than_a_batch_and_its_threshold()
    {
        var gate = new Gate();
        await using TestApp app = TestApp.Of(typeof(GatedQueue));
        app.HostJson = TestQueues.Quick;
        app.Configure = builder => builder.Services.AddSingleton(gate);
        await app.StartAsync();
        for (int i = 0; i < 10; i++)
        {
            await app.Queues().PutAsync("gated", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{i}")), TimeSpan.Zero, QueueStore.DefaultTimeToLive);
        }

        while (app.Notes.Lines.Count < 2)
        {
            await Task.Yield();
        }

        gate.Open();
        await app.Runtime.WhenIdleAsync();

        int working = 0;
        int most = 0;
        foreach (string line in app.Notes.Lines)
        {
            working += line.StartsWith("in", StringComparison.Ordinal) ? 1 : -1;
            most = Math.Max(most, working);
        }

        Assert.Equal(20, app.Notes.Lines.Count);
        Assert.InRange(most, 2, 3);
    }

    [Fact]
    public async Task A_message_being_worked_on_is_not_delivered_to_anybody_else_however_far_the_clock_moves()
    {
        var gate = new Gate();
        await using TestApp app = TestApp.Of(typeof(GatedQueue));
        app.Configure = builder => builder.Services.AddSingleton(gate);
        await app.StartAsync();
        await app.Queues().PutAsync("gated", Convert.ToBase64String("x"u8), TimeSpan.Zero, QueueStore.DefaultTimeToLive);
        while (app.Notes.Lines.Count == 0)
        {
            await Task.Yield();
        }

        app.Runtime.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await app.Queues().GetAsync("gated", 1, TimeSpan.FromSeconds(30)));
        gate.Open();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["in x", "out x"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_crash_between_the_function_and_the_deletion_delivers_the_message_again()
    {
        await using TestApp app = await TestQueues.StartAsync(typeof(FailingQueue));
        app.Runtime.Database.Checkpoints.OnPass = place =>
        {
            if (place == "queues/work/handled")
            {
                throw new IOException("as if the process had died here");
            }
        };
        await app.PutAsync("work", "again");

        await app.RestartAsync();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["again #1", "again #2"], app.Notes.Lines);
        Assert.Equal(0, app.Queues().Count("work"));
    }

    [Fact]
    public async Task That_messages_cannot_be_finished_on_a_full_disk_is_said_once_and_not_for_each()
    {
        using var log = new LogLines();
        await using TestApp app = TestApp.Of(typeof(FailingQueue));
        app.Configure = builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Services.AddSingleton(new StorageComplaints(new StoppedTime()));
        };
        await app.StartAsync();
        int failures = 3;
        app.Runtime.Database.Checkpoints.OnPass = place =>
        {
            if (place == "queues/work/handled")
            {
                app.Runtime.Database.Checkpoints.OnPass = another =>
                {
                    if (another == "storage/commit/before" && Interlocked.Decrement(ref failures) >= 0)
                    {
                        throw new SqliteException("database or disk is full", 13);
                    }
                };
            }
        };

        await app.PutAsync("work", "fine");
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(0, app.Queues().Count("work"));
        Assert.True(Volatile.Read(ref failures) <= 0);
        Assert.Single(log.Errors);
    }

    [Fact]
    public async Task A_stop_cancels_what_runs_and_its_message_is_delivered_again()
    {
        await using TestApp app = await TestQueues.StartAsync(typeof(EndlessQueue));
        await app.Queues().PutAsync("endless", Convert.ToBase64String("x"u8), TimeSpan.Zero, QueueStore.DefaultTimeToLive);
        while (app.Notes.Lines.Count == 0)
        {
            await Task.Yield();
        }

        await app.StopAsync();
        app.Settings = [$"--Caseward:Local:ClockStart={TestApp.Noon.AddMinutes(1):o}"];
        await app.StartAsync();
        while (!app.Notes.Lines.Contains("x #2"))
        {
            await Task.Yield();
        }

        Assert.Equal(["x #1", "cancelled", "x #2"], app.Notes.Lines);
    }

    private sealed class StoppedTime : TimeProvider
    {
        public override long GetTimestamp() => 100;
    }
}
