using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Conformance;

/// <summary>
/// Events from outside: what reaches whom, what is kept, what is lost. Orchestrators that are to be late pass a gate first, an activity that ends
/// when the spec says so.
/// </summary>
public sealed class ExternalEventSpecs : Spec
{
    private readonly TaskCompletionSource _gate = new();

    [Fact]
    public async Task An_event_reaches_the_orchestrator_that_waits_for_it()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Go")));
        string id = await BegunAsync("Wait");

        await Client.RaiseEventAsync(id, "Go", "now");

        Assert.Equal("now", await OutputOfAsync<string>(id));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Events_of_different_names_are_taken_in_whatever_order_they_are_wanted(int count)
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<List<int>>("Collect", async context =>
        {
            var seen = new List<int>();
            for (int i = 0; i < count; i++)
            {
                seen.Add(await context.WaitForExternalEvent<int>($"Event{i}"));
            }

            return seen;
        }));
        string id = await BegunAsync("Collect");

        foreach (int i in Enumerable.Range(0, count).Reverse())
        {
            await Client.RaiseEventAsync(id, $"Event{i}", i);
        }

        Assert.Equal(Enumerable.Range(0, count), (await OutputOfAsync<List<int>>(id))!);
    }

    [Fact]
    public async Task Names_of_events_are_compared_without_regard_to_case()
    {
        await StartLateAsync<string>("Late", async context =>
            await context.WaitForExternalEvent<string>("GO") + await context.WaitForExternalEvent<string>("go"));
        string id = await BegunAsync("Late");

        await Client.RaiseEventAsync(id, "gO", "a");
        await Client.RaiseEventAsync(id, "Go", "b");
        _gate.SetResult();

        Assert.Equal("ab", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task Events_that_come_before_anybody_waits_are_kept_in_order()
    {
        await StartLateAsync<List<int>>("Late", async context =>
        {
            var seen = new List<int>();
            for (int i = 0; i < 10; i++)
            {
                seen.Add(await context.WaitForExternalEvent<int>("Number"));
            }

            return seen;
        });
        string id = await BegunAsync("Late");
        for (int i = 1; i <= 10; i++)
        {
            await Client.RaiseEventAsync(id, "Number", i);
        }

        _gate.SetResult();

        Assert.Equal(Enumerable.Range(1, 10), (await OutputOfAsync<List<int>>(id))!);
    }

    [Fact]
    public async Task An_event_that_was_raised_before_the_instance_began_is_kept_too()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Go")));
        string id = await ScheduleAsync("Wait");

        await Client.RaiseEventAsync(id, "Go", "early");

        Assert.Equal("early", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task A_payload_of_the_wrong_type_fails_the_instance()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Wait", context => context.WaitForExternalEvent<int>("Number")));
        string id = await BegunAsync("Wait");

        await Client.RaiseEventAsync(id, "Number", "not a number");

        OrchestrationMetadata end = await EndOfAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(typeof(JsonException).FullName, end.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task An_event_may_come_without_a_payload()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("Wait", async context => await context.WaitForExternalEvent<string?>("Go") is null));
        string id = await BegunAsync("Wait");

        await Client.RaiseEventAsync(id, "Go");

        Assert.True(await OutputOfAsync<bool>(id));
    }

    [Fact]
    public async Task An_orchestrator_can_raise_events_to_another_instance()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Go"))
            .AddOrchestratorFunc<string>("Send", (context, target) => context.SendEvent(target, "Go", "from a friend")));
        string waiting = await BegunAsync("Wait");

        await RunAsync<object>("Send", waiting);

        Assert.Equal("from a friend", await OutputOfAsync<string>(waiting));
    }

    [Fact]
    public async Task It_can_raise_events_to_itself()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Alone", context =>
        {
            Task<string> said = context.WaitForExternalEvent<string>("Say");
            context.SendEvent(context.InstanceId, "Say", "hello");
            return said;
        }));

        Assert.Equal("hello", await RunAsync<string>("Alone"));
    }

    [Fact]
    public async Task An_event_that_an_orchestrator_sends_to_nobody_is_dropped()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Send", context => context.SendEvent("nobody", "Go", "?")));

        await RunAsync<object>("Send");
    }

    /// <summary>Azure Storage throws: specified beside the engine, because no test host runs on it.</summary>
    [Fact]
    [Trait("Backend", "InMemory")]
    public async Task Raising_to_a_missing_or_ended_instance_is_silent_in_memory()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Done", _ => 7));
        string ended = await ScheduleAsync("Done");
        await EndOfAsync(ended);

        await Client.RaiseEventAsync("nobody", "Go");
        await Client.RaiseEventAsync(ended, "Go");

        Assert.Null(await Client.GetInstanceAsync("nobody"));
        Assert.Equal(7, await OutputOfAsync<int>(ended));
    }

    private Task StartLateAsync<T>(string name, Func<TaskOrchestrationContext, Task<T>> afterTheGate) => StartAsync(tasks => tasks
        .AddOrchestratorFunc<T>(name, async context =>
        {
            await context.CallActivityAsync("Gate");
            return await afterTheGate(context);
        })
        .AddActivityFunc("Gate", _ => _gate.Task));
}
