using Azure.Data.Tables;
using Caseward.Local.Chaos;
using Caseward.Local.Hosting;
using Caseward.Local.Tests.Storage;
using Caseward.Local.Time;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Local.Tests.Hosting;

/// <summary>The one setting that makes the runtime do to an application what Azure may do to it, only more often.</summary>
public sealed class ChaosTests
{
    [Theory]
    [InlineData("everything")]
    [InlineData("activities;events")]
    [InlineData("seed=x")]
    public async Task A_chaos_that_does_not_exist_is_refused(string setting) =>
        Assert.Contains("must be a list of activities, events, signals, answers, storage, clock and seed=N", (await RefusalOfAsync($"--Caseward:Local:Chaos={setting}")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Chaos_is_refused_where_it_is_not_development() => Assert.Contains(
        "is for tests, and the environment is Production",
        (await RefusalOfAsync("--Caseward:Local:Chaos=events", "--AZURE_FUNCTIONS_ENVIRONMENT=Production")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Without_the_setting_nothing_is_disturbed()
    {
        var checkpoints = new Checkpoints();

        new StorageFaults(ChaosPlan.None, new ChaosDraws(seed: 1), new DisturbedInvocations(ChaosPlan.None)).Disturb(checkpoints);

        Assert.Null(checkpoints.OnRow);
        Assert.True(new DisturbedInvocations(ChaosPlan.None).AreOff);
        Assert.Equal(ChaosPlan.None, ChaosPlan.Parse(""));
    }

    [Fact]
    public void What_is_drawn_for_something_depends_on_the_seed_and_on_how_often_it_was_drawn_for_and_on_nothing_else()
    {
        var alone = new ChaosDraws(seed: 1);
        double[] drawn = [.. Enumerable.Range(0, 5).Select(_ => alone.Next("a"))];
        var among = new ChaosDraws(seed: 1);
        double[] same = [.. Enumerable.Range(0, 5).Select(i =>
        {
            among.Next($"b{i}");
            among.Next("c");
            return among.Next("a");
        })];

        Assert.Equal(drawn, same);
        Assert.Equal(5, drawn.Distinct().Count());
        Assert.NotEqual(drawn[0], new ChaosDraws(seed: 2).Next("a"));
        Assert.All(drawn, each => Assert.InRange(each, 0, 1));
    }

    [Theory]
    [InlineData("6f9619ff-8b86-d011-b42d-00cf4fc964ff", "0e984725-c51c-4bf4-9960-e1c80e27aba0")]
    [InlineData("6f9619ff8b86d011b42d00cf4fc964ff", "0e984725c51c4bf49960e1c80e27aba0")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752")]
    [InlineData("12 0638590482591309616~323801723", "12 0638590482598456474~323801723")]
    public void Ids_and_hashes_and_ticks_which_are_others_in_every_run_are_drawn_for_as_one(string one, string another) =>
        Assert.Equal(new ChaosDraws(seed: 1).Next($"get {one} head"), new ChaosDraws(seed: 1).Next($"get {another} head"));

    [Theory]
    [InlineData("activities,events")]
    [InlineData("clock")]
    [InlineData("activities,events,answers,storage,clock")]
    public async Task A_process_lives_through(string chaos)
    {
        await using TestApp app = TestApp.Of(typeof(LifeOnFile));
        app.Settings = [$"--Caseward:Local:Chaos={chaos}"];
        await app.StartAsync();

        await LifeOnFile.BeginAsync(app);

        await LifeOnFile.AssertGoesOnAsync(app);
    }

    [Fact]
    public async Task Storage_fails_under_functions_before_and_after_the_commit_and_lost_answers_show_as_conflicts_always_in_the_same_places()
    {
        List<string> failures = await FailuresAsync("answers,storage,seed=16");

        Assert.Equal(failures, await FailuresAsync("answers,storage,seed=16"));
        Assert.NotEqual(failures, await FailuresAsync("answers,storage,seed=26"));
        Assert.Contains(failures, failure => failure.EndsWith("ServerBusy before", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.EndsWith("ServerBusy after", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.EndsWith("EntityAlreadyExists after", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tests_own_requests_are_left_alone_and_an_activity_that_storage_failed_runs_again_at_once()
    {
        await using TestApp app = TestApp.Of(typeof(ChaosSamples));
        app.Settings = ["--Caseward:Local:Chaos=storage"];
        await app.StartAsync();
        await ChaosSamples.Table(app.Account).CreateAsync();
        for (int i = 0; i < 1000; i++)
        {
            await ChaosSamples.Table(app.Account).UpsertEntityAsync(new TableEntity("own", $"{i}"));
        }

        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("FillAll", app.Account, new StartOrchestrationOptions("fill"));
        await app.Runtime.WhenIdleAsync();

        Assert.Equal("filled", (await app.Runtime.Client.GetInstanceAsync("fill", getInputsAndOutputs: true))!.ReadOutputAs<string>());
        Assert.True(app.Notes.Lines.Count > ChaosSamples.Fills, "No run of an activity met a failure.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Over_a_clock_that_jumps_every_timer_fires_once_and_none_before_its_time(int seed)
    {
        await using TestApp app = TestApp.Of(typeof(ChaosSamples));
        app.Settings = [$"--Caseward:Local:Chaos=clock,seed={seed}"];
        await app.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Wait", TimeSpan.FromMinutes(20 * i), new StartOrchestrationOptions($"wait{i}"));
        }

        for (int step = 0; step < 4; step++)
        {
            await app.Runtime.AdvanceAsync(TimeSpan.FromHours(2));
            Assert.Equal(TestApp.Noon.AddHours(2 * (step + 1)), app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        }

        TimeSpan[] late = [.. app.Notes.Lines.Select(TimeSpan.Parse)];
        Assert.Equal(20, late.Length);
        Assert.All(late, each => Assert.InRange(each, TimeSpan.Zero, TimeSpan.FromHours(2)));
        Assert.Contains(late, each => each > TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task While_the_clock_is_moved_what_the_application_reads_lies_now_and_then_a_little_back_and_never_ahead()
    {
        ChaosPlan plan = ChaosPlan.Parse("clock")!;
        var invocations = new DisturbedInvocations(plan);
        var unsteady = new UnsteadyClock(new LocalClock(TestApp.Noon, speed: 0), plan, new ChaosDraws(plan.Seed), invocations);

        unsteady.Move();
        Assert.Equal(Enumerable.Repeat(TimeSpan.Zero, 100), Read());
        var back = (TimeSpan[])(await invocations.RunAsync("Reader", () => Task.FromResult<object?>(Read()), runsAgain: false))!;
        unsteady.Rest();

        Assert.All(back, each => Assert.InRange(each, TimeSpan.Zero, TimeSpan.FromSeconds(3)));
        Assert.InRange(back.Count(each => each > TimeSpan.Zero), 10, 90);
        Assert.Equal(TestApp.Noon, unsteady.GetUtcNow());

        TimeSpan[] Read() => [.. Enumerable.Range(0, 100).Select(_ => TestApp.Noon - unsteady.GetUtcNow())];
    }

    [Fact]
    public async Task Every_third_signal_is_lost_although_it_was_taken()
    {
        await using TestApp app = TestApp.Of(typeof(LifeOnFile));
        app.Settings = ["--Caseward:Local:Chaos=signals"];
        await app.StartAsync();
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Journey", "a suitcase", new StartOrchestrationOptions("journey"));
        for (int i = 0; i < 6; i++)
        {
            await app.Runtime.Client.RaiseEventAsync("journey", "Other", $"{i}");
        }

        await app.Runtime.WhenIdleAsync();

        Assert.Equal(4, (await app.Runtime.Client.GetOrchestrationHistoryAsync("journey")).OfType<EventRaisedEvent>().Count());
    }

    private static async Task<List<string>> FailuresAsync(string chaos)
    {
        await using TestApp app = TestApp.Of(typeof(ChaosSamples));
        app.Settings = [$"--Caseward:Local:Chaos={chaos}"];
        await app.StartAsync();
        TableClient table = ChaosSamples.Table(app.Account);
        await table.CreateAsync();
        var failures = new List<string>();
        for (int i = 0; i < 120; i++)
        {
            string said = await app.Http.GetStringAsync($"/api/add/{app.Account}/{i}");
            if (said.Length > 0)
            {
                bool written = (await table.GetEntityIfExistsAsync<TableEntity>("p", $"{i}")).HasValue;
                failures.Add($"{i} {said} {(written ? "after" : "before")}");
            }
        }

        return failures;
    }

    private static Task<StartRefusedException> RefusalOfAsync(params string[] settings)
    {
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Settings = settings;
        return app.RefuseAsync();
    }
}
