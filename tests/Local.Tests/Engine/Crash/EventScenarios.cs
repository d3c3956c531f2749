using Microsoft.DurableTask;

namespace Caseward.Local.Tests.Engine.Crash;

/// <summary>Events from clients and from other orchestrations.</summary>
internal static class EventScenarios
{
    public static readonly CrashScenario[] All =
    [
        new("events and continue-as-new", RegisterSum, DriveSumAsync, "60"),
        new("one orchestration tells another", RegisterPair, DrivePairAsync, "heard hello"),
        new("suspend and resume", RegisterHeld, DriveHeldAsync, "held a"),
        new("events in order", RegisterLetters, DriveLettersAsync, "abcde"),
        new("a race of an event and a timer", RegisterRace, DriveRaceAsync, "event, timer"),
    ];

    private static void RegisterSum(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<SumState, int>("Sum", async (context, state) =>
        {
            Add add = await context.WaitForExternalEvent<Add>("Add");
            if (state.Seen.Contains(add.Id))
            {
                context.ContinueAsNew(state);
                return 0;
            }

            int sum = await context.CallActivityAsync<int>("Plus", new[] { state.Sum, add.Amount });
            var next = new SumState(sum, [.. state.Seen, add.Id]);
            if (next.Seen.Count < 3)
            {
                context.ContinueAsNew(next);
            }

            return sum;
        })
        .AddActivityFunc<int[], int>("Plus", (_, parts) =>
        {
            effects.Note(parts[1].ToString());
            return parts.Sum();
        });

    private static async Task<string?> DriveSumAsync(Driver driver)
    {
        await driver.StartAsync("Sum", new SumState(0, []), "sum");
        foreach (int amount in (int[])[10, 20, 30])
        {
            await driver.RaiseAsync("sum", "Add", new Add($"add-{amount}", amount));
        }

        return await driver.OutputAsync("sum");
    }

    private static void RegisterPair(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string>("Listen", async context => $"heard {await context.WaitForExternalEvent<string>("Word")}")
        .AddOrchestratorFunc("Speak", async context =>
        {
            await context.CallActivityAsync("Think");
            context.SendEvent("listener", "Word", "hello");
        })
        .AddActivityFunc("Think", _ => { effects.Note("thought"); });

    private static async Task<string?> DrivePairAsync(Driver driver)
    {
        await driver.StartAsync("Listen", null, "listener");
        await driver.StartAsync("Speak", null, "speaker");
        return await driver.OutputAsync("listener");
    }

    private static void RegisterHeld(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string>("Held", async context =>
        {
            await context.CallActivityAsync("Before");
            return $"held {await context.WaitForExternalEvent<string>("Go")}";
        })
        .AddActivityFunc("Before", _ => { effects.Note("before"); });

    private static async Task<string?> DriveHeldAsync(Driver driver)
    {
        await driver.StartAsync("Held", null, "held");
        await driver.DoAsync(client => client.SuspendInstanceAsync("held"));
        await driver.IdleAsync();
        await driver.RaiseAsync("held", "Go", "a");
        await driver.DoAsync(client => client.ResumeInstanceAsync("held"));
        return await driver.OutputAsync("held");
    }

    private static void RegisterLetters(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string>("Letters", async context =>
        {
            string word = string.Empty;
            while (word.Length < 5)
            {
                string letter = await context.WaitForExternalEvent<string>("Letter");
                if (!word.Contains(letter, StringComparison.Ordinal))
                {
                    word += await context.CallActivityAsync<string>("Write", letter);
                }
            }

            return word;
        })
        .AddActivityFunc<string, string>("Write", (_, letter) => effects.Note(letter));

    private static async Task<string?> DriveLettersAsync(Driver driver)
    {
        await driver.StartAsync("Letters", null, "letters");
        foreach (char letter in "abcde")
        {
            await driver.RaiseAsync("letters", "Letter", letter.ToString());
        }

        return await driver.OutputAsync("letters");
    }

    private static void RegisterRace(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string>("Race", async context =>
        {
            string first = await Winner(context, "Go");
            await context.CallActivityAsync("Cheer", first);
            return $"{first}, {await Winner(context, "Never")}";
        })
        .AddActivityFunc<string>("Cheer", (_, winner) => { effects.Note(winner); });

    private static async Task<string> Winner(TaskOrchestrationContext context, string name)
    {
        using var cancel = new CancellationTokenSource();
        Task timer = context.CreateTimer(TimeSpan.FromHours(1), cancel.Token);
        if (await Task.WhenAny(context.WaitForExternalEvent<string>(name), timer) == timer)
        {
            return "timer";
        }

        cancel.Cancel();
        return "event";
    }

    private static async Task<string?> DriveRaceAsync(Driver driver)
    {
        await driver.StartAsync("Race", null, "race");
        await driver.RaiseAsync("race", "Go", "now");
        await driver.AdvanceToEndAsync();
        return await driver.OutputAsync("race");
    }

    private sealed record SumState(int Sum, List<string> Seen);

    private sealed record Add(string Id, int Amount);
}
