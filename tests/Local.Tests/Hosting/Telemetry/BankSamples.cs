using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Tests.Hosting.Telemetry;

internal static class Bank
{
    [Function("Bank")]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) => context.Entities.CallEntityAsync(new EntityInstanceId("safe", "one"), "deposit");

    [Function("Audit")]
    public static string Audit([OrchestrationTrigger] TaskOrchestrationContext context) => "sound";

    [Function("safe")]
    public static Task SafeAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync(operation =>
    {
        switch (operation.Name)
        {
            case "deposit":
                operation.Context.SignalEntity(new EntityInstanceId("safe", "two"), "note");
                operation.Context.ScheduleNewOrchestration("Audit");
                break;
            case "note":
                throw new InvalidOperationException("Full.");
        }

        return default;
    });
}

internal static class BankStarter
{
    [Function("StartBank")]
    public static async Task<IActionResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "banks")] HttpRequest request, [DurableClient] DurableTaskClient client)
    {
        await client.Entities.SignalEntityAsync(new EntityInstanceId("safe", "one"), "open");
        return new OkObjectResult(await client.ScheduleNewOrchestrationInstanceAsync("Bank"));
    }

    [Function("StartAuditLater")]
    public static async Task<IActionResult> LaterAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "banks/later")] HttpRequest request, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        var clock = (TimeProvider)context.InstanceServices.GetService(typeof(TimeProvider))!;
        return new OkObjectResult(await client.ScheduleNewOrchestrationInstanceAsync("Audit", new StartOrchestrationOptions(StartAt: clock.GetUtcNow().AddHours(1))));
    }
}
