using System.Net.Mime;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Caseward.Local.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Hosting.Http;

/// <summary>
/// Answers requests for an application without the ASP.NET Core integration, which gets them as messages: whole bodies in memory, so that
/// reading and writing may block and headers may be set last. The answer is sent after the outermost middleware.
/// </summary>
internal sealed class PlainHttp(QueueOutputs outputs, IOptions<WorkerOptions> worker) : IFunctionsWorkerMiddleware
{
    /// <summary>Puts it around everything else; it does nothing in an application that asks for the integration, before or after.</summary>
    public static void AddUnlessIntegrated(IServiceCollection services, FunctionPipeline pipeline)
    {
        if (services.Any(service => service.ServiceType == typeof(PlainHttp)))
        {
            return;
        }

        services.TryAddSingleton<PlainHttp>();
        pipeline.AddFirst(next => context => context.InstanceServices.GetService<HttpMiddleware>() is null
            ? context.InstanceServices.GetRequiredService<PlainHttp>().Invoke(context, next)
            : next(context));
    }

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext() is { } http ? AnswerAsync(context, http, next) : next(context);

    private async Task AnswerAsync(FunctionContext context, HttpContext http, FunctionExecutionDelegate next)
    {
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        http.Request.EnableBuffering();
        http.Features.Set(new Answers());
        await next(context);
        await outputs.WriteAsync((LocalFunction)context.FunctionDefinition, InvocationBindings.Of(context));
        object? answer = context.GetInvocationResult().Value;
        if (context.GetOutputBindings<object>().FirstOrDefault(output => output.BindingType == FunctionBinding.Http && output.Value is not null) is { } output)
        {
            answer = output.Value;
        }

        switch (answer)
        {
            case BufferedHttpResponseData response:
                await response.SendAsync(http.Response);
                break;
            case byte[] bytes:
                await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
                break;
            case not null:
                http.Response.ContentType = MediaTypeNames.Text.Plain + "; charset=utf-8";
                await http.Response.WriteAsync(HostText.Of(answer as string ?? worker.Value.Serializer!.Serialize(answer).ToString()), http.RequestAborted);
                break;
            default:
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
        }
    }

    /// <summary>Marks a request whose answers are made in memory.</summary>
    internal sealed class Answers;
}
