using System.Net;
using System.Text.Json.Nodes;
using Caseward.Testing;

namespace Caseward.App.Tests.Policy;

/// <summary>Activations over HTTP: which version is in force from when on, and how one is withdrawn.</summary>
public sealed class PolicyActivationTests : PolicyVersionSpecs
{
    [Fact]
    public async Task New_cases_are_opened_under_the_version_that_was_activated_and_open_ones_keep_theirs()
    {
        string before = (await OpenCaseAsync()).Text("number");
        await SaveAsync("week-34", With34Days("week-34"));

        Answered activated = await ActivateAsync("week-34");
        Answered after = await OpenCaseAsync();

        Assert.Equal((HttpStatusCode.OK, "inForce"), (activated.Status, activated.Text("state")));
        Assert.Equal("week-34", (await Manager.ReadAsync("/api/policy")).Text("version"));
        Assert.Equal("default-1", (await Manager.ReadAsync($"/api/cases/{before}")).Text("policyVersion"));
        Assert.Equal("week-34", (await Manager.ReadAsync($"/api/cases/{after.Text("number")}")).Text("policyVersion"));
    }

    [Fact]
    public async Task A_scheduled_version_comes_into_force_at_its_instant()
    {
        await SaveAsync("week-34");
        Answered scheduled = await ActivateAsync("week-34", from: "2024-08-19T08:00:00+02:00");

        Assert.Equal(("scheduled", "2024-08-19T08:00:00+02:00"), (scheduled.Text("state"), scheduled.Text("scheduled/0/from/local")));
        Host.Runtime.Clock.AdvanceTo(new DateTimeOffset(2024, 8, 19, 5, 59, 59, TimeSpan.Zero));
        Assert.Equal("default-1", (await Manager.ReadAsync("/api/policy")).Text("version"));
        Host.Runtime.Clock.AdvanceTo(new DateTimeOffset(2024, 8, 19, 6, 0, 0, TimeSpan.Zero));
        Assert.Equal("week-34", (await Manager.ReadAsync("/api/policy")).Text("version"));
        Assert.Equal(["week-34 inForce", "default-1 inactive", "tour-1 inactive"], Versions(await Manager.ReadAsync("/api/policy/versions")));
    }

    [Fact]
    public async Task What_was_activated_is_in_force_after_a_restart_too()
    {
        await SaveAsync("week-34");
        await ActivateAsync("week-34");
        string number = (await OpenCaseAsync()).Text("number");

        await Host.RestartAsync();

        Assert.Equal("week-34", (await Manager.ReadAsync("/api/policy")).Text("version"));
        Assert.Equal("week-34", (await Manager.ReadAsync($"/api/cases/{number}")).Text("policyVersion"));
    }

    [Theory]
    [InlineData("2024-08-12T08:29:59Z", HttpStatusCode.UnprocessableEntity, "policy.activation-in-past")]
    [InlineData("2024-08-12T08:30:00Z", HttpStatusCode.OK, null)]
    public async Task An_activation_is_now_or_later(string from, HttpStatusCode status, string? code)
    {
        await SaveAsync("week-34");

        Answered answer = await ActivateAsync("week-34", from);

        Assert.Equal((status, code), (answer.Status, answer.Json!["code"]?.GetValue<string>()));
    }

    [Fact]
    public async Task What_is_in_force_is_not_activated_again_and_what_is_unknown_not_at_all()
    {
        Answered again = await ActivateAsync("default-1"), unknown = await ActivateAsync("week-99");

        Assert.Equal((HttpStatusCode.Conflict, "policy.already-in-force"), (again.Status, again.Code));
        Assert.Equal((HttpStatusCode.NotFound, "policy.version-unknown"), (unknown.Status, unknown.Code));
    }

    [Fact]
    public async Task A_draft_that_changed_since_it_was_read_is_not_activated()
    {
        Answered saved = await SaveAsync("week-34");
        await ReplaceAsync("week-34", PolicyDocuments.Version("week-34"), saved.ETag!);

        Answered answer = await Manager.PostAsync("/api/policy/versions/week-34/activation", new JsonObject { ["reason"] = "Now" }, ("If-Match", saved.ETag!));

        Assert.Equal((HttpStatusCode.PreconditionFailed, "policy.revision-mismatch"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_earlier_version_comes_back_and_the_shipped_one_too()
    {
        await SaveAsync("week-34");
        await ActivateAsync("week-34");

        await ActivateAsync("default-1");

        Assert.Equal("default-1", (await Manager.ReadAsync("/api/policy")).Text("version"));
    }

    [Fact]
    public async Task A_scheduled_activation_is_withdrawn_and_one_in_force_is_not()
    {
        await SaveAsync("week-34");
        await SaveAsync("week-35");
        await ActivateAsync("week-34");
        await ActivateAsync("week-35", from: "2024-08-26T00:00:00Z");

        Answered withdrawn = await WithdrawAsync("week-35"), again = await WithdrawAsync("week-35"), inForce = await WithdrawAsync("week-34");

        Assert.Equal((HttpStatusCode.OK, "inactive"), (withdrawn.Status, withdrawn.Text("state")));
        Assert.All([again, inForce], answer => Assert.Equal((HttpStatusCode.Conflict, "policy.not-scheduled"), (answer.Status, answer.Code)));
        Host.Runtime.Clock.AdvanceTo(new DateTimeOffset(2024, 8, 27, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal("week-34", (await Manager.ReadAsync("/api/policy")).Text("version"));
    }

    [Fact]
    public async Task Which_activation_is_withdrawn_is_said_when_there_are_several()
    {
        await SaveAsync("week-34");
        await ActivateAsync("week-34", from: "2024-08-19T00:00:00Z");
        await ActivateAsync("default-1", from: "2024-08-26T00:00:00Z");
        await ActivateAsync("week-34", from: "2024-09-02T00:00:00Z");

        Answered unclear = await WithdrawAsync("week-34"), clear = await WithdrawAsync("week-34", "&from=2024-09-02T00:00:00Z");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "policy.which-activation"), (unclear.Status, unclear.Code));
        Assert.Equal("2024-08-19T00:00:00Z", clear["scheduled"].AsArray().Single()!["from"]!["utc"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_withdrawal_says_why_in_the_query()
    {
        Answered answer = await Manager.SendAsync(HttpMethod.Delete, "/api/policy/versions/week-34/activation?from=monday&because=x", null);

        Assert.Equal(["?from field.out-of-range", "?reason field.required", "?because field.unknown-member"], answer.Errors);
    }
}
