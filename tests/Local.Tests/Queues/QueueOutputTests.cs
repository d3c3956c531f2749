using System.Net;
using System.Text;
using Caseward.Local.Queues;
using Caseward.Local.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Local.Tests.Queues;

public sealed class QueueOutputTests
{
    [Fact]
    public async Task Properties_of_a_result_go_to_their_queues_and_one_of_them_answers()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(QueueWriters));

        HttpResponseMessage answer = await app.Http.PostAsync("/api/several", null);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(["one", "two", "three"], Bodies(app, "texts"));
        Assert.Equal(["""{"Number":"A1","Amount":5}"""], Bodies(app, "orders"));
    }

    [Fact]
    public async Task A_returned_array_is_one_message_each()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(QueueWriters));

        await app.Services.GetRequiredService<QueueStore>().PutAsync("start", Convert.ToBase64String("A1"u8), TimeSpan.Zero, QueueStore.DefaultTimeToLive);
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["""{"Number":"A1","Amount":1}""", """{"Number":"A1","Amount":2}"""], Bodies(app, "returned"));
    }

    [Theory]
    [InlineData("text", "[a] and more", "[a] and more")]
    [InlineData("text", """["a",{"b":1},null,true,2]""", "a", """{"b":1}""", "", "True", "2")]
    [InlineData("object", "", """{"a":1,"b":2}""")]
    [InlineData("dictionary", "", """{"a":1,"b":2}""")]
    public async Task What_is_one_object_in_JSON_is_one_message_and_what_is_a_list_is_one_each(string kind, string text, params string[] messages)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(QueueWriters));

        await app.Http.PostAsync($"/api/shapes/{kind}", new StringContent(text));

        Assert.Equal(messages, Bodies(app, "shapes"));
    }

    [Theory]
    [InlineData("[not a list]")]
    [InlineData("{not an object}")]
    public async Task A_text_that_begins_and_ends_like_JSON_and_is_none_fails_the_invocation(string text)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(QueueWriters));

        HttpResponseMessage answer = await app.Http.PostAsync("/api/shapes/text", new StringContent(text));

        Assert.Equal((HttpStatusCode.InternalServerError, 0), (answer.StatusCode, Bodies(app, "shapes").Length));
    }

    [Fact]
    public async Task A_message_above_64_kib_encoded_fails_the_invocation_and_is_not_put()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(QueueWriters));

        HttpResponseMessage answer = await app.Http.PostAsync("/api/large", null);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(Bodies(app, "returned"));
    }

    private static string[] Bodies(TestApp app, string queue) =>
    [
        .. app.Services.GetRequiredService<QueueStore>().Peek(queue, 32).Select(message => Encoding.UTF8.GetString(Convert.FromBase64String(message.Text))),
    ];
}
