using System.Net;
using System.Text;
using Caseward.Local.Tests.Schedules;

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
    public async Task With_nothing_planned_the_next_wake_up_is_looked_for_day_by_day_for_a_hundred_days()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(MinuteTimer));

        await app.Runtime.AdvanceToNextWakeUpAsync();

        Assert.Equal(TestApp.Noon.AddDays(100), app.Runtime.Clock.GetUtcNow());
        Assert.Equal(100, app.Notes.Lines.Count);
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
    [InlineData("""{"to":"tomorrow"}""")]
    [InlineData("""{"speed":-1}""")]
    [InlineData("""{"advance":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"advance":"PT1H","speed":2}""")]
    public async Task Anything_else_is_answered_with_what_can_be_sent(string body)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        HttpResponseMessage answer = await app.Http.PostAsync("/local/clock", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("advance", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
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
