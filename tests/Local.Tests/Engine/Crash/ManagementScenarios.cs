using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine.Crash;

/// <summary>What operators do to instances: rewind, restart, purge.</summary>
internal static class ManagementScenarios
{
    public static readonly CrashScenario[] All =
    [
        new("rewind", RegisterBreakdown, DriveBreakdownAsync, "abc"),
        new("rewind, with what is below", RegisterBrokenBranch, DriveBrokenBranchAsync, "abc, bc"),
        new("restart", RegisterWork, DriveRestartAsync, "done"),
        new("purge, with what is below", RegisterTree, DrivePurgeAsync, "nothing, nothing, done"),
        new("purge of all that ended", RegisterWork, DrivePurgeAllAsync, "nothing, nothing, nothing"),
    ];

    private static void RegisterBreakdown(DurableTaskRegistry tasks, Effects effects) => AddWork(tasks, effects)
        .AddOrchestratorFunc<string>("Steps", async context =>
            await context.CallActivityAsync<string>("Work", "a") + await context.CallActivityAsync<string>("Breaks", "b") + await context.CallActivityAsync<string>("Work", "c"));

    private static async Task<string?> DriveBreakdownAsync(Driver driver)
    {
        await driver.StartAsync("Steps", null, "steps");
        await driver.EndAsync("steps");
        await driver.RewindAsync("steps");
        return await driver.OutputAsync("steps");
    }

    private static void RegisterBrokenBranch(DurableTaskRegistry tasks, Effects effects) => AddWork(tasks, effects)
        .AddOrchestratorFunc<string>("Trunk", async context =>
            await context.CallActivityAsync<string>("Work", "a") + await context.CallSubOrchestratorAsync<string>("Branch", new SubOrchestrationOptions(instanceId: "branch")))
        .AddOrchestratorFunc<string>("Branch", async context => await context.CallActivityAsync<string>("Breaks", "b") + await context.CallActivityAsync<string>("Work", "c"));

    private static async Task<string?> DriveBrokenBranchAsync(Driver driver)
    {
        await driver.StartAsync("Trunk", null, "trunk");
        await driver.EndAsync("trunk");
        await driver.RewindAsync("trunk");
        return $"{await driver.OutputAsync("trunk")}, {await driver.OutputAsync("branch")}";
    }

    private static void RegisterWork(DurableTaskRegistry tasks, Effects effects) => AddWork(tasks, effects)
        .AddOrchestratorFunc<string>("Job", context => context.CallActivityAsync<string>("Work", "done"));

    private static async Task<string?> DriveRestartAsync(Driver driver)
    {
        await driver.StartAsync("Job", null, "job");
        await driver.EndAsync("job");
        await driver.RestartAsync("job");
        return await driver.OutputAsync("job");
    }

    private static void RegisterTree(DurableTaskRegistry tasks, Effects effects) => AddWork(tasks, effects)
        .AddOrchestratorFunc("Trunk", context => context.CallSubOrchestratorAsync("Branch", options: new SubOrchestrationOptions(instanceId: "branch")))
        .AddOrchestratorFunc<string>("Branch", context => context.CallActivityAsync<string>("Work", "done"));

    private static async Task<string?> DrivePurgeAsync(Driver driver)
    {
        await driver.StartAsync("Branch", null, "other");
        await driver.StartAsync("Trunk", null, "trunk");
        await driver.EndAsync("trunk");
        await driver.DoAsync(client => client.PurgeInstanceAsync("trunk", new PurgeInstanceOptions { Recursive = true }));
        return $"{await LeftAsync(driver, "trunk")}, {await LeftAsync(driver, "branch")}, {await driver.OutputAsync("other")}";
    }

    private static async Task<string?> DrivePurgeAllAsync(Driver driver)
    {
        string[] ids = ["job0", "job1", "job2"];
        foreach (string id in ids)
        {
            await driver.StartAsync("Job", null, id);
            await driver.EndAsync(id);
        }

        await driver.DoAsync(client => client.PurgeAllInstancesAsync(new PurgeInstancesFilter()));
        var left = new List<string>();
        foreach (string id in ids)
        {
            left.Add(await LeftAsync(driver, id));
        }

        return string.Join(", ", left);
    }

    private static async Task<string> LeftAsync(Driver driver, string id)
    {
        OrchestrationMetadata? found = null;
        await driver.DoAsync(async client => found = await client.GetInstanceAsync(id));
        return found is null ? "nothing" : $"{found.RuntimeStatus}";
    }

    private static DurableTaskRegistry AddWork(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddActivityFunc<string, string>("Work", (_, step) => effects.Note(step))
        .AddActivityFunc<string, string>("Breaks", (_, step) => effects.Count(step) == 0
            ? throw new InvalidOperationException($"first time {effects.Note(step)}")
            : effects.Note(step));
}
