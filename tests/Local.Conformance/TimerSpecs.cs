using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Conformance;

/// <summary>Durable timers of real time. What takes hours and weeks is specified beside the engine, with a clock that can be moved.</summary>
public sealed class TimerSpecs : Spec
{
    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    public async Task A_timer_of_now_or_the_past_fires_at_once(int seconds)
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, string>("Sleep", async (context, delay) =>
        {
            await context.CreateTimer(TimeSpan.FromSeconds(delay), CancellationToken.None);
            await context.CreateTimer(context.CurrentUtcDateTime.AddSeconds(delay), CancellationToken.None);
            return "awake";
        }));

        Assert.Equal("awake", await RunAsync<string>("Sleep", seconds));
    }

    [Fact]
    public async Task A_timer_fires_not_before_its_time()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<TimeSpan>("Sleep", async context =>
        {
            DateTime begun = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromMilliseconds(200), CancellationToken.None);
            return context.CurrentUtcDateTime - begun;
        }));

        Assert.True(await RunAsync<TimeSpan>("Sleep") >= TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task An_instant_of_local_time_is_taken_as_the_instant_it_is()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<TimeSpan>("Sleep", async context =>
        {
            DateTime wanted = context.CurrentUtcDateTime.AddMilliseconds(50);
            await context.CreateTimer(wanted.ToLocalTime(), CancellationToken.None);
            return context.CurrentUtcDateTime - wanted;
        }));

        Assert.InRange((await RunAsync<TimeSpan>("Sleep")).TotalMinutes, 0, 10);
    }

    [Fact]
    [Trait("Counts", "runs")]
    public async Task A_timer_beyond_the_longest_interval_fires_at_its_own_time_and_once()
    {
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc<TimeSpan>("Sleep", async context =>
            {
                DateTime begun = context.CurrentUtcDateTime;
                await context.CreateTimer(TimeSpan.FromMilliseconds(350), CancellationToken.None);
                return context.CurrentUtcDateTime - begun;
            }),
            services => services.Configure<DurableTaskWorkerOptions>(options => options.MaximumTimerInterval = TimeSpan.FromMilliseconds(100)));

        Assert.True(await RunAsync<TimeSpan>("Sleep") >= TimeSpan.FromMilliseconds(350));
        Assert.InRange(Logs.Of("Microsoft.DurableTask.Worker.Grpc").Count(line => line.Text.Contains("[CreateTimer]", StringComparison.Ordinal)), 2, 4);
    }

    [Fact]
    public async Task A_chain_of_timers_is_given_up_as_one()
    {
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Race", async context =>
            {
                using var end = new CancellationTokenSource();
                Task timer = context.CreateTimer(TimeSpan.FromDays(1), end.Token);
                string answer = await context.WaitForExternalEvent<string>("Answer");
                end.Cancel();
                return answer;
            }),
            services => services.Configure<DurableTaskWorkerOptions>(options => options.MaximumTimerInterval = TimeSpan.FromHours(1)));
        string id = await BegunAsync("Race");

        await Client.RaiseEventAsync(id, "Answer", "yes");

        Assert.Equal("yes", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_instants()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<List<int>>("Order", async context =>
        {
            var fired = new List<int>();
            async Task Ring(int milliseconds)
            {
                await context.CreateTimer(TimeSpan.FromMilliseconds(milliseconds), CancellationToken.None);
                fired.Add(milliseconds);
            }

            await Task.WhenAll(Ring(400), Ring(50), Ring(200));
            return fired;
        }));

        Assert.Equal([50, 200, 400], (await RunAsync<List<int>>("Order"))!);
    }

    [Fact]
    public async Task Timers_of_many_instances_for_the_same_instant_all_fire()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<DateTime, string>("Sleep", async (context, until) =>
        {
            await context.CreateTimer(until, CancellationToken.None);
            return context.InstanceId;
        }));
        DateTime until = DateTime.UtcNow.AddSeconds(1);

        string[] ids = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => ScheduleAsync("Sleep", until)));

        Assert.Equal(ids, await Task.WhenAll(ids.Select(async id => (await OutputOfAsync<string>(id))!)));
    }

    [Fact]
    public async Task A_cancelled_timer_is_cancelled_at_once_and_the_instance_completes_without_it()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Race", async context =>
        {
            using var end = new CancellationTokenSource();
            Task timer = context.CreateTimer(TimeSpan.FromHours(5), end.Token);
            string answer = await context.WaitForExternalEvent<string>("Answer");
            end.Cancel();
            return $"{answer} {timer.Status}";
        }));
        string id = await BegunAsync("Race");

        await Client.RaiseEventAsync(id, "Answer", "yes");

        Assert.Equal("yes Canceled", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task Awaiting_a_cancelled_timer_throws_in_the_orchestrator()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Cancel", async context =>
        {
            using var end = new CancellationTokenSource();
            Task timer = context.CreateTimer(TimeSpan.FromHours(5), end.Token);
            end.Cancel();
            try
            {
                await timer;
                return "fired";
            }
            catch (OperationCanceledException cancelled)
            {
                return cancelled.GetType().Name;
            }
        }));

        Assert.Equal("TaskCanceledException", await RunAsync<string>("Cancel"));
    }

    [Fact]
    public async Task An_instance_does_not_complete_while_a_timer_is_neither_fired_nor_cancelled()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Forgetful", context =>
        {
            _ = context.CreateTimer(TimeSpan.FromHours(5), CancellationToken.None);
            context.SetCustomStatus("returned");
            return Task.FromResult("too early");
        }));
        string id = await BegunAsync("Forgetful");

        OrchestrationMetadata waiting = await UntilAsync(id, seen => seen.SerializedCustomStatus is not null, "it has returned");
        await Client.RaiseEventAsync(id, "Another", "turn");
        OrchestrationMetadata later = await UntilAsync(id, seen => seen.LastUpdatedAt > waiting.LastUpdatedAt, "it has taken another turn");

        Assert.Equal(OrchestrationRuntimeStatus.Running, waiting.RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Running, later.RuntimeStatus);
    }

    [Fact]
    public async Task It_completes_when_the_forgotten_timer_has_fired()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Forgetful", context =>
        {
            _ = context.CreateTimer(TimeSpan.FromMilliseconds(200), CancellationToken.None);
            return Task.FromResult("returned");
        }));

        OrchestrationMetadata end = await EndOfAsync(await ScheduleAsync("Forgetful"));

        Assert.Equal("returned", end.ReadOutputAs<string>());
        Assert.True(end.LastUpdatedAt - end.CreatedAt >= TimeSpan.FromMilliseconds(200));
    }
}
