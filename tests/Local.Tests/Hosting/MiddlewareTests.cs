using System.Net;
using Caseward.Local.Queues;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Caseward.Local.Tests.Hosting;

/// <summary>What middleware sees and may change, and where several outputs go.</summary>
public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_that_does_not_go_on_answers_by_itself_and_the_function_does_not_run()
    {
        await using TestApp app = await StartAsync(typeof(BindingSamples), (context, _) =>
        {
            context.GetInvocationResult().Value = new StatusCodeResult(403);
            return Task.CompletedTask;
        });

        HttpResponseMessage answer = await app.Http.PostAsync("/api/body", new StringContent("{ broken"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(app.Notes.Lines);
    }

    [Fact]
    public async Task Middleware_sees_what_a_parameter_could_not_be_filled_with_and_may_answer_it()
    {
        await using TestApp app = await StartAsync(typeof(BindingSamples), async (context, next) =>
        {
            try
            {
                await next();
            }
            catch (FunctionInputConverterException unfit)
            {
                context.GetInvocationResult().Value = new BadRequestObjectResult(unfit.Message.Contains("'number'", StringComparison.Ordinal));
            }
        });

        HttpResponseMessage answer = await app.Http.GetAsync("/api/route/abc");

        Assert.Equal((HttpStatusCode.BadRequest, "true"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Middleware_can_replace_what_goes_to_a_queue_before_it_is_written()
    {
        await using TestApp app = await StartAsync(typeof(OutputSamples), async (context, next) =>
        {
            await next();
            context.GetOutputBindings<object>().Single(output => output.BindingType == "queue").Value = "replaced";
        });

        HttpResponseMessage answer = await app.Http.PostAsync("/api/minimal", null);

        Assert.Equal((HttpStatusCode.Created, "minimal"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal("replaced", Text(Assert.Single(app.Services.GetRequiredService<QueueStore>().Peek("orders", 10))));
    }

    [Fact]
    public async Task What_middleware_keeps_beside_an_invocation_is_that_invocation_s_own()
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware((context, next) =>
            {
                app.Notes.Add($"{context.Items.ContainsKey("seen")} {context.InvocationId.Length} {context.FunctionDefinition.Name}");
                context.Items["seen"] = true;
                return next();
            });
            builder.UseMiddleware((context, next) =>
            {
                app.Notes.Add($"{context.Items["seen"]}");
                return next();
            });
        };
        await app.StartAsync();

        await app.Http.GetAsync("/api/plain");
        await app.Http.GetAsync("/api/plain");

        Assert.Equal(["False 36 Plain", "True", "False 36 Plain", "True"], app.Notes.Lines);
    }

    [Fact]
    public async Task An_output_without_a_value_writes_nothing_and_an_answer_without_one_is_200()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(OutputSamples));

        HttpResponseMessage answer = await app.Http.PostAsync("/api/silent", null);

        Assert.Equal((HttpStatusCode.OK, 0), (answer.StatusCode, (await answer.Content.ReadAsByteArrayAsync()).Length));
        Assert.Empty(app.Services.GetRequiredService<QueueStore>().Peek("orders", 10));
    }

    [Fact]
    public async Task A_function_that_throws_writes_to_none_of_its_outputs()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(OutputSamples));

        HttpResponseMessage answer = await app.Http.PostAsync("/api/lost", null);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(app.Services.GetRequiredService<QueueStore>().Peek("orders", 10));
    }

    private static string Text(QueueMessage message) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(message.Text));

    private static async Task<TestApp> StartAsync(Type functions, Func<FunctionContext, Func<Task>, Task> middleware)
    {
        TestApp app = TestApp.Of(functions);
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware(middleware);
        };
        return await app.StartAsync();
    }
}
