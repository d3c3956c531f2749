using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Caseward.Testing;

namespace Caseward.App.Tests.Identity;

/// <summary>
/// Matrix: sign of identity (none, development, platform header, integration token; right, wrong, not believed here) × what is asked for.
/// </summary>
public sealed class WhoAsksTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Token = "a-token-of-the-telephone-exchange-0123456789";

    private CasewardHost Host => shared.Host;

    [Theory]
    [InlineData("GET", "/api/policy")]
    [InlineData("GET", "/api/cases/123456782")]
    [InlineData("GET", "/api/portal/cases")]
    [InlineData("GET", "/api/poison")]
    [InlineData("POST", "/api/portal/cases")]
    [InlineData("POST", "/api/phone/cases")]
    [InlineData("POST", "/api/cases/123456782/claim")]
    public async Task Whoever_does_not_say_who_they_are_is_asked(string method, string path)
    {
        Answered answer = await Host.Anybody.SendAsync(new HttpMethod(method), path, null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("identity.required", answer.Code);
        Assert.Contains("Bearer", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_is_open_to_all() => Assert.Equal(HttpStatusCode.OK, (await Host.Anybody.ReadAsync("/api/health")).Status);

    [Theory]
    [InlineData("nobody-we-know")]
    [InlineData("not an address@")]
    public async Task A_development_name_that_is_neither_a_colleague_nor_an_address_is_not_recognised(string name)
    {
        Answered answer = await Host.As(name).ReadAsync("/api/policy");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("identity.not-recognised", answer.Code);
    }

    [Theory]
    [InlineData("willem", HttpStatusCode.OK)]
    [InlineData("eva", HttpStatusCode.OK)]
    [InlineData("sanne", HttpStatusCode.Forbidden)]
    [InlineData("anna", HttpStatusCode.Forbidden)]
    [InlineData("jan@example.com", HttpStatusCode.Forbidden)]
    public async Task Only_managers_see_the_poison_messages(string who, HttpStatusCode expected) =>
        Assert.Equal(expected, (await Host.As(who).ReadAsync("/api/poison")).Status);

    [Theory]
    [InlineData("/api/phone/cases")]
    [InlineData("/api/cases/123456782/claim")]
    [InlineData("/api/cases/123456782/assign")]
    [InlineData("/api/cases/123456782/release")]
    [InlineData("/api/cases/123456782/notes")]
    [InlineData("/api/cases/123456782/calls")]
    [InlineData("/api/cases/123456782/wait")]
    [InlineData("/api/cases/123456782/resume")]
    [InlineData("/api/cases/123456782/escalate")]
    [InlineData("/api/cases/123456782/callbacks")]
    [InlineData("/api/cases/123456782/callback-completion")]
    [InlineData("/api/cases/123456782/resolve")]
    [InlineData("/api/cases/123456782/close")]
    public async Task Customers_cannot_do_what_is_for_colleagues(string path)
    {
        Answered answer = await Host.As("jan@example.com").PostAsync(path, new JsonObject());

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("identity.not-permitted", answer.Code);
    }

    [Theory]
    [InlineData("/api/queues/werkplaats/cases")]
    [InlineData("/api/owners/anna/cases")]
    [InlineData("/api/accounts/jan@example.com/cases")]
    [InlineData("/api/promises")]
    public async Task Customers_cannot_read_what_is_for_colleagues(string path) =>
        Assert.Equal(HttpStatusCode.Forbidden, (await Host.As("jan@example.com").ReadAsync(path)).Status);

    [Fact]
    public async Task A_colleague_is_known_by_e_mail_address_as_well()
    {
        Answered answer = await Host.As("Anna@caseward.example").ReadAsync("/api/owners/me/cases");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task The_platforms_header_is_not_believed_unless_a_setting_says_so()
    {
        Answered answer = await Host.Anybody.ReadAsync("/api/poison", ("X-MS-CLIENT-PRINCIPAL", Principal(("email", "willem@caseward.example"))));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Fact]
    public async Task A_customer_whose_address_only_looks_like_another_ones_does_not_see_their_cases()
    {
        await using CasewardHost host = await CasewardHost.StartAsync("Identity:PlatformAuthentication=true");
        JsonObject form = Forms.Case().With("contact", new JsonObject { ["name"] = "Kees", ["email"] = "kees9@example.com" });
        string number = (await host.As("anna").PostAsync("/api/phone/cases", form)).Text("number");
        (string, string) lookAlike = ("X-MS-CLIENT-PRINCIPAL", Principal(("email", "\u212Aees9@example.com")));
        (string, string) kees = ("X-MS-CLIENT-PRINCIPAL", Principal(("email", "Kees9@Example.com")));

        Assert.Equal(HttpStatusCode.NotFound, (await host.Anybody.ReadAsync($"/api/cases/{number}", lookAlike)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Anybody.SendAsync(HttpMethod.Post, $"/api/cases/{number}/confirm", null, lookAlike)).Status);
        Assert.Empty((await host.Anybody.ReadAsync("/api/portal/cases", lookAlike))["items"].AsArray());
        Assert.Single((await host.Anybody.ReadAsync("/api/portal/cases", kees))["items"].AsArray());
        Assert.Equal(HttpStatusCode.OK, (await host.Anybody.ReadAsync($"/api/cases/{number}", kees)).Status);
    }

    [Fact]
    public async Task An_unknown_token_is_not_recognised()
    {
        Answered answer = await Host.With("guess").ReadAsync("/api/policy");

        Assert.Equal("identity.not-recognised", answer.Code);
    }

    [Fact]
    public async Task The_development_sign_in_is_off_unless_it_is_set()
    {
        await using CasewardHost host = await CasewardHost.StartAsync("Identity:DevelopmentSignIn=false");

        Answered answer = await host.As("anna").ReadAsync("/api/policy");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("Identity__DevelopmentSignIn", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    [Undisturbed("chaos", "It starts the app outside of Development, where chaos is refused.")]
    public async Task The_development_sign_in_is_off_outside_development_even_when_it_is_set()
    {
        await using CasewardHost host = await CasewardHost.StartAsync(
            "AZURE_FUNCTIONS_ENVIRONMENT=Production",
            "Signing:Key=0123456789abcdef0123456789abcdef0123",
            "Links:PublicUrl=https://care.example.com",
            "Email:Sender=service@example.com",
            "Email:InboundDomain=in.example.com");

        Answered answer = await host.As("anna").ReadAsync("/api/policy");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.DoesNotContain("Development", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.DoesNotContain("DevelopmentSignIn", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_integration_is_known_by_its_token_of_which_only_the_hash_is_set()
    {
        string hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Token)));
        await using CasewardHost host = await CasewardHost.StartAsync($"Identity:IntegrationTokens:exchange={hash}");

        Answered opened = await host.With(Token).PostAsync("/api/phone/cases", Forms.Case());
        Answered timeline = await host.With(Token).ReadAsync($"/api/cases/{opened.Text("number")}/timeline");

        Assert.Equal("integration", timeline.Text("items/0/actor/kind"));
        Assert.Equal("exchange", timeline.Text("items/0/actor/id"));
        Assert.Equal(HttpStatusCode.Forbidden, (await host.With(Token).ReadAsync("/api/poison")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.With(Token + "x").ReadAsync("/api/policy")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.With(hash).ReadAsync("/api/policy")).Status);
    }

    [Fact]
    public async Task A_token_in_the_settings_instead_of_its_hash_is_refused_at_the_start()
    {
        Exception? refused = await Record.ExceptionAsync(() => CasewardHost.StartAsync($"Identity:IntegrationTokens:exchange={Token}"));

        Assert.NotNull(refused);
        Assert.DoesNotContain(Token, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_platforms_authentication_people_are_known_by_their_e_mail_address()
    {
        await using CasewardHost host = await CasewardHost.StartAsync("Identity:PlatformAuthentication=true", "Identity:DevelopmentSignIn=false");
        HttpClient anybody = host.Anybody;
        (string, string) As(params (string Type, string Value)[] claims) => ("X-MS-CLIENT-PRINCIPAL", Principal(claims));

        Answered manager = await anybody.ReadAsync("/api/poison", As(("preferred_username", "Willem@caseward.example"), ("roles", "reader")));
        Answered customer = await anybody.ReadAsync("/api/portal/cases", As(("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "jan@example.com")));
        Answered application = await anybody.ReadAsync("/api/promises", As(("azp", "exchange"), ("roles", "integration")));
        Answered noRole = await anybody.ReadAsync("/api/promises", As(("azp", "exchange")));
        Answered notAnId = await anybody.ReadAsync("/api/poison", As(("preferred_username", "willem")));
        Answered nothing = await anybody.ReadAsync("/api/policy");
        Answered garbage = await anybody.ReadAsync("/api/policy", ("X-MS-CLIENT-PRINCIPAL", "%%%"));
        Answered noJson = await anybody.ReadAsync("/api/policy", ("X-MS-CLIENT-PRINCIPAL", Convert.ToBase64String("{"u8)));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK],
            [manager.Status, customer.Status, application.Status]);
        Assert.All([noRole, notAnId, nothing, garbage, noJson], answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.Status));
    }

    [Fact]
    public async Task With_the_platforms_authentication_another_site_cannot_act_in_somebodys_name()
    {
        await using CasewardHost host = await CasewardHost.StartAsync("Identity:PlatformAuthentication=true");
        (string, string) anna = ("X-MS-CLIENT-PRINCIPAL", Principal(("email", "anna@caseward.example")));

        Answered caused = await host.Anybody.PostAsync("/api/cases/123456782/claim", anna, ("Sec-Fetch-Site", "cross-site"));
        Answered own = await host.Anybody.PostAsync("/api/cases/123456782/claim", anna, ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal("identity.cross-site", caused.Code);
        Assert.Equal(HttpStatusCode.NotFound, own.Status);
    }

    private static string Principal(params (string Type, string Value)[] claims)
    {
        var principal = new JsonObject
        {
            ["auth_typ"] = "aad",
            ["name_typ"] = "name",
            ["role_typ"] = "roles",
            ["claims"] = new JsonArray([.. claims.Select(claim => (JsonNode)new JsonObject { ["typ"] = claim.Type, ["val"] = claim.Value })]),
        };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(principal.ToJsonString()));
    }
}
