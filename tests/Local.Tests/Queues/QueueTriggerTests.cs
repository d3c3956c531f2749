using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Caseward.Local.Engine;
using Caseward.Local.Hosting.Settings;
using Caseward.Local.Queues;
using Caseward.Local.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Tests.Queues;

public sealed class QueueTriggerTests
{
    private const string Quick =
        """{ "version": "2.0", "extensions": { "queues": { "maxDequeueCount": 3, "visibilityTimeout": "00:01:00", "batchSize": 2, "newBatchThreshold": 1 } } }""";

    [Theory]
    [InlineData("as-text", "hello", "text hello")]
    [InlineData("as-bytes", "hello", "bytes hello")]
    [InlineData("as-data", "hello", "data hello")]
    [InlineData("orders", """{"number":"A1","AMOUNT":5}""", "order A1 5 delivery 1 36 12:00")]
    public async Task A_message_is_taken_as_the_type_of_the_parameter(string queue, string body, string noted)
    {
        await using TestApp app = TestApp.Of(typeof(TypedQueues));
        app.Settings = ["--OrdersQueue=orders"];
        await app.StartAsync();

        await PutAsync(app, queue, body);

        Assert.Equal([noted], app.Notes.Lines);
        Assert.Equal(0, Store(app).Count(queue));
    }

    [Fact]
    public async Task A_failed_message_comes_again_after_the_visibility_timeout()
    {
        await using TestApp app = await StartAsync(typeof(FailingQueue));

        await PutAsync(app, "work", "once");
        await app.Runtime.AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Equal(["once #1"], app.Notes.Lines);
        await app.Runtime.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(["once #1", "once #2"], app.Notes.Lines);
        Assert.Equal(0, Store(app).Count("work"));
    }

    [Fact]
    public async Task After_its_last_delivery_a_message_is_a_new_one_on_the_poison_queue()
    {
        await using TestApp app = await StartAsync(typeof(FailingQueue));

        await PutAsync(app, "work", "bad");
        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(["bad #1", "bad #2", "bad #3"], app.Notes.Lines);
        Assert.Equal(0, Store(app).Count("work"));
        QueueMessage poison = Assert.Single(Store(app).Peek("work-poison", 10));
        Assert.Equal("bad", Encoding.UTF8.GetString(Convert.FromBase64String(poison.Text)));
        Assert.Equal(0, poison.DequeueCount);
    }

