using System.Net;
using System.Text;
using Caseward.Local.Tests.Queues;

namespace Caseward.Local.Tests.Hosting;

/// <summary>What a web page of somebody else can do with the runtime on this machine: nothing.</summary>
public sealed class DoorkeeperTests
{
    [Theory]
    [InlineData("/api/hello/ada", "evil.example")]
    [InlineData("/api/hello/ada", "evil.example:7071")]
    [InlineData("/api/hello/ada", "localhost.evil.example")]
    [InlineData("/api/hello/ada", "127.0.0.1.evil.example:7071")]
    [InlineData("/api/hello/ada", "192.168.1.5:7071")]
    [InlineData("/local/clock", "evil.example")]
    [InlineData("/nowhere", "evil.example")]
    public async Task A_request_that_is_addressed_to_another_name_is_misdirected(string path, string host)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await SendAsync(app, HttpMethod.Get, path, host: host);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.Contains("localhost, 127.0.0.1 and [::1] only", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LocalHost:5000")]
    [InlineData("127.0.0.1:7071")]
    [InlineData("[::1]:7071")]
    public async Task The_names_of_this_machine_are_answered_with_any_port(string host)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, HttpMethod.Get, "/api/hello/ada", host: host)).StatusCode);
    }

    [Theory]
    [InlineData("POST", "/local/clock", null, "cross-site")]
    [InlineData("POST", "/LOCAL/clock", null, "Cross-Site")]
    [InlineData("DELETE", "/local/mail", "https://evil.example", null)]
    [InlineData("POST", "/local/clock", "null", null)]
    [InlineData("POST", "/local/clock", "http://localhost.evil.example:7071", null)]
    [InlineData("POST", "/admin/functions/Fails", "https://evil.example", null)]
    [InlineData("POST", "/{account}/work/messages", "https://evil.example", null)]
    [InlineData("PUT", "/{account}/fresh", null, "cross-site")]
    [InlineData("GET", "/{account}/work/messages", null, "cross-site")]
    [InlineData("OPTIONS", "/local/clock", "https://evil.example", "cross-site")]
    public async Task What_a_browser_marks_as_coming_from_another_site_changes_nothing(string method, string path, string? origin, string? site)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));

        HttpResponseMessage answer = await SendAsync(
            app, new HttpMethod(method), path.Replace("{account}", app.Account, StringComparison.Ordinal), origin: origin, site: site);
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(app.Notes.Lines);
        Assert.Equal(TestApp.Noon, app.Runtime.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("http://localhost:3000", "same-site")]
    [InlineData("http://127.0.0.1:7071", "same-origin")]
    [InlineData("http://[::1]:7071", null)]
    [InlineData(null, "none")]
    public async Task Programs_and_pages_of_this_machine_move_the_clock(string? origin, string? site)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await SendAsync(app, HttpMethod.Post, "/local/clock", origin: origin, site: site);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(TestApp.Noon.AddHours(1), app.Runtime.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_link_on_another_site_may_lead_to_the_pages_for_people()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, HttpMethod.Get, "/local/mail", site: "cross-site")).StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        TestApp app, HttpMethod method, string path, string? host = null, string? origin = null, string? site = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent("""{"advance":"PT1H"}""", Encoding.UTF8, "text/plain");
        }

        return await app.Http.SendAsync(request);
    }
}
