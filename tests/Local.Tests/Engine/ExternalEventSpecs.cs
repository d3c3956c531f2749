using Caseward.Local.Engine;

namespace Caseward.Local.Tests.Engine;

public sealed class HotExternalEventSpecs() : ExternalEventSpecs(Memory.Hot);

public sealed class EvictedExternalEventSpecs() : ExternalEventSpecs(Memory.Evicted);

public abstract class ExternalEventSpecs(Memory memory) : EngineSpecs(memory)
{
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

    [Fact]
    public async Task Chaos_delivers_an_event_once_more_after_the_next_one()
    {
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Stale", async context =>
            {
                string heard = string.Empty;
                while (heard.Length < 5)
                {
                    heard += await context.WaitForExternalEvent<string>("Go");
                }

                return heard;
            }),
            options => options with { Chaos = DurableChaos.DeliverEventsTwice });
        string id = await StartInstanceAsync("Stale");

        await Client.RaiseEventAsync(id, "Go", "x");
        await Client.RaiseEventAsync(id, "Go", "y");

        Assert.Equal("xxyxy", (await CompletedAsync(id)).ReadOutputAs<string>());
    }
}
