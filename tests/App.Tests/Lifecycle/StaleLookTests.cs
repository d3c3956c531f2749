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

    private TroubledHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TroubledHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    [Undisturbed("storage", "It makes its own trouble at the same places.")]
    [Undisturbed("answers", "It makes its own trouble at the same places.")]
    public async Task A_case_that_is_opened_by_a_command_that_was_held_up_for_an_hour_and_died_is_watched()
    {
        HoldUpAndLose("engine/start/before-commit");
        Task<Answered> opening = _host.Host.As("anna").PostAsync("/api/phone/cases", Forms.Case());
        await _host.HeldUp;

        await _host.AdvanceAsync(TimeSpan.FromHours(1));
        _host.GoOn();
        CaseNumber number = CaseNumber.Parse((await opening).Text("number"));
        await _host.AdvanceAsync(TimeSpan.FromHours(5));

        Assert.Equal("werkplaats-tier-2", (await _host.HeadAsync(number)).State.Queue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [Undisturbed("storage", "It makes its own trouble at the same places.")]
    [Undisturbed("answers", "It makes its own trouble at the same places.")]
    public async Task A_change_by_a_command_that_was_held_up_for_hours_and_died_is_noticed(int hours)
    {
        CaseNumber number = await _host.OpenAsync();
        await _host.PostAsync("willem", number, "close", new JsonObject { ["reason"] = "Opened by mistake" });
        await _host.AdvanceAsync(TimeSpan.FromMinutes(30));
        HoldUpAndLose("engine/start/before-commit");
        Task<Answered> reopening = _host.PostAsync("willem", number, "reopen", new JsonObject { ["reason"] = "It was not" });
        await _host.HeldUp;

        await _host.AdvanceAsync(TimeSpan.FromHours(hours));
        _host.GoOn();
        Assert.Equal(HttpStatusCode.OK, (await reopening).Status);
        await _host.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.NotEqual(1, (await _host.HeadAsync(number)).State.Tier);
    }

    [Fact]
    public async Task A_look_of_a_case_that_never_came_is_still_there_after_eleven_minutes_and_gone_after_more_than_two_hours()
    {
        CaseNumber unknown = CaseNumber.FromDraw(7_654_321);
        await PutLookAsync(unknown);

        await _host.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.NotEmpty(await _host.LooksAsync(unknown));
        await _host.AdvanceAsync(TimeSpan.FromHours(1.5));
        Assert.NotEmpty(await _host.LooksAsync(unknown));

        await _host.AdvanceAsync(TimeSpan.FromMinutes(30));
        await _host.AdvanceAsync(TimeSpan.FromMinutes(3));
        Assert.Empty(await _host.LooksAsync(unknown));
    }

    [Fact]
    public async Task A_look_that_the_head_of_its_case_does_not_know_goes_after_ten_minutes_and_the_case_is_as_it_was()
    {
        CaseNumber number = await _host.OpenAsync();
        await _host.Host.Runtime.WhenIdleAsync();
        CaseHead before = await _host.HeadAsync(number);
        string look = await PutLookAsync(number);

        await _host.AdvanceAsync(TimeSpan.FromMinutes(9));
        Assert.Contains(look, await _host.LooksAsync(number));
        await _host.AdvanceAsync(TimeSpan.FromMinutes(3));
        await _host.Host.UntilAsync(async () => !(await _host.LooksAsync(number)).Contains(look));

        Assert.DoesNotContain(look, await _host.LooksAsync(number));
        CaseHead after = await _host.HeadAsync(number);
        Assert.NotEqual(before.ETag, after.ETag);
        Assert.Equal((before.State.Version, before.LookKey), (after.State.Version, after.LookKey));
        Assert.Contains(after.LookKey!, await _host.LooksAsync(number));
    }

    private void HoldUpAndLose(string signal)
    {
        int held = 0;
        int lost = 0;
        _host.OnPass(place =>
        {
            if (place == BeforeCommit && Interlocked.Exchange(ref held, 1) == 0)
            {
                _host.WaitHeldUp();
            }
            else if (place == signal && _host.HasGoneOn && Interlocked.Exchange(ref lost, 1) == 0)
            {
                throw new IOException("The process dies before it has given a sign.");
            }
        });
    }

    private async Task<string> PutLookAsync(CaseNumber number)
    {
        string look = DueIndex.KeyOf(number, Instant.FromDateTimeOffset(_host.Host.Runtime.Clock.GetUtcNow()));
        await _host.Host.Services.GetRequiredService<DueIndex>().PutAsync(guard: null, look, Something, TestContext.Current.CancellationToken);
        return look;
    }
}
