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
/// When the sweep may remove a look that no head knows. The order of events that lost cases: a command puts its look, is held up, the sweep
/// takes the look for abandoned, the command commits under it after all, and its process dies before it has given a sign. The
/// sign that does not get through stands for the death here.
/// </summary>
public sealed class StaleLookTests : IAsyncLifetime
{
    private const string BeforeCommit = "tables/Cases/transaction/before";

    private static readonly Upcoming Something = new("werkplaats", 4, "werkplaats", null);

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
    [Undisturbed("storage", "It makes its own trouble at the same places.")]
    [Undisturbed("answers", "It makes its own trouble at the same places.")]
    public async Task A_case_that_is_opened_by_a_command_that_was_held_up_for_an_hour_and_died_is_watched()
    {
        HoldUpAndLose("engine/start/before-commit");
        Task<Answered> opening = _host.As("anna").PostAsync("/api/phone/cases", Forms.Case());
        await _heldUp.Task;

        await _host.Runtime.AdvanceAsync(TimeSpan.FromHours(1));
        _goesOn.Set();
        CaseNumber number = CaseNumber.Parse((await opening).Text("number"));
        await _host.Runtime.AdvanceAsync(TimeSpan.FromHours(5));

        Assert.Equal("werkplaats-tier-2", (await HeadAsync(number)).State.Queue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [Undisturbed("storage", "It makes its own trouble at the same places.")]
    [Undisturbed("answers", "It makes its own trouble at the same places.")]
    public async Task A_change_by_a_command_that_was_held_up_for_hours_and_died_is_noticed(int hours)
    {
        CaseNumber number = CaseNumber.Parse((await _host.As("anna").PostAsync("/api/phone/cases", Forms.Case())).Text("number"));
        await _host.As("willem").PostAsync($"/api/cases/{number}/close", new JsonObject { ["reason"] = "Opened by mistake" });
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(30));
        HoldUpAndLose("engine/start/before-commit");
        Task<Answered> reopening = _host.As("willem").PostAsync($"/api/cases/{number}/reopen", new JsonObject { ["reason"] = "It was not" });
        await _heldUp.Task;

        await _host.Runtime.AdvanceAsync(TimeSpan.FromHours(hours));
        _goesOn.Set();
        Assert.Equal(HttpStatusCode.OK, (await reopening).Status);
        await _host.Runtime.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.NotEqual(1, (await HeadAsync(number)).State.Tier);
    }

    [Fact]
    public async Task A_look_of_a_case_that_never_came_is_still_there_after_eleven_minutes_and_gone_after_more_than_two_hours()
    {
        CaseNumber unknown = CaseNumber.FromDraw(7_654_321);
        await PutLookAsync(unknown);

        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.True(await HasLookAsync(unknown));
        await _host.Runtime.AdvanceAsync(TimeSpan.FromHours(1.5));
        Assert.True(await HasLookAsync(unknown));

        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(30));
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(3));
        Assert.False(await HasLookAsync(unknown));
    }

    [Fact]
    public async Task A_look_that_the_head_of_its_case_does_not_know_goes_after_ten_minutes_and_the_case_is_as_it_was()
    {
        CaseNumber number = CaseNumber.Parse((await _host.As("anna").PostAsync("/api/phone/cases", Forms.Case())).Text("number"));
        await _host.Runtime.WhenIdleAsync();
        CaseHead before = await HeadAsync(number);
        string look = await PutLookAsync(number);

        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(9));
        Assert.True(await HasLookAsync(look));
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(3));

        Assert.False(await HasLookAsync(look));
        CaseHead after = await HeadAsync(number);
        Assert.NotEqual(before.ETag, after.ETag);
        Assert.Equal((before.State.Version, before.LookKey), (after.State.Version, after.LookKey));
        Assert.True(await HasLookAsync(after.LookKey!));
    }

    private void HoldUpAndLose(string signal)
    {
        int held = 0;
        int lost = 0;
        _host.Runtime.Database.Checkpoints.OnPass = place =>
        {
            if (place == BeforeCommit && Interlocked.Exchange(ref held, 1) == 0)
            {
                _heldUp.SetResult();
                _goesOn.Wait();
            }
            else if (place == signal && _goesOn.IsSet && Interlocked.Exchange(ref lost, 1) == 0)
            {
                throw new IOException("The process dies before it has given a sign.");
            }
        };
    }

    private async Task<string> PutLookAsync(CaseNumber number)
    {
        string look = DueIndex.KeyOf(number, Instant.FromDateTimeOffset(_host.Runtime.Clock.GetUtcNow()));
        await _host.Services.GetRequiredService<DueIndex>().PutAsync(guard: null, look, Something, TestContext.Current.CancellationToken);
        return look;
    }

    private async Task<bool> HasLookAsync(CaseNumber number) => (await LooksAsync(CaseShards.Of(number))).Any(look => look.Number == number);

    private async Task<bool> HasLookAsync(string look) => (await LooksAsync(int.Parse(look.Split('~')[0]))).Any(each => each.Key == look);

    private async Task<IReadOnlyList<DueLook>> LooksAsync(int shard)
    {
        var looks = new List<DueLook>();
        await foreach (DueLook look in _host.Services.GetRequiredService<DueIndex>().ReadDueAsync(shard, Instant.FromUtc(2100, 1, 1, 0, 0), TestContext.Current.CancellationToken))
        {
            looks.Add(look);
        }

        return looks;
    }

    private async Task<CaseHead> HeadAsync(CaseNumber number) =>
        (await _host.Services.GetRequiredService<CaseStore>().FindAsync(number, TestContext.Current.CancellationToken))!;
}
