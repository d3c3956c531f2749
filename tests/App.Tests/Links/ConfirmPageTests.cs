using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Caseward.App.Tests.Mail;
using Caseward.Testing;

namespace Caseward.App.Tests.Links;

/// <summary>The customer opens the link of the mail that says "solved" (rule V1).</summary>
public sealed class ConfirmPageTests : IAsyncLifetime
{
    private MailJourney _journey = null!;

    private HttpClient Browser => _journey.Host.Anybody;

    public async ValueTask InitializeAsync() => _journey = await MailJourney.StartAsync();

    public ValueTask DisposeAsync() => _journey.DisposeAsync();

    [Theory]
    [InlineData("nl")]
    [InlineData("es")]
    [InlineData("en")]
    public async Task The_pages_are_in_the_customers_language(string language)
    {
        string link = await SolvedAsync(language);

        PageAnswer form = await PageAnswer.OpenAsync(Browser, link);
        PageAnswer confirmed = await PageAnswer.SubmitAsync(Browser, link, ("action", "confirm"));
        PageAnswer closed = await PageAnswer.OpenAsync(Browser, link);
        PageAnswer reopened = await PageAnswer.SubmitAsync(Browser, link, ("action", "reopen"), ("reason", "The light is red again."));
        PageAnswer over = await PageAnswer.OpenAsync(Browser, link);

        Golden.Verify(string.Concat(new[] { form, confirmed, closed, reopened, over }.Select(Plain)), language);
    }

    [Fact]
    public async Task Opening_the_page_changes_nothing()
    {
        string link = await SolvedAsync();

        await PageAnswer.OpenAsync(Browser, link);
        await PageAnswer.OpenAsync(Browser, link + "?action=confirm");

        Assert.Equal("resolved", await _journey.StatusAsync());
    }

    [Fact]
    public async Task Confirming_closes_the_case_and_confirming_twice_is_fine()
    {
        string link = await SolvedAsync();

        Assert.Equal(HttpStatusCode.OK, (await PageAnswer.SubmitAsync(Browser, link, ("action", "confirm"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await PageAnswer.SubmitAsync(Browser, link, ("action", "confirm"))).Status);

        Assert.Equal("confirmed", Assert.Single(await _journey.FactsAsync("caseClosed"))["cause"]!.GetValue<string>());
    }

    [Fact]
    public async Task Reopening_says_why_and_a_form_that_is_sent_twice_reopens_once()
    {
        string link = await SolvedAsync();

        for (int i = 0; i < 2; i++)
        {
            PageAnswer reopened = await PageAnswer.SubmitAsync(Browser, link, ("action", "reopen"), ("reason", "The light is red again."));
            Assert.Equal(HttpStatusCode.OK, reopened.Status);
        }

        Assert.Equal("The light is red again.", Assert.Single(await _journey.FactsAsync("caseReopened"))["reason"]!.GetValue<string>());
        Assert.Equal("open", await _journey.StatusAsync());
    }

    [Fact]
    public async Task The_link_of_an_earlier_solution_does_not_speak_for_the_later_one()
    {
        string earlier = await SolvedAsync();
        await PageAnswer.SubmitAsync(Browser, earlier, ("action", "reopen"));
        string later = await _journey.SolveAndMailAsync();

        Assert.Equal(HttpStatusCode.Conflict, (await PageAnswer.OpenAsync(Browser, earlier)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await PageAnswer.SubmitAsync(Browser, earlier, ("action", "confirm"))).Status);
        Assert.Equal("resolved", await _journey.StatusAsync());
        Assert.Equal(HttpStatusCode.OK, (await PageAnswer.SubmitAsync(Browser, later, ("action", "confirm"))).Status);
    }

    [Fact]
    public async Task After_the_window_the_link_has_expired()
    {
        string link = await SolvedAsync();
        await _journey.PassAsync(TimeSpan.FromDays(14.1));

        PageAnswer late = await PageAnswer.SubmitAsync(Browser, link, ("action", "reopen"));

        Assert.Equal(HttpStatusCode.Gone, late.Status);
        Assert.Equal("closed", await _journey.StatusAsync());
    }

    [Fact]
    public async Task A_program_can_confirm_in_JSON_and_learns_nothing_of_the_inside()
    {
        Answered confirmed = await Browser.PostAsync(await SolvedAsync(), new JsonObject { ["action"] = "confirm" });

        Assert.Equal((HttpStatusCode.OK, "closed"), (confirmed.Status, confirmed.Text("status")));
        Assert.All(["queue", "tier", "owner", "escalations", "nextDue"], inside => Assert.Null(confirmed.Json![inside]));
    }

    [Fact]
    public async Task An_action_that_is_none_is_refused()
    {
        string link = await SolvedAsync();

        foreach (string form in new[] { "", "action=", "action=delete", "reason=x" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await PageAnswer.PostAsync(Browser, link, form, "application/x-www-form-urlencoded")).Status);
        }

        Assert.Equal("resolved", await _journey.StatusAsync());
    }

    private async Task<string> SolvedAsync(string language = "en")
    {
        await _journey.OpenAsync(language);
        await _journey.DoAsync("claim");
        return await _journey.SolveAndMailAsync();
    }

    private string Plain(PageAnswer page)
    {
        string withoutStyle = Regex.Replace(page.Body, "<style>.*?</style>", "<style></style>", RegexOptions.Singleline);
        return $"===== {(int)page.Status}\n{withoutStyle.Replace(_journey.Number, "NUMBER", StringComparison.Ordinal)}\n";
    }
}
