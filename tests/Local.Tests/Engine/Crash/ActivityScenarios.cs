using Microsoft.DurableTask;

namespace Caseward.Local.Tests.Engine.Crash;

/// <summary>Activities one after the other, side by side, tried again, and timers between them.</summary>
internal static class ActivityScenarios
{
    public static readonly CrashScenario[] All =
    [
        new("activities, a retry and timers", RegisterSteps, DriveStepsAsync, "1-2-3"),
        new("chaining", RegisterChain, DriveChainAsync, "0-1-2-3-4"),
        new("fan-out and fan-in", RegisterFan, DriveFanAsync, "190"),
        new("an eternal orchestration", RegisterTicks, DriveTicksAsync, "4 ticks"),
        new("retries to the end", RegisterHopeless, DriveHopelessAsync, "gave up after 3"),
        new("a start that is scheduled", RegisterAppointment, DriveAppointmentAsync, "at 15:00"),
    ];

    private static void RegisterSteps(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string>("Steps", async context =>
        {
            string one = await context.CallActivityAsync<string>("Step", "1");
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            string two = await context.CallActivityAsync<string>("FailsOnce", "2", TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMinutes(1))));
            await context.CreateTimer(TimeSpan.FromDays(7), CancellationToken.None);
            return $"{one}-{two}-{await context.CallActivityAsync<string>("Step", "3")}";
        })
        .AddActivityFunc<string, string>("Step", (_, step) => effects.Note(step))
        .AddActivityFunc<string, string>("FailsOnce", (_, step) => effects.Count(step) == 0
            ? throw new InvalidOperationException($"first time {effects.Note(step)}")
            : effects.Note(step));

    private static async Task<string?> DriveStepsAsync(Driver driver)
    {
        await driver.StartAsync("Steps", null, "steps");
        await driver.AdvanceToEndAsync();
        return await driver.OutputAsync("steps");
    }

    private static void RegisterChain(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string>("Chain", async context =>
        {
            var steps = new List<string>();
            for (int i = 0; i < 5; i++)
            {
                steps.Add(await context.CallActivityAsync<string>("Link", $"{i}"));
            }

            return string.Join('-', steps);
        })
        .AddActivityFunc<string, string>("Link", (_, step) => effects.Note(step));

    private static async Task<string?> DriveChainAsync(Driver driver)
    {
        await driver.StartAsync("Chain", null, "chain");
        return await driver.OutputAsync("chain");
    }

    private static void RegisterFan(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<int>("Fan", async context => (await Task.WhenAll(Enumerable.Range(0, 20).Select(i => context.CallActivityAsync<int>("Blade", i)))).Sum())
        .AddActivityFunc<int, int>("Blade", (_, i) =>
        {
            effects.Note($"{i}");
            return i;
        });

    private static async Task<string?> DriveFanAsync(Driver driver)
    {
        await driver.StartAsync("Fan", null, "fan");
        return await driver.OutputAsync("fan");
    }

    private static void RegisterTicks(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<int, string>("Ticks", async (context, count) =>
        {
            await context.CreateTimer(TimeSpan.FromDays(5), CancellationToken.None);
            int ticks = await context.CallActivityAsync<int>("Tick", count);
            if (ticks < 4)
            {
                context.ContinueAsNew(ticks);
            }

            return $"{ticks} ticks";
        })
        .AddActivityFunc<int, int>("Tick", (_, count) =>
        {
            effects.Note($"{count}");
            return count + 1;
        });

    private static async Task<string?> DriveTicksAsync(Driver driver)
    {
        await driver.StartAsync("Ticks", 0, "ticks");
        await driver.AdvanceToEndAsync();
        return await driver.OutputAsync("ticks");
    }

    private static void RegisterHopeless(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string>("Hopeless", async context =>
        {
            try
            {
                await context.CallActivityAsync("NeverWorks", options: TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMinutes(1), backoffCoefficient: 2)));
                return "worked";
            }
            catch (TaskFailedException)
            {
                return $"gave up after {(context.CurrentUtcDateTime - EngineSpecs.Noon.UtcDateTime).TotalMinutes:F0}";
            }
        })
        .AddActivityFunc<string>("NeverWorks", _ => Fail(effects.Note("tried")));

    private static string Fail(string why) => throw new InvalidOperationException(why);

    private static async Task<string?> DriveHopelessAsync(Driver driver)
    {
        await driver.StartAsync("Hopeless", null, "hopeless");
        await driver.AdvanceToEndAsync();
        return await driver.OutputAsync("hopeless");
    }

    private static void RegisterAppointment(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string>("Appointment", async context =>
        {
            DateTime begun = context.CurrentUtcDateTime;
            await context.CallActivityAsync("Meet");
            return $"at {begun:HH:mm}";
        })
        .AddActivityFunc("Meet", _ => { effects.Note("met"); });

    private static async Task<string?> DriveAppointmentAsync(Driver driver)
    {
        await driver.StartAsync("Appointment", null, "appointment", EngineSpecs.Noon.AddHours(3));
        await driver.AdvanceToEndAsync();
        return await driver.OutputAsync("appointment");
    }
}
