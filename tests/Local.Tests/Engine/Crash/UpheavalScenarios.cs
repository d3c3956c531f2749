using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Tests.Engine.Crash;

/// <summary>What is ended, held or replaced in the middle of something, by somebody who does not wait until it is over.</summary>
internal static class UpheavalScenarios
{
    private static readonly EntityInstanceId A = new("Counter", "a");
    private static readonly EntityInstanceId B = new("Counter", "b");

    public static readonly CrashScenario[] All =
    [
        new("terminate, while what is below begins", RegisterFamily, DriveFamilyAsync, "Terminated, 0 alive"),
        new("terminate, while it holds locks and while it waits for them", RegisterLocks, DriveLocksAsync, "Terminated Terminated, 1"),
        new("events, while it begins again and again", RegisterRestless, DriveRestlessAsync, "abc"),
        new("a timer and a result, while it is suspended", RegisterSleeper, DriveSleeperAsync, "slept and worked"),
        new("a start with the id of one that is alive", RegisterWaiter, DriveReplacementAsync, "second go"),
    ];

    private static void RegisterFamily(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc("Above", async context =>
        {
            await context.WaitForExternalEvent<string>("Go");
            await Task.WhenAll(Enumerable.Range(0, 3).Select(i => context.CallSubOrchestratorAsync("Below", i, new SubOrchestrationOptions(instanceId: $"below{i}"))));
        })
        .AddOrchestratorFunc<int>("Below", async (context, _) =>
        {
            await context.CallActivityAsync("Dig");
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            await context.WaitForExternalEvent<string>("Never");
        })
        .AddActivityFunc("Dig", _ => { effects.Note("dug"); });

    private static async Task<string?> DriveFamilyAsync(Driver driver)
    {
        await driver.StartAsync("Above", null, "above");
        await driver.RaiseAsync("above", "Go", "now");
        await driver.DoAsync(client => client.TerminateInstanceAsync("above", new TerminateInstanceOptions { Recursive = true }));
        OrchestrationRuntimeStatus above = await driver.StatusAsync("above");
        await driver.AdvanceToEndAsync();
        int alive = 0;
        await driver.DoAsync(async client => alive = await client.GetAllInstancesAsync().CountAsync(each => !each.IsCompleted));
        return $"{above}, {alive} alive";
    }

    private static void RegisterLocks(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddEntity<Counter>("Counter")
        .AddOrchestratorFunc("Hold", async context =>
        {
            await using IAsyncDisposable section = await context.Entities.LockEntitiesAsync(A, B);
            await context.WaitForExternalEvent<string>("Never");
        })
        .AddOrchestratorFunc<int>("Add", async context =>
        {
            await using IAsyncDisposable section = await context.Entities.LockEntitiesAsync(A, B);
            return await context.Entities.CallEntityAsync<int>(B, "add", 1);
        });

    private static async Task<string?> DriveLocksAsync(Driver driver)
    {
        await driver.StartAsync("Hold", null, "holds");
        await driver.IdleAsync();
        await driver.StartAsync("Hold", null, "waits");
        await driver.IdleAsync();
        await driver.StartAsync("Add", null, "adds");
        await driver.DoAsync(client => client.TerminateInstanceAsync("waits"));
        await driver.DoAsync(client => client.TerminateInstanceAsync("holds"));
        return $"{await driver.StatusAsync("waits")} {await driver.StatusAsync("holds")}, {await driver.OutputAsync("adds")}";
    }

    // More executions than are played in one transaction.
    private static void RegisterRestless(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<int, string>("Restless", async (context, round) =>
        {
            if (round < 40)
            {
                context.ContinueAsNew(round + 1);
                return "";
            }

            string word = "";
            while (word.Length < 3)
            {
                string letter = await context.WaitForExternalEvent<string>("Letter");
                word += word.Contains(letter, StringComparison.Ordinal) ? "" : letter;
            }

            return word;
        });

    private static async Task<string?> DriveRestlessAsync(Driver driver)
    {
        await driver.StartAsync("Restless", 0, "restless");
        foreach (char letter in "abc")
        {
            await driver.RaiseAsync("restless", "Letter", letter.ToString());
        }

        return await driver.OutputAsync("restless");
    }

    private static void RegisterSleeper(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string>("Sleeper", async context =>
        {
            Task<string> work = context.CallActivityAsync<string>("Work");
            await context.CreateTimer(EngineSpecs.Noon.UtcDateTime.AddHours(1), CancellationToken.None);
            return $"slept and {await work}";
        })
        .AddActivityFunc<string>("Work", _ => effects.Note("worked"));

    private static async Task<string?> DriveSleeperAsync(Driver driver)
    {
        await driver.StartAsync("Sleeper", null, "sleeper");
        await driver.DoAsync(client => client.SuspendInstanceAsync("sleeper", "a break"));
        await driver.AdvanceToEndAsync();
        await driver.DoAsync(client => client.ResumeInstanceAsync("sleeper", "on"));

        // Suspended in its first turn, it has set no timer before.
        await driver.AdvanceToEndAsync();
        return await driver.OutputAsync("sleeper");
    }

    private static void RegisterWaiter(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string, string>("Waiter", async (context, which) => $"{which} {await context.WaitForExternalEvent<string>("Go")}");

    private static async Task<string?> DriveReplacementAsync(Driver driver)
    {
        await driver.StartAsync("Waiter", "first", "waiter");
        await driver.DoAsync(client => client.ScheduleNewOrchestrationInstanceAsync("Waiter", "second", new StartOrchestrationOptions("waiter").WithDedupeStatuses([])));
        await driver.RaiseAsync("waiter", "Go", "go");
        return await driver.OutputAsync("waiter");
    }
}
