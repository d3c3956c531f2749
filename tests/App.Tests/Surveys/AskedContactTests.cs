using System.Text.Json.Nodes;
using Caseward.Testing;

namespace Caseward.App.Tests.Surveys;

public sealed class AskedContactTests
{
    [Fact]
    public async Task A_case_that_ends_without_a_solution_does_not_cost_its_contact_the_survey_of_another_one()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        HttpClient manager = host.As("willem");
        string unsolved = await OpenAsync(manager);
        string solved = await OpenAsync(manager);

        await EndAsync(manager, unsolved, new JsonObject { ["reason"] = "The customer withdrew it." });
        await host.Runtime.AdvanceAsync(TimeSpan.FromHours(1));
        await EndAsync(manager, solved, new JsonObject { ["solution"] = "A new fuse." });
        await host.Runtime.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal("survey.no-solution", (await manager.ReadAsync($"/api/cases/{unsolved}")).Text("survey/skippedBecause"));
        Assert.Equal(1, (await manager.ReadAsync($"/api/cases/{solved}"))["survey/survey"].GetValue<int>());
    }

    private static async Task<string> OpenAsync(HttpClient agent) => (await agent.PostAsync("/api/phone/cases", Forms.Case())).Text("number");

    private static async Task EndAsync(HttpClient manager, string number, JsonObject how)
    {
        await manager.PostAsync($"/api/cases/{number}/resolve", how);
        await manager.PostAsync($"/api/cases/{number}/close", new JsonObject { ["reason"] = "Agreed on the telephone." });
    }
}
