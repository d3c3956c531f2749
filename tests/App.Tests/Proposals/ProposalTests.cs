using System.Net;
using Caseward.App.Cases;
using Caseward.Domain.Cases;
using Caseward.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Caseward.App.Tests.Proposals;

/// <summary>What could be promised, over HTTP: Monday 12 August 2024, 10:30 in Amsterdam; working days of eight and a half hours.</summary>
public sealed class ProposalTests
{
    private static readonly Instant Now = Instant.FromDateTimeOffset(CasewardHost.Start);

    [Fact]
    public async Task Beside_the_promise_stand_what_was_measured_and_what_could_be_promised()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        for (int hours = 1; hours <= 20; hours++)
        {
            await PutAsync(host, hours, Row() with { FirstResponse = Duration.FromHours(hours), FirstResponseBreached = hours > 18, Resolution = Duration.FromMinutes(hours) });
        }

        Answered answer = await host.As("sanne").ReadAsync("/api/promises/proposals?department=werkplaats&priority=4&level=standard");

        Assert.Equal(8, answer["weeks"].GetValue<int>());
        Assert.Single(answer["proposals"].AsArray());
        Assert.Equal((5, 20, 0, 2), (Number("promised/workingDays"), Number("measured/count"), Number("unfinished"), Number("late")));
        Assert.Equal(
            ("PT10H", "PT16H", "PT18H", "PT19H", "PT8H30M"),
            (Text("measured/p50"), Text("measured/p80"), Text("measured/p90"), Text("measured/p95"), Text("workingDay")));
        Assert.Equal((3, "endOfDay"), (Number("proposed/workingDays"), Text("proposed/reading")));
        Assert.Equal("PT20M", answer.Text("proposals/0/leadTime/proposed/openTime"));
        Assert.Null(answer["proposals/0/response"]["note"]);

        int Number(string path) => answer[$"proposals/0/response/{path}"].GetValue<int>();
        string Text(string path) => answer.Text($"proposals/0/response/{path}");
    }

    [Fact]
    public async Task From_fewer_than_twenty_cases_nothing_is_proposed_and_that_is_said()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        for (int draw = 0; draw < 19; draw++)
        {
            await PutAsync(host, draw, Row() with { FirstResponse = Duration.FromHours(1) });
        }

        Answered answer = await host.As("willem").ReadAsync("/api/promises/proposals?department=werkplaats&priority=4&level=standard");

        Assert.Equal("proposal.too-few-cases", answer.Text("proposals/0/response/note/code"));
        Assert.Null(answer["proposals/0/response"]["proposed"]);
        Assert.Equal((0, 19), (answer["proposals/0/leadTime/measured/count"].GetValue<int>(), answer["proposals/0/leadTime/unfinished"].GetValue<int>()));
    }

    [Fact]
    public async Task Where_many_cases_are_not_over_the_proposal_says_that_the_slowest_are_missing()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        for (int draw = 0; draw < 40; draw++)
        {
            await PutAsync(host, draw, Row() with { FirstResponse = Duration.FromHours(1), Resolution = draw < 30 ? Duration.FromHours(2) : null });
        }

        Answered answer = await host.As("willem").ReadAsync("/api/promises/proposals?department=werkplaats&priority=4&level=standard");

        Assert.Equal("PT2H", answer.Text("proposals/0/leadTime/proposed/openTime"));
        Assert.Equal("proposal.slowest-missing", answer.Text("proposals/0/leadTime/note/code"));
        Assert.StartsWith("10 of 40 cases", answer.Text("proposals/0/leadTime/note/detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_weeks_that_were_asked_for_and_each_kind_by_itself_are_counted()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        await PutAsync(host, 1, Row() with { FirstResponse = Duration.FromHours(1) });
        await PutAsync(host, 2, Row() with { FirstResponse = Duration.FromHours(2), OpenedAt = Now - Duration.FromDays(20) });
        await PutAsync(host, 3, Row() with { FirstResponse = Duration.FromHours(3), OpenedAt = Now - Duration.FromDays(21) });
        await PutAsync(host, 4, Row() with { FirstResponse = Duration.FromHours(4), OpenedAt = Now - Duration.FromDays(21) - Duration.FromTicks(1) });
        await PutAsync(host, 5, Row() with { FirstResponse = Duration.FromHours(5), Level = "premier" });
        await PutAsync(host, 6, Row() with { FirstResponse = Duration.FromHours(6), Priority = 3 });
        await PutAsync(host, 7, Row() with { FirstResponse = Duration.FromHours(7), Department = "gone" });

        Answered answer = await host.As("willem").ReadAsync("/api/promises/proposals?weeks=3");

        Assert.Equal(
            ["3 werkplaats standard 1", "4 werkplaats premier 1", "4 werkplaats standard 3"],
            answer["proposals"].AsArray()
                .Where(each => each!["response"]!["measured"]!["count"]!.GetValue<int>() > 0)
                .Select(each => $"{each!["priority"]} {each["department"]} {each["level"]} {each["response"]!["measured"]!["count"]}")
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("weeks=0", "?weeks field.out-of-range")]
    [InlineData("weeks=53", "?weeks field.out-of-range")]
    [InlineData("weeks=1.5", "?weeks field.out-of-range")]
    [InlineData("weeks=", "?weeks field.out-of-range")]
    [InlineData("priority=x", "?priority priority.unknown")]
    public async Task A_question_that_means_nothing_is_refused(string query, string error)
    {
        await using CasewardHost host = await CasewardHost.StartAsync();

        Answered answer = await host.As("willem").ReadAsync($"/api/promises/proposals?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([error], answer.Errors);
    }

    [Fact]
    public async Task Agents_are_not_asked_for_promises()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await host.As("anna").ReadAsync("/api/promises/proposals")).Status);
    }

    private static Task PutAsync(CasewardHost host, int draw, CaseIndexRow row) =>
        host.Services.GetRequiredService<CaseIndex>().PutAsync(row with { Number = CaseNumber.FromDraw(draw) }, CancellationToken.None);

    private static CaseIndexRow Row() => new()
    {
        Number = CaseNumber.FromDraw(0),
        OpenedAt = Now - Duration.FromDays(7),
        Department = "werkplaats",
        Priority = 4,
        Level = "standard",
        Queue = "werkplaats",
        PolicyVersion = "1",
        FirstResponseBreached = false,
        ResolutionBreached = false,
    };
}
