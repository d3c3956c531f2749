using System.Net;
using System.Text;
using Caseward.Local.Tests.Hosting.Pages;
using Caseward.Local.Tests.Schedules;
using Microsoft.Data.Sqlite;

namespace Caseward.Local.Tests.Hosting;

public sealed class ClockTests
{
    [Fact]
    public async Task A_timer_that_fires_every_minute_does_not_make_nine_weeks_slow()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(MinuteTimer));

        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(63));

        Assert.Equal(63, app.Notes.Lines.Count);
        Assert.Equal(TestApp.Noon.AddDays(63), app.Runtime.Clock.GetUtcNow());
    }

    [Fact]
    public async Task The_clock_goes_on_where_it_stood_after_a_restart()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(MinuteTimer));
        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(10));

        await app.RestartAsync();

        Assert.Equal(TestApp.Noon.AddDays(10), app.Runtime.Clock.GetUtcNow());
    }

    [Fact]
    public async Task An_instant_that_has_passed_moves_nothing()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(MinuteTimer));

        await app.Runtime.AdvanceToAsync(TestApp.Noon.AddDays(-1));

        Assert.Equal(TestApp.Noon, app.Runtime.Clock.GetUtcNow());
    }

    [Fact]
    public async Task With_nothing_planned_there_is_no_next_wake_up_and_the_clock_stays()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(MinuteTimer));

        HttpResponseMessage answer = await app.Http.PostAsync("/local/clock", new StringContent("""{"next":true}"""));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Nothing is planned", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(await app.Runtime.AdvanceToNextWakeUpAsync());
        Assert.Equal(TestApp.Noon, app.Runtime.Clock.GetUtcNow());
        Assert.Contains("disabled>Nothing is planned</button>", await app.PageAsync("/local/clock"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"advance":"PT1H"}""", "2026-06-01T13:00:00+00:00")]
    [InlineData("""{"advance":"P9W"}""", "2026-08-03T12:00:00+00:00")]
    [InlineData("""{"advance":"P1DT0.5S"}""", "2026-06-02T12:00:00.5+00:00")]
    [InlineData("""{"to":"2026-06-03T08:00:00Z"}""", "2026-06-03T08:00:00+00:00")]
    [InlineData("""{"to":"2026-06-03T08:00:00+02:00"}""", "2026-06-03T06:00:00+00:00")]
    public async Task People_move_the_clock_over_http_and_are_answered_when_all_is_done(string body, string now)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(MinuteTimer));

        HttpResponseMessage answer = await app.Http.PostAsync("/local/clock", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal($$"""{"now":"{{now}}","speed":0,"nextWakeUp":null}""", await answer.Content.ReadAsStringAsync());
        Assert.NotEmpty(app.Notes.Lines);
    }

    [Fact]
    public async Task A_form_of_too_many_fields_is_refused()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await app.Http.PostAsync(
            "/local/clock", new FormUrlEncodedContent(Enumerable.Range(0, 1_025).Select(field => KeyValuePair.Create($"f{field}", "x"))));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task An_earlier_instant_only_waits_and_the_answer_shows_where_the_clock_stands()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(MinuteTimer));

        HttpResponseMessage answer = await app.Http.PostAsync("/local/clock", new StringContent("""{"to":"2020-01-01T00:00:00Z"}"""));

        Assert.Equal("""{"now":"2026-06-01T12:00:00+00:00","speed":0,"nextWakeUp":null}""", await answer.Content.ReadAsStringAsync());
        Assert.Contains("stays where it is", await app.PageAsync("/local/clock?done=waited"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_move_that_the_disk_has_no_room_for_is_answered_so_and_the_next_one_succeeds_when_there_is()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));
        app.Runtime.Database.Checkpoints.OnPass = place =>
        {
            if (place == "storage/commit/before")
            {
                throw new SqliteException("database or disk is full", 13);
            }
        };

        HttpResponseMessage refused = await app.Http.PostAsync("/local/clock", new StringContent("""{"advance":"PT1H"}"""));
        app.Runtime.Database.Checkpoints.OnPass = null;
        HttpResponseMessage moved = await app.Http.PostAsync("/local/clock", new StringContent("""{"advance":"PT1H"}"""));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("the disk is full", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
    }

    [Fact]
    public async Task People_change_its_speed_and_read_it()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        await app.Http.PostAsync("/local/clock", new StringContent("""{"speed":60}"""));

        Assert.Contains("\"speed\":60", await app.Http.GetStringAsync("/local/clock"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"advance":"1 hour"}""")]
    [InlineData("""{"advance":"P"}""")]
    [InlineData("""{"advance":"P1M"}""")]
    [InlineData("""{"advance":"-PT1H"}""")]
    [InlineData("""{"to":"tomorrow"}""")]
    [InlineData("""{"speed":1000001}""")]
    [InlineData("""{"speed":-1}""")]
    [InlineData("""{"advance":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"advance":"PT1H","speed":2}""")]
    public async Task Anything_else_is_answered_with_what_can_be_sent(string body)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await app.Http.PostAsync("/local/clock", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        string problem = await answer.Content.ReadAsStringAsync();
        Assert.All(["advance", "no years or months", "not negative", "0 to 1,000,000"], limit => Assert.Contains(limit, problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"to":"2999-12-31T00:00:00Z"}""")]
    [InlineData("""{"to":"9999-12-31T23:59:59Z"}""")]
    [InlineData("""{"advance":"P3654D"}""")]
    [InlineData("""{"advance":"P99999W999999D"}""")]
    public async Task The_clock_refuses_to_move_by_more_than_ten_years_at_once(string body)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await app.Http.PostAsync("/local/clock", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("ten years", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(TestApp.Noon, app.Runtime.Clock.GetUtcNow());
    }
}
