using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Caseward.App.Cases;
using Caseward.Domain.Cases;
using Caseward.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Caseward.App.Tests.Lifecycle;

/// <summary>How a case's turns keep its row of the case index: on Monday 12 August 2024 from 10:30 in Amsterdam, open from 08:30 to 17:00.</summary>
public sealed class IndexedCaseTests
{
    private static readonly Duration Opened = Duration.FromHours(6.5);

    [Fact]
    public async Task A_new_case_is_found_after_its_first_turn()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);

        CaseIndexRow row = CaseIndexRow.FromEntity(await EntityAsync(host, number));

        Assert.Equal(
            ("werkplaats", 4, "werkplaats", Instant.FromDateTimeOffset(CasewardHost.Start)),
            (row.Department, row.Priority, row.Queue, row.OpenedAt));
        Assert.Equal((null, null, null, false, false), (row.FirstResponse, row.Resolution, row.ResolvedAt, row.FirstResponseBreached, row.ResolutionBreached));
    }

    [Fact]
    public async Task Answer_and_solution_are_measured_in_open_time()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);
        await host.Runtime.AdvanceAsync(TimeSpan.FromHours(2));
        await PostAsync(host, "anna", $"api/cases/{number}/claim");
        await PostAsync(host, "anna", $"api/cases/{number}/comments", new { text = "We look into it." });

        // A day later, at 12:30: the rest of Monday and four hours of Tuesday.
        await host.Runtime.AdvanceAsync(TimeSpan.FromHours(24));
        await PostAsync(host, "anna", $"api/cases/{number}/resolve", new { solution = "New charger" });
        Instant resolved = Instant.FromDateTimeOffset(CasewardHost.Start.AddHours(26));
        await LetTurnAsync(host);

        CaseIndexRow row = CaseIndexRow.FromEntity(await EntityAsync(host, number));
        Assert.Equal((Duration.FromHours(2), Opened + Duration.FromHours(4), resolved), (row.FirstResponse, row.Resolution, row.ResolvedAt));
    }

    [Fact]
    public async Task A_missed_deadline_shows_and_a_reopened_case_is_not_solved()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host, priority: 1);
        await PostAsync(host, "anna", $"api/cases/{number}/claim");
        await host.Runtime.AdvanceAsync(TimeSpan.FromDays(10));
        await PostAsync(host, "willem", $"api/cases/{number}/resolve", new { solution = "New charger" });
        await LetTurnAsync(host);
        CaseIndexRow solved = CaseIndexRow.FromEntity(await EntityAsync(host, number));
        await PostAsync(host, "willem", $"api/cases/{number}/reopen", new { reason = "Red again" });
        await LetTurnAsync(host);
        CaseIndexRow reopened = CaseIndexRow.FromEntity(await EntityAsync(host, number));

        Assert.True(solved is { FirstResponseBreached: true, Resolution: not null, ResolvedAt: not null });
        Assert.True(reopened is { FirstResponseBreached: true, FirstResponse: not null, Resolution: null, ResolvedAt: null });
    }

    [Fact]
    [Undisturbed("signals", "It waits for one sweep, whose sign may be lost as well.")]
    public async Task What_was_late_until_somebody_told_of_an_earlier_call_was_not_late()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host, priority: 1);
        await host.Runtime.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.True(CaseIndexRow.FromEntity(await EntityAsync(host, number)).FirstResponseBreached);

        await PostAsync(host, "willem", $"api/cases/{number}/calls", new { direction = "outgoing", reached = true, notes = "Talked", occurredAt = CasewardHost.Start.AddMinutes(30) });
        await LetTurnAsync(host);

        CaseIndexRow row = CaseIndexRow.FromEntity(await EntityAsync(host, number));
        Assert.Equal((Duration.FromMinutes(30), false), (row.FirstResponse, row.FirstResponseBreached));
    }

    [Fact]
    [Undisturbed("storage", "A turn that could not settle the case writes the row once more.")]
    public async Task A_turn_that_changes_nothing_of_it_leaves_the_row_alone()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);
        TableEntity first = await EntityAsync(host, number);
        CaseHead before = await HeadAsync(host, number);

        await PostAsync(host, "anna", $"api/cases/{number}/claim");
        await PostAsync(host, "anna", $"api/cases/{number}/notes", new { text = "Looks like the charger." });
        await LetTurnAsync(host);

        Assert.NotEqual(before.LookKey, (await HeadAsync(host, number)).LookKey);
        Assert.Equal(first.ETag, (await EntityAsync(host, number)).ETag);
    }

    /// <summary>The sweep brings a turn at the latest two minutes after a command.</summary>
    private static Task LetTurnAsync(CasewardHost host) => host.Runtime.AdvanceAsync(TimeSpan.FromMinutes(3));

    private static async Task<CaseHead> HeadAsync(CasewardHost host, CaseNumber number) =>
        (await host.Services.GetRequiredService<CaseStore>().FindAsync(number, CancellationToken.None))!;

    private static async Task<TableEntity> EntityAsync(CasewardHost host, CaseNumber number)
    {
        string partition = CaseIndex.PartitionOf(Instant.FromDateTimeOffset(CasewardHost.Start), CaseShards.Of(number));
        return await host.Services.GetRequiredService<TableServiceClient>().GetTableClient(nameof(CaseIndex)).GetEntityAsync<TableEntity>(partition, number.Value);
    }

    private static async Task<CaseNumber> OpenAsync(CasewardHost host, int priority = 4)
    {
        JsonElement opened = await PostAsync(host, "anna", "api/phone/cases", Forms.Case().With("priority", priority));
        await host.Runtime.WhenIdleAsync();
        return CaseNumber.Parse(opened.GetProperty("number").GetString()!);
    }

    private static async Task<JsonElement> PostAsync(CasewardHost host, string who, string path, object? body = null)
    {
        using HttpResponseMessage response = await host.As(who).PostAsJsonAsync(path, body ?? new { });
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }
}
