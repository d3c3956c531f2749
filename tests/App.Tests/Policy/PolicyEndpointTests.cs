using System.Net;
using Caseward.Testing;

namespace Caseward.App.Tests.Policy;

public sealed class PolicyEndpointTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private CasewardHost Host => shared.Host;

    [Fact]
    public async Task A_form_can_offer_departments_priorities_and_types()
    {
        Answered policy = await Host.As("jan@example.com").ReadAsync("/api/policy");

        Assert.Equal(["werkplaats", "support", "billing", "back-office"], policy["departments"].AsArray().Select(department => department!["id"]!.GetValue<string>()));
        Assert.Equal([1, 2, 3, 4], policy["priorities"].AsArray().Select(priority => priority!["id"]!.GetValue<int>()));
        Assert.Equal(["technicalSupport", "billingQuestion", "featureRequest", "accountDataUpdate"], policy["types"].AsArray().Select(type => type!.GetValue<string>()));
        Assert.Equal("nl", policy.Text("language"));
    }

    [Fact]
    public async Task Customers_are_not_told_queues_and_people()
    {
        Answered forCustomer = await Host.As("jan@example.com").ReadAsync("/api/policy");
        Answered forColleague = await Host.As("anna").ReadAsync("/api/policy");

        Assert.All(["queues", "people", "levels"], name => Assert.Null(forCustomer.Json![name]));
        Assert.Equal("werkplaats", forColleague.Text("queues/0/id"));
        Assert.Equal(["standard", "premier"], forColleague["levels"].AsArray().Select(level => level!.GetValue<string>()));
        Assert.DoesNotContain("@", forColleague["people"].ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_reads_which_promises_can_be_made_now()
    {
        Answered answer = await Host.As("anna").ReadAsync("/api/promises?department=werkplaats&priority=4&level=standard");

        Assert.Single(answer["promises"].AsArray());
        Assert.Equal("2024-08-19T17:00:00+02:00", answer.Text("promises/0/response/local"));
        Assert.Equal("2024-11-04T17:00:00+01:00", answer.Text("promises/0/leadTime/local"));
        Assert.Equal("2024-08-12T10:30:00+02:00", answer.Text("promises/0/firstAppointment/local"));
        Assert.Equal("summer-2024", answer.Text("promises/0/blackouts/0/id"));
        Assert.Equal("2024-08-19", answer.Text("promises/0/blackouts/0/from"));
    }

    [Fact]
    public async Task In_a_blackout_the_first_appointment_is_after_it()
    {
        await using CasewardHost host = await CasewardHost.StartAsync("Caseward:Local:ClockStart=2024-08-20T10:00:00Z");

        Answered answer = await host.As("anna").ReadAsync("/api/promises?department=werkplaats&priority=4&level=standard");

        Assert.Equal("2024-09-09T08:30:00+02:00", answer.Text("promises/0/firstAppointment/local"));
    }

    [Fact]
    public async Task Without_a_choice_every_combination_that_is_promised_is_told()
    {
        Answered answer = await Host.As("anna").ReadAsync("/api/promises");

        Assert.Equal(4 * 4 * 2, answer["promises"].AsArray().Count);
    }

    [Theory]
    [InlineData("?department=moon", "?department department.unknown")]
    [InlineData("?priority=9", "?priority priority.unknown")]
    [InlineData("?priority=four", "?priority priority.unknown")]
    [InlineData("?level=gold", "?level level.unknown")]
    public async Task An_unknown_choice_is_refused(string query, string error)
    {
        Answered answer = await Host.As("anna").ReadAsync($"/api/promises{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([error], answer.Errors);
    }
}
