using System.Text.Json;
using Caseward.Local.Engine;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotExternalEventSpecs() : ExternalEventSpecs(Memory.Hot);

public sealed class EvictedExternalEventSpecs() : ExternalEventSpecs(Memory.Evicted);

public abstract class ExternalEventSpecs(Memory memory) : EngineSpecs(memory)
{
    [Fact]
    public async Task An_event_reaches_the_orchestrator_that_waits_for_it()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Go")));
        string id = await StartInstanceAsync("Wait");
        await Client.WaitForInstanceStartAsync(id);

        await Client.RaiseEventAsync(id, "Go", "now");

        Assert.Equal("now", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Names_of_events_are_compared_without_regard_to_case()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", async context =>
        {
            string first = await context.WaitForExternalEvent<string>("GO");
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return first + await context.WaitForExternalEvent<string>("go");
        }));
        string id = await StartInstanceAsync("Wait");

        await Client.RaiseEventAsync(id, "gO", "a");
        await Client.RaiseEventAsync(id, "Go", "b");
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("ab", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Events_that_come_before_anybody_waits_are_kept_in_order()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<List<int>>("Late", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            var seen = new List<int>();
            for (int i = 0; i < 3; i++)
            {
                seen.Add(await context.WaitForExternalEvent<int>("Number"));
            }

            return seen;
        }));
        string id = await StartInstanceAsync("Late");
        for (int i = 1; i <= 3; i++)
        {
            await Client.RaiseEventAsync(id, "Number", i);
        }

        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal([1, 2, 3], (await CompletedAsync(id)).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    public async Task Of_several_waits_for_one_name_the_latest_is_served_first()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<List<string>>("Stack", async context =>
        {
            Task<string> first = context.WaitForExternalEvent<string>("Go");
            Task<string> second = context.WaitForExternalEvent<string>("Go");
            await Task.WhenAll(first, second);
            return [await first, await second];
        }));
        string id = await StartInstanceAsync("Stack");

        await Client.RaiseEventAsync(id, "Go", "one");
        await Client.RaiseEventAsync(id, "Go", "two");

        Assert.Equal(["two", "one"], (await CompletedAsync(id)).ReadOutputAs<List<string>>()!);
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
    public async Task A_payload_of_the_wrong_type_fails_the_instance()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Wait", context => context.WaitForExternalEvent<int>("Number")));
        string id = await StartInstanceAsync("Wait");
        await Client.WaitForInstanceStartAsync(id);

        await Client.RaiseEventAsync(id, "Number", "not a number");

        OrchestrationMetadata done = await CompletedAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal(typeof(JsonException).FullName, done.FailureDetails!.ErrorType);
    }

    /// <summary>Lost up to SDK 1.25; from 1.26 on, the event would be kept for the next wait.</summary>
    [Fact]
    public async Task A_cancelled_wait_swallows_the_next_event_of_its_name()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Cancel", async context =>
        {
            using var end = new CancellationTokenSource();
            Task<string> given = context.WaitForExternalEvent<string>("Go", end.Token);
            end.Cancel();
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return $"{given.Status} {await context.WaitForExternalEvent<string>("Go")}";
        }));
        string id = await StartInstanceAsync("Cancel");
        await Client.RaiseEventAsync(id, "Go", "lost");
        await AdvanceAsync(TimeSpan.FromHours(1));

        await Client.RaiseEventAsync(id, "Go", "seen");

        Assert.Equal("Canceled seen", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_wait_with_a_time_limit_gives_the_event_when_it_comes_in_time_and_leaves_no_timer()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Limited", context =>
            context.WaitForExternalEvent<string>("Go", TimeSpan.FromDays(1))));
        string id = await StartInstanceAsync("Limited");
        await Client.RaiseEventAsync(id, "Go", "in time");

        Assert.Equal("in time", (await CompletedAsync(id)).ReadOutputAs<string>());
        Assert.Null(Engine.NextWakeUp);
    }

    [Fact]
    public async Task A_wait_with_a_time_limit_is_cancelled_when_the_time_is_over()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Limited", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("Go", TimeSpan.FromDays(1));
            }
            catch (TaskCanceledException)
            {
                return "too late";
            }
        }));
        string id = await StartInstanceAsync("Limited");

        await AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal("too late", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task One_kept_wait_raced_against_timers_sees_every_event()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<List<int>>("Loop", async context =>
        {
            var seen = new List<int>();
            Task<int> changed = context.WaitForExternalEvent<int>("Changed");
            for (int tick = 0; tick < 3;)
            {
                using var alarm = new CancellationTokenSource();
                Task ring = context.CreateTimer(TimeSpan.FromHours(1), alarm.Token);
                if (await Task.WhenAny(changed, ring) == changed)
                {
                    alarm.Cancel();
                    seen.Add(await changed);
                    changed = context.WaitForExternalEvent<int>("Changed");
                }
                else
                {
                    tick++;
                }
            }

            return seen;
        }));
        string id = await StartInstanceAsync("Loop");

        for (int i = 1; i <= 3; i++)
        {
            await Client.RaiseEventAsync(id, "Changed", i);
            await Client.RaiseEventAsync(id, "Changed", 10 * i);
            await AdvanceAsync(TimeSpan.FromHours(1));
        }

        Assert.Equal([1, 10, 2, 20, 3, 30], (await CompletedAsync(id)).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    public async Task An_orchestrator_can_raise_events_to_another_instance()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Go"))
            .AddOrchestratorFunc<string>("Send", (context, target) => context.SendEvent(target, "Go", "from a friend")));
        string waiting = await StartInstanceAsync("Wait");

        await RunAsync<object>("Send", waiting);

        Assert.Equal("from a friend", (await CompletedAsync(waiting)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_that_an_orchestrator_sends_to_nobody_is_dropped()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Send", context => context.SendEvent("nobody", "Go", "?")));

        await RunAsync<object>("Send");
    }

    [Fact]
    public async Task Raising_to_a_missing_or_ended_instance_throws_on_azure_storage()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Done", _ => { }));
        string ended = await StartInstanceAsync("Done");
        await CompletedAsync(ended);

        Exception missing = await Assert.ThrowsAnyAsync<Exception>(() => Client.RaiseEventAsync("nobody", "Go"));
        Exception late = await Assert.ThrowsAnyAsync<Exception>(() => Client.RaiseEventAsync(ended, "Go"));

        Assert.Contains("NotFound", missing.Message, StringComparison.Ordinal);
        Assert.Contains("FailedPrecondition", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raising_to_a_missing_or_ended_instance_is_silent_in_memory()
    {
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc("Done", _ => { }),
            options => options with { Backend = DurableBackend.InMemory });
        string ended = await StartInstanceAsync("Done");
        await CompletedAsync(ended);

        await Client.RaiseEventAsync("nobody", "Go");
        await Client.RaiseEventAsync(ended, "Go");
    }

    [Fact]
    public async Task Chaos_delivers_every_event_twice()
    {
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Twice", async context =>
                await context.WaitForExternalEvent<string>("Go") + await context.WaitForExternalEvent<string>("Go")),
            options => options with { Chaos = DurableChaos.DeliverEventsTwice });
        string id = await StartInstanceAsync("Twice");

        await Client.RaiseEventAsync(id, "Go", "x");

        Assert.Equal("xx", (await CompletedAsync(id)).ReadOutputAs<string>());
    }
}
