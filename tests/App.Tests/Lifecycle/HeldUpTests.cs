using System.Net;
using System.Text.Json.Nodes;
using Caseward.App.Cases;
using Caseward.App.Lifecycle;
using Caseward.Domain.Cases;
using Caseward.Testing;

namespace Caseward.App.Tests.Lifecycle;

/// <summary>
/// Commands and turns that are held up, or break off, beside others that change the same case. On Monday 12 August 2024 from 10:30 in Amsterdam; the workshop
/// allows four working hours until somebody owns a case of priority 4, then the case goes to its second tier.
/// </summary>
[Undisturbed("chaos", "It makes its own trouble at the same places.")]
public sealed class HeldUpTests : IAsyncLifetime
{
    private TroubledHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TroubledHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_command_that_writes_its_lists_late_does_not_undo_what_a_quicker_one_has_shown()
    {
        CaseNumber number = await _host.OpenAsync();
        await _host.AdvanceAsync(TimeSpan.FromMinutes(5));
        _host.HoldUpAt("tables/CaseViews/");
        Task<Answered> late = _host.PostAsync("anna", number, "claim");
        await _host.HeldUp;
        await _host.PostAsync("willem", number, "escalate", new JsonObject { ["queue"] = "werkplaats-tier-2", ["reason"] = "Needs the factory" });
        _host.GoOn();
        await late;

        await _host.AdvanceAsync(TimeSpan.FromMinutes(3));

        await AssertSettledAsync(number, "werkplaats-tier-2", "werkplaats");
    }

    [Fact]
    public async Task A_command_that_writes_its_lists_late_does_not_undo_what_a_turn_beside_it_has_shown()
    {
        CaseNumber number = await _host.OpenAsync();
        await _host.AdvanceAsync(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(10));
        _host.HoldUpAt("tables/CaseViews/");
        Task<Answered> late = _host.PostAsync("anna", number, "notes", new JsonObject { ["text"] = "Looks like the charger." });
        await _host.HeldUp;
        await _host.AdvanceAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("werkplaats-tier-2", (await _host.HeadAsync(number)).State.Queue);
        _host.GoOn();
        await late;

        await _host.AdvanceAsync(TimeSpan.FromMinutes(4));

        await AssertSettledAsync(number, "werkplaats-tier-2", "werkplaats");
    }

    /// <summary>The turn finds the guard of a command that is still writing lists, and is held up after the command has taken it away.</summary>
    [Fact]
    public async Task A_turn_that_writes_its_lists_late_does_not_undo_what_a_command_has_shown()
    {
        CaseNumber number = await _host.OpenAsync();
        await _host.AdvanceAsync(TimeSpan.FromMinutes(5));
        await _host.PostAsync("anna", number, "claim");
        await _host.AdvanceAsync(TimeSpan.FromHours(4) - TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(10));
        _host.HoldUpAt("tables/CaseViews/");
        Task<Answered> quick = _host.PostAsync("anna", number, "notes", new JsonObject { ["text"] = "Looks like the charger." });
        await _host.HeldUp;
        using var turnGoesOn = new ManualResetEventSlim();
        var turnIsHeldUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.At("tables/CaseViews/", 1, () =>
        {
            turnIsHeldUp.SetResult();
            turnGoesOn.Wait();
        });
        Task ringing = _host.AdvanceAsync(TimeSpan.FromSeconds(20));
        await turnIsHeldUp.Task;
        _host.GoOn();
        await quick;
        await _host.PostAsync("anna", number, "notes", new JsonObject { ["text"] = "It is the charger." });
        turnGoesOn.Set();
        await ringing;

        await _host.AdvanceAsync(TimeSpan.FromMinutes(4));

        await AssertSettledAsync(number, "werkplaats", "werkplaats-tier-2");
    }

    [Theory]
    [InlineData("tables/Cases/transaction/after")]
    [InlineData("tables/CaseViews/")]
    public async Task A_command_that_was_held_up_for_minutes_does_not_undo_what_came_after_it(string place)
    {
        CaseNumber number = await _host.OpenAsync();
        await _host.AdvanceAsync(TimeSpan.FromMinutes(5));
        _host.HoldUpAt(place);
        Task<Answered> late = _host.PostAsync("anna", number, "claim");
        await _host.HeldUp;
        await _host.AdvanceAsync(TimeSpan.FromMinutes(3));
        await _host.PostAsync("willem", number, "escalate", new JsonObject { ["queue"] = "werkplaats-tier-2", ["reason"] = "Needs the factory" });
        await _host.AdvanceAsync(TimeSpan.FromMinutes(3));
        _host.GoOn();
        await late;

        await _host.AdvanceAsync(TimeSpan.FromMinutes(4));

        await AssertSettledAsync(number, "werkplaats-tier-2", "werkplaats");
    }

