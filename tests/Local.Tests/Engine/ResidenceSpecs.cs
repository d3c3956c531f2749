using System.Collections.Concurrent;
using Microsoft.DurableTask;

namespace Caseward.Local.Tests.Engine;

/// <summary>Which executions stay in memory between their turns: an orchestrator that begins from its first line a second time did not.</summary>
public sealed class ResidenceSpecs() : EngineSpecs(Memory.Hot)
{
    private const int Many = 40;

    private readonly ConcurrentDictionary<string, int> _beginnings = new();

    private int BegunAgain => _beginnings.Values.Count(times => times > 1);

    [Fact]
    public async Task Of_those_that_have_only_begun_and_wait_for_people_a_few_stay()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Waits", async context =>
        {
            Begin(context);
            using var alarm = new CancellationTokenSource();
            await Task.WhenAny(context.CreateTimer(TimeSpan.FromDays(1), alarm.Token), context.WaitForExternalEvent<string>("answer"));
            alarm.Cancel();
            await context.WaitForExternalEvent<string>("more");
            return "done";
        }));
        string[] ids = await StartManyAsync("Waits");
        await IdleAsync();

        await RaiseAsync(ids, "answer");
        Assert.Equal(Many - 32, BegunAgain);
        await RaiseAsync(ids, "more");

        // Whoever was needed once more stays.
        Assert.Equal(Many - 32, BegunAgain);
        foreach (string id in ids)
        {
            Assert.Equal("done", (await CompletedAsync(id)).ReadOutputAs<string>());
        }
    }

    [Theory]
    [InlineData("Calls")]
    [InlineData("Sleeps")]
    public async Task Whoever_waits_for_something_that_comes_by_itself_soon_stays_however_many_begin(string orchestrator)
    {
        var go = new TaskCompletionSource();
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Calls", async context =>
            {
                Begin(context);
                return await context.CallActivityAsync<string>("Waits");
            })
            .AddOrchestratorFunc("Sleeps", async context =>
            {
                Begin(context);
                await context.CreateTimer(TimeSpan.FromSeconds(30), CancellationToken.None);
                return "done";
            })
            .AddActivityFunc("Waits", async _ =>
            {
                await go.Task;
                return "done";
            }));

        string[] ids = await StartManyAsync(orchestrator);
        await Task.WhenAll(ids.Select(id => Client.WaitForInstanceStartAsync(id))).WaitAsync(Patience);
        go.SetResult();
        await AdvanceAsync(TimeSpan.FromSeconds(30));
        await Task.WhenAll(ids.Select(CompletedAsync));

        Assert.Equal(0, BegunAgain);
    }

    [Fact]
    public async Task No_more_stay_than_may_whatever_they_wait_for()
    {
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Calls", async context =>
                {
                    Begin(context);
                    await context.CallActivityAsync("Works");
                    return await context.WaitForExternalEvent<string>("answer");
                })
                .AddOrchestratorFunc("Waits", async context =>
                {
                    Begin(context);
                    return await context.WaitForExternalEvent<string>("answer");
                })
                .AddActivityFunc("Works", _ => { }),
            options => options with { MaxHotInstances = 2 });
        string[] ids = [await StartInstanceAsync("Waits"), await StartInstanceAsync("Calls"), await StartInstanceAsync("Waits"), await StartInstanceAsync("Calls")];
        await IdleAsync();

        await RaiseAsync(ids, "answer");

        Assert.Equal(2, BegunAgain);
    }

    [Fact]
    public async Task Messages_that_have_to_wait_keep_no_execution_in_memory()
    {
        bool takes = true;
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc("Waits", async context =>
            {
                Begin(context);
                return await context.WaitForExternalEvent<string>("answer");
            }),
            options => options with { MaxHotInstances = 1, OrchestrationFilter = (_, _) => Volatile.Read(ref takes) });
        string id = await StartInstanceAsync("Waits");
        await IdleAsync();
        Volatile.Write(ref takes, false);
        await RaiseAsync([id], "answer");
        Volatile.Write(ref takes, true);
        await StartInstanceAsync("Waits");
        await IdleAsync();

        await RaiseAsync([id], "answer");

        Assert.Equal("yes", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Equal(2, _beginnings[id]);
    }

    private void Begin(TaskOrchestrationContext context) => _beginnings.AddOrUpdate(context.InstanceId, 1, (_, times) => times + 1);

    private Task<string[]> StartManyAsync(string orchestrator) => Task.WhenAll(Enumerable.Range(0, Many).Select(_ => StartInstanceAsync(orchestrator)));

    private async Task RaiseAsync(string[] ids, string name)
    {
        await Task.WhenAll(ids.Select(id => Client.RaiseEventAsync(id, name, "yes")));
        await IdleAsync();
    }
}
