using System.Net;
using System.Text.Json.Nodes;
using Caseward.App.Cases;
using Caseward.App.Lifecycle;
using Caseward.Domain.Cases;
using Caseward.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Caseward.App.Tests.Lifecycle;

/// <summary>
/// Commands and turns that are held up, or break off, beside others that change the same case. On Monday 12 August 2024 from 10:30 in Amsterdam; the workshop
/// allows four working hours until somebody owns a case of priority 4, then the case goes to its second tier.
/// </summary>
[Undisturbed("chaos", "It makes its own trouble at the same places.")]
public sealed class HeldUpTests : IAsyncLifetime
{
    private readonly ManualResetEventSlim _goesOn = new();
    private readonly TaskCompletionSource _heldUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CasewardHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await CasewardHost.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _goesOn.Set();
        await _host.DisposeAsync();
        _goesOn.Dispose();
    }

    [Fact]
    public async Task A_command_that_writes_its_lists_late_does_not_undo_what_a_quicker_one_has_shown()
    {
        CaseNumber number = await OpenAsync();
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(5));
        HoldUp("tables/CaseViews/");
        Task<Answered> late = _host.As("anna").PostAsync($"/api/cases/{number}/claim");
        await _heldUp.Task;
        await _host.As("willem").PostAsync($"/api/cases/{number}/escalate", new JsonObject { ["queue"] = "werkplaats-tier-2", ["reason"] = "Needs the factory" });
        _goesOn.Set();
        await late;

        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(3));

        await AssertSettledAsync(number, "werkplaats-tier-2", "werkplaats");
    }

    [Fact]
    public async Task A_command_that_writes_its_lists_late_does_not_undo_what_a_turn_beside_it_has_shown()
    {
        CaseNumber number = await OpenAsync();
        await _host.Runtime.AdvanceAsync(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(10));
        HoldUp("tables/CaseViews/");
        Task<Answered> late = _host.As("anna").PostAsync($"/api/cases/{number}/notes", new JsonObject { ["text"] = "Looks like the charger." });
        await _heldUp.Task;
        await _host.Runtime.AdvanceAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("werkplaats-tier-2", (await HeadAsync(number)).State.Queue);
        _goesOn.Set();
        await late;

        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(4));

        await AssertSettledAsync(number, "werkplaats-tier-2", "werkplaats");
    }

    /// <summary>The turn finds the guard of a command that is still writing lists, and is held up after the command has taken it away.</summary>
    [Fact]
    public async Task A_turn_that_writes_its_lists_late_does_not_undo_what_a_command_has_shown()
    {
        CaseNumber number = await OpenAsync();
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(5));
        await _host.As("anna").PostAsync($"/api/cases/{number}/claim");
        await _host.Runtime.AdvanceAsync(TimeSpan.FromHours(4) - TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(10));
        HoldUp("tables/CaseViews/");
        Task<Answered> quick = _host.As("anna").PostAsync($"/api/cases/{number}/notes", new JsonObject { ["text"] = "Looks like the charger." });
        await _heldUp.Task;
        using var turnGoesOn = new ManualResetEventSlim();
        var turnIsHeldUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        At("tables/CaseViews/", 1, () =>
        {
            turnIsHeldUp.SetResult();
            turnGoesOn.Wait();
        });
        Task ringing = _host.Runtime.AdvanceAsync(TimeSpan.FromSeconds(20));
        await turnIsHeldUp.Task;
        _goesOn.Set();
        await quick;
        await _host.As("anna").PostAsync($"/api/cases/{number}/notes", new JsonObject { ["text"] = "It is the charger." });
        turnGoesOn.Set();
        await ringing;

        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(4));

        await AssertSettledAsync(number, "werkplaats", "werkplaats-tier-2");
    }

    [Theory]
    [InlineData("tables/Cases/transaction/after")]
    [InlineData("tables/CaseViews/")]
    public async Task A_command_that_was_held_up_for_minutes_does_not_undo_what_came_after_it(string place)
    {
        CaseNumber number = await OpenAsync();
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(5));
        HoldUp(place);
        Task<Answered> late = _host.As("anna").PostAsync($"/api/cases/{number}/claim");
        await _heldUp.Task;
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(3));
        await _host.As("willem").PostAsync($"/api/cases/{number}/escalate", new JsonObject { ["queue"] = "werkplaats-tier-2", ["reason"] = "Needs the factory" });
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(3));
        _goesOn.Set();
        await late;

        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(4));

        await AssertSettledAsync(number, "werkplaats-tier-2", "werkplaats");
    }

    [Fact]
    public async Task A_command_that_takes_its_old_look_away_late_leaves_that_of_a_change_that_came_back_to_the_same_instant()
    {
        CaseNumber number = await OpenAsync();
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(5));
        string before = (await HeadAsync(number)).LookKey!;
        HoldUp("tables/DueIndex/transaction/before", times: 2);
        Task<Answered> late = _host.As("anna").PostAsync($"/api/cases/{number}/agreed-date", new JsonObject { ["at"] = "2024-08-12T12:00:00+02:00", ["reason"] = "On the phone" });
        await _heldUp.Task;
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(3));
        await _host.As("anna").PostAsync($"/api/cases/{number}/agreed-date-withdrawal", new JsonObject { ["reason"] = "Wrong case" });
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(3));
        _goesOn.Set();
        await late;
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(4));

        CaseHead after = await HeadAsync(number);
        Assert.Equal(SecondOf(before), SecondOf(after.LookKey!));
        Assert.Equal([after.LookKey!], await LooksAsync(number));
    }

    [Fact]
    public async Task A_command_that_broke_off_before_it_took_its_old_look_away_leaves_that_to_the_turn()
    {
        CaseNumber number = await OpenAsync();
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(5));
        BreakOff("tables/DueIndex/transaction/before", times: 2);
        await _host.As("anna").PostAsync($"/api/cases/{number}/claim");

        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(3));

        CaseHead after = await HeadAsync(number);
        Assert.Equal("anna", after.State.Owner);
        Assert.Equal([after.LookKey!], await LooksAsync(number));
    }

    [Fact]
    public async Task A_turn_that_gives_up_after_it_has_decided_is_taken_up_by_the_sweep()
    {
        CaseNumber number = await OpenAsync();
        await _host.Runtime.AdvanceAsync(TimeSpan.FromHours(3.9));
        bool isBroken = true;
        _host.Runtime.Database.Checkpoints.OnPass = place =>
        {
            if (isBroken && place.StartsWith("tables/CaseViews/", StringComparison.Ordinal))
            {
                throw new IOException("The lists are out of reach.");
            }
        };
        await _host.Runtime.AdvanceAsync(TimeSpan.FromHours(3));
        CaseHead broken = await HeadAsync(number);
        Assert.Equal("werkplaats-tier-2", broken.State.Queue);
        Assert.NotEmpty(broken.Outbox);
        isBroken = false;

        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(15));

        Assert.Empty((await HeadAsync(number)).Outbox);
        await AssertSettledAsync(number, "werkplaats-tier-2", "werkplaats");
    }

    [Fact]
    public async Task Mails_that_wait_for_a_lifecycle_that_stands_still_find_room_however_many_they_are()
    {
        CaseNumber number = await OpenAsync();
        await _host.Runtime.WhenIdleAsync();
        await _host.Runtime.Client.SuspendInstanceAsync(LifecycleSignals.InstanceOf(number));
        await _host.Runtime.WhenIdleAsync();

        for (int i = 0; i < 20; i++)
        {
            Answered answered = await _host.As("anna").PostAsync($"/api/cases/{number}/comments", new JsonObject { ["text"] = new string('x', 3_000) });
            Assert.Equal(HttpStatusCode.OK, answered.Status);
        }

        Assert.InRange((await HeadAsync(number)).Outbox.Count, 20, 25);
    }

    private static long SecondOf(string look) => DueIndex.InstantOf(look).ToUnixTimeSeconds();

    private async Task AssertSettledAsync(CaseNumber number, string queue, string formerQueue)
    {
        CaseHead head = await HeadAsync(number);
        Assert.Empty(await ListedAsync(formerQueue));
        Assert.Equal((number.Value, head.State.Version), Assert.Single(await ListedAsync(queue)));
        Assert.False(head.IsUnsettled);
        Assert.Contains(head.LookKey!, await LooksAsync(number));
    }

    /// <summary>Holds up whoever comes to a place first, or for the given time.</summary>
    private void HoldUp(string place, int times = 1) => At(place, times, () =>
    {
        _heldUp.SetResult();
        _goesOn.Wait();
    });

    private void BreakOff(string place, int times = 1) => At(place, times, () => throw new IOException("It breaks off."));

    private void At(string place, int times, Action happens)
    {
        int passes = 0;
        _host.Runtime.Database.Checkpoints.OnPass = passed =>
        {
            if (passed.StartsWith(place, StringComparison.Ordinal) && Interlocked.Increment(ref passes) == times)
            {
                happens();
            }
        };
    }

    private async Task<IReadOnlyList<string>> LooksAsync(CaseNumber number)
    {
        var looks = new List<string>();
        await foreach (DueLook look in _host.Services.GetRequiredService<DueIndex>()
            .ReadDueAsync(CaseShards.Of(number), Instant.FromUtc(2100, 1, 1, 0, 0), TestContext.Current.CancellationToken))
        {
            if (look.Number == number)
            {
                looks.Add(look.Key);
            }
        }

        return looks;
    }

    private async Task<IEnumerable<(string Number, int Version)>> ListedAsync(string queue) =>
        (await _host.As("willem").ReadAsync($"/api/queues/{queue}/cases")).Json!["items"]!.AsArray().Select(row => ((string)row!["number"]!, (int)row["version"]!));

    private async Task<CaseNumber> OpenAsync() => CaseNumber.Parse((await _host.As("anna").PostAsync("/api/phone/cases", Forms.Case())).Text("number"));

    private async Task<CaseHead> HeadAsync(CaseNumber number) =>
        (await _host.Services.GetRequiredService<CaseStore>().FindAsync(number, TestContext.Current.CancellationToken))!;
}
