using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Caseward.App.Tests.Links;
using Caseward.App.Tests.Mail;
using Caseward.Testing;

namespace Caseward.App.Tests.Surveys;

/// <summary>The customer opens the link of the survey mail (rules V3, V4).</summary>
public sealed class SurveyPageTests : IAsyncLifetime
{
    private const string SaysItAgain = "An answer that is sent again after a failure behind its commit is written down again; these pages take no key.";

    private MailJourney _journey = null!;

    private HttpClient Browser => _journey.Host.Anybody;

    public async ValueTask InitializeAsync() => _journey = await MailJourney.StartAsync();

    public ValueTask DisposeAsync() => _journey.DisposeAsync();

    [Theory]
    [Undisturbed("clock", "The golden file has the minute in which the survey was decided, which a jump makes later.")]
    [InlineData("nl")]
    [InlineData("es")]
    [InlineData("en")]
    public async Task The_page_and_the_thanks_are_in_the_customers_language(string language)
    {
        string link = await AskedAsync(language);
        string token = link[(link.LastIndexOf('/') + 1)..];

        PageAnswer form = await PageAnswer.OpenAsync(Browser, link);
        PageAnswer thanks = await PageAnswer.SubmitAsync(Browser, link, ("score", "4"), ("comment", "Fine <b>&</b> quick"));
        PageAnswer again = await PageAnswer.OpenAsync(Browser, link);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (form.Status, thanks.Status, again.Status));
        Golden.Verify(Plain(form, token) + Plain(thanks, token) + Plain(again, token), language);
    }

    [Fact]
    public async Task Opening_the_page_does_nothing_however_often_scanners_do_it()
    {
        string link = await AskedAsync();

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await PageAnswer.OpenAsync(Browser, link + "?score=1&action=confirm")).Status);
        }

        Assert.Empty(await _journey.FactsAsync("surveyAnswered"));
    }

    [Fact]
    [Undisturbed("storage", SaysItAgain)]
    public async Task An_answer_is_written_on_the_case_and_can_be_changed_until_the_survey_expires()
    {
        string link = await AskedAsync();

        await PageAnswer.SubmitAsync(Browser, link, ("score", "2"), ("comment", "Slow.\r\nVery slow."));
        await PageAnswer.SubmitAsync(Browser, link, ("score", "5"));
        await PageAnswer.SubmitAsync(Browser, link, ("score", "2"));

        IReadOnlyList<JsonNode> answers = await _journey.FactsAsync("surveyAnswered");
        Assert.Equal([2, 5, 2], answers.Select(answer => answer["score"]!.GetValue<int>()));
        Assert.Equal("Slow.\r\nVery slow.", answers[0]["comment"]!.GetValue<string>());
        Assert.Equal("closed", await _journey.StatusAsync());

        await _journey.PassAsync(TimeSpan.FromDays(30.1));
        PageAnswer late = await PageAnswer.SubmitAsync(Browser, link, ("score", "1"));
        Assert.Equal(HttpStatusCode.Gone, late.Status);
        Assert.Contains("This link has expired", late.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await PageAnswer.OpenAsync(Browser, link)).Status);
        Assert.Equal(3, (await _journey.FactsAsync("surveyAnswered")).Count);
    }

    [Fact]
    [Undisturbed("storage", SaysItAgain)]
    public async Task A_program_answers_in_JSON()
    {
        string link = await AskedAsync();

        Answered taken = await Browser.PostAsync(link, new JsonObject { ["score"] = 5, ["comment"] = "Thanks" });

        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Equal((_journey.Number, 5, "Thanks"), (taken.Text("number"), taken["score"].GetValue<int>(), taken.Text("comment")));
        Assert.Equal(5, Assert.Single(await _journey.FactsAsync("surveyAnswered"))["score"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_program_is_told_what_is_wrong()
    {
        string link = await AskedAsync();
        (string Body, string Error)[] wrong =
        [
            ("{}", "/score field.out-of-range"),
            ("{\"score\":0}", "/score field.out-of-range"),
            ("{\"score\":6}", "/score field.out-of-range"),
            ("{\"score\":3.5}", "/score field.out-of-range"),
            ("{\"score\":3,\"comment\":\"\\u0000\"}", "/comment field.bad-characters"),
        ];

        foreach ((string body, string error) in wrong)
        {
            Answered refused = await Browser.PostTextAsync(link, body);
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            Assert.Equal([error], refused.Errors);
        }
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_and_nothing_is_written()
    {
        const string Json = "application/json";
        string link = await AskedAsync();
        (string Body, string ContentType, HttpStatusCode Expected)[] unreadable =
        [
            ("[]", Json, HttpStatusCode.BadRequest),
            ("{\"score\":", Json, HttpStatusCode.BadRequest),
            ("{\"score\":{\"a\":1}}", Json, HttpStatusCode.BadRequest),
            ("{\"score\":1,\"score\":2}", Json, HttpStatusCode.BadRequest),
            ("{\"score\":1,\"comment\":\"\\uD800\"}", Json, HttpStatusCode.BadRequest),
            ("score=1", "text/plain", HttpStatusCode.UnsupportedMediaType),
            (string.Concat(Enumerable.Range(0, 17).Select(i => $"field{i}=1&")) + "score=1", "application/x-www-form-urlencoded", HttpStatusCode.BadRequest),
        ];

        foreach ((string body, string contentType, HttpStatusCode expected) in unreadable)
        {
            Assert.Equal(expected, (await PageAnswer.PostAsync(Browser, link, body, contentType)).Status);
        }

        Assert.Empty(await _journey.FactsAsync("surveyAnswered"));
    }

    [Fact]
    public async Task A_body_of_a_megabyte_is_not_even_read()
    {
        PageAnswer refused = await PageAnswer.SubmitAsync(Browser, await AskedAsync(), ("score", "1"), ("comment", new string('x', 1_000_000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.Status);
    }

    [Fact]
    public async Task A_form_without_a_score_comes_back_with_what_was_typed()
    {
        PageAnswer refused = await PageAnswer.SubmitAsync(Browser, await AskedAsync(), ("comment", "Keep <this>"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("role=\"alert\">Choose a score from 1 to 5.", refused.Body, StringComparison.Ordinal);
        Assert.Contains("Keep &lt;this&gt;</textarea>", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_was_changed_or_is_for_another_page_does_not_work()
    {
        string link = await AskedAsync();
        string[] wrong =
        [
            link[..^1] + (link[^1] == 'A' ? "B" : "A"),
            link.Replace(".1.", ".2.", StringComparison.Ordinal),
            link.Replace("/survey/", "/confirm/", StringComparison.Ordinal),
            "/survey/x",
            "/survey/%0d%0aX-Evil:1",
        ];

        foreach (string path in wrong)
        {
            PageAnswer opened = await PageAnswer.OpenAsync(Browser, path);
            PageAnswer sent = await PageAnswer.SubmitAsync(Browser, path, ("score", "5"), ("action", "confirm"));
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (opened.Status, sent.Status));
            Assert.Contains("Deze link werkt niet", opened.Body, StringComparison.Ordinal);
        }

        Answered program = await Browser.PostAsync(wrong[0], new JsonObject { ["score"] = 5 });
        Assert.Equal("link.unknown", program.Code);
    }

    [Fact]
    public async Task A_survey_of_a_case_that_was_reopened_is_over()
    {
        string link = await AskedAsync();
        await _journey.DoAsync("reopen", new JsonObject { ["reason"] = "It broke again." });

        Assert.Equal(HttpStatusCode.Conflict, (await PageAnswer.OpenAsync(Browser, link)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await PageAnswer.SubmitAsync(Browser, link, ("score", "5"))).Status);
        Assert.Equal("link.over", (await Browser.PostAsync(link, new JsonObject { ["score"] = 5 })).Code);
    }

    [Fact]
    public async Task The_page_loads_nothing_runs_nothing_and_tells_nobody_its_address()
    {
        PageAnswer page = await PageAnswer.OpenAsync(Browser, await AskedAsync());

        string style = Regex.Match(page.Body, "<style>(?<css>.*?)</style>", RegexOptions.Singleline).Groups["css"].Value;
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", page.Headers["Content-Security-Policy"]);
        Assert.Equal("no-referrer", page.Headers["Referrer-Policy"]);
        Assert.Equal("no-store", page.Headers["Cache-Control"]);
        Assert.Equal("nosniff", page.Headers["X-Content-Type-Options"]);
        Assert.Equal("text/html", page.ContentType);
        Assert.DoesNotMatch("(?i)<script|<img|<link|src=|style=|onclick", page.Body);
        Assert.Contains("<html lang=\"en\">", page.Body, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(page.Body, "<h1>"));
    }

    private async Task<string> AskedAsync(string language = "en")
    {
        await _journey.OpenAsync(language);
        await _journey.DoAsync("claim");
        await _journey.CloseAsync();
        await _journey.Host.UntilAsync(() => _journey.MailsTo("jan@example.com")[^1].Text!.Contains("/survey/", StringComparison.Ordinal));
        return _journey.LinkTo("survey");
    }

    private string Plain(PageAnswer page, string token)
    {
        string withoutStyle = Regex.Replace(page.Body, "<style>.*?</style>", "<style></style>", RegexOptions.Singleline);
        return $"===== {(int)page.Status}\n{withoutStyle.Replace(token, "TOKEN", StringComparison.Ordinal).Replace(_journey.Number, "NUMBER", StringComparison.Ordinal)}\n";
    }
}
