using System.Net;
using System.Text.Json;

namespace Caseward.Local.Tests.Hosting.Pages;

/// <summary>Looking at durable entities.</summary>
public sealed class EntityPageTests
{
    [Fact]
    public async Task Entities_are_listed_by_id_and_shown_with_their_state()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));
        await KeepAsync(app, "@counter@b", "42");
        await KeepAsync(app, "@counter@a/1", "\"<b>one</b>\"");
        await KeepAsync(app, "@other@x", state: null);

        JsonElement list = await app.DataAsync("/local/entities?id=@counter");
        JsonElement one = await app.DataAsync("/local/entities/%40counter%40a%2F1");
        string page = await app.PageAsync("/local/entities/%40counter%40a%2F1");

        Assert.Equal(["@counter@a/1", "@counter@b"], list.GetProperty("entities").EnumerateArray().Select(each => each.GetProperty("id").GetString()));
        Assert.Equal("\"<b>one</b>\"", one.GetProperty("state").GetProperty("text").GetString());
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Equal("42", await app.Http.GetStringAsync("/local/entities/@counter@b/state"));
        Assert.Contains("does not exist for clients", await app.PageAsync("/local/entities/@other@x"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("/local/entities/@nobody@y")).StatusCode);
    }

    [Fact]
    public async Task More_than_fifty_come_in_pages()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));
        for (int number = 0; number < 60; number++)
        {
            await KeepAsync(app, $"@counter@{number:D2}", "0");
        }

        JsonElement first = await app.DataAsync("/local/entities");
        JsonElement second = await app.DataAsync($"/local/entities?after={first.GetProperty("next").GetString()}");

        Assert.Equal((50, 10), (first.GetProperty("entities").GetArrayLength(), second.GetProperty("entities").GetArrayLength()));
        Assert.Null(second.GetProperty("next").GetString());
    }

    private static Task<int> KeepAsync(TestApp app, string id, string? state) => app.Runtime.Database.WriteAsync(db =>
        db.Execute("INSERT INTO durable_entities (id, state, modified) VALUES (?1, ?2, ?3)", id, state, TestApp.Noon.UtcTicks));
}
