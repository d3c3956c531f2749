using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Tests.Hosting.Durable;

internal static class EntityFunctions
{
    [Function("Counter")]
    public static Task Counter([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<NotedCounter>();

    [Function("PlainTally")]
    public static Task Tally([EntityTrigger(EntityName = "tally")] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<Tally>();

    [Function("Echo")]
    public static Task Echo([EntityTrigger] TaskEntityDispatcher dispatcher) =>
        dispatcher.DispatchAsync(operation => ValueTask.FromResult<object?>($"{operation.Name}!"));
}

internal sealed class NotedCounter(Notes notes) : TaskEntity<int>
{
    public int Add(int amount)
    {
        State += amount;
        notes.Add($"{State}");
        return State;
    }
}

internal sealed class Tally
{
    public int Count { get; set; }

    public int Add(int amount) => Count += amount;
}

internal static class TallyOrchestrator
{
    [Function("Tally")]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        int counted = await context.Entities.CallEntityAsync<int>(new EntityInstanceId("Counter", "a"), "add", 3);
        int tallied = await context.Entities.CallEntityAsync<int>(new EntityInstanceId("tally", "a"), "add", 7);
        return $"{counted} {tallied} {await context.Entities.CallEntityAsync<string>(new EntityInstanceId("Echo", "a"), "shout")}";
    }
}
