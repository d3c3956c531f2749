using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Tests.Engine.Crash;

/// <summary>Entities that are called, signalled, locked and told something for later. What an orchestration does to one has its effect once.</summary>
internal static class EntityScenarios
{
    private static readonly EntityInstanceId A = new("Counter", "a");
    private static readonly EntityInstanceId B = new("Counter", "b");
    private static readonly EntityInstanceId Book = new("Ledger", "book");

    public static readonly CrashScenario[] All =
    [
        new("calls of an entity", RegisterCalls, DriveCallsAsync, "6"),
        new("signals of an orchestration, passed on by an entity", RegisterSignals, DriveSignalsAsync, "3, 2"),
        new("signals of a client", RegisterLedger, DriveLedgerAsync, "one=1 three=3 two=2"),
        new("critical sections", RegisterTransfers, DriveTransfersAsync, "True True True, 3"),
        new("signals that are scheduled", RegisterReminders, DriveRemindersAsync, "1 at 17:00, then 3"),
        new("an orchestration that an entity starts", RegisterBegin, DriveBeginAsync, "begun with 4"),
    ];

    private static void RegisterCalls(DurableTaskRegistry tasks, Effects effects) => AddCounter(tasks)
        .AddOrchestratorFunc<int>("Call", async context =>
        {
            foreach (int amount in (int[])[1, 2, 3])
            {
                await context.Entities.CallEntityAsync(A, "add", amount);
            }

            return await context.Entities.CallEntityAsync<int>(A, "get");
        });

    private static async Task<string?> DriveCallsAsync(Driver driver)
    {
        await driver.StartAsync("Call", null, "call");
        return await driver.OutputAsync("call");
    }

    private static void RegisterSignals(DurableTaskRegistry tasks, Effects effects) => AddCounter(tasks)
        .AddOrchestratorFunc("Signal", async context =>
        {
            await context.Entities.SignalEntityAsync(A, "add", 2);
            await context.Entities.SignalEntityAsync(A, "addTo", "b");
            await context.Entities.SignalEntityAsync(A, "add", 1);
        })
        .AddOrchestratorFunc<string>("Read", async context =>
            $"{await context.Entities.CallEntityAsync<int>(A, "get")}, {await context.Entities.CallEntityAsync<int>(B, "get")}");

    private static async Task<string?> DriveSignalsAsync(Driver driver)
    {
        await driver.StartAsync("Signal", null, "signal");
        await driver.EndAsync("signal");
        await driver.AdvanceToEndAsync();
        await driver.StartAsync("Read", null, "read");
        return await driver.OutputAsync("read");
    }

    private static void RegisterLedger(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddEntity<Ledger>("Ledger")
        .AddOrchestratorFunc<string>("Read", context => context.Entities.CallEntityAsync<string>(Book, "read"));

    private static async Task<string?> DriveLedgerAsync(Driver driver)
    {
        foreach (Entry entry in (Entry[])[new("one", 1), new("two", 2), new("three", 3)])
        {
            await driver.DoAsync(client => client.Entities.SignalEntityAsync(Book, "put", entry));
        }

        await driver.StartAsync("Read", null, "read");
        return await driver.OutputAsync("read");
    }

    private static void RegisterTransfers(DurableTaskRegistry tasks, Effects effects) => AddCounter(tasks)
        .AddOrchestratorFunc<bool>("Transfer", async context =>
        {
            await using IAsyncDisposable section = await context.Entities.LockEntitiesAsync(B, A);
            int a = await context.Entities.CallEntityAsync<int>(A, "get");
            int b = await context.Entities.CallEntityAsync<int>(B, "get");
            await context.Entities.CallEntityAsync(A, "add", 1);
            await context.Entities.CallEntityAsync(B, "add", 1);
            return a == b;
        })
        .AddOrchestratorFunc<int>("Read", context => context.Entities.CallEntityAsync<int>(B, "get"));

    private static async Task<string?> DriveTransfersAsync(Driver driver)
    {
        string[] ids = ["transfer0", "transfer1", "transfer2"];
        foreach (string id in ids)
        {
            await driver.StartAsync("Transfer", null, id);
        }

        var equal = new List<string>();
        foreach (string id in ids)
        {
            equal.Add($"{bool.Parse((await driver.OutputAsync(id))!)}");
        }

        await driver.StartAsync("Read", null, "read");
        return $"{string.Join(' ', equal)}, {await driver.OutputAsync("read")}";
    }

    private static void RegisterReminders(DurableTaskRegistry tasks, Effects effects) => AddCounter(tasks)
        .AddOrchestratorFunc("Remind", async context =>
        {
            await context.Entities.SignalEntityAsync(A, "add", 1, new SignalEntityOptions { SignalTime = EngineSpecs.Noon.AddHours(5) });
            await context.Entities.SignalEntityAsync(A, "add", 2, new SignalEntityOptions { SignalTime = EngineSpecs.Noon.AddDays(5) });
        })
        .AddOrchestratorFunc<string>("Watch", async context =>
        {
            int before = await context.Entities.CallEntityAsync<int>(A, "get");
            while (await context.Entities.CallEntityAsync<int>(A, "get") is var now && now == before)
            {
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            }

            DateTime seen = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromDays(5), CancellationToken.None);
            return $"{before + 1} at {seen:HH:mm}, then {await context.Entities.CallEntityAsync<int>(A, "get")}";
        });

    private static async Task<string?> DriveRemindersAsync(Driver driver)
    {
        await driver.StartAsync("Remind", null, "remind");
        await driver.StartAsync("Watch", null, "watch");
        await driver.EndAsync("remind");
        await driver.AdvanceToEndAsync();
        return await driver.OutputAsync("watch");
    }

    private static void RegisterBegin(DurableTaskRegistry tasks, Effects effects) => AddCounter(tasks)
        .AddOrchestratorFunc<int, string>("Echo", (_, value) => $"begun with {value}")
        .AddOrchestratorFunc<string>("Begin", async context =>
        {
            await context.Entities.CallEntityAsync(A, "add", 4);
            return await context.Entities.CallEntityAsync<string>(A, "begin");
        });

    private static async Task<string?> DriveBeginAsync(Driver driver)
    {
        await driver.StartAsync("Begin", null, "begin");
        string? begun = await driver.OutputAsync("begin");
        return await driver.OutputAsync(begun!);
    }

    private static DurableTaskRegistry AddCounter(DurableTaskRegistry tasks) => tasks.AddEntity<Counter>("Counter");

    private sealed record Entry(string Id, int Amount);

    /// <summary>A client's signal may arrive twice when the engine dies before it has answered; written under an id it does no harm.</summary>
    private sealed class Ledger : TaskEntity<SortedDictionary<string, int>>
    {
        public void Put(Entry entry) => State[entry.Id] = entry.Amount;

        public string Read() => string.Join(' ', State.Select(entry => $"{entry.Key}={entry.Value}"));
    }
}
