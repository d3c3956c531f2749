using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Caseward.Local.Tests.Hosting;

/// <summary>Functions as they are written without the integration of ASP.NET Core: they block, and set headers last.</summary>
internal static class PlainSamples
{
    [Function("Echo")]
    public static HttpResponseData Echo([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "plain/echo")] HttpRequestData request)
    {
        using var reader = new StreamReader(request.Body);
        HttpResponseData response = request.CreateResponse(HttpStatusCode.OK);
        response.WriteString("got " + reader.ReadToEnd());
        response.StatusCode = HttpStatusCode.Created;
        response.Headers.Add("X-Late", "yes");
        response.Cookies.Append("flavour", "oat");
        return response;
    }

    [Function("Body")]
    public static async Task<string> Body([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "plain/body")] HttpRequestData request, [FromBody] PlainBody body) =>
        $"{body.Name} and {(await request.ReadAsStringAsync())!.Length} characters more";

    [Function("BodyText")]
    public static string BodyText([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "plain/body-text")] HttpRequestData request, [FromBody] string body) => body;

    [Function("BodyBytes")]
    public static byte[] BodyBytes([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "plain/body-bytes")] HttpRequestData request, [FromBody] byte[] body) => body;

    [Function("BodyMemory")]
    public static byte[] BodyMemory([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "plain/body-memory")] HttpRequestData request, [FromBody] Memory<byte> body) =>
        body.ToArray();

    [Function("TriggerBody")]
    public static string TriggerBody([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "plain/trigger-body/{region}")][FromBody] PlainBody body, string region) =>
        $"{body.Name} of {region}";

    [Function("TriggerThing")]
    public static string TriggerThing([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "plain/trigger-thing")] PlainBody? body) => body is null ? "\"null\"" : body.Name;

    [Function("JsonText")]
    public static string JsonText([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "plain/json-text")] HttpRequestData request) => """["é"]""";

    [Function("Nothing")]
    public static Task Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "plain/nothing")] HttpRequestData request) => Task.CompletedTask;

    [Function("Text")]
    public static string Text([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "plain/text")] HttpRequestData request) => request.Method;

    [Function("Thing")]
    public static Dictionary<string, int> Thing([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "plain/thing")] HttpRequestData request) =>
        new() { ["length"] = request.Url.AbsolutePath.Length };

    [Function("Dropped")]
    public static async Task<HttpResponseData> Dropped([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "plain/dropped")] HttpRequestData request)
    {
        await request.CreateResponse(HttpStatusCode.Conflict).WriteStringAsync("nobody returns this");
        HttpResponseData answer = request.CreateResponse(HttpStatusCode.Accepted);
        answer.WriteString("this");
        return answer;
    }

    [Function("Both")]
    public static PlainOutputs Both([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "plain/both")] HttpRequestData request)
    {
        HttpResponseData response = request.CreateResponse(HttpStatusCode.Accepted);
        response.WriteString("queued");
        return new PlainOutputs { Message = "hello", Answer = response };
    }

    [Function("Heard")]
    public static void Heard([QueueTrigger("plain")] string message, FunctionContext context) =>
        ((Notes)context.InstanceServices.GetService(typeof(Notes))!).Add(message);

    [Function("Breaks")]
    public static HttpResponseData Breaks([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "plain/breaks")] HttpRequestData request) =>
        throw new InvalidOperationException(request.Method);

    [Function("Greet")]
    public static Task<string> Greet([OrchestrationTrigger] TaskOrchestrationContext context) => Task.FromResult($"hello from {context.InstanceId}");

    [Function("StartGreet")]
    public static async Task<HttpResponseData> StartGreet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "plain/greet")] HttpRequestData request, [DurableClient] DurableTaskClient client) =>
        client.CreateCheckStatusResponse(request, await client.ScheduleNewOrchestrationInstanceAsync("Greet"));
}

internal sealed record PlainBody(string Name);

internal sealed class PlainOutputs
{
    [QueueOutput("Plain")]
    public string? Message { get; set; }

    public HttpResponseData? Answer { get; set; }
}

internal static class IntegratedSample
{
    [Function("Integrated")]
    public static OkObjectResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "integrated")] HttpRequest request) => new(request.Method);
}
