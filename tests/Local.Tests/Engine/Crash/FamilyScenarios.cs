using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine.Crash;

/// <summary>Sub-orchestrations that succeed, fail and are terminated.</summary>
internal static class FamilyScenarios
{
    public static readonly CrashScenario[] All =
    [
        new("sub-orchestrations", RegisterFamily, DriveFamilyAsync, "child0 child1 child2"),
        new("a sub-orchestration that fails", RegisterBrokenFamily, DriveBrokenFamilyAsync, "the child failed"),
        new("terminate, with what is below", RegisterEndless, DriveEndlessAsync, "Terminated, Terminated"),
    ];

    private static void RegisterFamily(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string>("Parent", async context => string.Join(' ', await Task.WhenAll(
            Enumerable.Range(0, 3).Select(i => context.CallSubOrchestratorAsync<string>("Child", i, new SubOrchestrationOptions(instanceId: $"child{i}"))))))
        .AddOrchestratorFunc<int, string>("Child", async (context, i) =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(i), CancellationToken.None);
            return await context.CallActivityAsync<string>("Work", context.InstanceId);
        })
        .AddActivityFunc<string, string>("Work", (_, id) => effects.Note(id));

    private static async Task<string?> DriveFamilyAsync(Driver driver)
    {
        await driver.StartAsync("Parent", null, "parent");
        await driver.AdvanceToEndAsync();
        return await driver.OutputAsync("parent");
    }

    private static void RegisterBrokenFamily(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string>("Worried", async context =>
        {
            try
            {
                await context.CallSubOrchestratorAsync("Reckless", options: new SubOrchestrationOptions(instanceId: "reckless"));
                return "nothing happened";
            }
            catch (TaskFailedException)
            {
                return $"the child {await context.CallActivityAsync<string>("Console")}";
            }
        })
        .AddOrchestratorFunc("Reckless", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            throw new InvalidOperationException("fell");
        })
        .AddActivityFunc<string>("Console", _ => effects.Note("failed"));

    private static async Task<string?> DriveBrokenFamilyAsync(Driver driver)
    {
        await driver.StartAsync("Worried", null, "worried");
        await driver.AdvanceToEndAsync();
        return await driver.OutputAsync("worried");
    }

    private static void RegisterEndless(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc("Above", context => context.CallSubOrchestratorAsync("Below", options: new SubOrchestrationOptions(instanceId: "below")))
        .AddOrchestratorFunc("Below", async context =>
        {
            await context.CallActivityAsync("Dig");
            await context.WaitForExternalEvent<string>("Never");
        })
        .AddActivityFunc("Dig", _ => { effects.Note("dug"); });

    private static async Task<string?> DriveEndlessAsync(Driver driver)
    {
        await driver.StartAsync("Above", null, "above");
        await driver.AdvanceToEndAsync();
        await driver.DoAsync(client => client.TerminateInstanceAsync("above", new TerminateInstanceOptions { Recursive = true }));
        return $"{await driver.StatusAsync("above")}, {await driver.StatusAsync("below")}";
    }
}
