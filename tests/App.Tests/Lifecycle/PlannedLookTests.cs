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

    private CasewardHost _host = null!;
    private int _looks;

    public async ValueTask InitializeAsync() => _host = await CasewardHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

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

    private async Task<CaseNumber> OpenAsync(JsonObject form) => CaseNumber.Parse((await _host.As("anna").PostAsync("/api/phone/cases", form)).Text("number"));

    private async Task<CaseHead> HeadAsync(CaseNumber number) =>
        (await _host.Services.GetRequiredService<CaseStore>().FindAsync(number, TestContext.Current.CancellationToken))!;
}
