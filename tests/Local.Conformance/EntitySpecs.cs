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
    public async Task An_operation_that_expects_an_input_fails_without_one()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddOrchestratorFunc<string>("Put", async context =>
        {
            EntityOperationFailedException failed = await Assert.ThrowsAsync<EntityOperationFailedException>(() => context.Entities.CallEntityAsync(Mine, "put"));
            return $"{failed.FailureDetails.IsCausedBy<InvalidOperationException>()} {failed.FailureDetails.ErrorMessage.Contains("expected an input value", StringComparison.Ordinal)}";
        }));

        Assert.Equal("True True", await RunAsync<string>("Put"));
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

    [Fact]
    public async Task An_entity_can_be_purged_by_its_id_and_not_be_taken_for_an_instance()
    {
        await StartWithEntitiesAsync(_ => { });
        await Client.Entities.SignalEntityAsync(Mine, "put", 5);
        await EntityAsync(Mine, state => state == 5);

        await Assert.ThrowsAsync<ArgumentException>(() => Client.GetInstanceAsync(Mine.ToString()));
        Assert.Equal(1, (await Client.PurgeInstanceAsync(Mine.ToString())).PurgedInstanceCount);
        Assert.Null(await Client.Entities.GetEntityAsync(Mine));
        Assert.Equal(0, (await Client.PurgeInstanceAsync(Mine.ToString())).PurgedInstanceCount);
    }

    [Fact]
    public async Task Entities_count_as_running_for_a_purge_by_filter()
    {
        await StartWithEntitiesAsync(_ => { });
        await Client.Entities.SignalEntityAsync(Mine, "put", 5);
        await Client.Entities.SignalEntityAsync(Yours, "put", 5);
        await EntityAsync(Mine, state => state == 5);
        await EntityAsync(Yours, state => state == 5);

        PurgeResult ended = await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter());
        PurgeResult running = await Client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(CreatedFrom: DateTimeOffset.MinValue, Statuses: [OrchestrationRuntimeStatus.Running]));

        Assert.Equal((0, 2), (ended.PurgedInstanceCount, running.PurgedInstanceCount));
        Assert.Empty(await Client.Entities.GetAllEntitiesAsync(new EntityQuery { IncludeTransient = true }).ToListAsync());
    }

    [Fact]
    public async Task A_locked_entity_cannot_be_purged_and_is_free_when_its_owner_is_terminated()
    {
        await StartWithEntitiesAsync(tasks => tasks
            .AddOrchestratorFunc("Hold", async context =>
            {
                await using (await context.Entities.LockEntitiesAsync(Mine))
                {
                    context.SetCustomStatus("locked");
                    await context.WaitForExternalEvent<string>("never");
                }
            })
            .AddOrchestratorFunc<int>("Count", context => context.Entities.CallEntityAsync<int>(Mine, "count")));
        string holder = await ScheduleAsync("Hold");
        await UntilAsync(holder, seen => seen.SerializedCustomStatus is not null, "it has the lock");
        string waiter = await BegunAsync("Count");

        Assert.Equal(0, (await Client.PurgeInstanceAsync(Mine.ToString())).PurgedInstanceCount);
        await Client.TerminateInstanceAsync(holder);

        Assert.Equal(0, await OutputOfAsync<int>(waiter));
        Assert.Null((await Client.Entities.GetEntityAsync(Mine))!.LockedBy);
    }

    [Fact]
    public async Task An_id_that_names_nothing_is_refused()
    {
        await StartWithEntitiesAsync(_ => { });

        await Assert.ThrowsAsync<ArgumentNullException>(() => Client.Entities.SignalEntityAsync(default, "put", 1));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Client.Entities.GetEntityAsync(default));
    }

    [Fact]
    public async Task In_a_critical_section_what_is_locked_is_called_and_nothing_else()
    {
        await StartWithEntitiesAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Try", async context =>
            {
                await using (await context.Entities.LockEntitiesAsync(Mine))
                {
                    string[] refused =
                    [
                        (await Assert.ThrowsAsync<InvalidOperationException>(() => context.Entities.CallEntityAsync(Yours, "put", 1))).GetType().Name,
                        (await Assert.ThrowsAsync<InvalidOperationException>(() => context.Entities.SignalEntityAsync(Mine, "put", 1))).GetType().Name,
                        (await Assert.ThrowsAsync<InvalidOperationException>(() => context.Entities.LockEntitiesAsync(Yours))).GetType().Name,
                        (await Assert.ThrowsAsync<InvalidOperationException>(() => context.CallSubOrchestratorAsync("Try"))).GetType().Name,
                    ];
                    await context.Entities.SignalEntityAsync(Yours, "put", 2);
                    await context.Entities.CallEntityAsync(Mine, "put", refused.Length);
                }

                await context.Entities.CallEntityAsync(Yours, "put", 3);
                return $"{await context.Entities.CallEntityAsync<int>(Mine, "count")} {await context.Entities.CallEntityAsync<int>(Yours, "count")}";
            }));

        Assert.Equal("4 5", await RunAsync<string>("Try"));
    }

    [Fact]
    public async Task Whoever_ends_leaves_nothing_locked()
    {
        await StartWithEntitiesAsync(tasks => tasks
            .AddOrchestratorFunc("Fail", async context =>
            {
                await context.Entities.LockEntitiesAsync(Mine, Yours);
                throw new InvalidOperationException("In the middle.");
            })
            .AddOrchestratorFunc<int>("Count", async context =>
            {
                await using (await context.Entities.LockEntitiesAsync(Mine, Yours))
                {
                    return await context.Entities.CallEntityAsync<int>(Mine, "count");
                }
            }));
        await FailureOfAsync("Fail");

        Assert.Equal(0, await RunAsync<int>("Count"));
    }

    [Fact]
    public async Task Entities_are_listed_by_name_and_key_page_by_page()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddEntity<Purse>("Bag").AddOrchestratorFunc("Fill", async context =>
        {
            for (int i = 1; i <= 5; i++)
            {
                await context.Entities.CallEntityAsync(new EntityInstanceId("purse", $"p{i}"), "put", i);
            }

            await context.Entities.CallEntityAsync(new EntityInstanceId("bag", "b"), "put", 6);
        }));
        await RunAsync<object>("Fill");

        var query = new EntityQuery { InstanceIdStartsWith = "purse", PageSize = 2, IncludeState = true };
        List<Page<EntityMetadata<int>>> pages = await Client.Entities.GetAllEntitiesAsync<int>(query).AsPages().ToListAsync();

        Assert.Equal([1, 2, 3, 4, 5], pages.SelectMany(page => page.Values).Select(entity => entity.State).Order());
        Assert.True(pages.Count >= 3);
        Assert.All(pages, page => Assert.True(page.Values.Count <= 2));
        Assert.Equal(6, await Client.Entities.GetAllEntitiesAsync(new EntityQuery { IncludeState = false }).CountAsync());
    }

    [Fact]
    public async Task A_state_that_is_an_object_answers_operations_itself()
    {
        await StartWithEntitiesAsync(tasks => tasks.AddEntity<Shelf>().AddOrchestratorFunc<string>("Stack", async context =>
        {
            var shelf = new EntityInstanceId("Shelf", "one");
            await context.Entities.CallEntityAsync(shelf, "add", "Emma");
            await context.Entities.CallEntityAsync(shelf, "Add", "Ulysses");
            return await context.Entities.CallEntityAsync<string>(shelf, "list");
        }));

        Assert.Equal("Emma, Ulysses", await RunAsync<string>("Stack"));
    }

    [Fact]
    public async Task What_an_entity_starts_has_the_entity_for_a_parent_and_outlives_the_others()
    {
        await StartWithEntitiesAsync(tasks => tasks
            .AddOrchestratorFunc<int, string?>("Echo", (context, _) => context.Parent?.InstanceId)
            .AddOrchestratorFunc("Begin", async context => await context.Entities.CallEntityAsync(new EntityInstanceId("Purse", "x"), "report", "child")));

        await OutputOfAsync<object>(await ScheduleAsync("Begin"));

        Assert.Equal("@purse@x", await OutputOfAsync<string>("child"));
    }

    [Fact]
    public async Task Without_support_for_entities_nobody_has_any_and_their_ids_are_like_others()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Use", context => context.Entities.GetHashCode())
            .AddOrchestratorFunc<string>("Tell", context =>
            {
                context.SendEvent("@x", "E", 1);
                return "told";
            }));

        Assert.Equal(typeof(NotSupportedException).FullName, (await FailureOfAsync("Use")).ErrorType);
        Assert.Equal("told", await OutputOfAsync<string>(await ScheduleAsync("Tell", id: "@like@others")));
        Assert.Throws<NotSupportedException>(() => Client.Entities);
    }

    private Task StartWithEntitiesAsync(Action<DurableTaskRegistry> tasks) => StartAsync(
        registry => tasks(registry.AddEntity<Purse>()),
        services => services
            .Configure<DurableTaskWorkerOptions>(options => options.EnableEntitySupport = true)
            .Configure<DurableTaskClientOptions>(options => options.EnableEntitySupport = true));

    private Task<EntityMetadata<int>> EntityAsync(EntityInstanceId id, Func<int, bool> expected) =>
        UntilAsync(() => Client.Entities.GetEntityAsync<int>(id), seen => expected(seen.State), $"another state of {id}");

    private sealed class Books
    {
        public List<string> Titles { get; set; } = [];

        public void Add(string title) => Titles.Add(title);

        public string List() => string.Join(", ", Titles);
    }

    private sealed class Shelf : TaskEntity<Books>
    {
        protected override bool AllowStateDispatch => true;
    }

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
