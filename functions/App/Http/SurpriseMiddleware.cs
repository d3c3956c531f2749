using System.Net.Sockets;
using Azure;
using Caseward.App.Cases;
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
#pragma warning disable CA1031 // The edge: every surprise ends here.
        catch (Exception surprise)
#pragma warning restore CA1031
        {
            bool away = IsAway(surprise);
            HttpLog.Surprise(logger, surprise, context.FunctionDefinition.Name, trace.Id);
            Answer answer = new Problem
            {
                Title = away ? "Not available just now" : "Something went wrong",
                Status = away ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
                Code = away ? RequestCodes.Unavailable : RequestCodes.Surprise,
                Detail = away
                    ? "Something that this needs does not answer. Repeat the request in a moment, with the same Idempotency-Key."
                    : "This is not your mistake. Repeat the request with the same Idempotency-Key; if it fails again, report the trace id.",
            }.ToAnswer();
            context.GetInvocationResult().Value = away ? answer.With("Retry-After", "5") : answer;
        }
    }

    private static bool IsAway(Exception surprise) => surprise switch
    {
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        OperationCanceledException or TimeoutException or HttpRequestException or SocketException or CaseBusyException => true,
        AggregateException several => several.InnerExceptions.All(IsAway),
        _ => false,
    };
}
