using Caseward.Storage.Conformance.Azurite;

namespace Caseward.Storage.Conformance.Queues;

public abstract class QueueNameSpec(QueueSide side) : QueueSpec(side)
{
    [Fact]
    public async Task A_queue_is_made_once_and_again_without_effect()
    {
        string name = NewName();

        Assert.Equal(201, (await SendAsync(HttpMethod.Put, name)).Status);
        Assert.Equal(204, (await SendAsync(HttpMethod.Put, name)).Status);
        Assert.Equal(204, (await SendAsync(HttpMethod.Delete, name)).Status);
        Assert.Equal(201, (await SendAsync(HttpMethod.Put, name)).Status);
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("two--hyphens")]
    [InlineData("-first")]
    [InlineData("last-")]
    [InlineData("under_score")]
    public async Task Names_are_lower_case_letters_digits_and_single_hyphens(string name) =>
        await RefusedAsync(400, "InvalidResourceName", () => SendAsync(HttpMethod.Put, name));

    [Theory]
    [InlineData("ab")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl")]
    public async Task Names_have_3_to_63_characters(string name) =>
        await RefusedAsync(400, "OutOfRangeInput", () => SendAsync(HttpMethod.Put, name));

    [Fact]
    public async Task A_queue_tells_about_how_many_messages_it_holds()
    {
        await PutAsync("visible");
        await PutAsync("later", "?visibilitytimeout=60");

        QueueAnswer asked = await SendAsync(HttpMethod.Get, $"{Queue}?comp=metadata");
        QueueAnswer brief = await SendAsync(HttpMethod.Head, $"{Queue}?comp=metadata");

        Assert.Equal((200, "2"), (asked.Status, asked.Headers["x-ms-approximate-messages-count"]));
        Assert.Equal((200, "2"), (brief.Status, brief.Headers["x-ms-approximate-messages-count"]));
    }

    [Fact]
    public async Task Queues_are_listed_by_name_from_a_prefix()
    {
        string prefix = await SeedAsync();

        QueueAnswer all = await SendAsync(HttpMethod.Get, $"?comp=list&prefix={prefix}");

        Assert.Equal("EnumerationResults", all.Xml!.Name.LocalName);
        Assert.Equal(["a", "b", "c"], Names(all, prefix));
        Assert.Empty(all.Xml.Element("NextMarker")!.Value);
        Assert.Equal(prefix, all.Xml.Element("Prefix")!.Value);
    }

    [Fact]
    public async Task A_listing_goes_on_at_its_marker()
    {
        string prefix = await SeedAsync();

        QueueAnswer page = await SendAsync(HttpMethod.Get, $"?comp=list&prefix={prefix}&maxresults=2");
        QueueAnswer rest = await SendAsync(HttpMethod.Get, $"?comp=list&prefix={prefix}&marker={Uri.EscapeDataString(page.Xml!.Element("NextMarker")!.Value)}");

        Assert.Equal(["a", "b"], Names(page, prefix));
        Deviates(Deviations.MarkersInTheOrderOfMaking, () => Assert.Equal(["c"], Names(rest, prefix)));
    }

    private async Task<string> SeedAsync()
    {
        string prefix = NewName()[..20];
        foreach (string end in new[] { "b", "c", "a" })
        {
            await SendAsync(HttpMethod.Put, prefix + end);
        }

        return prefix;
    }

    private static string[] Names(QueueAnswer list, string prefix) => [.. list.Xml!.Descendants("Name").Select(name => name.Value[prefix.Length..])];

    public sealed class OnLocal() : QueueNameSpec(QueueSide.Local);

    public sealed class OnAzurite(AzuriteServer azurite) : QueueNameSpec(QueueSide.Of(azurite));
}
