using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Caseward.Local.Tests.Hosting;

internal sealed record Greeting(string Text, int Times = 1);

internal sealed class HttpSamples(Notes notes)
{
    [Function("Hello")]
    public IActionResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello/{name}")] HttpRequest request, string name) =>
        new OkObjectResult(new Greeting($"hello {name}"));

    [Function("PutHello")]
    public static IResult PutHello([HttpTrigger(AuthorizationLevel.Function, "put", Route = "hello/{other}")] HttpRequest request, string other) =>
        Results.Text($"put {other}", statusCode: StatusCodes.Status202Accepted);

    [Function("AnyMethod")]
    public static async Task<IActionResult> AnyMethod([HttpTrigger(AuthorizationLevel.Admin)] HttpRequest request)
    {
        await Task.Yield();
        return new ContentResult { Content = request.Method, ContentType = "text/plain" };
    }

    [Function("Typed")]
    public static IActionResult Typed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "typed/{number:int}/{id}")] HttpRequest request,
        int number,
        Guid id,
        DateTimeOffset? since,
        string? missing,
        int page = 7) =>
        new OkObjectResult(string.Create(CultureInfo.InvariantCulture, $"{number} {id} {since:yyyy-MM-dd} {missing ?? "none"} {page}"));

    [Function("NeedsNumber")]
    public static IActionResult NeedsNumber([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "needs")] HttpRequest request, int number) =>
        new OkObjectResult(number);

    [Function("Echo")]
    public static IActionResult Echo([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "echo")] HttpRequest request, [FromBody] Greeting greeting) =>
        new OkObjectResult(greeting with { Times = greeting.Times + 1 });

    [Function("Plain")]
    public static Greeting Plain([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "plain")] HttpRequest request) => new("not an answer");

    [Function("Throws")]
    public static IActionResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throws")] HttpRequest request) =>
        throw new InvalidOperationException("a secret");

    [Function("ReadsAll")]
    public static async Task<IActionResult> ReadsAll([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "all")] HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return new OkObjectResult((await reader.ReadToEndAsync()).Length);
    }

    [Function("Scoped")]
    public IActionResult Scoped([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scoped")] HttpRequest request, FunctionContext context)
    {
        notes.Add($"{context.FunctionDefinition.Name} {context.FunctionDefinition.InputBindings["request"].Type} {ReferenceEquals(request.HttpContext, context.GetHttpContext())}");
        return new OkObjectResult(ReferenceEquals(request.HttpContext.RequestServices, context.InstanceServices));
    }
}
