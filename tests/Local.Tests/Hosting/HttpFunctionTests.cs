using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Caseward.Local.Tests.Hosting;

public sealed class HttpFunctionTests
{
    [Fact]
    public async Task A_function_answers_on_its_route_and_method()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await app.Http.GetAsync("/api/hello/ada");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"text":"hello ada","times":1}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Functions_share_a_path_by_method_even_when_they_name_its_parameter_differently()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await app.Http.PutAsync("/api/hello/ada", null);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("put ada", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("DELETE", "/api/hello/ada", "a known path with another method")]
    [InlineData("HEAD", "/api/hello/ada", "HEAD is not GET")]
    [InlineData("GET", "/api/nothing", "an unknown path")]
    [InlineData("GET", "/api/typed/one/1", "a path that its constraint does not let through")]
    public async Task What_no_function_answers_is_not_found_without_a_body(string method, string path, string why)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await app.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.True(answer.StatusCode == HttpStatusCode.NotFound, why);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.False(answer.Content.Headers.Contains("Allow"));
    }

    [Fact]
    public async Task Without_a_route_the_name_is_the_route_and_without_methods_any_will_do()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await app.Http.SendAsync(new HttpRequestMessage(HttpMethod.Patch, "/API/anymethod"));

        Assert.Equal("PATCH", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_route_prefix_comes_from_host_json_and_may_be_empty()
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        app.HostJson = """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""";
        await app.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync("/hello/ada")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("/api/hello/ada")).StatusCode);
    }

    [Fact]
    public async Task Route_and_query_values_fill_parameters_by_name_and_type()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));
        Guid id = Guid.Parse("8f2b3e9c-1111-4222-8333-944455566677");

        string answer = await app.Http.GetStringAsync($"/api/typed/12/{id}?since=2026-02-03&number=99");

        Assert.Equal($"12 {id} 2026-02-03 none 7", answer);
    }

    [Fact]
    public async Task A_value_type_that_nothing_fills_fails_the_invocation()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        Assert.Equal(HttpStatusCode.InternalServerError, (await app.Http.GetAsync("/api/needs")).StatusCode);
        Assert.Equal("5", await app.Http.GetStringAsync("/api/needs?number=5"));
    }

    [Fact]
    public async Task The_body_fills_a_parameter_that_asks_for_it()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await app.Http.PostAsJsonAsync("/api/echo", new Greeting("hi", 4));

        Assert.Equal(new Greeting("hi", 5), await answer.Content.ReadFromJsonAsync<Greeting>());
    }

    [Fact]
    public async Task A_result_that_is_no_answer_gives_200_without_a_body_as_on_the_real_worker()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await app.Http.GetAsync("/api/plain");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_function_that_throws_answers_500_and_says_nothing()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await app.Http.GetAsync("/api/throws");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_request_s_services_are_those_of_the_invocation()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        Assert.Equal("true", await app.Http.GetStringAsync("/api/scoped"));
        Assert.Equal(["Scoped httpTrigger True"], app.Notes.Lines);
    }

    [Fact]
    public async Task Middleware_runs_in_the_order_in_which_it_was_added_and_may_replace_the_answer()
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware(async (context, next) =>
            {
                app.Notes.Add("outer in");
                try
                {
                    await next();
                }
                catch (InvalidOperationException)
                {
                    context.GetInvocationResult().Value = new ObjectResult("handled") { StatusCode = 418 };
                }

                app.Notes.Add("outer out");
            });
            builder.UseWhen(context => context.FunctionDefinition.Name == "Throws", async (_, next) =>
            {
                app.Notes.Add("inner");
                await next();
            });
        };
        await app.StartAsync();

        HttpResponseMessage answer = await app.Http.GetAsync("/api/throws");

        Assert.Equal(418, (int)answer.StatusCode);
        Assert.Equal("handled", await answer.Content.ReadAsStringAsync());
        Assert.Equal(["outer in", "inner", "outer out"], app.Notes.Lines);
    }

    [Fact]
    public async Task Keys_are_not_asked_for_as_core_tools_do_not_ask()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        Assert.Equal("GET", await app.Http.GetStringAsync("/api/AnyMethod"));
    }

    [Fact]
    public async Task It_listens_on_loopback_only()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        Assert.Equal("127.0.0.1", app.Runtime.BaseAddress.Host);
    }

    [Fact]
    public async Task The_application_s_time_is_the_local_clock()
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.TryAddSingleton(TimeProvider.System);
        };
        await app.StartAsync();

        await app.Runtime.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(TestApp.Noon.AddHours(1), app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
    }
}
