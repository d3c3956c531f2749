using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Hosting.Telemetry;

internal static class TourStarter
{
    [Function("StartTour")]
    public static async Task<IActionResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "tours")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        new OkObjectResult(await client.ScheduleNewOrchestrationInstanceAsync("Tour"));
}

internal static class FailingStarter
{
    [Function("StartFailing")]
    public static async Task<IActionResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "failures")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        new OkObjectResult(await client.ScheduleNewOrchestrationInstanceAsync("Failing"));
}
