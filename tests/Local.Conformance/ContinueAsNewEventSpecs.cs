using Microsoft.DurableTask.Client;

namespace Caseward.Conformance;

/// <summary>Events and orchestrations that begin again: which go with them, which stay behind, and which come in the middle of it.</summary>
public sealed class ContinueAsNewEventSpecs : Spec
{
    private readonly TaskCompletionSource _gate = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_that_nobody_has_taken_go_to_the_next_execution(bool withTimers)
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Sum", async (context, sum) =>
        {
            int add = await context.WaitForExternalEvent<int>("Add");
            if (withTimers)
            {
                await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            }

            if (add == 0)
            {
                return sum;
            }

            context.ContinueAsNew(sum + add);
            return 0;
        }));
        string id = await ScheduleAsync("Sum", 0);

        for (int i = 20; i >= 0; i--)
        {
            await Client.RaiseEventAsync(id, "Add", i);
        }

        Assert.Equal(210, await OutputOfAsync<int>(id));
    }

    [Fact]
    public async Task Their_order_stays()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool, List<int>>("Order", async (context, again) =>
            {
                if (!again)
                {
                    await context.CallActivityAsync("Gate");
                    context.ContinueAsNew(true);
                    return [];
                }

                var seen = new List<int>();
                for (int i = 0; i < 10; i++)
                {
                    seen.Add(await context.WaitForExternalEvent<int>("Number"));
                }

                return seen;
            })
            .AddActivityFunc("Gate", _ => _gate.Task));
        string id = await BegunAsync("Order", false);
        for (int i = 0; i < 10; i++)
        {
            await Client.RaiseEventAsync(id, "Number", i);
        }

        _gate.SetResult();

        Assert.Equal(Enumerable.Range(0, 10), (await OutputOfAsync<List<int>>(id))!);
    }

    [Fact]
    public async Task Buffered_events_are_dropped_when_they_are_not_to_be_preserved()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool, string>("Drop", async (context, again) =>
            {
                if (!again)
                {
                    await context.WaitForExternalEvent<string>("Now");
                    context.ContinueAsNew(true, preserveUnprocessedEvents: false);
                    return "";
                }

                context.SetCustomStatus("again");
                return await context.WaitForExternalEvent<string>("Go");
            }));
        string id = await BegunAsync("Drop", false);
        await Client.RaiseEventAsync(id, "Go", "dropped");
        await Client.RaiseEventAsync(id, "Now");
        await UntilAsync(id, seen => seen.SerializedCustomStatus is not null, "it has begun again");

        await Client.RaiseEventAsync(id, "Go", "kept");

        Assert.Equal("kept", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task An_event_handed_to_a_wait_that_nobody_read_is_lost_with_its_execution()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<bool, string>("Undrained", async (context, again) =>
        {
            Task<string> go = context.WaitForExternalEvent<string>("Go");
            if (!again)
            {
                await context.WaitForExternalEvent<string>("Now");
                context.ContinueAsNew(true);
                return "";
            }

            context.SetCustomStatus("again");
            return await go;
        }));
        string id = await BegunAsync("Undrained", false);
        await Client.RaiseEventAsync(id, "Go", "unread");
        await Client.RaiseEventAsync(id, "Now");
        await UntilAsync(id, seen => seen.SerializedCustomStatus is not null, "it has begun again");

        await Client.RaiseEventAsync(id, "Go", "read");

        Assert.Equal("read", await OutputOfAsync<string>(id));
    }

    /// <summary>What a wait has been handed is read before the execution ends, and goes on in its successor's input.</summary>
    [Fact]
    public async Task An_execution_that_drains_its_wait_loses_nothing()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<List<int>, List<int>>("Drained", async (context, seen) =>
        {
            context.SetCustomStatus(seen.Count);
            Task<int> next = context.WaitForExternalEvent<int>("Next");
            await context.WaitForExternalEvent<string>("Now");
            while (next.IsCompleted)
            {
                seen.Add(await next);
                next = context.WaitForExternalEvent<int>("Next");
            }

            if (seen.Count < 6)
            {
                context.ContinueAsNew(seen);
            }

            return seen;
        }));
        string id = await BegunAsync("Drained", new List<int>());

        foreach (int count in (int[])[0, 2, 4])
        {
            await UntilAsync(id, seen => seen.SerializedCustomStatus == $"{count}", $"it has seen {count}");
            await Client.RaiseEventAsync(id, "Next", count);
            await Client.RaiseEventAsync(id, "Next", count + 1);
            await Client.RaiseEventAsync(id, "Now");
        }

        Assert.Equal([0, 1, 2, 3, 4, 5], (await OutputOfAsync<List<int>>(id))!);
    }

    /// <summary>Held back by a suspension, both events come in one turn: the second after the call.</summary>
    [Fact]
    [Trait("Since", "1.24")]
    public async Task An_event_that_comes_in_the_same_turn_after_the_call_is_kept()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string, string>("Late", async (context, before) =>
        {
            string seen = before + await context.WaitForExternalEvent<string>("Go");
            if (before.Length == 0)
            {
                context.ContinueAsNew(seen);
            }

            return seen;
        }));
        string id = await BegunAsync("Late", "");

        await RaiseTogetherAsync(id, ("Go", "a"), ("Go", "b"));

        Assert.Equal("ab", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task It_is_kept_though_a_wait_for_it_was_left_behind()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<bool, string>("Careless", async (context, again) =>
        {
            Task<string> other = context.WaitForExternalEvent<string>("Other");
            if (!again)
            {
                await context.WaitForExternalEvent<string>("Go");
                context.ContinueAsNew(true);
                return "";
            }

            return await other;
        }));
        string id = await BegunAsync("Careless", false);

        await RaiseTogetherAsync(id, ("Go", ""), ("Other", "kept"));

        Assert.Equal("kept", await OutputOfAsync<string>(id));
    }

    /// <summary>Only what came before the call, and nobody had taken, is dropped.</summary>
    [Fact]
    public async Task It_is_kept_even_when_events_are_not_to_be_preserved()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<bool, string>("Forgetful", async (context, again) =>
        {
            if (!again)
            {
                await context.WaitForExternalEvent<string>("Go");
                context.ContinueAsNew(true, preserveUnprocessedEvents: false);
                return "";
            }

            return await context.WaitForExternalEvent<string>("Go");
        }));
        string id = await BegunAsync("Forgetful", false);

        await RaiseTogetherAsync(id, ("Go", ""), ("Go", "kept"));

        Assert.Equal("kept", await OutputOfAsync<string>(id));
    }

    private async Task RaiseTogetherAsync(string id, params (string Name, string Payload)[] events)
    {
        await Client.SuspendInstanceAsync(id);
        await StatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        foreach ((string name, string payload) in events)
        {
            await Client.RaiseEventAsync(id, name, payload);
        }

        await Client.ResumeInstanceAsync(id);
    }
}
