using System.Net;
using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using Caseward.App.Audit;
using Caseward.App.Cases;
using Caseward.Domain.Cases;
using Caseward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.App.Tests.Audit;

/// <summary>What became of stored cases in the hands of somebody who can write to the tables, on the whole running app.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task A_whole_life_from_phone_to_survey_is_sound()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);
        await host.Runtime.AdvanceAsync(TimeSpan.FromHours(5));
        await host.As("ingrid").PostAsync($"/api/cases/{number}/claim");
        await host.As("ingrid").PostAsync($"/api/cases/{number}/resolve", new JsonObject { ["solution"] = "New charger" });
        await host.Runtime.AdvanceAsync(TimeSpan.FromDays(16));

        Answered audit = await AuditAsync(host, number);

        CaseState state = (await host.Services.GetRequiredService<CaseStore>().FindAsync(number, CancellationToken.None))!.State;
        Assert.True(state.IsFinished);
        Assert.True(audit["isSound"].GetValue<bool>());
        Assert.Equal(state.Version, audit["events"].GetValue<int>());
        Assert.Null(audit.Json!["difference"]);
    }

    [Fact]
    public async Task A_changed_row_is_named_by_its_sequence()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);
        await ChangeAsync(host, number, "e00000002", "werkplaats", "support");

        Answered audit = await AuditAsync(host, number);

        Assert.False(audit["isSound"].GetValue<bool>());
        Assert.Equal((2, "audit.event-changed"), (audit["difference/sequence"].GetValue<int>(), audit.Text("difference/code")));
        Assert.StartsWith("At event 2 there should be ", audit.Text("difference/detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_were_cut_off_and_a_head_that_was_changed_or_broken_are_found()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber cut = await OpenAsync(host);
        CaseNumber moved = await OpenAsync(host);
        CaseNumber broken = await OpenAsync(host);
        await Cases(host).DeleteEntityAsync(cut.Value, "e00000003");
        await ChangeAsync(host, moved, CaseHead.RowKey, "\"priority\":4", "\"priority\":1", property: "State0");
        await ChangeAsync(host, broken, CaseHead.RowKey, "{", "[", property: "State0");

        Assert.Equal((3, "audit.event-missing"), await DifferenceAsync(host, cut));
        Assert.Equal("audit.head-differs", (await DifferenceAsync(host, moved)).Code);
        Assert.Equal("audit.head-differs", (await DifferenceAsync(host, broken)).Code);
    }

    [Fact]
    public async Task Supervisors_and_managers_may_ask_and_for_a_case_that_is_not_there_get_404()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);
        string path = $"/api/cases/{number}/audit";

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden],
            (await Task.WhenAll(new[] { "sanne", "willem", "anna", "jan@example.com" }.Select(who => host.As(who).ReadAsync(path)))).Select(answer => answer.Status));
        Assert.Equal(HttpStatusCode.NotFound, (await host.As("willem").ReadAsync($"/api/cases/{CaseNumber.FromDraw(77)}/audit")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.As("sanne").ReadAsync("/api/audit")).Status);
    }

    [Fact]
    public async Task Every_night_a_sample_is_verified_and_what_differs_is_logged_by_number_and_code()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber[] numbers = [await OpenAsync(host), await OpenAsync(host)];
        Assert.Null((await host.As("willem").ReadAsync("/api/audit")).Json!["last"]);

        await host.Runtime.AdvanceAsync(TimeSpan.FromDays(1));
        Answered sound = await host.As("willem").ReadAsync("/api/audit");
        await ChangeAsync(host, numbers[0], "e00000002", "werkplaats", "support");
        await host.Runtime.AdvanceAsync(TimeSpan.FromDays(1));
        Answered differing = await host.As("willem").ReadAsync("/api/audit");
        await ChangeAsync(host, numbers[0], "e00000002", "support", "werkplaats");
        await host.Runtime.AdvanceAsync(TimeSpan.FromDays(1));
        Answered mended = await host.As("willem").ReadAsync("/api/audit");

        Assert.Equal((2, 0), (sound["last/verified"].GetValue<int>(), sound["last/differing"].GetValue<int>()));
        Assert.Equal((2, 1), (differing["last/verified"].GetValue<int>(), differing["last/differing"].GetValue<int>()));
        Assert.Equal(numbers[0].Value, differing.Text("last/differences/0/number"));
        Assert.Equal(0, mended["last/differing"].GetValue<int>());
        Assert.Equal("audit.event-changed", mended.Text("lastDiffering/differences/0/code"));
        string line = Assert.Single(host.Log.Lines, line => line.Contains("audit.", StringComparison.Ordinal));
        Assert.Contains($"Case {numbers[0]} is not what was written down: audit.event-changed", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_was_taken_away_altogether_is_missed_by_the_index()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        CaseNumber number = await OpenAsync(host);
        await foreach (TableEntity row in Cases(host).QueryAsync<TableEntity>($"PartitionKey eq '{number}'"))
        {
            await Cases(host).DeleteEntityAsync(row.PartitionKey, row.RowKey);
        }

        await host.Runtime.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal("audit.case-missing", (await host.As("willem").ReadAsync("/api/audit")).Text("last/differences/0/code"));
    }

    [Fact]
    public async Task A_draw_is_the_same_for_a_day_bounded_and_another_one_tomorrow()
    {
        await using var account = new TableAccount();
        var index = new CaseIndex(account.Tables);
        NodaTime.Instant now = NodaTime.Instant.FromDateTimeOffset(TableAccount.Noon);
        for (int draw = 0; draw < 600; draw++)
        {
            await index.PutAsync(Row(CaseNumber.FromDraw(draw * 149_993), now - NodaTime.Duration.FromDays(draw % 80)), CancellationToken.None);
        }

        var drawer = new AuditDraw(index);
        IReadOnlyList<CaseNumber> today = await drawer.DrawAsync(now, CancellationToken.None);

        Assert.InRange(today.Count, 120, 192);
        Assert.Distinct(today);
        Assert.Equal(today, await drawer.DrawAsync(now, CancellationToken.None));
        Assert.NotEqual(today, await drawer.DrawAsync(now + NodaTime.Duration.FromDays(1), CancellationToken.None));
    }

    private static CaseIndexRow Row(CaseNumber number, NodaTime.Instant openedAt) => new()
    {
        Number = number,
        OpenedAt = openedAt,
        Department = "werkplaats",
        Priority = 4,
        Level = "standard",
        Queue = "werkplaats",
        PolicyVersion = "1",
        FirstResponseBreached = false,
        ResolutionBreached = false,
    };

    private static Task<Answered> AuditAsync(CasewardHost host, CaseNumber number) => host.As("sanne").ReadAsync($"/api/cases/{number}/audit");

    private static async Task<(int Sequence, string Code)> DifferenceAsync(CasewardHost host, CaseNumber number)
    {
        Answered audit = await AuditAsync(host, number);
        return (audit["difference/sequence"].GetValue<int>(), audit.Text("difference/code"));
    }

    private static TableClient Cases(CasewardHost host) => host.Services.GetRequiredService<TableServiceClient>().GetTableClient("Cases");

    private static async Task ChangeAsync(CasewardHost host, CaseNumber number, string row, string from, string to, string property = "Json0")
    {
        TableEntity entity = await Cases(host).GetEntityAsync<TableEntity>(number.Value, row);
        string changed = entity.GetString(property).Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(changed, entity.GetString(property));
        await Cases(host).UpdateEntityAsync(new TableEntity(number.Value, row) { [property] = changed }, ETag.All, TableUpdateMode.Merge);
    }

    private static async Task<CaseNumber> OpenAsync(CasewardHost host)
    {
        Answered opened = await host.As("anna").PostAsync("/api/phone/cases", Forms.Case());
        await host.Runtime.WhenIdleAsync();
        return CaseNumber.Parse(opened.Text("number"));
    }
}
