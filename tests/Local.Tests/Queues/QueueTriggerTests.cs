using Caseward.Local.Queues;
using Caseward.Local.Tests.Hosting;

namespace Caseward.Local.Tests.Queues;

/// <summary>Messages as functions take them, and when.</summary>
public sealed class QueueTriggerTests
{
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

        await app.PutAsync(queue, body);

        Assert.Equal([noted], app.Notes.Lines);
        Assert.Equal(0, app.Queues().Count(queue));
    }

    [Fact]
    public async Task Plain_texts_are_taken_when_host_json_says_so()
    {
        await using TestApp app = TestApp.Of(typeof(FailingQueue));
        app.HostJson = """{ "version": "2.0", "extensions": { "queues": { "messageEncoding": "none" } } }""";
        await app.StartAsync();

        await app.Queues().PutAsync("work", "plain & simple", TimeSpan.Zero, QueueStore.DefaultTimeToLive);
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["plain & simple #1"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_delayed_message_waits_for_its_time_on_the_local_clock()
    {
        await using TestApp app = await TestQueues.StartAsync(typeof(FailingQueue));

        await app.PutAsync("work", "later", delay: TimeSpan.FromHours(2));
        Assert.Empty(app.Notes.Lines);
        await app.Runtime.AdvanceToNextWakeUpAsync();

        Assert.Equal(["later #1"], app.Notes.Lines);
        Assert.Equal(TestApp.Noon.AddHours(2), app.Runtime.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_message_that_nobody_takes_disappears_after_its_time_to_live()
    {
        await using TestApp app = await TestQueues.StartAsync(typeof(FailingQueue));
        QueueStore store = app.Queues();
        await store.CreateAsync("unread");

        await store.PutAsync("unread", "x", TimeSpan.Zero, QueueStore.DefaultTimeToLive);
        await store.PutAsync("unread", "kept", TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await app.Runtime.AdvanceAsync(QueueStore.DefaultTimeToLive);

        Assert.Equal("kept", Assert.Single(await store.GetAsync("unread", 10, TimeSpan.FromSeconds(30))).Text);
    }

    [Fact]
    public async Task What_was_put_while_nothing_ran_is_delivered_after_the_start()
    {
        await using TestApp app = await TestQueues.StartAsync(typeof(FailingQueue));
        await app.PutAsync("work", "waiting", delay: TimeSpan.FromHours(1));
        await app.StopAsync();
        app.Settings = [$"--Caseward:Local:ClockStart={TestApp.Noon.AddHours(3):o}"];

        await app.StartAsync();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["waiting #1"], app.Notes.Lines);
    }
}