    [Fact]
    public async Task Without_settings_a_message_is_tried_five_times_at_once()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));

        await PutAsync(app, "work", "bad");

        Assert.Equal(["bad #1", "bad #2", "bad #3", "bad #4", "bad #5"], app.Notes.Lines);
        Assert.Equal(1, Store(app).Count("work-poison"));
    }

    [Fact]
    public async Task A_message_that_expires_before_its_next_try_is_gone_and_no_poison()
    {
        await using TestApp app = await StartAsync(typeof(FailingQueue));

        await Store(app).PutAsync("work", Convert.ToBase64String("bad"u8), TimeSpan.Zero, TimeSpan.FromSeconds(90));
        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(["bad #1", "bad #2"], app.Notes.Lines);
        Assert.Equal((0, 0), (Store(app).Count("work"), Store(app).Count("work-poison")));
    }

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
    public async Task What_is_not_base64_goes_straight_to_the_poison_queue_as_it_came()
    {
        await using TestApp app = await StartAsync(typeof(FailingQueue));

        await Store(app).PutAsync("work", "<not base64>", TimeSpan.Zero, QueueStore.DefaultTimeToLive);
        await app.Runtime.WhenIdleAsync();

        Assert.Empty(app.Notes.Lines);
        Assert.Equal("<not base64>", Assert.Single(Store(app).Peek("work-poison", 10)).Text);
    }

    [Fact]
    public async Task Plain_texts_are_taken_when_host_json_says_so()
    {
        await using TestApp app = TestApp.Of(typeof(FailingQueue));
        app.HostJson = """{ "version": "2.0", "extensions": { "queues": { "messageEncoding": "none" } } }""";
        await app.StartAsync();

        await Store(app).PutAsync("work", "plain & simple", TimeSpan.Zero, QueueStore.DefaultTimeToLive);
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["plain & simple #1"], app.Notes.Lines);
    }

    [Fact]
    public async Task Json_that_does_not_fit_the_parameter_is_poison_in_the_end_with_its_body_kept()
    {
        await using TestApp app = TestApp.Of(typeof(TypedQueues));
        app.Settings = ["--OrdersQueue=orders"];
        await app.StartAsync();

        await PutAsync(app, "orders", "{ broken");

        Assert.Equal("{ broken", Encoding.UTF8.GetString(Convert.FromBase64String(Assert.Single(Store(app).Peek("orders-poison", 10)).Text)));
    }

    [Fact]
    public async Task A_poison_queue_has_no_poison_queue_so_its_messages_rest_ten_minutes_and_come_again()
    {
        await using TestApp app = await StartAsync(typeof(PoisonReader));

        await PutAsync(app, "work-poison", "x");
        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(31));

        // Deliveries one and two are a minute apart, from the third on there is nowhere to move the message to.
        Assert.Equal(["poison x #1", "poison x #2", "poison x #3", "poison x #4", "poison x #5"], app.Notes.Lines);
        Assert.Equal(["work-poison"], Store(app).Names());
    }

    [Fact]
    public async Task A_delayed_message_waits_for_its_time_on_the_local_clock()
    {
        await using TestApp app = await StartAsync(typeof(FailingQueue));

        await PutAsync(app, "work", "later", delay: TimeSpan.FromHours(2));
        Assert.Empty(app.Notes.Lines);
        await app.Runtime.AdvanceToNextWakeUpAsync();

        Assert.Equal(["later #1"], app.Notes.Lines);
        Assert.Equal(TestApp.Noon.AddHours(2), app.Runtime.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_message_that_nobody_takes_disappears_after_its_time_to_live()
    {
        await using TestApp app = await StartAsync(typeof(FailingQueue));
        QueueStore store = Store(app);
        await store.CreateAsync("unread");

        await store.PutAsync("unread", "x", TimeSpan.Zero, QueueStore.DefaultTimeToLive);
        await store.PutAsync("unread", "kept", TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await app.Runtime.AdvanceAsync(QueueStore.DefaultTimeToLive);

        Assert.Equal("kept", Assert.Single(await store.GetAsync("unread", 10, TimeSpan.FromSeconds(30))).Text);
    }

    [Fact]
    public async Task No_more_messages_are_worked_on_at_once_than_a_batch_and_its_threshold()
    {
        var gate = new Gate();
        await using TestApp app = TestApp.Of(typeof(GatedQueue));
        app.HostJson = Quick;
        app.Configure = builder => builder.Services.AddSingleton(gate);
        await app.StartAsync();
        for (int i = 0; i < 10; i++)
        {
            await Store(app).PutAsync("gated", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{i}")), TimeSpan.Zero, QueueStore.DefaultTimeToLive);
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
        await Store(app).PutAsync("gated", Convert.ToBase64String("x"u8), TimeSpan.Zero, QueueStore.DefaultTimeToLive);
        while (app.Notes.Lines.Count == 0)
        {
            await Task.Yield();
        }

        app.Runtime.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await Store(app).GetAsync("gated", 1, TimeSpan.FromSeconds(30)));
        gate.Open();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["in x", "out x"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_crash_between_the_function_and_the_deletion_delivers_the_message_again()
    {
        await using TestApp app = await StartAsync(typeof(FailingQueue));
        app.Runtime.Database.Checkpoints.OnPass = place =>
        {
            if (place == "queues/work/handled")
            {
                throw new IOException("as if the process had died here");
            }
        };
        await PutAsync(app, "work", "again");

        await app.RestartAsync();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["again #1", "again #2"], app.Notes.Lines);
        Assert.Equal(0, Store(app).Count("work"));
    }

    [Fact]
    public async Task That_messages_cannot_be_finished_on_a_full_disk_is_said_once_and_not_for_each()
    {
        var log = new KeptErrors();
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

        await PutAsync(app, "work", "fine");
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(0, Store(app).Count("work"));
        Assert.True(Volatile.Read(ref failures) <= 0);
        Assert.Single(log.Lines);
    }

    [Fact]
    public async Task A_stop_cancels_what_runs_and_its_message_is_delivered_again()
    {
        await using TestApp app = await StartAsync(typeof(EndlessQueue));
        await Store(app).PutAsync("endless", Convert.ToBase64String("x"u8), TimeSpan.Zero, QueueStore.DefaultTimeToLive);
        while (app.Notes.Lines.Count == 0)
        {
            await Task.Yield();
        }

        await app.StopAsync();
        app.Settings = [$"--Caseward:Local:ClockStart={TestApp.Noon.AddMinutes(1):o}"];
        await app.StartAsync();
        while (app.Notes.Lines.Count == 1)
        {
            await Task.Yield();
        }

        Assert.Equal(["x #1", "x #2"], app.Notes.Lines);
    }

    [Fact]
    public async Task What_was_put_while_nothing_ran_is_delivered_after_the_start()
    {
        await using TestApp app = await StartAsync(typeof(FailingQueue));
        await PutAsync(app, "work", "waiting", delay: TimeSpan.FromHours(1));
        await app.StopAsync();
        app.Settings = [$"--Caseward:Local:ClockStart={TestApp.Noon.AddHours(3):o}"];

        await app.StartAsync();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["waiting #1"], app.Notes.Lines);
    }

    private static async Task<TestApp> StartAsync(Type functions)
    {
        TestApp app = TestApp.Of(functions);
        app.HostJson = Quick;
        return await app.StartAsync();
    }

    private static QueueStore Store(TestApp app) => app.Services.GetRequiredService<QueueStore>();

    private static async Task PutAsync(TestApp app, string queue, string body, TimeSpan delay = default)
    {
        await Store(app).PutAsync(queue, Convert.ToBase64String(Encoding.UTF8.GetBytes(body)), delay, QueueStore.DefaultTimeToLive);
        await app.Runtime.WhenIdleAsync();
    }

    private sealed class StoppedTime : TimeProvider
    {
        public override long GetTimestamp() => 100;
    }

    private sealed class KeptErrors : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
