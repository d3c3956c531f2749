using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Caseward.Local.Hosting;

namespace Caseward.Local.Tests.Hosting;

/// <summary>How people find what there is for them.</summary>
public sealed class IndexTests
{
    [Theory]
    [InlineData("/local")]
    [InlineData("/local/")]
    public async Task The_index_links_to_mail_clock_and_queues(string path)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await app.Http.GetAsync(path);
        string page = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.All(["/local/mail", "/local/clock", "/local/queues", "/local/mail/faults", "/local/mail/deliveries"], link => Assert.Contains($"href=\"{link}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_address_of_the_index_answers_also_when_it_is_read_as_data()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));
        app.Http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));

        using var index = JsonDocument.Parse(await app.Http.GetStringAsync("/local"));
        string[] addresses = [.. index.RootElement.EnumerateArray().Select(place => place.GetProperty("address").GetString()!)];

        Assert.Equal(["/local/mail", "/local/clock", "/local/queues", "/local/instances", "/local/entities", "/local/functions", "/local/health"], addresses);
        foreach (string address in addresses)
        {
            Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync(address)).StatusCode);
        }
    }

    [Fact]
    public async Task The_banner_tells_where_they_are()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));
        await using var banner = new StringWriter();

        Banner.Print(banner, app.Services, app.Account);

        string text = banner.ToString();
        Assert.Contains($"New database {app.Runtime.Database.Path}", text, StringComparison.Ordinal);
        Assert.Contains("For people", text, StringComparison.Ordinal);
        Assert.Contains($"{app.Http.BaseAddress!.ToString().TrimEnd('/')}/local/mail", text, StringComparison.Ordinal);
    }
}
