using Azure;
using Azure.Data.Tables;
using Caseward.Local.Chaos;
using Caseward.Local.Engine;
using Caseward.Local.Hosting;
using Caseward.Local.Tests.Storage;
using Microsoft.DurableTask;

namespace Caseward.Local.Tests.Hosting;

/// <summary>The one setting that makes the runtime do to an application what Azure may do to it, only more often.</summary>
public sealed class ChaosTests
{
    [Theory]
    [InlineData("everything")]
    [InlineData("activities;events")]
    [InlineData("seed=x")]
    public async Task A_chaos_that_does_not_exist_is_refused(string setting) =>
        Assert.Contains("must be a list of activities, events, signals, storage and seed=N", (await RefusalOfAsync($"--Caseward:Local:Chaos={setting}")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Chaos_is_refused_where_it_is_not_development() => Assert.Contains(
        "is for tests, and the environment is Production",
        (await RefusalOfAsync("--Caseward:Local:Chaos=events", "--AZURE_FUNCTIONS_ENVIRONMENT=Production")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Without_the_setting_nothing_is_disturbed()
    {
        var checkpoints = new Checkpoints();

        ChaosPlan.Parse(null)!.Disturb(checkpoints);

        Assert.Null(checkpoints.OnPass);
        Assert.Equal(DurableChaos.None, ChaosPlan.Parse("")!.Durable);
    }

    [Fact]
    public async Task A_process_lives_through_doubled_activities_and_doubled_stale_events()
    {
        await using TestApp app = TestApp.Of(typeof(LifeOnFile));
        app.Settings = ["--Caseward:Local:Chaos=activities,events"];
        await app.StartAsync();

        await LifeOnFile.BeginAsync(app);

        await LifeOnFile.AssertGoesOnAsync(app);
    }

    [Fact]
    public async Task Storage_fails_before_and_after_the_commit_and_always_in_the_same_places()
    {
        Assert.Equal(await FailuresAsync("storage,seed=7"), await FailuresAsync("storage,seed=7"));
        Assert.NotEqual(await FailuresAsync("storage,seed=7"), await FailuresAsync("storage,seed=8"));
        Assert.Contains(await FailuresAsync("storage,seed=7"), failure => failure.EndsWith("before", StringComparison.Ordinal));
        Assert.Contains(await FailuresAsync("storage,seed=7"), failure => failure.EndsWith("after", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_third_signal_is_lost_although_it_was_taken()
    {
        await using TestApp app = TestApp.Of(typeof(LifeOnFile));
        app.Settings = ["--Caseward:Local:Chaos=signals"];
        await app.StartAsync();
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Journey", "a suitcase", new StartOrchestrationOptions("journey"));
        await app.Runtime.Client.RaiseEventAsync("journey", "Other");
        await app.Runtime.Client.RaiseEventAsync("journey", "Other");

        await app.Runtime.Client.RaiseEventAsync("journey", "Ticket", "lost");
        await app.Runtime.Client.RaiseEventAsync("journey", "Ticket", "window seat");
        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(3));

        Assert.Contains(
            "window seat", (await app.Runtime.Client.GetInstanceAsync("journey", getInputsAndOutputs: true))!.ReadOutputAs<string>(), StringComparison.Ordinal);
    }

    private static async Task<List<string>> FailuresAsync(string chaos)
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Settings = [$"--Caseward:Local:Chaos={chaos}"];
        await app.StartAsync();
        var table = new TableClient($"AccountName={app.Account};AccountKey=a2V5;TableEndpoint=http://127.0.0.1/{app.Account}", "Things");
        await table.CreateAsync();
        var failures = new List<string>();
        for (int i = 0; i < 300; i++)
        {
            try
            {
                await table.UpsertEntityAsync(new TableEntity("p", $"{i}"));
            }
            catch (RequestFailedException busy) when (busy is { Status: 503, ErrorCode: "ServerBusy" })
            {
                bool written = (await table.GetEntityIfExistsAsync<TableEntity>("p", $"{i}")).HasValue;
                failures.Add($"{i} {(written ? "after" : "before")}");
            }
        }

        return failures;
    }

    private static async Task<StartRefusedException> RefusalOfAsync(params string[] settings)
    {
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Settings = settings;
        return await Assert.ThrowsAsync<StartRefusedException>(app.StartAsync);
    }
}
