using System.Net;
using System.Text;
using System.Xml.Linq;
using Caseward.Local.Tests.Hosting;

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

    [Theory]
    [InlineData("nobody-made-this", "<QueueMessage><MessageText>x</MessageText></QueueMessage>", "", 404, "QueueNotFound")]
    [InlineData("work", "<QueueMessage><MessageText>x</MessageText>", "", 400, "InvalidXmlDocument")]
    [InlineData("work", "<!DOCTYPE a [<!ENTITY b 'c'>]><QueueMessage><MessageText>&b;</MessageText></QueueMessage>", "", 400, "InvalidXmlDocument")]
    [InlineData("work", "<QueueMessage/>", "", 400, "MissingRequiredXmlNode")]
    [InlineData("work", "", "", 400, "InvalidXmlDocument")]
    [InlineData("work", "<QueueMessage><MessageText>x</MessageText></QueueMessage>", "?visibilitytimeout=-1", 400, "OutOfRangeQueryParameterValue")]
    [InlineData("work", "<QueueMessage><MessageText>x</MessageText></QueueMessage>", "?visibilitytimeout=soon", 400, "InvalidQueryParameterValue")]
    [InlineData("work", "<QueueMessage><MessageText>x</MessageText></QueueMessage>", "?visibilitytimeout=60&messagettl=60", 400, "OutOfRangeQueryParameterValue")]
    public async Task What_the_service_refuses_is_refused_with_its_code(string queue, string body, string query, int status, string code)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));

        HttpResponseMessage answer = await app.Http.PostAsync($"/{app.Account}/{queue}/messages{query}", new StringContent(body, Encoding.UTF8, "application/xml"));

        Assert.Equal(code, (await XmlAsync(answer, (HttpStatusCode)status)).Element("Code")!.Value);
        Assert.Equal(code, Assert.Single(answer.Headers.GetValues("x-ms-error-code")));
    }

    [Theory]
    [InlineData(65_536, HttpStatusCode.Created)]
    [InlineData(65_537, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(2_000_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_message_has_64_kib_at_most(int bytes, HttpStatusCode expected)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));
        await app.Http.PutAsync($"/{app.Account}/unread", null);

        Assert.Equal(expected, (await PutAsync(app, "unread", new string('x', bytes))).StatusCode);
    }

    [Fact]
    public async Task A_message_is_got_shown_updated_and_deleted_by_its_receipt()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));
        string messages = $"/{app.Account}/mine/messages";
        Assert.Equal(HttpStatusCode.Created, (await app.Http.PutAsync($"/{app.Account}/mine", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await app.Http.PutAsync($"/{app.Account}/mine", null)).StatusCode);
        await PutAsync(app, "mine", "a &lt; b");

        XElement peeked = (await XmlAsync(await app.Http.GetAsync(messages + "?peekonly=true"), HttpStatusCode.OK)).Element("QueueMessage")!;
        Assert.Equal("a < b", peeked.Element("MessageText")!.Value);
        Assert.Null(peeked.Element("PopReceipt"));

        XElement got = (await XmlAsync(await app.Http.GetAsync(messages + "?visibilitytimeout=60"), HttpStatusCode.OK)).Element("QueueMessage")!;
        Assert.Equal("1", got.Element("DequeueCount")!.Value);
        Assert.Empty((await XmlAsync(await app.Http.GetAsync(messages), HttpStatusCode.OK)).Elements());

        string id = got.Element("MessageId")!.Value;
        string receipt = Uri.EscapeDataString(got.Element("PopReceipt")!.Value);
        HttpResponseMessage updated = await app.Http.PutAsync($"{messages}/{id}?popreceipt={receipt}&visibilitytimeout=0", null);
        Assert.Equal(HttpStatusCode.NoContent, updated.StatusCode);
        Assert.Equal("PopReceiptMismatch", (await XmlAsync(await app.Http.DeleteAsync($"{messages}/{id}?popreceipt={receipt}"), HttpStatusCode.BadRequest)).Element("Code")!.Value);

        string fresh = Uri.EscapeDataString(Assert.Single(updated.Headers.GetValues("x-ms-popreceipt")));
        Assert.Equal(HttpStatusCode.NoContent, (await app.Http.DeleteAsync($"{messages}/{id}?popreceipt={fresh}")).StatusCode);
        Assert.Equal("MessageNotFound", (await XmlAsync(await app.Http.DeleteAsync($"{messages}/{id}?popreceipt={fresh}"), HttpStatusCode.NotFound)).Element("Code")!.Value);
    }

    [Fact]
    public async Task Queues_are_listed_counted_cleared_and_dropped()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));
        await app.Http.PutAsync($"/{app.Account}/mine", null);
        await PutAsync(app, "mine", "x");

        XElement list = await XmlAsync(await app.Http.GetAsync($"/{app.Account}?comp=list"), HttpStatusCode.OK);
        Assert.Equal(["mine", "work"], list.Descendants("Name").Select(name => name.Value));
        HttpResponseMessage metadata = await app.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/{app.Account}/mine?comp=metadata"));
        Assert.Equal("1", Assert.Single(metadata.Headers.GetValues("x-ms-approximate-messages-count")));
        Assert.Equal(HttpStatusCode.NoContent, (await app.Http.DeleteAsync($"/{app.Account}/mine/messages")).StatusCode);
        Assert.Empty((await XmlAsync(await app.Http.GetAsync($"/{app.Account}/mine/messages"), HttpStatusCode.OK)).Elements());
        Assert.Equal(HttpStatusCode.NoContent, (await app.Http.DeleteAsync($"/{app.Account}/mine")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.DeleteAsync($"/{app.Account}/mine")).StatusCode);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("Upper")]
    [InlineData("two--hyphens")]
    [InlineData("-first")]
    public async Task A_name_that_the_service_does_not_allow_is_refused(string name)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));

        HttpResponseMessage answer = await app.Http.PutAsync($"/{app.Account}/{name}", null);

        Assert.Equal("InvalidResourceName", (await XmlAsync(answer, HttpStatusCode.BadRequest)).Element("Code")!.Value);
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
