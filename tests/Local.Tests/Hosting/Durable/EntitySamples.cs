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

    [Function("Batch")]
    public static async Task Batch([EntityTrigger] TaskEntityDispatcher dispatcher, FunctionContext context)
    {
        int operations = 0;
        await dispatcher.DispatchAsync(operation =>
        {
            operations++;
            return operation.Name == "fail" ? throw new InvalidOperationException("Asked to.") : ValueTask.FromResult<object?>(operations);
        });
        ((Notes)context.InstanceServices.GetService(typeof(Notes))!).Add($"batch of {operations}");
    }

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

internal static class BatchOrchestrator
{
    [Function("Batches")]
    public static async Task<int[]> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var id = new EntityInstanceId("Batch", "a");
        Task<int>[] calls = [Call("one"), Call("two"), Call("fail"), Call("four")];
        await Task.WhenAny(Task.WhenAll(calls));
        return await Task.WhenAll(calls.Where(call => call.IsCompletedSuccessfully));

        Task<int> Call(string operation) => context.Entities.CallEntityAsync<int>(id, operation);
    }
}
