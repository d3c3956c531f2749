using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;

namespace Caseward.App.Tests.Policy;

/// <summary>The preview of a calendar, and the import of a holiday feed. Now is Monday 12 August 2024.</summary>
public sealed class CalendarEndpointTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Feed = """
        BEGIN:VCALENDAR
        VERSION:2.0
        BEGIN:VEVENT
        UID:christmas
        SUMMARY:Kerst
        DTSTART;VALUE=DATE:20241225
        DTEND;VALUE=DATE:20241227
        RRULE:FREQ=YEARLY
        END:VEVENT
        BEGIN:VEVENT
        UID:friday
        SUMMARY:Brugdag
        DTSTART;VALUE=DATE:20250530
        END:VEVENT
        BEGIN:VEVENT
        UID:half
        SUMMARY:Oudejaarsavond
        DTSTART:20241231T140000
        END:VEVENT
        END:VCALENDAR
        """;

    private CasewardHost Host => shared.Host;

    [Fact]
    public async Task A_preview_tells_twelve_months_from_today_with_the_blackouts_of_everybody()
    {
        Answered answer = await Host.As("anna").ReadAsync("/api/policy/calendars/office/preview");

        Assert.Equal(("2024-08-12", "2025-08-11"), (answer.Text("preview/from"), answer.Text("preview/until")));
        Assert.Equal(13, answer["preview/months"].AsArray().Count);
        Assert.Equal("08:30-17:00", answer.Text("preview/months/0/days/0/windows/0/hours"));
        Assert.Equal("2024-08-12T06:30:00Z", answer.Text("preview/months/0/days/0/windows/0/from"));
        Assert.Equal(("blackout", "summer-2024"), (answer.Text("preview/months/0/days/7/why/0/kind"), answer.Text("preview/months/0/days/7/why/0/name")));
        Assert.Equal("appointments", answer.Text("preview/months/0/days/7/stops/0"));
        Assert.Equal(127.5, answer["preview/months/0/openHours"].GetValue<double>());
        Assert.Equal("P1DT18H30M", answer.Text("preview/months/0/openTimeOutsideBlackouts/leadTime"));
        Assert.Equal("+02:00", answer.Text("preview/clockChanges/0/before"));
        Assert.Null(answer.Json!["choices"]);
    }

    [Fact]
    public async Task A_preview_for_cases_has_their_blackouts_and_says_whose_calendar_each_clock_runs_on()
    {
        Answered support = await Host.As("anna").ReadAsync("/api/policy/calendars/office/preview?department=support&queue=premier&level=premier&months=1");
        Answered werkplaats = await Host.As("anna").ReadAsync("/api/policy/calendars/office/preview?department=werkplaats&from=2024-08-19&months=1");

        Assert.Empty(support["preview/months/0/days/7/why"].AsArray());
        Assert.Equal(("response", "office", "department", "support"), (support.Text("choices/1/use"), support.Text("choices/1/calendar"), support.Text("choices/1/of"), support.Text("choices/1/id")));
        Assert.Equal("blackout", werkplaats.Text("preview/months/0/days/0/why/0/kind"));
        Assert.Equal("summer-2024", werkplaats.Text("choices/2/blackouts/0"));
    }

    [Theory]
    [InlineData("?months=25", "?months")]
    [InlineData("?months=x", "?months")]
    [InlineData("?from=12-08-2024", "?from")]
    [InlineData("?from=9999-12-31", "?from")]
    [InlineData("?department=kitchen", "?department")]
    [InlineData("?department=support&queue=cellar", "?queue")]
    [InlineData("?department=support&level=gold", "?level")]
    [InlineData("?level=premier", "?department")]
    public async Task A_wrong_question_is_refused_with_its_place(string query, string where)
    {
        Answered answer = await Host.As("anna").ReadAsync("/api/policy/calendars/office/preview" + query);

        Assert.Equal((HttpStatusCode.BadRequest, where), (answer.Status, answer.Text("errors/0/pointer")));
    }

    [Theory]
    [InlineData("/api/policy/calendars/night/preview", "calendar.not-found")]
    [InlineData("/api/policy/calendars/office/preview?version=never", "policy.version-unknown")]
    public async Task What_is_not_there_is_not_found(string path, string code)
    {
        Answered answer = await Host.As("anna").ReadAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, code), (answer.Status, answer.Text("code")));
    }

    [Fact]
    public async Task Customers_see_neither() =>
        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.Forbidden],
            [
                (await Host.As("jan@example.com").ReadAsync("/api/policy/calendars/office/preview")).Status,
                (await Host.As("jan@example.com").PostTextAsync("/api/policy/calendars/office/holidays", Feed, "text/calendar")).Status,
            ]);

    [Fact]
    public async Task A_feed_tells_what_is_new_what_is_known_and_what_cannot_be_read_and_its_calendar_is_one_that_a_policy_takes()
    {
        Answered answer = await Host.As("eva").PostTextAsync("/api/policy/calendars/office/holidays?until=2026-12-31", Feed, "text/calendar");

        Assert.Equal(["2025-05-30"], answer["new"].AsArray().Select(holiday => holiday!["date"]!.GetValue<string>()));
        Assert.Equal(6, answer["known"].AsArray().Count);
        Assert.Equal(("feed.time-of-day", "Oudejaarsavond"), (answer.Text("unreadable/0/code"), answer.Text("unreadable/0/name")));
        Assert.Equal(15, answer["unreadable/0/line"].GetValue<int>());
        Assert.Empty(answer["errors"].AsArray());
        JsonNode document = JsonNode.Parse(JsonSerializer.Serialize(TestPolicies.Default.Document, PolicyJson.Options))!;
        document["calendars"]![0] = answer["definition"].DeepClone();
        PolicyDocument taken = PolicyReader.Read(document.ToJsonString()).OrThrow().Document;
        Assert.Equal("Brugdag", taken.Calendars[0].HolidayNames[new LocalDate(2025, 5, 30)]);
    }

    [Theory]
    [InlineData("no calendar", "text/calendar", HttpStatusCode.BadRequest, "feed.not-icalendar")]
    [InlineData("BEGIN:VCALENDAR", "text/calendar", HttpStatusCode.BadRequest, "feed.not-icalendar")]
    [InlineData("{}", "application/json", HttpStatusCode.UnsupportedMediaType, "request.content-type")]
    public async Task What_is_no_feed_is_refused(string body, string contentType, HttpStatusCode status, string code)
    {
        Answered answer = await Host.As("eva").PostTextAsync("/api/policy/calendars/office/holidays", body, contentType);

        Assert.Equal((status, code), (answer.Status, answer.Text("code")));
    }

    [Fact]
    public async Task A_feed_that_is_not_UTF_8_is_refused_whether_it_says_so_or_not()
    {
        using var said = new StringContent(Feed, Encoding.Latin1, "text/calendar");
        using var silent = new ByteArrayContent(Encoding.Latin1.GetBytes(Feed.Replace("Kerst", "No\u00ebl", StringComparison.Ordinal)));
        silent.Headers.ContentType = new MediaTypeHeaderValue("text/calendar");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Host.As("eva").SendAsync(HttpMethod.Post, "/api/policy/calendars/office/holidays", said)).Status);
        Assert.Equal("request.not-utf-8", (await Host.As("eva").SendAsync(HttpMethod.Post, "/api/policy/calendars/office/holidays", silent)).Code);
    }

    [Fact]
    public async Task A_feed_that_is_too_large_is_refused() =>
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (await Host.As("eva").PostTextAsync("/api/policy/calendars/office/holidays", new string('x', 1_048_577), "text/calendar")).Status);
}
