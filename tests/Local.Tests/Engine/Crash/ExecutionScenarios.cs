using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine.Crash;

/// <summary>What an execution carries besides its calls: versions, status, handlers, limits, much text.</summary>
internal static class ExecutionScenarios
{
    private const int Long = 20_000;

    public static readonly CrashScenario[] All =
    [
        new("a new version at continue-as-new, and a status", RegisterEras, DriveErasAsync, "old, new: era 2"),
        new("a retry handler and a wait with a limit", RegisterPatience, DrivePatienceAsync, "third try, nobody came"),
        new("much text", RegisterText, DriveTextAsync, $"{2 * Long}"),
    ];

    private static void RegisterEras(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string, string>("Eras", async (context, before) =>
        {
            bool isFirst = before.Length == 0;
            context.SetCustomStatus(isFirst ? "era 1" : "era 2");
            string era = await context.CallActivityAsync<string>("Name", context.Version);
            if (isFirst)
            {
                context.ContinueAsNew(new ContinueAsNewOptions { NewInput = era, NewVersion = "new" });
                return "";
            }

            return $"{before}, {era}";
        })
        .AddActivityFunc<string, string>("Name", (_, version) => effects.Note(version));

    private static async Task<string?> DriveErasAsync(Driver driver)
    {
        await driver.StartAsync("Eras", "", "eras", version: "old");
        string? output = await driver.OutputAsync("eras");
        OrchestrationMetadata? end = null;
        await driver.DoAsync(async client => end = await client.GetInstanceAsync("eras", getInputsAndOutputs: true));
        return $"{output}: {end!.ReadCustomStatusAs<string>()}";
    }

    private static void RegisterPatience(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string>("Patience", async context =>
        {
            int tries = 0;
            var handled = TaskOptions.FromRetryHandler(retry =>
            {
                tries = retry.LastAttemptNumber;
                return tries < 3;
            });
            try
            {
                await context.CallActivityAsync("Try", options: handled);
            }
            catch (TaskFailedException)
            {
                // It never works.
            }

            try
            {
                return await context.WaitForExternalEvent<string>("Come", TimeSpan.FromHours(1));
            }
            catch (TaskCanceledException)
            {
                return tries == 3 ? "third try, nobody came" : $"{tries} tries";
            }
        })
        .AddActivityFunc("Try", new Action<TaskActivityContext>(_ => throw new InvalidOperationException(effects.Note("tried"))));

    private static async Task<string?> DrivePatienceAsync(Driver driver)
    {
        await driver.StartAsync("Patience", null, "patience");
        await driver.AdvanceToEndAsync();
        return await driver.OutputAsync("patience");
    }

    private static void RegisterText(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string, int>("Text", async (context, text) =>
        {
            string twice = await context.CallActivityAsync<string>("Double", text);
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return twice.Length;
        })
        .AddActivityFunc<string, string>("Double", (_, text) =>
        {
            effects.Note("doubled");
            return text + text;
        });

    private static async Task<string?> DriveTextAsync(Driver driver)
    {
        await driver.StartAsync("Text", new string('é', Long), "text");
        await driver.AdvanceToEndAsync();
        return await driver.OutputAsync("text");
    }
}
