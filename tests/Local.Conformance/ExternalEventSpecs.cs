using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Conformance;

/// <summary>
/// Events from outside: who gets which, what is kept, what is lost. Orchestrators that are to be late pass a gate first, an activity that ends
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
    [Trait("Since", "1.18")]
    public async Task Of_several_waits_for_one_name_the_latest_is_served_first()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<List<string>>("Stack", async context =>
        {
            Task<string>[] waits = [.. Enumerable.Range(0, 5).Select(_ => context.WaitForExternalEvent<string>("Go"))];
            return [.. await Task.WhenAll(waits)];
        }));
        string id = await BegunAsync("Stack");

        for (int i = 1; i <= 5; i++)
        {
            await Client.RaiseEventAsync(id, "Go", $"{i}");
        }

        Assert.Equal(["5", "4", "3", "2", "1"], (await OutputOfAsync<List<string>>(id))!);
    }

    [Fact]
    public async Task Two_waits_for_one_name_must_want_the_same_type()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Types", context =>
        {
            _ = context.WaitForExternalEvent<string>("Go");
            try
            {
                _ = context.WaitForExternalEvent<int>("GO");
                return "accepted";
            }
            catch (ArgumentException)
            {
                return "refused";
            }
        }));

        Assert.Equal("refused", await RunAsync<string>("Types"));
    }

    [Fact]
    public async Task One_after_the_other_they_may_want_different_types()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Types", async context =>
            await context.WaitForExternalEvent<string>("Go") + await context.WaitForExternalEvent<int>("Go")));
        string id = await BegunAsync("Types");

        await Client.RaiseEventAsync(id, "Go", "a");
        await Client.RaiseEventAsync(id, "Go", 1);

        Assert.Equal("a1", await OutputOfAsync<string>(id));
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

    /// <summary>Why code for both keeps one live wait: see the next but one.</summary>
    [Fact]
    [Trait("Until", "1.25")]
    public async Task A_cancelled_wait_swallows_the_next_event_of_its_name()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Cancel", async context =>
            {
                using var end = new CancellationTokenSource();
                Task<string> given = context.WaitForExternalEvent<string>("Go", end.Token);
                end.Cancel();
                await context.CallActivityAsync("Gate");
                return $"{given.Status} {await context.WaitForExternalEvent<string>("Go")}";
            })
            .AddActivityFunc("Gate", _ => _gate.Task));
        string id = await BegunAsync("Cancel");
        await Client.RaiseEventAsync(id, "Go", "lost");
        await Client.RaiseEventAsync(id, "Go", "seen");
        _gate.SetResult();

        Assert.Equal("Canceled seen", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task A_wait_that_was_made_after_a_cancelled_one_gets_the_event()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Cancel", async context =>
        {
            using var end = new CancellationTokenSource();
            end.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => context.WaitForExternalEvent<string>("Go", end.Token));
            return await context.WaitForExternalEvent<string>("Go");
        }));
        string id = await BegunAsync("Cancel");

        await Client.RaiseEventAsync(id, "Go", "seen");

        Assert.Equal("seen", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task One_wait_that_is_kept_and_made_anew_only_when_it_was_served_sees_every_event()
    {
        const int Events = 30;
        await StartAsync(tasks => tasks.AddOrchestratorFunc<List<int>>("Loop", async context =>
        {
            var seen = new List<int>();
            Task<int> changed = context.WaitForExternalEvent<int>("Changed");
            while (seen.Count < Events)
            {
                using var alarm = new CancellationTokenSource();
                Task ring = context.CreateTimer(TimeSpan.FromMilliseconds(5), alarm.Token);
                if (await Task.WhenAny(changed, ring) == changed)
                {
                    alarm.Cancel();
                    seen.Add(await changed);
                    changed = context.WaitForExternalEvent<int>("Changed");
                }
            }

            return seen;
        }));
        string id = await BegunAsync("Loop");

        for (int i = 0; i < Events; i++)
        {
            await Client.RaiseEventAsync(id, "Changed", i);
        }

        Assert.Equal(Enumerable.Range(0, Events), (await OutputOfAsync<List<int>>(id))!);
    }

    [Fact]
    public async Task A_wait_with_a_time_limit_gives_the_event_when_it_comes_in_time_and_leaves_no_timer()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Limited", context =>
            context.WaitForExternalEvent<string>("Go", TimeSpan.FromDays(7))));
        string id = await BegunAsync("Limited");

        await Client.RaiseEventAsync(id, "Go", "in time");

        Assert.Equal("in time", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task A_wait_with_a_time_limit_is_cancelled_when_the_time_is_over()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Limited", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("Go", TimeSpan.FromMilliseconds(50));
            }
            catch (TaskCanceledException)
            {
                return "too late";
            }
        }));

        Assert.Equal("too late", await RunAsync<string>("Limited"));
    }

    [Fact]
    public async Task A_wait_with_a_time_limit_can_be_given_up_before_it_and_leaves_no_timer()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Limited", async context =>
        {
            using var end = new CancellationTokenSource();
            Task<string> limited = context.WaitForExternalEvent<string>("Go", TimeSpan.FromDays(7), end.Token);
            await context.WaitForExternalEvent<string>("Enough");
            end.Cancel();
            try
            {
                return await limited;
            }
            catch (OperationCanceledException)
            {
                return "given up";
            }
        }));
        string id = await BegunAsync("Limited");

        await Client.RaiseEventAsync(id, "Enough");

        Assert.Equal("given up", await OutputOfAsync<string>(id));
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
