using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Tests.Engine;

public sealed class HotEntityLockSpecs() : EntityLockSpecs(Memory.Hot);

public sealed class EvictedEntityLockSpecs() : EntityLockSpecs(Memory.Evicted);

/// <summary>Critical sections: while one is open, nobody else's operations reach what it has locked.</summary>
public abstract class EntityLockSpecs(Memory memory) : EngineSpecs(memory)
{
    private static readonly EntityInstanceId A = new("Counter", "a");
    private static readonly EntityInstanceId B = new("Counter", "b");

    [Fact]
    public async Task Nobody_else_reaches_a_locked_entity()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<int>("Hold", async context =>
        {
            await using (await context.Entities.LockEntitiesAsync(A, B))
            {
                await context.Entities.CallEntityAsync(A, "add", 1);
                await context.WaitForExternalEvent<string>("Go");
                return await context.Entities.CallEntityAsync<int>(A, "get");
            }
        }));
        string id = await StartInstanceAsync("Hold");
        await IdleAsync();
        await Client.Entities.SignalEntityAsync(A, "add", 10);
        await Client.Entities.SignalEntityAsync(B, "add", 10);
        await IdleAsync();

        EntityMetadata<int> locked = (await Client.Entities.GetEntityAsync<int>(A))!;
        Assert.Equal((1, 1, id), (locked.State, locked.BacklogQueueSize, locked.LockedBy));

        await CrashAndRestartAsync();
        await Client.RaiseEventAsync(id, "Go", "go");
        Assert.Equal(1, (await CompletedAsync(id)).ReadOutputAs<int>());
        await IdleAsync();
        EntityMetadata<int> free = (await Client.Entities.GetEntityAsync<int>(A))!;
        Assert.Equal((11, 0, null), (free.State, free.BacklogQueueSize, free.LockedBy));
        Assert.Equal(10, (await Client.Entities.GetEntityAsync<int>(B))!.State);
    }

    [Fact]
    public async Task Read_and_write_in_a_section_is_one_step_to_all_others()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<bool>("Increase", async context =>
        {
            await using IAsyncDisposable section = await context.Entities.LockEntitiesAsync(B, A);
            int a = await context.Entities.CallEntityAsync<int>(A, "get");
            int b = await context.Entities.CallEntityAsync<int>(B, "get");
            await context.Entities.CallEntityAsync(A, "add", 1);
            await context.Entities.CallEntityAsync(B, "add", 1);
            return a == b;
        }));

        string[] ids = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => StartInstanceAsync("Increase")));

        Assert.All(await Task.WhenAll(ids.Select(CompletedAsync)), done => Assert.True(done.ReadOutputAs<bool>()));
        Assert.Equal(30, (await Client.Entities.GetEntityAsync<int>(A))!.State);
    }

    [Fact]
    public async Task The_rules_of_a_critical_section()
    {
        await StartWithEntitiesAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Child", _ => 1)
            .AddOrchestratorFunc<List<string>>("Try", async context =>
            {
                List<string> said = [];
                TaskOrchestrationEntityFeature entities = context.Entities;
                said.Add($"{entities.InCriticalSection()}");
                await using (await entities.LockEntitiesAsync(A))
                {
                    said.Add($"{entities.InCriticalSection(out IReadOnlyList<EntityInstanceId>? before)} {before!.Count}");
                    said.Add(await RefusalAsync(() => entities.CallEntityAsync(B, "get")));
                    said.Add(await RefusalAsync(() => entities.SignalEntityAsync(A, "add", 1)));
                    said.Add(await RefusalAsync(() => entities.LockEntitiesAsync(B)));
                    said.Add(await RefusalAsync(() => context.CallSubOrchestratorAsync<int>("Child")));
                    Task<int> call = entities.CallEntityAsync<int>(A, "get");
                    said.Add($"{entities.InCriticalSection(out IReadOnlyList<EntityInstanceId>? during)} {during!.Count}");
                    said.Add(await RefusalAsync(() => entities.CallEntityAsync(A, "get")));
                    await call;
                    await entities.SignalEntityAsync(B, "add", 1);
                    await entities.CallEntityAsync(A, "add", 1);
                }

                said.Add($"{entities.InCriticalSection()}");
                said.Add($"{await context.CallSubOrchestratorAsync<int>("Child")}");
                said.Add(await RefusalAsync(() => entities.LockEntitiesAsync()));
                return said;
            }));

        Assert.Equal(
            [
                "False", "True 1",
                "Must not call an entity from a critical section if it is not one of the locked entities.",
                "Must not signal a locked entity from a critical section.",
                "Must not enter another critical section from within a critical section.",
                "While holding locks, cannot call suborchestrators.",
                "True 0",
                "Must not call an entity from a critical section while a prior call to the same entity is still pending.",
                "False", "1",
                "The list of entities to lock must not be empty. (Parameter 'entityIds')",
            ],
            (await RunAsync<List<string>>("Try"))!);
    }

    [Theory]
    [InlineData("return")]
    [InlineData("throw")]
    [InlineData("again")]
    public async Task A_section_that_was_not_left_ends_with_its_execution(string how)
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<string, string>("Leave", async (context, what) =>
        {
            IAsyncDisposable kept = await context.Entities.LockEntitiesAsync(A, B);
            GC.KeepAlive(kept);
            switch (what)
            {
                case "throw":
                    throw new InvalidOperationException("out");
                case "again":
                    context.ContinueAsNew("return");
                    break;
            }

            return "done";
        }));
        await CompletedAsync(await StartInstanceAsync("Leave", how));

        await Client.Entities.SignalEntityAsync(B, "add", 1);
        await IdleAsync();

        Assert.Equal(1, (await Client.Entities.GetEntityAsync<int>(B))!.State);
        Assert.Null((await Client.Entities.GetEntityAsync<int>(B))!.LockedBy);
    }

    [Fact]
    public async Task A_terminated_orchestration_frees_what_it_had_locked_and_what_it_was_about_to_lock()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<bool>("Hold", async (context, all) =>
        {
            await using IAsyncDisposable section = all ? await context.Entities.LockEntitiesAsync(A, B) : await context.Entities.LockEntitiesAsync(B);
            await context.WaitForExternalEvent<string>("Go");
        }));
        string first = await StartInstanceAsync("Hold", input: false);
        await IdleAsync();
        string second = await StartInstanceAsync("Hold", input: true);
        await Client.Entities.SignalEntityAsync(A, "add", 1);
        await Client.Entities.SignalEntityAsync(B, "add", 1);
        await IdleAsync();

        // The second one has A and waits for B, which the first one has.
        await Client.TerminateInstanceAsync(second);
        await IdleAsync();
        Assert.Equal(1, (await Client.Entities.GetEntityAsync<int>(A))!.State);
        Assert.Null(await Client.Entities.GetEntityAsync<int>(B));

        await Client.TerminateInstanceAsync(first);
        await CrashAndRestartAsync();
        await IdleAsync();
        Assert.Equal(1, (await Client.Entities.GetEntityAsync<int>(B))!.State);
        Assert.Equal(0, (await Client.Entities.CleanEntityStorageAsync()).OrphanedLocksReleased);
    }

    [Fact]
    public async Task A_call_that_nobody_awaits_still_belongs_to_its_section()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc("Hold", async context =>
        {
            await using (await context.Entities.LockEntitiesAsync(A))
            {
                _ = context.Entities.CallEntityAsync(A, "add", 1);
            }

            await context.Entities.CallEntityAsync(A, "add", 1);
        }));

        await RunAsync<object>("Hold");

        Assert.Equal(2, (await Client.Entities.GetEntityAsync<int>(A))!.State);
    }

    private static async Task<string> RefusalAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
            return "allowed";
        }
        catch (Exception refusal) when (refusal is InvalidOperationException or ArgumentException)
        {
            return refusal.Message;
        }
    }

    private Task StartWithEntitiesAsync(Action<DurableTaskRegistry> register) => StartAsync(tasks => register(tasks.AddEntity<Counter>()));

    [Fact]
    public async Task An_orchestration_that_begins_again_after_its_critical_section_leaves_the_entity_open()
    {
        await StartAsync(tasks => tasks.AddEntity<Counter>().AddOrchestratorFunc<int, string>("Again", async (context, round) =>
        {
            if (round == 0)
            {
                await using (await context.Entities.LockEntitiesAsync(A))
                {
                    await context.Entities.CallEntityAsync(A, "add", 1);
                }

                context.ContinueAsNew(1);
            }

            return "done";
        }));
        await RunAsync<string>("Again", 0);

        await Client.Entities.SignalEntityAsync(A, "add", 10);
        await IdleAsync();

        EntityMetadata<int> counter = (await Client.Entities.GetEntityAsync<int>(A))!;
        Assert.Equal((11, null), (counter.State, counter.LockedBy));
    }

    [Fact]
    public async Task A_signal_that_fell_due_while_the_entity_was_locked_is_found_after_a_crash()
    {
        await StartAsync(tasks => tasks.AddEntity<Counter>().AddOrchestratorFunc<string>("Hold", async context =>
        {
            await using (await context.Entities.LockEntitiesAsync(A))
            {
                return await context.WaitForExternalEvent<string>("Never");
            }
        }));
        string holder = await StartInstanceAsync("Hold");
        await IdleAsync();
        await Client.Entities.SignalEntityAsync(A, "add", 10, new SignalEntityOptions { SignalTime = Noon.AddHours(1) });
        await AdvanceAsync(TimeSpan.FromHours(2));
        Database.Checkpoints.OnPass = place =>
        {
            if (place == "engine/entity/before-run")
            {
                throw new InvalidOperationException("it dies before it can run");
            }
        };
        await Client.TerminateInstanceAsync(holder);
        await CompletedAsync(holder);

        await CrashAndRestartAsync();
        await IdleAsync();

        Assert.Equal(10, (await Client.Entities.GetEntityAsync<int>(A))?.State);
    }

    [Fact]
    public async Task Cleaning_is_work_until_those_who_waited_for_a_lock_are_told()
    {
        await StartAsync(tasks => tasks.AddEntity<Counter>());
        using var looked = new ManualResetEventSlim();
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Database.Checkpoints.OnPass = place =>
        {
            if (place == "storage/commit/after")
            {
                committed.TrySetResult();
                looked.Wait();
            }
        };
        Task<CleanEntityStorageResult> cleaning = Client.Entities.CleanEntityStorageAsync();
        await committed.Task.WaitAsync(Patience);

        bool isIdle = Engine.IsIdle;
        looked.Set();
        await cleaning;

        Assert.False(isIdle);
    }
}
