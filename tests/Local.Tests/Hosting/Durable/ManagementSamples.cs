using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Hosting.Durable;

internal static class ManagementSamples
{
    [Function("Order")]
    public static async Task<string> Order([OrchestrationTrigger] TaskOrchestrationContext context, string dish)
    {
        context.SetCustomStatus(new { dish });
        string answer = await context.WaitForExternalEvent<string>("Served");
        return answer == "burnt" ? throw new InvalidOperationException("Burnt.") : $"{dish} {answer}";
    }

    [Function("StartOrder")]
    public static async Task<HttpResponseData> StartOrder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "orders/{id}")] HttpRequestData request, [DurableClient] DurableTaskClient client, string id)
    {
        await client.ScheduleNewOrchestrationInstanceAsync("Order", "soup", new StartOrchestrationOptions(id));
        return await client.CreateCheckStatusResponseAsync(request, id);
    }

    [Function("AwaitOrder")]
    public static async Task<HttpResponseData> AwaitOrder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{id}")] HttpRequestData request, [DurableClient] DurableTaskClient client, string id, int milliseconds)
    {
        using var patience = new CancellationTokenSource(milliseconds);
        return await client.WaitForCompletionOrCreateCheckStatusResponseAsync(
            request, id, TimeSpan.FromMilliseconds(5), returnInternalServerErrorOnFailure: true, getInputsAndOutputs: true, patience.Token);
    }

    [Function("Steps")]
    public static async Task<string> Steps([OrchestrationTrigger] TaskOrchestrationContext context) => await context.CallActivityAsync<string>("Step", 1) + "!";

    [Function("Step")]
    public static string Step([ActivityTrigger] int number) => $"step {number}";

    [Function("Shelf")]
    public static Task Shelf([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<ShelfState>();
}

internal sealed class ShelfState
{
    public List<string> Books { get; set; } = [];

    public void Put(string book) => Books.Add(book);
}
