using Caseward.Local.Chaos;
using Caseward.Local.Engine;
using Caseward.Local.Engine.Client;
using Caseward.Local.Engine.History;
using Grpc.Core;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotExternalEventSpecs() : ExternalEventSpecs(Memory.Hot);

public sealed class EvictedExternalEventSpecs() : ExternalEventSpecs(Memory.Evicted);

public abstract class ExternalEventSpecs(Memory memory) : EngineSpecs(memory)
{
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

        RpcException missing = await Assert.ThrowsAsync<RpcException>(() => Client.RaiseEventAsync("nobody", "Go"));
        RpcException late = await Assert.ThrowsAsync<RpcException>(() => Client.RaiseEventAsync(ended, "Go"));

        Assert.Equal(StatusCode.NotFound, missing.StatusCode);
        Assert.Equal(StatusCode.FailedPrecondition, late.StatusCode);
    }

    [Fact]
    public async Task Chaos_delivers_every_event_twice_however_late()
    {
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Count", async context =>
            {
                var heard = new List<string>();
                while (heard.Count(word => word == "x") < 2 || heard.Count(word => word == "y") < 2)
                {
                    heard.Add(await context.WaitForExternalEvent<string>("Go"));
                }

                return "both twice";
            }),
            options => options with { Chaos = DurableChaos.DisorderEvents });
        string id = await StartInstanceAsync("Count");

        await Client.RaiseEventAsync(id, "Go", "x");
        await Client.RaiseEventAsync(id, "Go", "y");
        await IdleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await StatusAsync(id));
    }

    [Fact]
    public async Task An_event_that_comes_late_is_refused_like_any_other_when_nobody_is_there()
    {
        await StartAsync(_ => { }, options => options with { Chaos = DurableChaos.DisorderEvents });

        await Assert.ThrowsAnyAsync<Exception>(() => Client.RaiseEventAsync("nobody", "Go"));
        await Assert.ThrowsAnyAsync<Exception>(() => Client.RaiseEventAsync("nobody", "Go"));
    }

    [Fact]
    public void Under_chaos_a_later_event_overtakes_an_earlier_one_and_an_old_one_comes_once_more()
    {
        var disturbed = new DisturbedEvents(DurableChaos.DisorderEvents, new ChaosDraws(seed: 1));

        Assert.Equal(["- baab - dccbd - - ee", "aa - cbbac - dd ece -"], Enumerable.Range(0, 20).Select(Life).Distinct().Order(StringComparer.Ordinal));

        string Life(int number)
        {
            string id = $"i{number}";
            string[] arrived = [Raise(id, "a"), Raise(id, "b"), Raise(id, "c"), Raise(id, "d"), Late(id), Raise(id, "e"), Late(id)];
            return string.Join(' ', arrived.Select(each => each.Length == 0 ? "-" : each));
        }

        string Raise(string id, string payload) => Payloads(disturbed.Deliver(id, new EventRaised("Go", payload), out _));

        string Late(string id) => Payloads(disturbed.TakeLate(id));
    }

    [Fact]
    public void Under_chaos_every_third_event_of_an_instance_is_lost_and_which_one_first_depends_on_the_seed_and_not_on_other_instances()
    {
        string[] alone = [.. Enumerable.Range(0, 20).Select(seed => Arrived(seed, "i"))];

        Assert.Equal(["abdeg", "acdfg", "bcef"], alone.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(alone, Enumerable.Range(0, 20).Select(seed => Arrived(seed, "j", "i", "k")));

        static string Arrived(int seed, params string[] instances)
        {
            var disturbed = new DisturbedEvents(DurableChaos.LoseEvents, new ChaosDraws(seed));
            var arrived = instances.ToDictionary(id => id, _ => "");
            foreach (char letter in "abcdefg")
            {
                foreach (string id in instances)
                {
                    arrived[id] += Payloads(disturbed.Deliver(id, new EventRaised("Go", letter.ToString()), out _));
                }
            }

            return arrived["i"];
        }
    }

    private static string Payloads(IEnumerable<HistoryEvent> events) => string.Concat(events.Cast<EventRaised>().Select(each => each.Input));
}
