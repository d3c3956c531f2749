using System.Net;
using System.Text.Json.Nodes;
using Caseward.Testing;

namespace Caseward.App.Tests.Intake;

public sealed class PortalIntakeTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Portal = "/api/portal/cases";

    private CasewardHost Host => shared.Host;

    private HttpClient Jan => Host.As("jan@example.com");

    [Fact]
    public async Task A_customer_gets_a_number_and_a_promise_and_nothing_of_the_inside()
    {
        Answered opened = await Jan.PostAsync(Portal, Forms.PortalCase());

        Assert.Equal(HttpStatusCode.Created, opened.Status);
        Assert.Equal($"/api/cases/{opened.Text("number")}", opened.Headers["Location"]);
        Assert.NotEmpty(opened.Text("promise/response/local"));
        Assert.Equal(["number", "promise"], opened.Json!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task A_customer_is_the_contact_whatever_address_they_type_in()
    {
        Answered opened = await Jan.PostAsync(
            Portal, Forms.PortalCase().With("contact", new JsonObject { ["name"] = "Jan", ["email"] = "somebody.else@example.com" }));

        Answered read = await Host.As("anna").ReadAsync(opened.Headers["Location"]);

        Assert.Equal("jan@example.com", read.Text("contact/email"));
        Assert.Equal("portal", read.Text("origin"));
    }

    [Theory]
    [InlineData("level", "\"premier\"")]
    [InlineData("internalComment", "\"x\"")]
    [InlineData("agreedAt", "\"2024-08-13T10:00:00Z\"")]
    [InlineData("menuChoice", "\"1\"")]
    public async Task A_customer_does_not_decide_what_is_promised_or_noted(string name, string value)
    {
        Answered answer = await Jan.PostAsync(Portal, Forms.PortalCase().With(name, JsonNode.Parse(value)));

        Assert.Equal([$"/{name} field.not-allowed"], answer.Errors);
    }

    [Fact]
    public async Task A_customer_does_not_choose_the_customer_record()
    {
        Answered answer = await Jan.PostAsync(Portal, Forms.PortalCase().With("contact", new JsonObject { ["name"] = "Jan", ["account"] = "acme" }));

        Assert.Equal(["/contact/account field.not-allowed"], answer.Errors);
    }

    [Fact]
    public async Task A_customers_case_comes_from_the_portal_and_from_nowhere_else()
    {
        Answered answer = await Jan.PostAsync(Portal, Forms.PortalCase().With("origin", "phone"));

        Assert.Equal(["/origin field.unknown-value"], answer.Errors);
    }

    [Theory]
    [InlineData(null, "colleague")]
    [InlineData("chat", "chat")]
    [InlineData("inPerson", "inPerson")]
    public async Task A_colleague_logs_a_case_on_behalf_of_a_customer(string? origin, string recorded)
    {
        JsonObject form = Forms.Case();
        if (origin is not null)
        {
            form["origin"] = origin;
        }

        Answered opened = await Host.As("anna").PostAsync(Portal, form);
        Answered read = await Host.As("anna").ReadAsync(opened.Headers["Location"]);

        Assert.Equal(recorded, read.Text("origin"));
        Assert.Equal("jan@example.com", read.Text("contact/email"));
    }

    [Fact]
    public async Task A_colleague_does_not_log_calls_and_mails_here() =>
        Assert.Equal(["/origin field.unknown-value"], (await Host.As("anna").PostAsync(Portal, Forms.Case().With("origin", "email"))).Errors);

    [Fact]
    public async Task The_same_request_twice_is_one_case()
    {
        (string, string) key = ("Idempotency-Key", "form-42");

        Answered first = await Jan.PostAsync(Portal, Forms.PortalCase(), key);
        Answered second = await Jan.PostAsync(Portal, Forms.PortalCase(), key);

        Assert.Equal(HttpStatusCode.Created, second.Status);
        Assert.Equal(first.Json!.ToJsonString(), second.Json!.ToJsonString());
        Assert.Equal(first.Headers["Location"], second.Headers["Location"]);
        Assert.Equal("true", second.Headers["Idempotency-Replayed"]);
    }

    [Fact]
    public async Task The_same_request_many_times_at_once_is_one_case()
    {
        Answered[] answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Jan.PostAsync(Portal, Forms.PortalCase(), ("Idempotency-Key", "at-once"))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.Single(answers.Select(answer => answer.Text("number")).Distinct());
    }

    [Fact]
    public async Task The_same_key_of_somebody_else_is_another_case()
    {
        (string, string) key = ("Idempotency-Key", "shared");

        Answered jan = await Jan.PostAsync(Portal, Forms.PortalCase(), key);
        Answered piet = await Host.As("piet@example.com").PostAsync(Portal, Forms.PortalCase(), key);

        Assert.NotEqual(jan.Text("number"), piet.Text("number"));
    }

    [Fact]
    public async Task Without_a_key_every_request_is_a_case_of_its_own()
    {
        Answered first = await Jan.PostAsync(Portal, Forms.PortalCase());
        Answered second = await Jan.PostAsync(Portal, Forms.PortalCase());

        Assert.NotEqual(first.Text("number"), second.Text("number"));
    }
}
