using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Hosting.Durable;

internal sealed record Visit(string Guest, int Nights);

internal static class VisitOrchestrator
{
    [Function(nameof(VisitOrchestrator))]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, Visit visit)
    {
        string welcome = await context.CallActivityAsync<string>("Welcome", visit);
        await context.CreateTimer(context.CurrentUtcDateTime.AddDays(visit.Nights), CancellationToken.None);
        return await context.CallActivityAsync<string>("Farewell", welcome);
    }
}

/// <summary>Takes its input from the context instead of a parameter.</summary>
internal static class UntypedOrchestrator
{
    [Function("Untyped")]
    public static Visit? Run([OrchestrationTrigger] TaskOrchestrationContext context) => context.GetInput<Visit>();
}

internal static class FailingOrchestrator
{
    [Function("Failing")]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync("Refuse");
}

internal sealed class VisitActivities(Notes notes, TimeProvider clock)
{
    [Function("Welcome")]
    public string Welcome([ActivityTrigger] Visit visit, FunctionContext context, string instanceId)
    {
        notes.Add($"welcome {visit.Guest} {context.FunctionDefinition.Name} {instanceId}");
        return $"{visit.Guest} ({visit.Nights})";
    }

    [Function("Farewell")]
    public async Task<string> Farewell([ActivityTrigger] string guest)
    {
        await Task.Yield();
        notes.Add($"farewell {guest} {clock.GetUtcNow():yyyy-MM-dd}");
        return $"bye {guest}";
    }

    [Function("Refuse")]
    public static void Refuse([ActivityTrigger] TaskActivityContext context) => throw new InvalidOperationException($"no {context.Name}");
}

internal static class VisitStarter
{
    [Function("StartVisit")]
    public static async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "visits/{guest}")] HttpRequest request, string guest, [DurableClient] DurableTaskClient client)
    {
        string id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(VisitOrchestrator), new Visit(guest, 63));
        return new OkObjectResult(id);
    }

    [Function("StartVisitByQueue")]
    public static Task ByQueue([QueueTrigger("visits")] Visit visit, [DurableClient] DurableTaskClient client) =>
        client.ScheduleNewOrchestrationInstanceAsync(nameof(VisitOrchestrator), visit, new StartOrchestrationOptions(visit.Guest));
}
