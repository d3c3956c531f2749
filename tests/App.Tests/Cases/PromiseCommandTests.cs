using System.Net;
using System.Text.Json.Nodes;
using Caseward.Testing;

namespace Caseward.App.Tests.Cases;

/// <summary>What changes the promise of a running case, or who it is for, through HTTP.</summary>
public sealed class PromiseCommandTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private CasewardHost Host => shared.Host;

    private HttpClient Anna => Host.As("anna");

    [Fact]
    public async Task A_more_urgent_case_is_due_by_its_new_promise_counted_from_its_start()
    {
        string path = await OpenAsync();

        Answered changed = await Anna.PostAsync($"{path}/priority", new JsonObject { ["priority"] = 1, ["reason"] = "Cannot leave the house." });
        Answered unknown = await Anna.PostAsync($"{path}/priority", new JsonObject { ["priority"] = 9 });

        Assert.Equal((HttpStatusCode.OK, 1), (changed.Status, changed["priority"].GetValue<int>()));
        Assert.Equal("2024-08-12T09:00:00Z", changed.Text("nextDue/utc"));
        Assert.Equal("priority.unknown", unknown.Code);
    }

    [Fact]
    public async Task An_agreed_date_has_an_author_and_is_replaced_only_by_naming_it()
    {
        string path = await OpenAsync();
        JsonObject friday = new() { ["at"] = "2024-08-16T10:00:00Z" };
        await Anna.PostAsync($"{path}/agreed-date", friday);

        Answered blind = await Host.As("bram").PostAsync($"{path}/agreed-date", new JsonObject { ["at"] = "2024-08-20T10:00:00Z" });
        Answered named = await Host.As("bram").PostAsync($"{path}/agreed-date", new JsonObject { ["at"] = "2024-08-20T10:00:00Z", ["replaces"] = "2024-08-16T10:00:00Z" });
        Answered read = await Anna.ReadAsync(path);
        Answered withdrawn = await Anna.PostAsync($"{path}/agreed-date-withdrawal", new JsonObject { ["reason"] = "On holiday." });

        Assert.Equal((HttpStatusCode.Conflict, "agreed-date.taken"), (blind.Status, blind.Code));
        Assert.Contains("'anna'", blind.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, named.Status);
        Assert.Equal(("bram", "2024-08-20T10:00:00Z"), (read.Text("agreedBy"), read.Text("promise/agreed/utc")));
        Assert.Equal(HttpStatusCode.OK, withdrawn.Status);
    }

    [Fact]
    public async Task A_date_is_agreed_within_five_years_also_when_the_case_comes_in()
    {
        string path = await OpenAsync();

        Answered far = await Anna.PostAsync($"{path}/agreed-date", new JsonObject { ["at"] = "2204-08-16T10:00:00Z" });
        Answered opened = await Anna.PostAsync("/api/phone/cases", Forms.Case().With("agreedAt", "2204-08-16T10:00:00Z"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "agreed-date.too-far"), (far.Status, far.Code));
        Assert.Equal(["/agreedAt agreed-date.too-far"], opened.Errors);
    }

    [Fact]
    public async Task What_was_escalated_by_hand_is_brought_back_by_hand()
    {
        string path = await OpenAsync();
        await Anna.PostAsync($"{path}/escalate", new JsonObject { ["reason"] = "Needs the factory." });

        Answered back = await Host.As("kees").PostAsync($"{path}/deescalate", new JsonObject { ["reason"] = "The factory answered.", ["queue"] = "werkplaats" });
        Answered again = await Anna.PostAsync($"{path}/deescalate", new JsonObject { ["reason"] = "Twice." });

        Assert.Equal(("werkplaats", 0), (back.Text("queue"), back["escalations"].AsArray().Count));
        Assert.Equal((HttpStatusCode.Conflict, "escalation.not-by-hand"), (again.Status, again.Code));
    }

    [Fact]
    public async Task A_callback_is_given_to_somebody_else_who_is_told()
    {
        string path = await OpenAsync();
        await Anna.PostAsync($"{path}/callbacks", new JsonObject { ["from"] = "2024-08-13T09:00:00Z", ["until"] = "2024-08-13T10:00:00Z" });

        Answered given = await Anna.PostAsync($"{path}/callback-assignment", new JsonObject { ["assignee"] = "bram" });

        Assert.Equal(HttpStatusCode.OK, given.Status);
        Assert.Equal("bram", (await Anna.ReadAsync(path)).Text("callback/assignee"));
    }

    [Fact]
    public async Task A_successor_takes_over_on_a_day_and_a_new_contact_at_once()
    {
        string path = await OpenAsync();
        JsonObject piet = new() { ["name"] = "Piet", ["email"] = "piet@example.com" };

        await Anna.PostAsync($"{path}/contact", new JsonObject { ["contact"] = piet, ["from"] = "2024-09-01" });
        Answered later = await Anna.ReadAsync(path);
        await Anna.PostAsync($"{path}/contact", new JsonObject { ["contact"] = piet.DeepClone() });
        Answered now = await Anna.ReadAsync(path);
        Answered nobody = await Anna.PostAsync($"{path}/contact", new JsonObject { ["contact"] = new JsonObject { ["name"] = "Piet" } });

        Assert.Equal(("Jan Jansen", "2024-08-31T22:00:00Z"), (later.Text("contact/name"), later.Text("successor/from/utc")));
        Assert.Equal("Piet", now.Text("contact/name"));
        Assert.Contains("/contact contact.unreachable", nobody.Errors);
    }

    [Fact]
    public async Task A_duplicate_is_closed_under_the_number_of_the_other()
    {
        string path = await OpenAsync();
        string other = (await OpenAsync())["/api/cases/".Length..];

        Answered closed = await Anna.PostAsync($"{path}/close", new JsonObject { ["reason"] = "Asked twice.", ["duplicateOf"] = other });

        Assert.Equal("closed", closed.Text("status"));
        Assert.Equal(other, (await Anna.ReadAsync(path)).Text("duplicateOf"));
    }

    [Fact]
    public async Task The_open_cases_of_a_customer_are_offered_before_another_is_made()
    {
        string email = "twice@example.com";
        JsonObject form = Forms.Case().With("contact", new JsonObject { ["name"] = "Twice", ["email"] = email });
        Answered first = await Anna.PostAsync("/api/phone/cases", form);

        Answered offered = await Anna.ReadAsync($"/api/accounts/{email}/existing-cases?subject=RE: the mobility scooter does NOT charge!");

        Assert.Equal(first.Text("number"), Assert.Single(offered["sameQuestion"].AsArray())!.GetValue<string>());
        Assert.Equal(first.Text("number"), offered.Text("open/0/number"));
    }

    [Fact]
    public async Task Nothing_is_left_to_decide_and_no_task_to_do_on_an_ordinary_case()
    {
        string path = await OpenAsync();

        Answered decided = await Anna.PostAsync($"{path}/entitlement-decision", new JsonObject { ["outcome"] = "paid" });
        Answered done = await Anna.PostAsync($"{path}/task-completion", new JsonObject { ["task"] = 1 });

        Assert.Equal("entitlement.nothing-to-decide", decided.Code);
        Assert.Equal("task.unknown", done.Code);
    }

    private async Task<string> OpenAsync() => $"/api/cases/{(await Anna.PostAsync("/api/phone/cases", Forms.Case())).Text("number")}";
}
