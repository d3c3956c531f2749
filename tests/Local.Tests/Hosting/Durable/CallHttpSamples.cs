using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.DurableTask.Http;
using Microsoft.DurableTask;
using Microsoft.Extensions.Primitives;

namespace Caseward.Local.Tests.Hosting.Durable;

/// <summary>A request for <see cref="CallHttpSamples"/>.</summary>
internal sealed record Call(Uri Address, bool Follows = false, int Attempts = 1, int Milliseconds = 60_000);

internal sealed class CallHttpSamples(Notes notes)
{
    [Function("Call")]
    public static async Task<string> CallAsync([OrchestrationTrigger] TaskOrchestrationContext context, Call call)
    {
        DurableHttpResponse response = await context.CallHttpAsync(new DurableHttpRequest(HttpMethod.Post, call.Address)
        {
            Content = "[1]",
            Headers = new Dictionary<string, StringValues> { ["Content-Type"] = "application/json", ["X-Two"] = new(["a", "b"]), ["x-functions-key"] = "secret", ["Authorization"] = "Bearer b", ["Cookie"] = "c=d" },
            AsynchronousPatternEnabled = call.Follows,
            Timeout = TimeSpan.FromMilliseconds(call.Milliseconds),
            HttpRetryOptions = call.Attempts == 1 ? null : new HttpRetryOptions { MaxNumberOfAttempts = call.Attempts, FirstRetryInterval = TimeSpan.FromMinutes(1) },
        });
        return $"{(int)response.StatusCode} {response.Content} {response.Headers!["x-answer"]}";
    }

    [Function("Job")]
    public async Task<IActionResult> JobAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", "get", Route = "job/{step}")] HttpRequest request, string step)
    {
        using var reader = new StreamReader(request.Body);
        notes.Add($"{request.Method} {step} {request.ContentType} {await reader.ReadToEndAsync()} {request.Headers["X-Two"]} {request.Headers["x-functions-key"]} {request.Headers.Authorization} {request.Headers.Cookie}".TrimEnd());
        request.HttpContext.Response.Headers["X-Answer"] = "yes";
        switch (step)
        {
            case "begin":
                request.HttpContext.Response.Headers.RetryAfter = "90";
                return new AcceptedResult("/api/job/wait", null);
            case "leave":
                request.HttpContext.Response.Headers.RetryAfter = "90";
                return new AcceptedResult($"http://127.0.0.1:{request.Host.Port}/api/job/end", null);
            case "wait" when notes.Lines.Count(line => line.Contains("wait", StringComparison.Ordinal)) == 1:
                return new AcceptedResult("/api/job/wait", null);
            case "break":
                return new StatusCodeResult(StatusCodes.Status503ServiceUnavailable);
            case "hang":
                await Task.Delay(Timeout.Infinite, request.HttpContext.RequestAborted);
                return new OkResult();
            default:
                return new ContentResult { Content = "done" };
        }
    }
}
