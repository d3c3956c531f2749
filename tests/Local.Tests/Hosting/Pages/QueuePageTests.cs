using System.Net;
using System.Text;
using System.Text.Json;
using Caseward.Local.Queues;
using Caseward.Local.Tests.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Local.Tests.Hosting.Pages;

/// <summary>Looking at messages, and what people can do to those that failed.</summary>
public sealed class QueuePageTests
{
    [Fact]
    public async Task A_poison_message_is_shown_tried_again_and_gone_when_that_succeeds()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));
        QueueMessage poison = await PutAsync(app, "work-poison", "fine now");

        string before = await app.PageAsync("/local/queues/work-poison");
        string after = await app.SubmitAsync($"/local/queues/work-poison/messages/{poison.Id}/retry");
        await app.Runtime.WhenIdleAsync();

        Assert.Contains("fine now", before, StringComparison.Ordinal);
        Assert.Contains("on its queue again", after, StringComparison.Ordinal);
        Assert.Equal(["fine now #1"], app.Notes.Lines);
        Assert.Equal(0, (await app.DataAsync("/local/queues/work-poison")).GetArrayLength());
    }

    [Fact]
    public async Task A_message_with_half_a_symbol_in_its_JSON_is_shown_as_it_is()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));
        await PutAsync(app, "work-poison", """{"subject":"half \ud800"}""");

        Assert.Contains("half \\ud800", await app.PageAsync("/local/queues/work-poison"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_poison_messages_can_be_put_back_or_deleted_at_once()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));
        await PutAsync(app, "work-poison", "one");
        await PutAsync(app, "work-poison", "two");

        HttpResponseMessage retried = await app.PostAsync("/local/queues/work-poison/retry");
        await app.Runtime.WhenIdleAsync();
        await PutAsync(app, "work-poison", "three");
        HttpResponseMessage deleted = await app.PostAsync("/local/queues/work-poison/delete");

        Assert.Equal("""{"messages":2}""", await retried.Content.ReadAsStringAsync());
        Assert.Equal("""{"messages":1}""", await deleted.Content.ReadAsStringAsync());
        Assert.Equal(["one #1", "two #1"], app.Notes.Lines.Order());
    }

    [Fact]
    public async Task A_message_that_a_function_works_on_is_left_alone()
    {
        var gate = new Gate();
        await using TestApp app = TestApp.Of(typeof(GatedQueue));
        app.Configure = builder => builder.Services.AddSingleton(gate);
        await app.StartAsync();
        QueueMessage message = await PutAsync(app, "gated", "held");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (app.Notes.Lines.Count == 0)
        {
            await Task.Delay(5, patience.Token);
        }

        HttpResponseMessage answer = await app.PostAsync($"/local/queues/gated/messages/{message.Id}/delete");
        gate.Open();

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task A_long_body_is_cut_and_the_rest_is_behind_a_link()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));
        string body = new('m', 5000);
        QueueMessage message = await PutAsync(app, "work-poison", body);

        JsonElement shown = (await app.DataAsync("/local/queues/work-poison"))[0];
        HttpResponseMessage raw = await app.Http.GetAsync(shown.GetProperty("raw").GetString());

        Assert.Equal((2000, 5000, true), (shown.GetProperty("body").GetString()!.Length, shown.GetProperty("length").GetInt32(), shown.GetProperty("cut").GetBoolean()));
        Assert.Equal((body, "text/plain"), (await raw.Content.ReadAsStringAsync(), raw.Content.Headers.ContentType!.MediaType));
        Assert.Contains("sandbox", raw.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains(message.Id, shown.GetProperty("raw").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_hundred_messages_come_in_pages()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));
        await Task.WhenAll(Enumerable.Range(0, 120).Select(number => PutAsync(app, "work-poison", $"message {number}")));

        HttpResponseMessage first = await app.Http.GetAsync("/local/queues/work-poison");
        string next = first.Headers.GetValues("Link").Single().Split('<', '>')[1];

        Assert.Equal(20, (await app.DataAsync(next)).GetArrayLength());
    }

    [Theory]
    [InlineData("/local/queues/work/messages/nothing/retry", HttpStatusCode.Conflict)]
    [InlineData("/local/queues/work/retry", HttpStatusCode.Conflict)]
    [InlineData("/local/queues/work-poison/messages/nothing/retry", HttpStatusCode.NotFound)]
    [InlineData("/local/queues/work/messages/nothing/delete", HttpStatusCode.NotFound)]
    [InlineData("/local/queues/nothing/delete", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_done_is_refused(string address, HttpStatusCode status)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));

        Assert.Equal(status, (await app.PostAsync(address)).StatusCode);
    }

    private static async Task<QueueMessage> PutAsync(TestApp app, string queue, string body)
    {
        QueueStore store = app.Services.GetRequiredService<QueueStore>();
        await store.CreateAsync(queue);
        return (await store.PutAsync(queue, Convert.ToBase64String(Encoding.UTF8.GetBytes(body)), TimeSpan.Zero, QueueStore.DefaultTimeToLive))!;
    }
}
