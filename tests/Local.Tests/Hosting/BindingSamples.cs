using System.Globalization;
using Caseward.Local.Tests.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Caseward.Local.Tests.Hosting;

/// <summary>What a route and a query can be bound to.</summary>
internal sealed class BindingSamples(Notes notes)
{
    [Function("Route")]
    public static IActionResult Route([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "route/{number}")] HttpRequest request, int number) =>
        new OkObjectResult(number);

    [Function("Optional")]
    public static IActionResult Optional([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "optional/{id?}")] HttpRequest request, string? id) =>
        new OkObjectResult(id ?? "none");

    [Function("Defaulted")]
    public static IActionResult Defaulted([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "defaulted/{page=1}")] HttpRequest request, int page) =>
        new OkObjectResult(page);

    [Function("CatchAll")]
    public static IActionResult CatchAll([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string? path) =>
        new OkObjectResult(path ?? "root");

    [Function("Ranged")]
    public static IActionResult Ranged(
        [HttpTrigger(AuthorizationLevel.Anonymous, "GET", Route = "ranged/{code:length(3)}/{number:range(1,9)}/{on:datetime}")] HttpRequest request,
        string code,
        int number,
        DateTime on) => new OkObjectResult(string.Create(CultureInfo.InvariantCulture, $"{code} {number} {on:yyyy-MM-dd}"));

    [Function("Query")]
    public static IActionResult Query(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "query")] HttpRequest request, string text, bool? flag, double? amount, Guid? id, int[]? numbers) =>
        new OkObjectResult(string.Create(CultureInfo.InvariantCulture, $"{text ?? "null"} {flag} {amount} {id:N} {(numbers is null ? "" : string.Join('+', numbers))}"));

    [Function("Body")]
    public IActionResult Body([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "body")] HttpRequest request, [FromBody] Greeting greeting)
    {
        notes.Add($"body {greeting.Text}");
        return new OkObjectResult(greeting);
    }

    [Function("Aborted")]
    public async Task<IActionResult> Aborted([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "aborted")] HttpRequest request, FunctionContext context, CancellationToken cancelled)
    {
        var requestGone = new TaskCompletionSource();
        var contextGone = new TaskCompletionSource();
        await using CancellationTokenRegistration ofRequest = request.HttpContext.RequestAborted.Register(requestGone.SetResult);
        await using CancellationTokenRegistration ofContext = context.CancellationToken.Register(contextGone.SetResult);
        notes.Add($"waiting {cancelled == context.CancellationToken}");
        await Task.WhenAll(requestGone.Task, contextGone.Task);
        notes.Add("gone");
        context.CancellationToken.ThrowIfCancellationRequested();
        return new OkResult();
    }
}

/// <summary>Functions with several outputs, some of which stay empty or fail.</summary>
internal static class OutputSamples
{
    [Function("Silent")]
    public static SilentOutputs Silent([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "silent")] HttpRequest request) => new() { Messages = [] };

    [Function("Minimal")]
    public static MinimalOutputs Minimal([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "minimal")] HttpRequest request) =>
        new() { Answer = Results.Text("minimal", statusCode: 201), Order = new Order("A1", 5) };

    [Function("Lost")]
    public static async Task<MinimalOutputs> Lost([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "lost")] HttpRequest request)
    {
        await Task.Yield();
        throw new InvalidOperationException("after deciding what to put");
    }
}

internal sealed record SilentOutputs
{
    [HttpResult]
    public IActionResult? Answer { get; init; }

    [QueueOutput("orders")]
    public Order[]? Messages { get; init; }
}

internal sealed record MinimalOutputs
{
    [HttpResult]
    public required IResult Answer { get; init; }

    [QueueOutput("orders")]
    public Order? Order { get; init; }
}
