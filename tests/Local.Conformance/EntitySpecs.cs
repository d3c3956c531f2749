using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Conformance;

/// <summary>Durable entities. The real in-memory back end has none.</summary>
[Trait("Backend", "AzureStorage")]
public sealed class EntitySpecs : Spec
{
    private static readonly EntityInstanceId Mine = new("Purse", "mine");
    private static readonly EntityInstanceId Yours = new("Purse", "yours");

    [Fact]
    public async Task Operations_change_the_state_and_return_results()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<int>("Fill", async context =>
        {
            await context.Entities.CallEntityAsync(Mine, "put", 3);
            await context.Entities.SignalEntityAsync(Mine, "PUT", 4);
            return await context.Entities.CallEntityAsync<int>(Mine, "count");
        }));

        Assert.Equal(7, await RunAsync<int>("Fill"));
        EntityMetadata<int> seen = (await Client.Entities.GetEntityAsync<int>(Mine))!;
        Assert.Equal((Mine, 7), (seen.Id, seen.State));
        Assert.Equal("@purse@mine", seen.Id.ToString());
    }

    [Fact]
    public async Task A_failed_operation_leaves_the_state_as_it_was()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<string>("Spend", async context =>
        {
            await context.Entities.CallEntityAsync(Mine, "put", 3);
            EntityOperationFailedException failed = await Assert.ThrowsAsync<EntityOperationFailedException>(() => context.Entities.CallEntityAsync(Mine, "spend", 5));
            return $"{failed.OperationName} {failed.EntityId} {failed.FailureDetails.IsCausedBy<InvalidOperationException>()} {await context.Entities.CallEntityAsync<int>(Mine, "count")}";
        }));

        Assert.Equal("spend @purse@mine True 3", await RunAsync<string>("Spend"));
    }

    [Fact]
    public async Task An_operation_that_the_entity_does_not_have_fails()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc("Lose", context => context.Entities.CallEntityAsync(Mine, "lose")));

        Assert.Equal(typeof(EntityOperationFailedException).FullName, (await FailureOfAsync("Lose")).ErrorType);
    }

    [Fact]
    public async Task A_client_signals_and_an_entity_signals_another()
    {
        await StartWithEntitiesAsync(_ => { });

        await Client.Entities.SignalEntityAsync(Mine, "put", 5);
        await Client.Entities.SignalEntityAsync(Mine, "give", "yours");

        await EntityAsync(Yours, state => state == 5);
        await EntityAsync(Mine, state => state == 0);
    }

    [Fact]
    public async Task A_scheduled_signal_comes_when_it_is_due()
    {
        await StartWithEntitiesAsync(_ => { });
        DateTimeOffset due = DateTimeOffset.UtcNow.AddMilliseconds(300);

        await Client.Entities.SignalEntityAsync(Mine, "put", 5, new SignalEntityOptions { SignalTime = due });
        EntityMetadata<int> seen = await EntityAsync(Mine, state => state == 5);

        Assert.True(seen.LastModifiedTime >= due.AddMilliseconds(-20));
    }

    [Fact]
    public async Task An_entity_starts_an_orchestration()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Echo", (_, value) => value));

        await Client.Entities.SignalEntityAsync(Mine, "put", 5);
        await Client.Entities.SignalEntityAsync(Mine, "report", "its report");

        Assert.Equal(5, await OutputOfAsync<int>("its report"));
    }

    [Fact]
    public async Task Deleted_entities_are_gone()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc("Delete", async context =>
        {
            await context.Entities.CallEntityAsync(Mine, "put", 5);
            await context.Entities.CallEntityAsync(Mine, "delete");
        }));
        await RunAsync<object>("Delete");

        Assert.Null(await Client.Entities.GetEntityAsync(Mine));
        Assert.Empty(await Client.Entities.GetAllEntitiesAsync().ToListAsync());
    }

    [Fact]
    public async Task What_is_read_and_written_in_a_critical_section_is_one_step_to_others()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<bool>("Move", async context =>
        {
            await using (await context.Entities.LockEntitiesAsync(Yours, Mine))
            {
                int mine = await context.Entities.CallEntityAsync<int>(Mine, "count");
                int yours = await context.Entities.CallEntityAsync<int>(Yours, "count");
                await context.Entities.CallEntityAsync(Mine, "put", 1);
                await context.Entities.CallEntityAsync(Yours, "put", 1);
                return mine == yours && context.Entities.InCriticalSection(out IReadOnlyList<EntityInstanceId>? locked) && locked.Count == 2;
            }
        }));

        string[] ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ScheduleAsync("Move")));

        foreach (string id in ids)
        {
            Assert.True(await OutputOfAsync<bool>(id));
        }

        Assert.Equal(20, (await Client.Entities.GetEntityAsync<int>(Yours))!.State);
    }

    private Task StartWithEntitiesAsync(Action<DurableTaskRegistry> tasks) => StartAsync(
        registry => tasks(registry.AddEntity<Purse>()),
        services => services
            .Configure<DurableTaskWorkerOptions>(options => options.EnableEntitySupport = true)
            .Configure<DurableTaskClientOptions>(options => options.EnableEntitySupport = true));

    private Task<EntityMetadata<int>> EntityAsync(EntityInstanceId id, Func<int, bool> expected) =>
        UntilAsync(() => Client.Entities.GetEntityAsync<int>(id), seen => expected(seen.State), $"another state of {id}");

    private sealed class Purse : TaskEntity<int>
    {
        public void Put(int coins) => State += coins;

        public int Count() => State;

        public void Spend(int coins)
        {
            State -= coins;
            if (State < 0)
            {
                throw new InvalidOperationException("There is not so much in it.");
            }
        }

        public void Give(string key)
        {
            Context.SignalEntity(new EntityInstanceId("purse", key), "put", State);
            State = 0;
        }

        public void Report(string instance) => Context.ScheduleNewOrchestration("Echo", State, new StartOrchestrationOptions(instance));
    }
}
