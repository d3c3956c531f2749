using Caseward.Local.Tests.Hosting;
using Caseward.Local.Tests.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Local.Tests.Schedules;

public sealed class TimerTriggerTests
{
    [Fact]
    public async Task A_schedule_fires_when_the_local_clock_reaches_its_instant()
    {
        await using TestApp app = await StartHourlyAsync();

        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(59));
        Assert.Empty(app.Notes.Lines);
        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["01 13:00:00 for 01 13:00"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_retry_policy_whose_delay_is_none_is_refused_at_start() =>
        Assert.Contains("'WronglyRetried' cannot be: A delay is written as hh:mm:ss and is not negative. (Parameter 'delayInterval') Actual value was 00:00:90.", (await TestApp.Of(typeof(WronglyRetriedTimer)).RefuseAsync()).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_jump_over_many_occurrences_fires_once_and_says_so()
    {
        await using TestApp app = await StartHourlyAsync();

        await app.Runtime.AdvanceAsync(TimeSpan.FromHours(20.5));

        Assert.Equal(["02 08:30:00 late for 01 13:00"], app.Notes.Lines);
    }

    [Fact]
    public async Task Occurrences_missed_while_nothing_ran_are_made_up_for_by_one_run_after_the_start()
    {
        await using TestApp app = await StartHourlyAsync();
        await app.StopAsync();
        app.Settings = [.. app.Settings, $"--Caseward:Local:ClockStart={TestApp.Noon.AddHours(5.5):o}"];

        await app.StartAsync();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["01 17:30:00 late for 01 13:00"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_schedule_that_was_changed_makes_up_for_nothing()
    {
        await using TestApp app = await StartHourlyAsync();
        await app.StopAsync();
        app.Settings = ["--HourlySchedule=0 30 * * * *", $"--Caseward:Local:ClockStart={TestApp.Noon.AddHours(5):o}"];

        await app.StartAsync();
        await app.Runtime.WhenIdleAsync();

        Assert.Empty(app.Notes.Lines);
    }

    [Fact]
    public async Task A_schedule_of_less_than_a_minute_is_not_remembered()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(SecondsTimer));

        await app.Runtime.AdvanceAsync(TimeSpan.FromSeconds(1));
        await app.RestartAsync();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["not monitored"], app.Notes.Lines);
    }

    [Fact]
    public async Task An_interval_counts_from_the_last_run()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(IntervalTimer));

        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(90));
        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(90));

        Assert.Equal(["13:30", "15:00"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_function_may_ask_to_run_at_every_start()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(StartupTimer));
        await app.Runtime.WhenIdleAsync();

        await app.RestartAsync();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["started", "started"], app.Notes.Lines);
    }

    [Fact]
    public async Task What_was_missed_is_what_runs_at_the_start()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(StartupTimer));
        await app.Runtime.WhenIdleAsync();
        await app.StopAsync();
        app.Settings = [$"--Caseward:Local:ClockStart={TestApp.Noon.AddYears(1):o}"];

        await app.StartAsync();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["started", "late"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_run_that_comes_to_its_end_while_the_host_stops_is_done()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(StubbornTimer));
        app.Runtime.Clock.Advance(TimeSpan.FromHours(1));
        while (app.Notes.Lines.Count == 0)
        {
            await Task.Yield();
        }

        await app.RestartAsync();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["in", "out"], app.Notes.Lines);
    }

    [Fact]
    public async Task What_came_due_during_a_run_follows_it_and_is_not_late()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(OverrunningTimer));

        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(2));
        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(["12:02 try 0", "12:07 try 1", "12:07 try 0"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_failed_run_is_tried_again_as_its_attribute_asks_and_then_given_up()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(RetriedTimer));

        await app.Runtime.AdvanceAsync(TimeSpan.FromHours(1));
        await app.Runtime.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(["13:00 try 0 of 2 False", "13:05 try 1 of 2 False", "13:10 try 2 of 2 False"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_run_never_begins_beside_another_of_the_same_function()
    {
        var gate = new Gate();
        await using TestApp app = TestApp.Of(typeof(SlowTimer));
        app.Configure = builder => builder.Services.AddSingleton(gate);
        await app.StartAsync();

        app.Runtime.Clock.Advance(TimeSpan.FromMinutes(1));
        while (app.Notes.Lines.Count == 0)
        {
            await Task.Yield();
        }

        app.Runtime.Clock.Advance(TimeSpan.FromMinutes(5));
        gate.Open();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["in", "out", "in", "out"], app.Notes.Lines);
    }

    private static async Task<TestApp> StartHourlyAsync()
    {
        TestApp app = TestApp.Of(typeof(HourlyTimer));
        app.Settings = ["--HourlySchedule=0 0 * * * *"];
        return await app.StartAsync();
    }
}
