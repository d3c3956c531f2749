using System.Net.Http.Json;
using System.Text.Json;
using Caseward.App.Cases;
using Caseward.App.Lifecycle;
using Caseward.Domain.Cases;
using Caseward.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.App.Tests.Lifecycle;

/// <summary>
/// What watches a case, on the whole running app with a clock that is moved by hand. The clock starts on Monday 12 August 2024 at 10:30 in
/// Amsterdam; the workshop allows four working hours until somebody owns a case of priority 4.
/// </summary>
public sealed class LifecycleTests
{
    [Fact]
    public async Task A_case_that_nobody_takes_climbs_by_itself_and_each_supervisor_hears_once()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);

        await host.Runtime.AdvanceAsync(TimeSpan.FromHours(4.1));

        CaseState state = await StateAsync(host, number);
        Assert.Equal(("werkplaats-tier-2", 2), (state.Queue, state.Tier));
        Assert.Equal(["customer", "ingrid", "sanne"], (await NoticesAsync(host, number)).Select(notice => notice.Recipient).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_restart_in_between_changes_nothing()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);

        await host.Runtime.AdvanceAsync(TimeSpan.FromHours(2));
        await host.RestartAsync();
        await host.Runtime.AdvanceAsync(TimeSpan.FromHours(2.1));
        await host.RestartAsync();
        await host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(["customer", "ingrid", "sanne"], (await NoticesAsync(host, number)).Select(notice => notice.Recipient).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_nobody_signalled_is_found_by_the_sweep()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);
        await host.Runtime.WhenIdleAsync();
        await host.Runtime.Client.TerminateInstanceAsync(LifecycleSignals.InstanceOf(number));
        await host.Runtime.WhenIdleAsync();

        await host.Runtime.AdvanceAsync(TimeSpan.FromHours(4.1));
        await host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(3));

        Assert.Equal("werkplaats-tier-2", (await StateAsync(host, number)).Queue);
        OrchestrationMetadata? lifecycle = await host.Runtime.Client.GetInstanceAsync(LifecycleSignals.InstanceOf(number));
        Assert.Equal(OrchestrationRuntimeStatus.Running, lifecycle!.RuntimeStatus);
    }

    [Fact]
    public async Task A_lifecycle_that_is_alive_and_does_nothing_gets_a_successor()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);

        await SuspendUntilSucceededAsync(host, number);

        Assert.Equal("werkplaats-tier-2", (await StateAsync(host, number)).Queue);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await host.Runtime.Client.GetInstanceAsync(LifecycleSignals.SuccessorOf(number)))?.RuntimeStatus);
    }

    [Fact]
    public async Task A_successor_that_has_nothing_to_wake_up_for_ends()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);
        await SuspendUntilSucceededAsync(host, number);
        await PostAsync(host, "willem", $"api/cases/{number}/claim");
        await PostAsync(host, "willem", $"api/cases/{number}/comments", new { text = "We look into it." });

        await host.Runtime.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.Runtime.Client.GetInstanceAsync(LifecycleSignals.SuccessorOf(number)))?.RuntimeStatus);
    }

    [Fact]
    public async Task A_wake_up_of_weeks_ahead_rests_in_the_index_and_comes_on_time()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);
        await PostAsync(host, "anna", $"api/cases/{number}/claim");
        await PostAsync(host, "anna", $"api/cases/{number}/comments", new { text = "We look into it." });

        // 45 working days at the workshop end on 4 November, because of the blackout of 19 August to 8 September.
        await host.Runtime.AdvanceToAsync(new DateTimeOffset(2024, 11, 4, 16, 0, 0, TimeSpan.Zero));
        Assert.DoesNotContain(await FactsAsync(host, number), fact => fact is ClockBreached);

        await host.Runtime.AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Single((await FactsAsync(host, number)).OfType<ClockBreached>());
    }

    [Fact]
    public async Task A_life_from_phone_to_survey_ends_with_nothing_left_to_watch()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);
        await PostAsync(host, "anna", $"api/cases/{number}/claim");
        await PostAsync(host, "anna", $"api/cases/{number}/resolve", new { solution = "New charger" });
        await host.Runtime.AdvanceAsync(TimeSpan.FromDays(14.1));
        Assert.Equal(CaseStatus.Closed, (await StateAsync(host, number)).Status);

        await host.Runtime.AdvanceAsync(TimeSpan.FromDays(1.1));

        Assert.Contains((await NoticesAsync(host, number)), notice => notice.Kind == NoticeKind.Survey);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.Runtime.Client.GetInstanceAsync(LifecycleSignals.InstanceOf(number)))!.RuntimeStatus);
        Assert.Equal(0, await CountLooksAsync(host));
    }

    [Fact]
    public async Task What_the_back_end_remembers_of_ended_lifecycles_and_deliveries_is_removed_after_a_week()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);
        await PostAsync(host, "willem", $"api/cases/{number}/close", new { reason = "Opened by mistake" });

        // Under chaos a lifecycle was seen to be started once more, two days later: it ends at once, and is remembered for a week from then on.
        await host.Runtime.AdvanceAsync(TimeSpan.FromDays(TestChaos.IsOn ? 11 : 9));

        Assert.Null(await host.Runtime.Client.GetInstanceAsync(LifecycleSignals.InstanceOf(number)));
        Assert.Empty(await InstancesAsync(host));
        Assert.Equal(CaseStatus.Closed, (await StateAsync(host, number)).Status);
    }

    private static async Task SuspendUntilSucceededAsync(CasewardHost host, CaseNumber number)
    {
        await host.Runtime.WhenIdleAsync();
        await host.Runtime.Client.SuspendInstanceAsync(LifecycleSignals.InstanceOf(number));
        await host.Runtime.WhenIdleAsync();
        for (int minute = 0; minute < 25; minute++)
        {
            await host.Runtime.AdvanceAsync(minute == 0 ? TimeSpan.FromHours(4) : TimeSpan.FromMinutes(1));
        }
    }

    private static async Task<List<string>> InstancesAsync(CasewardHost host)
    {
        var ids = new List<string>();
        await foreach (OrchestrationMetadata instance in host.Runtime.Client.GetAllInstancesAsync(new OrchestrationQuery()))
        {
            ids.Add(instance.InstanceId);
        }

        return ids;
    }

    private static async Task<CaseNumber> OpenAsync(CasewardHost host)
    {
        JsonElement opened = await PostAsync(host, "anna", "api/phone/cases", Forms.Case());
        return CaseNumber.Parse(opened.GetProperty("number").GetString()!);
    }

    private static async Task<JsonElement> PostAsync(CasewardHost host, string who, string path, object? body = null)
    {
        using HttpResponseMessage response = await host.As(who).PostAsJsonAsync(path, body ?? new { });
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    private static async Task<CaseState> StateAsync(CasewardHost host, CaseNumber number) =>
        (await host.Services.GetRequiredService<CaseStore>().FindAsync(number, CancellationToken.None))!.State;

    private static async Task<IReadOnlyList<CaseFact>> FactsAsync(CasewardHost host, CaseNumber number) =>
        [.. (await host.Services.GetRequiredService<CaseStore>().ReadEventsAsync(number, 0, 1000, CancellationToken.None)).Select(each => each.Fact)];

    private static async Task<IEnumerable<NoticeDecided>> NoticesAsync(CasewardHost host, CaseNumber number) =>
        (await FactsAsync(host, number)).OfType<NoticeDecided>();

    private static async Task<int> CountLooksAsync(CasewardHost host)
    {
        DueIndex due = host.Services.GetRequiredService<DueIndex>();
        int looks = 0;
        for (int shard = 0; shard < CaseShards.Count; shard++)
        {
            await foreach (DueLook _ in due.ReadDueAsync(shard, NodaTime.Instant.FromUtc(2100, 1, 1, 0, 0), CancellationToken.None))
            {
                looks++;
            }
        }

        return looks;
    }
}
