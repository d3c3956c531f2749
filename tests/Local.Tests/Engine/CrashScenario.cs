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
    public async Task StartAsync(string name, object? input, string id)
    {
        try
        {
            await DoAsync(_ => client.ScheduleNewOrchestrationInstanceAsync(
                name, input, new StartOrchestrationOptions(id).WithDedupeStatuses(Enum.GetValues<OrchestrationRuntimeStatus>())));
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

    public async Task<string?> OutputAsync(string id)
    {
        Task<OrchestrationMetadata> done = client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        await DoAsync(_ => done);
        OrchestrationMetadata metadata = await done;
        return metadata.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? metadata.SerializedOutput?.Trim('"') : metadata.FailureDetails?.ToString();
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