    [Fact]
    public async Task A_command_that_takes_its_old_look_away_late_leaves_that_of_a_change_that_came_back_to_the_same_instant()
    {
        CaseNumber number = await _host.OpenAsync();
        await _host.AdvanceAsync(TimeSpan.FromMinutes(5));
        string before = (await _host.HeadAsync(number)).LookKey!;
        _host.HoldUpAt("tables/DueIndex/transaction/before", times: 2);
        Task<Answered> late = _host.PostAsync("anna", number, "agreed-date", new JsonObject { ["at"] = "2024-08-12T12:00:00+02:00", ["reason"] = "On the phone" });
        await _host.HeldUp;
        await _host.AdvanceAsync(TimeSpan.FromMinutes(3));
        await _host.PostAsync("anna", number, "agreed-date-withdrawal", new JsonObject { ["reason"] = "Wrong case" });
        await _host.AdvanceAsync(TimeSpan.FromMinutes(3));
        _host.GoOn();
        await late;
        await _host.AdvanceAsync(TimeSpan.FromMinutes(4));

        CaseHead after = await _host.HeadAsync(number);
        Assert.Equal(SecondOf(before), SecondOf(after.LookKey!));
        Assert.Equal([after.LookKey!], await _host.LooksAsync(number));
    }

    [Fact]
    public async Task A_command_that_broke_off_before_it_took_its_old_look_away_leaves_that_to_the_turn()
    {
        CaseNumber number = await _host.OpenAsync();
        await _host.AdvanceAsync(TimeSpan.FromMinutes(5));
        _host.BreakOffAt("tables/DueIndex/transaction/before", times: 2);
        await _host.PostAsync("anna", number, "claim");

        await _host.AdvanceAsync(TimeSpan.FromMinutes(3));

        CaseHead after = await _host.HeadAsync(number);
        Assert.Equal("anna", after.State.Owner);
        Assert.Equal([after.LookKey!], await _host.LooksAsync(number));
    }

    [Fact]
    public async Task A_turn_that_gives_up_after_it_has_decided_is_taken_up_by_the_sweep()
    {
        CaseNumber number = await _host.OpenAsync();
        await _host.AdvanceAsync(TimeSpan.FromHours(3.9));
        bool isBroken = true;
        _host.OnPass(place =>
        {
            if (isBroken && place.StartsWith("tables/CaseViews/", StringComparison.Ordinal))
            {
                throw new IOException("The lists are out of reach.");
            }
        });
        await _host.AdvanceAsync(TimeSpan.FromHours(3));
        CaseHead broken = await _host.HeadAsync(number);
        Assert.Equal("werkplaats-tier-2", broken.State.Queue);
        Assert.NotEmpty(broken.Outbox);
        isBroken = false;

        await _host.AdvanceAsync(TimeSpan.FromMinutes(15));

        Assert.Empty((await _host.HeadAsync(number)).Outbox);
        await AssertSettledAsync(number, "werkplaats-tier-2", "werkplaats");
    }

    [Fact]
    public async Task Mails_that_wait_for_a_lifecycle_that_stands_still_find_room_however_many_they_are()
    {
        CaseNumber number = await _host.OpenAsync();
        await _host.Host.Runtime.WhenIdleAsync();
        await _host.Host.Runtime.Client.SuspendInstanceAsync(LifecycleSignals.InstanceOf(number));
        await _host.Host.Runtime.WhenIdleAsync();

        for (int i = 0; i < 20; i++)
        {
            Answered answered = await _host.PostAsync("anna", number, "comments", new JsonObject { ["text"] = new string('x', 3_000) });
            Assert.Equal(HttpStatusCode.OK, answered.Status);
        }

        Assert.InRange((await _host.HeadAsync(number)).Outbox.Count, 20, 25);
    }

    private static long SecondOf(string look) => DueIndex.InstantOf(look).ToUnixTimeSeconds();

    private async Task AssertSettledAsync(CaseNumber number, string queue, string formerQueue)
    {
        CaseHead head = await _host.HeadAsync(number);
        Assert.Empty(await _host.ListedAsync(formerQueue));
        Assert.Equal((number.Value, head.State.Version), Assert.Single(await _host.ListedAsync(queue)));
        Assert.False(head.IsUnsettled);
        Assert.Contains(head.LookKey!, await _host.LooksAsync(number));
    }
}
