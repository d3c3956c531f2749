using Caseward.Local.Engine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Tests.Engine;

public sealed class HotEntitySpecs() : EntitySpecs(Memory.Hot);

public sealed class EvictedEntitySpecs() : EntitySpecs(Memory.Evicted);

public abstract class EntitySpecs(Memory memory) : EngineSpecs(memory)
{
    private static readonly EntityInstanceId A = new("Counter", "a");
    private static readonly EntityInstanceId B = new("Counter", "b");
    private static readonly EntityInstanceId Lines = new("Log", "all");

    [Fact]
    public async Task A_call_returns_what_the_operation_returns()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<int>("Count", async context =>
        {
            await context.Entities.CallEntityAsync(A, "add", 3);
            await context.Entities.CallEntityAsync(A, "ADD", 4);
            return await context.Entities.CallEntityAsync<int>(A, "get");
        }));

        Assert.Equal(7, await RunAsync<int>("Count"));
        Assert.Equal(7, (await Client.Entities.GetEntityAsync<int>(A))!.State);
    }

    [Fact]
    public async Task Signals_of_one_sender_are_taken_in_order()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<string>("Tell", async context =>
        {
            for (int i = 0; i < 200; i++)
            {
                await context.Entities.SignalEntityAsync(Lines, "write", $"{i}");
            }

            return (await context.Entities.CallEntityAsync<string>(Lines, "read"))!;
        }));

        Assert.Equal(string.Join(' ', Enumerable.Range(0, 200)), await RunAsync<string>("Tell"));
    }

    [Fact]
    public async Task A_client_signals_and_looks()
    {
        await StartWithEntitiesAsync();
        Assert.Null(await Client.Entities.GetEntityAsync(A));

        await Client.Entities.SignalEntityAsync(A, "add", 5);
        await IdleAsync();

        EntityMetadata seen = (await Client.Entities.GetEntityAsync(A))!;
        Assert.Equal(A, seen.Id);
        Assert.Equal("5", seen.State.Value);
        Assert.Equal(Noon, seen.LastModifiedTime);
        Assert.False((await Client.Entities.GetEntityAsync(A, includeState: false))!.IncludesState);
    }

    [Fact]
    public async Task An_operation_that_fails_changes_and_sends_nothing()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<string>("Break", async context =>
        {
            await context.Entities.CallEntityAsync(A, "add", 3);
            try
            {
                await context.Entities.CallEntityAsync(A, "break");
                return "not broken";
            }
            catch (EntityOperationFailedException failed)
            {
                return $"{failed.EntityId} {failed.OperationName} {failed.FailureDetails.ErrorType} {failed.FailureDetails.ErrorMessage}";
            }
        }));

        Assert.Equal("@counter@a break System.InvalidOperationException broken", await RunAsync<string>("Break"));
        await IdleAsync();
        Assert.Equal(3, (await Client.Entities.GetEntityAsync<int>(A))!.State);
        Assert.Null(await Client.Entities.GetEntityAsync(Lines));
    }

    [Fact]
    public async Task An_operation_or_entity_that_does_not_exist_fails()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<bool, string>("Call", async (context, known) =>
        {
            try
            {
                await context.Entities.CallEntityAsync(known ? A : new EntityInstanceId("nobody", "x"), "missing");
                return "found";
            }
            catch (EntityOperationFailedException failed)
            {
                return failed.FailureDetails.ErrorType;
            }
        }));

        Assert.Equal("System.NotSupportedException", await RunAsync<string>("Call", input: true));
        Assert.Equal("EntityTaskNotFound", await RunAsync<string>("Call", input: false));
    }

    [Fact]
    public async Task Operations_may_be_asynchronous_and_take_a_context()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<int>("Slow", context => context.Entities.CallEntityAsync<int>(A, "AddSlowly", 9)));

        Assert.Equal(1, await RunAsync<int>("Slow"));
        Assert.Equal(9, (await Client.Entities.GetEntityAsync<int>(A))!.State);
    }

    [Fact]
    public async Task Entities_signal_each_other_and_start_orchestrations()
    {
        await StartWithEntitiesAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Echo", (_, value) => value)
            .AddOrchestratorFunc<string>("Begin", async context =>
            {
                await context.Entities.CallEntityAsync(A, "add", 6);
                await context.Entities.CallEntityAsync(A, "addTo", "b");
                return (await context.Entities.CallEntityAsync<string>(A, "begin"))!;
            }));

        Assert.Equal("by the counter", await RunAsync<string>("Begin"));

        Assert.Equal(6, (await CompletedAsync("by the counter")).ReadOutputAs<int>());
        await IdleAsync();
        Assert.Equal(6, (await Client.Entities.GetEntityAsync<int>(B))!.State);
    }

    [Fact]
    public async Task What_an_entity_starts_has_no_version_unless_the_entity_names_one_and_says_that_nobody_waits_for_it()
    {
        await StartWithEntitiesAsync(
            tasks => tasks
                .AddOrchestratorFunc<int?, string>("Echo", (context, _) => context.Version)
                .AddOrchestratorFunc("Begin", async context =>
                {
                    await context.Entities.CallEntityAsync(A, "begin");
                    await context.Entities.CallEntityAsync(A, "beginWith", "1.5");
                }),
            options => options with { DefaultVersion = "2.0" });

        await RunAsync<string>("Begin");

        OrchestrationMetadata begun = await CompletedAsync("by the counter");
        Assert.Equal("", begun.ReadOutputAs<string>());
        Assert.Equal([new("FireAndForget", "")], begun.Tags);
        Assert.Equal("1.5", (await CompletedAsync("begun 1.5")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task What_an_entity_does_not_have_may_go_to_its_state()
    {
        var id = new EntityInstanceId("Account", "x");
        await StartWithEntitiesAsync(tasks => tasks.AddEntity<AccountEntity>("Account").AddOrchestratorFunc<int>("Bank", async context =>
        {
            await context.Entities.CallEntityAsync(id, "deposit", 10);
            return (await context.Entities.CallEntityAsync<int>(id, "withdraw", 4)) + (await context.Entities.CallEntityAsync<int>(id, "limit"));
        }));

        Assert.Equal(1006, await RunAsync<int>("Bank"));
    }

    [Fact]
    public async Task Every_entity_of_a_class_can_be_deleted()
    {
        await StartWithEntitiesAsync();
        await Client.Entities.SignalEntityAsync(A, "add", 5);
        await Client.Entities.SignalEntityAsync(A, "Delete");
        await IdleAsync();

        Assert.Null(await Client.Entities.GetEntityAsync(A));
        Assert.Equal([A], (await ListAsync(new EntityQuery { IncludeTransient = true })).Select(entity => entity.Id));
        Assert.Equal(1, (await Client.Entities.CleanEntityStorageAsync()).EmptyEntitiesRemoved);
        Assert.Empty(await ListAsync(new EntityQuery { IncludeTransient = true }));
    }

    [Fact]
    public async Task An_entity_without_a_base_class_sees_the_operation_itself()
    {
        var id = new EntityInstanceId(nameof(Plain), "x");
        await StartWithEntitiesAsync(tasks => tasks.AddEntity(new Plain()).AddOrchestratorFunc<string>("Talk", async context =>
            await context.Entities.CallEntityAsync<string>(id, "Say", "a") + ", " + await context.Entities.CallEntityAsync<string>(id, "say")));

        Assert.Equal("Say plain/Say new, say plain/say a", await RunAsync<string>("Talk"));
        Assert.Null(await Client.Entities.GetEntityAsync(id));
    }

    [Fact]
    public async Task A_scheduled_signal_comes_at_its_time()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc("Later", async context =>
            await context.Entities.SignalEntityAsync(A, "add", 2, new DateTimeOffset(context.CurrentUtcDateTime.AddHours(2)))));
        await Client.Entities.SignalEntityAsync(A, "add", 1, Noon.AddHours(1));
        await RunAsync<object>("Later");
        await IdleAsync();
        Assert.Null(await Client.Entities.GetEntityAsync(A));

        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(1, (await Client.Entities.GetEntityAsync<int>(A))!.State);

        await CrashAndRestartAsync();
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(3, (await Client.Entities.GetEntityAsync<int>(A))!.State);
    }

    [Fact]
    public async Task An_orchestration_ends_without_a_call_that_nobody_waits_for()
    {
        var gate = new TaskCompletionSource();
        await StartWithEntitiesAsync(tasks => tasks.AddEntity("slow", _ => new Waiting(gate.Task)).AddOrchestratorFunc<string>("Leave", context =>
        {
            _ = context.Entities.CallEntityAsync(new EntityInstanceId("slow", "x"), "go");
            return Task.FromResult("left");
        }));

        Assert.Equal("left", await RunAsync<string>("Leave"));
        gate.SetResult();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_call_that_nobody_waits_for_is_carried_out_also_when_its_turn_ends_the_execution(int rounds)
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<int, string>("Leave", (context, left) =>
        {
            _ = context.Entities.CallEntityAsync(A, "add", 1);
            if (left > 0)
            {
                context.ContinueAsNew(left - 1);
            }

            return Task.FromResult("left");
        }));

        Assert.Equal("left", await RunAsync<string>("Leave", rounds));
        await IdleAsync();

        Assert.Equal(rounds + 1, (await Client.Entities.GetEntityAsync<int>(A))!.State);
    }

    [Fact]
    public async Task Many_callers_of_one_entity_lose_nothing()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc("Add", context => context.Entities.CallEntityAsync(A, "add", 1)));

        string[] ids = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => StartInstanceAsync("Add")));
        await Task.WhenAll(ids.Select(CompletedAsync));

        Assert.Equal(100, (await Client.Entities.GetEntityAsync<int>(A))!.State);
    }

    [Fact]
    public async Task Entities_are_listed_by_id_in_pages()
    {
        await StartWithEntitiesAsync();
        foreach (string key in (string[])["b", "c", "a"])
        {
            await Client.Entities.SignalEntityAsync(new EntityInstanceId("counter", key), "add", 1);
        }

        await Client.Entities.SignalEntityAsync(Lines, "write", "x");
        await IdleAsync();

        Assert.Equal(["@counter@a", "@counter@b", "@counter@c", "@log@all"], (await ListAsync(new EntityQuery { PageSize = 2 })).Select(entity => entity.Id.ToString()));
        Assert.Equal(3, (await ListAsync(new EntityQuery { InstanceIdStartsWith = "Counter" })).Count);
        Assert.Single(await ListAsync(new EntityQuery { InstanceIdStartsWith = "@Counter@b" }));
        Assert.Empty(await ListAsync(new EntityQuery { LastModifiedFrom = Noon.AddSeconds(1) }));
        Assert.Empty(await Client.GetAllInstancesAsync().ToListAsync());
    }

    [Fact]
    public async Task Ids_are_the_same_as_with_the_real_worker_which_spends_one_on_every_message_to_an_entity()
    {
        await StartWithEntitiesAsync(tasks => tasks
            .AddOrchestratorFunc<Guid>("With", async context =>
            {
                await context.Entities.SignalEntityAsync(A, "add", 1);
                return context.NewGuid();
            })
            .AddOrchestratorFunc<Guid>("Without", context =>
            {
                context.NewGuid();
                return Task.FromResult(context.NewGuid());
            }));
        string with = await StartInstanceAsync("With", id: "one");
        Guid first = (await CompletedAsync(with)).ReadOutputAs<Guid>();
        await Client.PurgeInstanceAsync(with);

        Assert.Equal(first, (await CompletedAsync(await StartInstanceAsync("Without", id: "one"))).ReadOutputAs<Guid>());
    }

    [Fact]
    public async Task Queued_operations_and_answers_survive_a_crash_and_have_their_effect_once()
    {
        var gate = new TaskCompletionSource();
        var runs = new TaskCompletionSource();
        await StartWithEntitiesAsync(tasks => tasks
            .AddEntity("slow", _ => new Waiting(gate.Task, runs))
            .AddOrchestratorFunc<string>("Call", async context =>
            {
                await context.Entities.SignalEntityAsync(Lines, "write", "before");
                await context.Entities.CallEntityAsync(new EntityInstanceId("slow", "x"), "go");
                await context.Entities.SignalEntityAsync(Lines, "write", "after");
                return (await context.Entities.CallEntityAsync<string>(Lines, "read"))!;
            }));
        string id = await StartInstanceAsync("Call");
        await runs.Task;

        await CrashAndRestartAsync();
        gate.SetResult();

        Assert.Equal("before after", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("engine/entity/before-commit")]
    [InlineData("engine/entity/after-commit")]
    [InlineData("engine/entity/before-run")]
    [InlineData("engine/turn/before-commit")]
    public async Task A_failure_anywhere_doubles_no_effect(string checkpoint)
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<int>("Count", async context =>
        {
            await context.Entities.SignalEntityAsync(A, "add", 1);
            await context.Entities.CallEntityAsync(A, "addTo", "b");
            return await context.Entities.CallEntityAsync<int>(A, "get");
        }));
        int passed = 0;
        Database.Checkpoints.OnPass = name =>
        {
            if (name == checkpoint && Interlocked.Increment(ref passed) == 1)
            {
                throw new IOException("the disk hiccups");
            }
        };

        Assert.Equal(1, await RunAsync<int>("Count"));
        await IdleAsync();
        Assert.Equal(1, (await Client.Entities.GetEntityAsync<int>(B))!.State);
    }

    protected Task StartWithEntitiesAsync(Action<DurableTaskRegistry>? register = null, Func<DurableEngineOptions, DurableEngineOptions>? change = null) =>
        StartAsync(
            tasks =>
            {
                tasks.AddEntity<Counter>().AddEntity<Log>();
                register?.Invoke(tasks);
            },
            change);

    private Task<List<EntityMetadata>> ListAsync(EntityQuery query) => Client.Entities.GetAllEntitiesAsync(query).ToListAsync().AsTask();

    private sealed class Waiting(Task gate, TaskCompletionSource? runs = null) : ITaskEntity
    {
        public async ValueTask<object?> RunAsync(TaskEntityOperation operation)
        {
            runs?.TrySetResult();
            await gate;
            return null;
        }
    }
}
