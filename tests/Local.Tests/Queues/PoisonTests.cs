using System.Text;
using Caseward.Local.Queues;
using Caseward.Local.Tests.Hosting;

namespace Caseward.Local.Tests.Queues;

/// <summary>What becomes of a message that its function fails on, or that cannot be read.</summary>
public sealed class PoisonTests
{
    [Fact]
    public async Task A_failed_message_comes_again_after_the_visibility_timeout()
    {
        await using TestApp app = await TestQueues.StartAsync(typeof(FailingQueue));

        await app.PutAsync("work", "once");
        await app.Runtime.AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Equal(["once #1"], app.Notes.Lines);
        await app.Runtime.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(["once #1", "once #2"], app.Notes.Lines);
        Assert.Equal(0, app.Queues().Count("work"));
    }

    [Fact]
    public async Task After_its_last_delivery_a_message_is_a_new_one_on_the_poison_queue()
    {
        await using TestApp app = await TestQueues.StartAsync(typeof(FailingQueue));

        await app.PutAsync("work", "bad");
        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(["bad #1", "bad #2", "bad #3"], app.Notes.Lines);
        Assert.Equal(0, app.Queues().Count("work"));
        QueueMessage poison = Assert.Single(app.Queues().Peek("work-poison", 10));
        Assert.Equal("bad", Encoding.UTF8.GetString(Convert.FromBase64String(poison.Text)));
        Assert.Equal(0, poison.DequeueCount);
    }

    [Fact]
    public async Task A_message_whose_deliveries_all_ended_with_the_process_is_poison_without_one_more()
    {
        await using TestApp app = await TestQueues.StartAsync(typeof(FailingQueue));
        await app.PutAsync("work", "deadly", delay: TimeSpan.FromMinutes(1));
        await app.Runtime.Database.WriteAsync(db => db.Execute("UPDATE queue_messages SET dequeue_count = 3"));

        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Empty(app.Notes.Lines);
        Assert.Equal((0, 1), (app.Queues().Count("work"), app.Queues().Count("work-poison")));
    }

    [Fact]
    public async Task Without_settings_a_message_is_tried_five_times_at_once()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));

        await app.PutAsync("work", "bad");

        Assert.Equal(["bad #1", "bad #2", "bad #3", "bad #4", "bad #5"], app.Notes.Lines);
        Assert.Equal(1, app.Queues().Count("work-poison"));
    }

    [Fact]
    public async Task A_message_that_expires_before_its_next_try_is_gone_and_no_poison()
    {
        await using TestApp app = await TestQueues.StartAsync(typeof(FailingQueue));

        await app.Queues().PutAsync("work", Convert.ToBase64String("bad"u8), TimeSpan.Zero, TimeSpan.FromSeconds(90));
        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(["bad #1", "bad #2"], app.Notes.Lines);
        Assert.Equal((0, 0), (app.Queues().Count("work"), app.Queues().Count("work-poison")));
    }

    [Fact]
    public async Task What_is_not_base64_goes_straight_to_the_poison_queue_as_it_came()
    {
        await using TestApp app = await TestQueues.StartAsync(typeof(FailingQueue));

        await app.Queues().PutAsync("work", "<not base64>", TimeSpan.Zero, QueueStore.DefaultTimeToLive);
        await app.Runtime.WhenIdleAsync();

        Assert.Empty(app.Notes.Lines);
        Assert.Equal("<not base64>", Assert.Single(app.Queues().Peek("work-poison", 10)).Text);
    }

    [Fact]
    public async Task Json_that_does_not_fit_the_parameter_is_poison_in_the_end_with_its_body_kept()
    {
        await using TestApp app = TestApp.Of(typeof(TypedQueues));
        app.Settings = ["--OrdersQueue=orders"];
        await app.StartAsync();

        await app.PutAsync("orders", "{ broken");

        Assert.Equal("{ broken", Encoding.UTF8.GetString(Convert.FromBase64String(Assert.Single(app.Queues().Peek("orders-poison", 10)).Text)));
    }

    [Fact]
    public async Task A_poison_queue_has_no_poison_queue_so_its_messages_rest_ten_minutes_after_each_failure_and_end_with_their_week_when_they_were_tried_often_enough()
    {
        await using TestApp app = await TestQueues.StartAsync(typeof(PoisonReader));

        await app.PutAsync("work-poison", "x");
        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(21));
        string[] first = [.. app.Notes.Lines];
        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(6));

        Assert.Equal(["poison x #1", "poison x #2", "poison x #3"], first);
        Assert.Equal(first, app.Notes.Lines);
        Assert.Equal(1, app.Queues().Count("work-poison"));
        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(0, app.Queues().Count("work-poison"));
        Assert.Equal(["work-poison"], app.Queues().Names());
    }
}
