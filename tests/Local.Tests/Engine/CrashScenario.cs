using System.Collections.Concurrent;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

/// <summary>
/// A small process that a test drives to its end, again and again from the beginning when the engine has died under it. Driving is written
/// as every client of an at-least-once system must be: starts are refused the second time, events carry an id.
/// </summary>
public sealed record CrashScenario(string Name, Action<DurableTaskRegistry, Effects> Register, Func<Driver, Task<string?>> DriveAsync, string Expected)
{
    public static readonly CrashScenario[] All =
    [
        new("activities, a retry and timers", RegisterSteps, DriveStepsAsync, "1-2-3"),
        new("events and continue-as-new", RegisterSum, DriveSumAsync, "60"),
        new("sub-orchestrations", RegisterFamily, DriveFamilyAsync, "child0 child1 child2"),
        new("one orchestration tells another", RegisterPair, DrivePairAsync, "heard hello"),
        new("suspend and resume", RegisterHeld, DriveHeldAsync, "held a"),
        new("chaining", RegisterChain, DriveChainAsync, "0-1-2-3-4"),
        new("fan-out and fan-in", RegisterFan, DriveFanAsync, "190"),
        new("events in order", RegisterLetters, DriveLettersAsync, "abcde"),
        new("an eternal orchestration", RegisterTicks, DriveTicksAsync, "4 ticks"),
        new("retries to the end", RegisterHopeless, DriveHopelessAsync, "gave up after 3"),
        new("a sub-orchestration that fails", RegisterBrokenFamily, DriveBrokenFamilyAsync, "the child failed"),
        new("terminate, with what is below", RegisterEndless, DriveEndlessAsync, "Terminated, Terminated"),
        new("a start that is scheduled", RegisterAppointment, DriveAppointmentAsync, "at 15:00"),
        new("a race of an event and a timer", RegisterRace, DriveRaceAsync, "event, timer"),
    ];

    public override string ToString() => Name;

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
        await driver.RaiseAsync("held", "Go", "a");
        await driver.DoAsync(client => client.ResumeInstanceAsync("held"));
        return await driver.OutputAsync("held");
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

/// <summary>What activities did to the world, and how often.</summary>
public sealed class Effects
{
    private readonly ConcurrentDictionary<string, int> _done = new(StringComparer.Ordinal);

    public string Note(string effect)
    {
        _done.AddOrUpdate(effect, 1, (_, n) => n + 1);
        return effect;
    }

    public int Count(string effect) => _done.GetValueOrDefault(effect);
}

/// <summary>A client whose engine may die at any moment: every wait ends when it does.</summary>
public sealed class Driver(DurableTaskClient client, Func<Task> idle, Func<DateTimeOffset?> nextWakeUp, Action<DateTimeOffset> advanceTo, Task crash)
{
    public async Task StartAsync(string name, object? input, string id, DateTimeOffset? at = null)
    {
        try
        {
            await DoAsync(_ => client.ScheduleNewOrchestrationInstanceAsync(
                name, input, new StartOrchestrationOptions(id, at).WithDedupeStatuses(Enum.GetValues<OrchestrationRuntimeStatus>())));
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // An earlier attempt got through.
        }
    }

    public async Task RaiseAsync(string id, string name, object payload)
    {
        if (await client.GetInstanceAsync(id) is { IsCompleted: false })
        {
            await DoAsync(_ => client.RaiseEventAsync(id, name, payload));
        }
    }

    public async Task AdvanceToEndAsync()
    {
        await DoAsync(_ => idle());
        while (nextWakeUp() is { } next)
        {
            advanceTo(next);
            await DoAsync(_ => idle());
        }
    }

    public async Task<OrchestrationRuntimeStatus> StatusAsync(string id) => (await EndOfAsync(id)).RuntimeStatus;

    public async Task<string?> OutputAsync(string id)
    {
        OrchestrationMetadata metadata = await EndOfAsync(id);
        return metadata.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? metadata.SerializedOutput?.Trim('"') : metadata.FailureDetails?.ToString();
    }

    private async Task<OrchestrationMetadata> EndOfAsync(string id)
    {
        Task<OrchestrationMetadata> done = client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        await DoAsync(_ => done);
        return await done;
    }

    /// <summary>Does something that an instance which has ended may refuse.</summary>
    public async Task DoAsync(Func<DurableTaskClient, Task> step)
    {
        Task work = step(client);
        if (await Task.WhenAny(work, crash).WaitAsync(TimeSpan.FromSeconds(30)) == crash || crash.IsCompleted)
        {
            throw new CrashedException();
        }

        try
        {
            await work;
        }
        catch (InvalidOperationException refused) when (refused.Message.Contains("FailedPrecondition", StringComparison.Ordinal))
        {
            // It ended in an earlier attempt.
        }
    }
}

/// <summary>The engine has died.</summary>
public sealed class CrashedException() : Exception("The engine died here.");
