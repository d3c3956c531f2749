using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Caseward.Local.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Hosting.Http;

/// <summary>
/// Writes what an HTTP function returned. It stands in the pipeline where the application asked for the ASP.NET Core integration,
/// so middleware inside of it decides on the answer by replacing the invocation's result.
/// </summary>
internal sealed partial class HttpMiddleware(QueueOutputs outputs, ILogger<HttpMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <summary>Where an invocation keeps its request.</summary>
    public const string ContextKey = "HttpRequestContext";

    /// <summary>Adds it, once.</summary>
    public static void AddTo(IFunctionsWorkerApplicationBuilder builder)
    {
        if (builder.Services.All(service => service.ServiceType != typeof(HttpMiddleware)))
        {
            builder.UseMiddleware<HttpMiddleware>();
            builder.Services.AddMvcCore();
        }
    }

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        await next(context);
        if (context.GetHttpContext() is not { } http)
        {
            return;
        }

        // Durable before answered: whoever has the answer can rely on the messages being on their queues.
        await outputs.WriteAsync((LocalFunction)context.FunctionDefinition, InvocationBindings.Of(context));
        if (!await WriteAsync(context.GetInvocationResult().Value, http))
        {
            OutputBindingData<object>? answer = context.GetOutputBindings<object>().FirstOrDefault(output => output.BindingType == "http");
            if (!await WriteAsync(answer?.Value, http))
            {
                LogNoAnswer(context.FunctionDefinition.Name, context.InvocationId);
            }
        }
    }

    private static async Task<bool> WriteAsync(object? result, HttpContext http)
    {
        switch (result)
        {
            case IActionResult action:
                await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
                return true;
            case IResult minimal:
                await minimal.ExecuteAsync(http);
                return true;
            case HttpResponseData:
                // It was written to the answer itself.
                return true;
            default:
                return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning,
        "The function '{Function}' answered no request: it returned neither an IActionResult nor an IResult nor an HttpResponseData. The answer is 200 without a body. Invocation {InvocationId}.")]
    private partial void LogNoAnswer(string function, string invocationId);
}
