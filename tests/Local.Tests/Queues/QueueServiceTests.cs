using System.Net;
using System.Text;
using System.Xml.Linq;
using Caseward.Local.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Local.Tests.Queues;

/// <summary>The storage service's REST interface, as a curl or the storage SDK uses it.</summary>
public sealed class QueueServiceTests
{
    [Fact]
    public async Task A_put_message_is_answered_as_the_service_answers_and_starts_the_trigger()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));

        HttpResponseMessage answer = await PutAsync(app, "work", Convert.ToBase64String("hi"u8));
        await app.Runtime.WhenIdleAsync();

        XElement message = (await XmlAsync(answer, HttpStatusCode.Created)).Element("QueueMessage")!;
        Assert.Equal(
            ["MessageId", "InsertionTime", "ExpirationTime", "PopReceipt", "TimeNextVisible"], message.Elements().Select(element => element.Name.LocalName));
        Assert.Equal("Mon, 01 Jun 2026 12:00:00 GMT", message.Element("InsertionTime")!.Value);
        Assert.Equal("Mon, 08 Jun 2026 12:00:00 GMT", message.Element("ExpirationTime")!.Value);
        Assert.Equal(["hi #1"], app.Notes.Lines);
    }

    [Fact]
    public async Task Visibility_and_time_to_live_are_taken_from_the_query()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));

        XElement message = (await XmlAsync(await PutAsync(app, "work", "aGk=", "?visibilitytimeout=60&messagettl=3600"), HttpStatusCode.Created)).Element("QueueMessage")!;

        Assert.Equal("Mon, 01 Jun 2026 12:01:00 GMT", message.Element("TimeNextVisible")!.Value);
        Assert.Equal("Mon, 01 Jun 2026 13:00:00 GMT", message.Element("ExpirationTime")!.Value);
    }

    [Fact]
    public async Task A_message_of_a_trigger_is_not_got_while_it_is_worked_on_and_goes_with_the_others_when_the_queue_is_cleared()
    {
        var gate = new Gate();
        await using TestApp app = await StartWorkingAsync(gate);

        Assert.Empty((await XmlAsync(await app.Http.GetAsync($"/{app.Account}/gated/messages"), HttpStatusCode.OK)).Elements());
        Assert.Equal(HttpStatusCode.NoContent, (await app.Http.DeleteAsync($"/{app.Account}/gated/messages")).StatusCode);
        Assert.Equal(0, app.Queues().Count("gated"));
        gate.Open();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["in x", "out x"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_message_in_the_place_of_one_that_was_removed_while_it_was_worked_on_stays()
    {
        var gate = new Gate();
        await using TestApp app = await StartWorkingAsync(gate);

        await app.Http.DeleteAsync($"/{app.Account}/gated");
        await app.Queues().CreateAsync("other");
        await PutAsync(app, "other", "new");
        gate.Open();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal("new", Assert.Single(app.Queues().Peek("other", 10)).Text);
    }

    [Fact]
    public async Task People_see_queues_with_readable_bodies()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));
        await app.Http.PutAsync($"/{app.Account}/mine", null);
        await PutAsync(app, "mine", Convert.ToBase64String("hi"u8));

        Assert.Equal("""[{"name":"mine","messages":1},{"name":"work","messages":0}]""", await app.Http.GetStringAsync("/local/queues"));
        Assert.Contains("\"body\":\"hi\",\"dequeueCount\":0", await app.Http.GetStringAsync("/local/queues/mine"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("/local/queues/nothing")).StatusCode);
    }

    // An application whose function works on a message until the gate opens.
    private static async Task<TestApp> StartWorkingAsync(Gate gate)
    {
        TestApp app = TestApp.Of(typeof(GatedQueue));
        app.Configure = builder => builder.Services.AddSingleton(gate);
        await app.StartAsync();
        await PutAsync(app, "gated", Convert.ToBase64String("x"u8));
        while (app.Notes.Lines.Count == 0)
        {
            await Task.Yield();
        }

        return app;
    }

    private static Task<HttpResponseMessage> PutAsync(TestApp app, string queue, string text, string query = "") => app.Http.PostAsync(
        $"/{app.Account}/{queue}/messages{query}",
        new StringContent($"<QueueMessage><MessageText>{text}</MessageText></QueueMessage>", Encoding.UTF8, "application/xml"));

    private static async Task<XElement> XmlAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{(int)answer.StatusCode}: {body}");
        return XElement.Parse(body);
    }
}
