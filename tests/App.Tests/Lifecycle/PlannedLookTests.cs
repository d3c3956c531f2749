using System.Text.Json.Nodes;
using Caseward.App.Cases;
using Caseward.App.Lifecycle;
using Caseward.Domain.Cases;
using Caseward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.App.Tests.Lifecycle;

/// <summary>
/// Who changes a case plans its next look, so that its lifecycle only has to look when something is due, or mail is to be handed over. On Monday 12 August
/// 2024 from 10:30 in Amsterdam; the workshop allows four working hours until somebody owns a case of priority 4.
/// </summary>
public sealed class PlannedLookTests : IAsyncLifetime
{
    private const string Look = "engine/activity/before-run";

    private readonly ManualResetEventSlim _goesOn = new();
    private readonly TaskCompletionSource _heldUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CasewardHost _host = null!;
    private int _looks;

    public async ValueTask InitializeAsync() => _host = await CasewardHost.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _goesOn.Set();
        await _host.DisposeAsync();
        _goesOn.Dispose();
    }

    [Fact]
    [Undisturbed("chaos", "It counts what happens when nothing is lost and nothing comes twice.")]
    public async Task A_case_without_mail_is_not_looked_at_until_something_is_due()
    {
        CountLooks();
        CaseNumber number = await OpenAsync(Forms.Case().With("contact", new JsonObject { ["name"] = "Jan Jansen", ["phone"] = "0612345678" }));
        await _host.Runtime.AdvanceAsync(TimeSpan.FromHours(3.9));
        Assert.Equal(0, _looks);

        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(12));

        Assert.Equal(1, _looks);
        Assert.Equal("werkplaats-tier-2", (await HeadAsync(number)).State.Queue);
    }

    [Fact]
    [Undisturbed("chaos", "It counts what happens when nothing is lost and nothing comes twice.")]
    public async Task An_alarm_whose_plan_a_command_has_overtaken_rings_for_nothing()
    {
        CaseNumber number = await OpenAsync(Forms.Case());
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(5));
        await _host.As("anna").PostAsync($"/api/cases/{number}/claim");
        await _host.As("anna").PostAsync($"/api/cases/{number}/comments", new JsonObject { ["text"] = "We look into it." });
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(5));
        CountLooks();

        await _host.Runtime.AdvanceAsync(TimeSpan.FromHours(4));

        Assert.Equal(0, _looks);
        Assert.Equal("werkplaats", (await HeadAsync(number)).State.Queue);
    }

    [Fact]
    [Undisturbed("chaos", "It makes its own trouble at the same places.")]
    public async Task A_command_that_writes_its_lists_late_does_not_undo_what_a_quicker_one_has_shown()
    {
        CaseNumber number = await OpenAsync(Forms.Case());
        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(5));
        HoldUpFirst("tables/CaseViews/");
        Task<Answered> late = _host.As("anna").PostAsync($"/api/cases/{number}/claim");
        await _heldUp.Task;
        await _host.As("willem").PostAsync($"/api/cases/{number}/escalate", new JsonObject { ["queue"] = "werkplaats-tier-2", ["reason"] = "Needs the factory" });
        _goesOn.Set();
        await late;

        await _host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(3));

        CaseHead head = await HeadAsync(number);
        Assert.False(head.IsUnsettled);
        Assert.Empty(await ListedAsync("werkplaats"));
        Assert.Equal((number.Value, head.State.Version), Assert.Single(await ListedAsync("werkplaats-tier-2")));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(1, null, null)]
    [InlineData(1, 2, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(0, 1, 1)]
    public void Of_two_signs_the_earlier_plan_holds_and_one_without_a_plan_means_now(int? one, int? other, int? earlier)
    {
        // 0 stands for a plan that waits for a sign only.
        static PlannedLook? At(int? hour) => hour is { } h ? new PlannedLook(h == 0 ? null : new DateTime(2024, 8, 12, h, 0, 0, DateTimeKind.Utc)) : null;

        LifecycleInput together = new LifecycleInput("12345678", Shown: 1, At(one)).With(new CaseChanged(2, Shown: 2, At(other)));

        Assert.Equal(new LifecycleInput("12345678", Shown: 2, At(earlier)), together);
    }

    private void CountLooks() => _host.Runtime.Database.Checkpoints.OnPass = place => Interlocked.Add(ref _looks, place == Look ? 1 : 0);

    private void HoldUpFirst(string place)
    {
        int held = 0;
        _host.Runtime.Database.Checkpoints.OnPass = passed =>
        {
            if (passed.StartsWith(place, StringComparison.Ordinal) && Interlocked.Exchange(ref held, 1) == 0)
            {
                _heldUp.SetResult();
                _goesOn.Wait();
            }
        };
    }

    private async Task<IEnumerable<(string Number, int Version)>> ListedAsync(string queue) =>
        (await _host.As("willem").ReadAsync($"/api/queues/{queue}/cases")).Json!["items"]!.AsArray().Select(row => ((string)row!["number"]!, (int)row["version"]!));

    private async Task<CaseNumber> OpenAsync(JsonObject form) => CaseNumber.Parse((await _host.As("anna").PostAsync("/api/phone/cases", form)).Text("number"));

    private async Task<CaseHead> HeadAsync(CaseNumber number) =>
        (await _host.Services.GetRequiredService<CaseStore>().FindAsync(number, TestContext.Current.CancellationToken))!;
}
