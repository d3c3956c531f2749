using System.Net;
using System.Text.RegularExpressions;
using Caseward.Local.Hosting.Pages;
using Caseward.Local.Tests.Hosting.Durable;
using Caseward.Local.Tests.Queues;
using Caseward.Local.Tests.Schedules;
using Microsoft.Data.Sqlite;

namespace Caseward.Local.Tests.Hosting.Pages;

/// <summary>What all pages under /local have in common.</summary>
public sealed partial class PageTests
{
    public static TheoryData<string> Addresses => ["/local", "/local/mail", "/local/clock", "/local/queues", "/local/queues/work", "/local/instances", "/local/entities", "/local/functions", "/local/health"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_browser_gets_a_page_that_loads_nothing_from_elsewhere_and_cannot_be_framed(string address)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue), typeof(MinuteTimer));

        using HttpResponseMessage answer = await app.LookAsync(address);
        string page = await answer.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.All(["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'"], part => Assert.Contains(part, policy, StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch(External(), page);
        Assert.Matches("<html lang=\"en\">.*<h1>.*</main>", page.ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task Style_and_script_come_from_the_runtime_itself()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        Assert.Equal("text/css", (await app.Http.GetAsync("/local/page.css")).Content.Headers.ContentType!.MediaType);
        Assert.Equal("text/javascript", (await app.Http.GetAsync("/local/page.js")).Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/local/clock")]
    [InlineData("/local/instances")]
    [InlineData("/local/functions")]
    [InlineData("/local/health")]
    public async Task Whoever_does_not_ask_for_a_page_gets_data(string address)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        Assert.Equal("application/json", (await app.Http.GetAsync(address)).Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Our_own_forms_pass_the_doorkeeper_and_come_back_to_their_page()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        string page = await app.SubmitAsync("/local/clock", ("advance", "PT1H"));

        Assert.Contains("The clock was moved", page, StringComparison.Ordinal);
        Assert.Contains("2026-06-01 13:00:00Z", page, StringComparison.Ordinal);
        Assert.Contains("same-origin", (await app.LookAsync("/local/clock")).Headers.GetValues("Referrer-Policy"));
    }

    [Fact]
    public async Task A_refusal_is_problem_details_for_programs_and_a_page_for_people()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await app.PostAsync("/local/clock", """{"advance":"soon"}""");
        string page = await app.SubmitAsync("/local/clock", ("advance", "soon"));

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/local/clock")]
    [InlineData("/local/mail/faults")]
    [InlineData("/local/mail/deliveries")]
    [InlineData("/admin/functions/Hello")]
    public async Task A_body_of_more_than_a_quarter_of_a_megabyte_is_refused(string path)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await app.PostAsync(path, $$"""{"advance":"{{new string('x', 300_000)}}"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("GET", "/local/nothing", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/local/clock", HttpStatusCode.NotFound)]
    [InlineData("GET", "/local/mail/none", HttpStatusCode.NotFound)]
    [InlineData("GET", "/local/queues/none", HttpStatusCode.NotFound)]
    [InlineData("GET", "/local/queues/work?after=garbage", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/local/mail/faults", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/local/mail/deliveries", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/local/functions/none/run", HttpStatusCode.NotFound)]
    public async Task Every_refusal_says_why_as_problem_details(string method, string path, HttpStatusCode status)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));

        using HttpResponseMessage answer = await app.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task What_the_disk_has_no_room_for_is_answered_so_by_pages_and_by_the_queue_service()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(FailingQueue));
        app.Runtime.Database.Checkpoints.OnPass = place =>
        {
            if (place == "storage/commit/before")
            {
                throw new SqliteException("database or disk is full", 13);
            }
        };

        using HttpResponseMessage page = await app.Http.DeleteAsync("/local/mail");
        using HttpResponseMessage put = await app.Http.PostAsync($"/{app.Account}/work/messages", new StringContent("<QueueMessage><MessageText>eA==</MessageText></QueueMessage>"));
        app.Runtime.Database.Checkpoints.OnPass = null;

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "ServerBusy"), (put.StatusCode, put.Headers.GetValues("x-ms-error-code").Single()));
    }

    [Fact]
    public void Whatever_is_put_into_markup_is_escaped()
    {
        string hostile = "<script>alert('1')</script>\" onload=\"x";

        string html = Markup.Of($"""<a title="{hostile}">{hostile}</a>{Markup.Of($"<b>{hostile}</b>")}""").ToString();

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\" onload", html, StringComparison.Ordinal);
        Assert.Contains("<b>&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        string text = new string('x', 1999) + "\U0001F6F5" + new string('y', 10);

        Excerpt excerpt = Excerpt.Of(text, "/raw")!;

        Assert.Equal((new string('x', 1999), 2011, true), (excerpt.Text, excerpt.Length, excerpt.Cut));
    }

    [Fact]
    public async Task Functions_are_shown_with_routes_queues_and_schedules()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples), typeof(FailingQueue), typeof(MinuteTimer), typeof(VisitOrchestrator), typeof(VisitActivities));

        string page = await app.PageAsync("/local/functions");
        System.Text.Json.JsonElement data = await app.DataAsync("/local/functions");

        Assert.All(["/api/hello/{name}", "/local/queues/work", "VisitOrchestrator", "Farewell"], text => Assert.Contains(text, page, StringComparison.Ordinal));
        System.Text.Json.JsonElement schedule = Assert.Single(data.GetProperty("schedules").EnumerateArray());
        Assert.Equal("2026-06-01T12:01:00+00:00", schedule.GetProperty("next").GetString());
    }

    [Fact]
    public async Task A_timer_function_can_be_run_now_and_others_cannot()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(MinuteTimer), typeof(FailingQueue));

        HttpResponseMessage timer = await app.PostAsync("/local/functions/EveryMinute/run");
        HttpResponseMessage queue = await app.PostAsync("/local/functions/Fails/run");
        HttpResponseMessage nothing = await app.PostAsync("/local/functions/Nothing/run");
        await app.Runtime.WhenIdleAsync();

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.NotFound], [timer.StatusCode, queue.StatusCode, nothing.StatusCode]);
        Assert.Single(app.Notes.Lines);
    }

    [GeneratedRegex("""(src|href|action)="(https?:|//)|<style|<script>|\son[a-z]+=""")]
    private static partial Regex External();
}
