using Caseward.Storage.Conformance.Azurite;

namespace Caseward.Storage.Conformance.Queues;

public abstract class RefusalSpec(QueueSide side) : QueueSpec(side)
{
    private const string Message = "<QueueMessage><MessageText>x</MessageText></QueueMessage>";

    [Theory]
    [InlineData("?visibilitytimeout=-1", "OutOfRangeQueryParameterValue")]
    [InlineData("?visibilitytimeout=604801", "OutOfRangeQueryParameterValue")]
    [InlineData("?visibilitytimeout=soon", "InvalidQueryParameterValue")]
    [InlineData("?messagettl=0", "InvalidQueryParameterValue")]
    [InlineData("?messagettl=-2", "InvalidQueryParameterValue")]
    [InlineData("?visibilitytimeout=60&messagettl=60", "InvalidQueryParameterValue")]
    public async Task A_message_is_not_put_with(string query, string code) => await RefusedAsync(400, code, () => PutAsync("x", query), Deviations.OfQuery(query));

    [Theory]
    [InlineData("?numofmessages=0", "OutOfRangeQueryParameterValue")]
    [InlineData("?numofmessages=33", "OutOfRangeQueryParameterValue")]
    [InlineData("?numofmessages=many", "InvalidQueryParameterValue")]
    [InlineData("?visibilitytimeout=0", "OutOfRangeQueryParameterValue")]
    [InlineData("?visibilitytimeout=604801", "OutOfRangeQueryParameterValue")]
    [InlineData("?peekonly=true&numofmessages=33", "OutOfRangeQueryParameterValue")]
    public async Task Messages_are_not_got_with(string query, string code) => await RefusedAsync(400, code, () => GetAsync(query), Deviations.OfQuery(query));

    [Theory]
    [InlineData("<QueueMessage><MessageText>x</MessageText>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><QueueMessage><MessageText>&b;</MessageText></QueueMessage>")]
    [InlineData("not xml")]
    public async Task What_is_no_document_is_not_put(string body) =>
        await RefusedAsync(400, "InvalidXmlDocument", () => SendAsync(HttpMethod.Post, $"{Queue}/messages", body), Deviations.BareRefusals);

    [Fact]
    public async Task Nothing_at_all_is_not_put() =>
        await RefusedAsync(400, "InvalidXmlDocument", () => SendAsync(HttpMethod.Post, $"{Queue}/messages", ""));

    [Fact]
    public async Task A_text_has_64_KiB_at_most()
    {
        Assert.Equal(201, (await PutAsync(new string('x', 64 << 10))).Status);

        await RefusedAsync(413, "RequestBodyTooLarge", () => PutAsync(new string('x', (64 << 10) + 1)));
        await RefusedAsync(413, "RequestBodyTooLarge", () => PutAsync(new string('é', (32 << 10) + 1)));
    }

    [Fact]
    public async Task Whatever_is_asked_of_a_missing_queue_is_not_found()
    {
        string missing = NewName();
        string id = Guid.NewGuid().ToString();

        await RefusedAsync(404, "QueueNotFound", () => SendAsync(HttpMethod.Delete, missing));
        await RefusedAsync(404, "QueueNotFound", () => SendAsync(HttpMethod.Get, $"{missing}?comp=metadata"));
        await RefusedAsync(404, "QueueNotFound", () => SendAsync(HttpMethod.Post, $"{missing}/messages", Message));
        await RefusedAsync(404, "QueueNotFound", () => SendAsync(HttpMethod.Get, $"{missing}/messages"));
        await RefusedAsync(404, "QueueNotFound", () => SendAsync(HttpMethod.Get, $"{missing}/messages?peekonly=true"));
        await RefusedAsync(404, "QueueNotFound", () => SendAsync(HttpMethod.Delete, $"{missing}/messages"));
        await RefusedAsync(404, "QueueNotFound", () => SendAsync(HttpMethod.Delete, $"{missing}/messages/{id}?popreceipt=AAAA"));
        await RefusedAsync(404, "QueueNotFound", () => SendAsync(HttpMethod.Put, $"{missing}/messages/{id}?popreceipt=AAAA&visibilitytimeout=0"));
    }

    [Fact]
    public async Task A_message_that_is_not_there_is_not_found()
    {
        string id = Guid.NewGuid().ToString();

        await RefusedAsync(404, "MessageNotFound", () => SendAsync(HttpMethod.Delete, $"{Queue}/messages/{id}?popreceipt=AAAA"));
        await RefusedAsync(404, "MessageNotFound", () => SendAsync(HttpMethod.Put, $"{Queue}/messages/{id}?popreceipt=AAAA&visibilitytimeout=0"));
    }

    [Fact]
    public async Task An_update_says_when_the_message_is_visible_again()
    {
        await PutAsync("x");
        string message = $"{Queue}/messages/{QueueAnswer.IdAndReceipt((await GetAsync()).Message)}";

        await RefusedAsync(400, "MissingRequiredQueryParameter", () => SendAsync(HttpMethod.Put, message), Deviations.BareRefusals);
        await RefusedAsync(400, "OutOfRangeQueryParameterValue", () => SendAsync(HttpMethod.Put, message + "&visibilitytimeout=-1"));
        await RefusedAsync(400, "OutOfRangeQueryParameterValue", () => SendAsync(HttpMethod.Put, message + "&visibilitytimeout=604801"));
    }

    [Fact]
    public async Task Deleting_and_updating_need_a_receipt()
    {
        await PutAsync("x");
        string id = (await GetAsync()).Message.Element("MessageId")!.Value;

        await RefusedAsync(400, "MissingRequiredQueryParameter", () => SendAsync(HttpMethod.Delete, $"{Queue}/messages/{id}"), Deviations.BareRefusals);
        await RefusedAsync(400, "MissingRequiredQueryParameter", () => SendAsync(HttpMethod.Put, $"{Queue}/messages/{id}?visibilitytimeout=0"), Deviations.BareRefusals);
    }

    public sealed class OnLocal() : RefusalSpec(QueueSide.Local);

    public sealed class OnAzurite(AzuriteServer azurite) : RefusalSpec(QueueSide.Of(azurite));
}
