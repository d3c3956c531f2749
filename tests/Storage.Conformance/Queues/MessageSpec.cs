using System.Globalization;
using System.Xml.Linq;
using Caseward.Storage.Conformance.Azurite;

namespace Caseward.Storage.Conformance.Queues;

public abstract class MessageSpec(QueueSide side) : QueueSpec(side)
{
    [Fact]
    public async Task Who_puts_a_message_is_told_its_identity_and_receipt_and_not_its_text()
    {
        QueueAnswer put = await PutAsync("hi");

        Assert.Equal(201, put.Status);
        Assert.Equal("QueueMessagesList", put.Xml!.Name.LocalName);
        Assert.Equal(["MessageId", "InsertionTime", "ExpirationTime", "PopReceipt", "TimeNextVisible"], QueueAnswer.Shape(put.Message));
        Assert.True(Guid.TryParse(put.Message.Element("MessageId")!.Value, out _));
        Assert.StartsWith("application/xml", put.Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_lives_seven_days_unless_told_otherwise()
    {
        XElement message = (await PutAsync("x")).Message;
        XElement brief = (await PutAsync("x", "?messagettl=3600")).Message;
        XElement kept = (await PutAsync("x", "?messagettl=-1")).Message;

        Assert.Equal(TimeSpan.FromDays(7), Life(message));
        Assert.Equal(TimeSpan.FromHours(1), Life(brief));
        Assert.Equal(9999, QueueAnswer.Instant(kept, "ExpirationTime").Year);
    }

    [Fact]
    public async Task A_message_put_for_later_is_neither_got_nor_shown()
    {
        XElement later = (await PutAsync("later", "?visibilitytimeout=600")).Message;
        await PutAsync("now");

        Assert.Equal(TimeSpan.FromMinutes(10), QueueAnswer.Instant(later, "TimeNextVisible") - QueueAnswer.Instant(later, "InsertionTime"));
        Assert.Equal("now", QueueAnswer.Text((await GetAsync("?peekonly=true&numofmessages=32")).Message));
        Assert.Equal("now", QueueAnswer.Text((await GetAsync("?numofmessages=32")).Message));
    }

    [Fact]
    public async Task A_got_message_has_everything_and_is_invisible_for_half_a_minute()
    {
        await PutAsync("hi");

        QueueAnswer got = await GetAsync();

        Assert.Equal(200, got.Status);
        Assert.Equal(["MessageId", "InsertionTime", "ExpirationTime", "PopReceipt", "TimeNextVisible", "DequeueCount", "MessageText"], QueueAnswer.Shape(got.Message));
        Assert.Equal(("1", "hi"), (got.Message.Element("DequeueCount")!.Value, QueueAnswer.Text(got.Message)));
        TimeSpan invisible = QueueAnswer.Instant(got.Message, "TimeNextVisible") - QueueAnswer.Instant(got.Message, "InsertionTime");
        Assert.InRange(invisible, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
        Assert.Empty((await GetAsync()).Messages);
        Assert.Empty((await GetAsync("?peekonly=true")).Messages);
    }

    [Fact]
    public async Task A_shown_message_has_no_receipt_and_stays_as_it_is()
    {
        await PutAsync("hi");

        QueueAnswer peeked = await GetAsync("?peekonly=true");

        Assert.Equal(["MessageId", "InsertionTime", "ExpirationTime", "DequeueCount", "MessageText"], QueueAnswer.Shape(peeked.Message));
        Assert.Equal("0", peeked.Message.Element("DequeueCount")!.Value);
        Assert.Equal("1", (await GetAsync()).Message.Element("DequeueCount")!.Value);
    }

    [Fact]
    public async Task One_message_is_got_unless_more_are_asked_for_in_the_order_of_arrival()
    {
        for (int i = 0; i < 34; i++)
        {
            await PutAsync(i.ToString(CultureInfo.InvariantCulture));
        }

        Assert.Equal(["0"], Texts(await GetAsync()));
        Assert.Equal(["1", "2", "3"], Texts(await GetAsync("?peekonly=true&numofmessages=3")));
        Assert.Equal(["1", "2", "3"], Texts(await GetAsync("?numofmessages=3")));
        Assert.Equal(30, (await GetAsync("?numofmessages=32")).Messages.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a < b & \"c\" > 'd'")]
    [InlineData("Ünïcödé 🙂 漢字")]
    [InlineData("  spaces around, a\ttab and\nlines  ")]
    [InlineData("eyJub3QiOiJkZWNvZGVkIn0=")]
    public async Task A_text_comes_back_as_it_was_put(string text)
    {
        await PutAsync(text);

        Assert.Equal(text, QueueAnswer.Text((await GetAsync()).Message));
    }

    [Fact]
    public async Task A_message_made_visible_is_delivered_again_and_counted()
    {
        await PutAsync("hi");
        XElement first = (await GetAsync()).Message;

        QueueAnswer updated = await SendAsync(HttpMethod.Put, $"{Queue}/messages/{QueueAnswer.IdAndReceipt(first)}&visibilitytimeout=0");
        XElement second = (await GetAsync()).Message;

        Assert.Equal((204, null), (updated.Status, updated.Xml));
        Assert.True(DateTimeOffset.TryParseExact(updated.Headers["x-ms-time-next-visible"], "r", null, DateTimeStyles.None, out _));
        Assert.Equal(("2", "hi"), (second.Element("DequeueCount")!.Value, QueueAnswer.Text(second)));
        Assert.Equal(first.Element("MessageId")!.Value, second.Element("MessageId")!.Value);
        Assert.Equal(first.Element("InsertionTime")!.Value, second.Element("InsertionTime")!.Value);
    }

    [Fact]
    public async Task A_message_made_visible_again_stands_behind_those_that_were_visible_before()
    {
        await PutAsync("again");
        XElement first = (await GetAsync()).Message;
        await PutAsync("before");

        await SendAsync(HttpMethod.Put, $"{Queue}/messages/{QueueAnswer.IdAndReceipt(first)}&visibilitytimeout=0");

        Assert.Equal(["before", "again"], Texts(await GetAsync("?peekonly=true&numofmessages=2")));
        Assert.Equal(["before", "again"], Texts(await GetAsync("?numofmessages=2")));
    }

    [Fact]
    public async Task An_update_can_change_the_text_and_gives_a_new_receipt()
    {
        await PutAsync("before");
        XElement got = (await GetAsync()).Message;

        QueueAnswer updated = await SendAsync(
            HttpMethod.Put, $"{Queue}/messages/{QueueAnswer.IdAndReceipt(got)}&visibilitytimeout=0", "<QueueMessage><MessageText>after</MessageText></QueueMessage>");

        string receipt = updated.Headers["x-ms-popreceipt"];
        await RefusedAsync(400, "PopReceiptMismatch", () => SendAsync(HttpMethod.Delete, $"{Queue}/messages/{QueueAnswer.IdAndReceipt(got)}"));
        Assert.Equal("after", QueueAnswer.Text((await GetAsync("?peekonly=true")).Message));
        Assert.Equal(204, (await SendAsync(HttpMethod.Delete, $"{Queue}/messages/{QueueAnswer.IdAndReceipt(got, receipt)}")).Status);
    }

    [Fact]
    public async Task The_receipt_of_the_put_is_good_for_deleting_before_anybody_gets_it()
    {
        XElement put = (await PutAsync("x")).Message;

        Assert.Equal(204, (await SendAsync(HttpMethod.Delete, $"{Queue}/messages/{QueueAnswer.IdAndReceipt(put)}")).Status);
        Assert.Empty((await GetAsync()).Messages);
    }

    [Fact]
    public async Task Who_has_an_older_receipt_has_lost_the_message()
    {
        await PutAsync("x");
        XElement first = (await GetAsync()).Message;
        await SendAsync(HttpMethod.Put, $"{Queue}/messages/{QueueAnswer.IdAndReceipt(first)}&visibilitytimeout=0");
        XElement second = (await GetAsync()).Message;

        await RefusedAsync(400, "PopReceiptMismatch", () => SendAsync(HttpMethod.Delete, $"{Queue}/messages/{QueueAnswer.IdAndReceipt(first)}"));
        await RefusedAsync(400, "PopReceiptMismatch", () => SendAsync(HttpMethod.Put, $"{Queue}/messages/{QueueAnswer.IdAndReceipt(first)}&visibilitytimeout=0"));
        Assert.Equal(204, (await SendAsync(HttpMethod.Delete, $"{Queue}/messages/{QueueAnswer.IdAndReceipt(second)}")).Status);
        await RefusedAsync(404, "MessageNotFound", () => SendAsync(HttpMethod.Delete, $"{Queue}/messages/{QueueAnswer.IdAndReceipt(second)}"));
    }

    [Fact]
    public async Task Clearing_removes_what_is_visible_and_what_is_not()
    {
        await PutAsync("got");
        await GetAsync();
        await PutAsync("visible");
        await PutAsync("later", "?visibilitytimeout=60");

        Assert.Equal(204, (await SendAsync(HttpMethod.Delete, $"{Queue}/messages")).Status);
        Assert.Equal("0", (await SendAsync(HttpMethod.Get, $"{Queue}?comp=metadata")).Headers["x-ms-approximate-messages-count"]);
    }

    private static TimeSpan Life(XElement message) => QueueAnswer.Instant(message, "ExpirationTime") - QueueAnswer.Instant(message, "InsertionTime");

    private static string[] Texts(QueueAnswer answer) => [.. answer.Messages.Select(QueueAnswer.Text)];

    public sealed class OnLocal() : MessageSpec(QueueSide.Local);

    public sealed class OnAzurite(AzuriteServer azurite) : MessageSpec(QueueSide.Of(azurite));
}
