using System.Net;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace Caseward.Local.Tests.Hosting;

/// <summary>Requests and answers in the worker's own model, which most samples of Durable Functions use.</summary>
public sealed class HttpDataTests
{
    [Fact]
    public async Task A_function_reads_the_request_and_writes_the_answer()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpDataSamples));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/echo/3?who=ada%20l")
        {
            Content = new StringContent("""{"Text":"hi"}""", Encoding.UTF8, "application/json"),
            Headers = { { "X-From", "here" }, { "Cookie", "flavour=oat" } },
        };

        HttpResponseMessage response = await app.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("POST /api/echo/3 ada l here oat", response.Headers.GetValues("X-Asked").Single());
        Assert.Equal("seen=yes; max-age=60; samesite=strict", response.Headers.GetValues("Set-Cookie").Single());
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("""{"Text":"hi","Times":3}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Text_goes_in_and_out()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpDataSamples));

        HttpResponseMessage response = await app.Http.PostAsync("/api/plain", new StringContent("grüße"));

        Assert.Equal("got grüße", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_answer_without_a_body_has_its_headers()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpDataSamples));

        HttpResponseMessage response = await app.Http.GetAsync("/api/empty");

        Assert.Equal((HttpStatusCode.NoContent, "yes"), (response.StatusCode, response.Headers.GetValues("X-Empty").Single()));
    }

    [Fact]
    public async Task Headers_of_the_function_its_cookies_and_middleware_go_out_together()
    {
        TestApp app = TestApp.Of(typeof(HttpDataSamples));
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware<VaryMiddleware>();
        };
        await using TestApp started = await app.StartAsync();

        HttpResponseMessage response = await app.Http.GetAsync("/api/mixed");

        Assert.Equal(["by=jar; path=/", "by=hand", "and=again; path=/", "last=too; path=/"], response.Headers.GetValues("Set-Cookie"));
        Assert.Equal(["too"], response.Headers.GetValues("X-Last"));
        Assert.Equal(["Origin", "Accept"], response.Headers.Vary);
        Assert.Equal(["Origin,Accept"], app.Notes.Lines);
        Assert.Equal(["seen"], response.Headers.GetValues("X-After"));
    }

    [Theory]
    [InlineData(true, typeof(AddedHeaderSamples), "added")]
    [InlineData(true, typeof(IntegratedAddedHeaderSamples), "added/here")]
    [InlineData(false, typeof(AddedHeaderSamples), "added")]
    public async Task The_function_sees_the_headers_that_middleware_has_added_to_the_request(bool integrated, Type functions, string route)
    {
        TestApp app = TestApp.Of(functions);
        app.Configure = builder =>
        {
            if (integrated)
            {
                builder.ConfigureFunctionsWebApplication();
            }

            builder.UseMiddleware(async (context, next) =>
            {
                (await context.GetHttpRequestDataAsync())!.Headers.Add("X-By-Middleware", "yes");
                await next();
            });
        };
        await using TestApp started = await app.StartAsync();

        HttpResponseMessage response = await app.Http.GetAsync($"/api/{route}");

        Assert.Equal(["yes"], response.Headers.GetValues("X-Added"));
    }

    [Fact]
    public async Task An_answer_that_was_given_up_leaves_nothing_in_that_of_the_failure()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpDataSamples));

        HttpResponseMessage response = await app.Http.GetAsync("/api/abandoned");

        Assert.Equal((HttpStatusCode.InternalServerError, false), (response.StatusCode, response.Headers.Contains("X-Abandoned")));
    }

    [Fact]
    public async Task Writing_that_blocks_fails_as_it_does_with_the_integration_of_ASP_NET_Core()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpDataSamples));

        Assert.Equal(HttpStatusCode.InternalServerError, (await app.Http.GetAsync("/api/blocking")).StatusCode);
    }

    [Fact]
    public async Task Middleware_sees_them_too()
    {
        TestApp app = TestApp.Of(typeof(HttpDataSamples));
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware<HttpDataMiddleware>();
        };
        await using TestApp started = await app.StartAsync();

        await app.Http.GetAsync("/api/empty");
        await app.Http.GetAsync("/api/other");

        Assert.Equal(["/api/empty NoContent", "/api/other none"], app.Notes.Lines);
    }
}
