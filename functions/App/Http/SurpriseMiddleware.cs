using System.Net.Sockets;
using Azure;
using Caseward.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Caseward.App.Http;

/// <summary>
/// The one place where a surprise becomes an answer: 503 when something that the app needs is away or busy, 500 otherwise, with a trace
/// id and nothing of the inside. What the caller sent is never logged.
/// </summary>
internal sealed class SurpriseMiddleware(ILogger<SurpriseMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        HttpContext? http = context.GetHttpContext();
        var trace = RequestTrace.Of(context);
        http?.Features.Set(trace);
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (http?.RequestAborted.IsCancellationRequested == true)
        {
            // Nobody is left to read an answer.
            context.GetInvocationResult().Value = Answer.Empty(StatusCodes.Status499ClientClosedRequest);
        }
        catch (BadHttpRequestException broken)
        {
            HttpLog.Unreadable(logger, context.FunctionDefinition.Name, broken.StatusCode);
            context.GetInvocationResult().Value = broken.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Problem.TooLarge(RequestBody.MaxBytes)
                : Problem.Of(broken.StatusCode, "The request is not right", RequestCodes.Unreadable, "The body of the request cannot be read as HTTP.");
        }
        catch (ContentionException busy)
        {
            HttpLog.Busy(logger, context.FunctionDefinition.Name, trace.Id, busy.Message);
            context.GetInvocationResult().Value = Away();
        }
#pragma warning disable CA1031 // The edge: every surprise ends here.
        catch (Exception surprise)
#pragma warning restore CA1031
        {
            HttpLog.Surprise(logger, surprise, context.FunctionDefinition.Name, trace.Id);
            context.GetInvocationResult().Value = IsAway(surprise) ? Away() : Wrong();
        }
    }

    private static Answer Away() => Problem.Of(
        StatusCodes.Status503ServiceUnavailable,
        "Not available just now",
        RequestCodes.Unavailable,
        "Something that this needs does not answer. Repeat the request in a moment, with the same Idempotency-Key.").With("Retry-After", "5");

    private static Answer Wrong() => Problem.Of(
        StatusCodes.Status500InternalServerError,
        "Something went wrong",
        RequestCodes.Surprise,
        "This is not your mistake. Repeat the request with the same Idempotency-Key; if it fails again, report the trace id.");

    private static bool IsAway(Exception surprise) => surprise switch
    {
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        OperationCanceledException or TimeoutException or HttpRequestException or SocketException or IOException => true,
        AggregateException several => several.InnerExceptions.All(IsAway),
        _ => false,
    };
}
