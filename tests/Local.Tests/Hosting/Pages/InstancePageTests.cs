using System.Net;
using System.Text.Json;
using Caseward.Local.Tests.Hosting.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Caseward.Local.Tests.Hosting.Pages;

/// <summary>Looking at instances, and what people can do to them.</summary>
public sealed class InstancePageTests
{
    private static Task<TestApp> StartAsync() => TestApp.StartAsync(typeof(VisitOrchestrator), typeof(VisitActivities), typeof(FailingOrchestrator), typeof(Listener));

    [Fact]
    public async Task An_instance_is_shown_with_state_input_output_and_history()
    {
        await using TestApp app = await StartAsync();
        string id = await VisitAsync(app, "v1", "<Ada>");
        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(2));

        JsonElement data = await app.DataAsync($"/local/instances/{id}");
        JsonElement history = await app.DataAsync($"/local/instances/{id}/history");
        string page = await app.PageAsync($"/local/instances/{id}");

        Assert.Equal(("Completed", "VisitOrchestrator"), (data.GetProperty("status").GetString(), data.GetProperty("name").GetString()));
        Assert.Contains("Ada", data.GetProperty("input").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("bye", data.GetProperty("output").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ["ExecutionStarted", "TaskScheduled", "TaskCompleted", "TimerCreated", "TimerFired", "TaskScheduled", "TaskCompleted"],
            history.GetProperty("events").EnumerateArray().Select(line => line.GetProperty("what").GetString()));
        Assert.Contains("TimerFired", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<Ada>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_instance_in_memory_shows_which_events_it_waits_for_and_how_often()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(Audience));
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Audience", new StartOrchestrationOptions("a1"));
        await app.Runtime.WhenIdleAsync();
        await app.PostAsync("/local/instances/a1/raise", """{"name":"said"}""");
        await app.Runtime.WhenIdleAsync();

        JsonElement events = (await app.DataAsync("/local/instances/a1")).GetProperty("events");
        string page = await app.PageAsync("/local/instances/a1");

        Assert.Equal(102, Audience.Names);
        Assert.Equal(100, events.GetArrayLength());
        Assert.Equal(("<b>", 1), (events[0].GetProperty("name").GetString(), events[0].GetProperty("waiters").GetInt32()));
        Assert.Equal(("said", 2), (events[1].GetProperty("name").GetString(), events[1].GetProperty("waiters").GetInt32()));
        Assert.All(events.EnumerateArray(), each => Assert.InRange(each.GetProperty("name").GetString()!.Length, 1, 128));
        Assert.Contains("<code>&lt;b&gt;</code>, <code>said</code> ×2, ", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_not_in_memory_says_so_and_is_not_loaded_to_be_looked_at()
    {
        await using TestApp app = await StartAsync();
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Listener", new StartOrchestrationOptions("w1"));
        await app.Runtime.WhenIdleAsync();
        await app.RestartAsync();

        JsonElement before = await app.DataAsync("/local/instances/w1");
        string page = await app.PageAsync("/local/instances/w1");
        JsonElement after = await app.DataAsync("/local/instances/w1");

        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (before.GetProperty("events").ValueKind, after.GetProperty("events").ValueKind));
        Assert.Contains("not in memory", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_instance_shows_why()
    {
        await using TestApp app = await StartAsync();
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Failing", new StartOrchestrationOptions("f1"));
        await app.Runtime.WhenIdleAsync();

        Assert.Contains("no Refuse", await app.PageAsync("/local/instances/f1"), StringComparison.Ordinal);
        Assert.Contains("no Refuse", await app.Http.GetStringAsync("/local/instances/f1/failure"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_filtered_by_state_name_and_beginning_of_the_id_and_paged()
    {
        await using TestApp app = await StartAsync();
        for (int number = 1; number <= 5; number++)
        {
            await VisitAsync(app, $"v{number}", "Ada");
        }

        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Failing", new StartOrchestrationOptions("f1"));
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Listener", new StartOrchestrationOptions("w1"));
        await app.Runtime.WhenIdleAsync();

        Assert.Equal("f1", await IdsAsync(app, "status=failed"));
        Assert.Equal("w1 v5 v4 v3 v2 v1", await IdsAsync(app, "status=Running"));
        Assert.Equal("v5 v4 v3 v2 v1", await IdsAsync(app, "name=visitorchestrator"));
        Assert.Equal("v1 v2 v3 v4 v5", await IdsAsync(app, "id=v"));
        Assert.Equal("v2", await IdsAsync(app, "id=v2&status=Running"));
        Assert.Equal("", await IdsAsync(app, "status=Completed"));
        Assert.Equal("v1 v2 | v3 v4 | v5", await IdsAsync(app, "id=v&size=2"));
        Assert.Equal("w1 f1 | v5 v4 | v3 v2 | v1", await IdsAsync(app, "size=2"));
    }

    [Theory]
    [InlineData("status=Sleeping")]
    [InlineData("status=99")]
    [InlineData("status=5")]
    [InlineData("after=garbage")]
    [InlineData("after=-1")]
    [InlineData("size=0")]
    [InlineData("size=201")]
    [InlineData("size=many")]
    public async Task A_filter_that_makes_no_sense_is_refused(string query)
    {
        await using TestApp app = await StartAsync();

        HttpResponseMessage answer = await app.Http.GetAsync($"/local/instances?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Instances_by_state_are_found_by_an_index_whatever_the_number_of_those_that_completed()
    {
        await using TestApp app = await StartAsync();

        List<string> plan = app.Runtime.Database.Read(db => db.Query(
            "EXPLAIN QUERY PLAN SELECT id FROM durable_instances WHERE status = 3 AND status <> 1 AND key < ?1 ORDER BY key DESC", row => row.GetString(3), long.MaxValue));

        Assert.Contains("durable_instances_by_status", Assert.Single(plan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_is_suspended_told_of_an_event_and_resumed()
    {
        await using TestApp app = await StartAsync();
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Listener", new StartOrchestrationOptions("w1"));
        await app.Runtime.WhenIdleAsync();

        await app.SubmitAsync("/local/instances/w1/suspend", ("reason", "lunch"));
        await app.Runtime.WhenIdleAsync();
        string suspended = (await app.DataAsync("/local/instances/w1")).GetProperty("status").GetString()!;
        await app.PostAsync("/local/instances/w1/raise", """{"name":"said","payload":{"guest":"Ada","nights":2}}""");
        await app.PostAsync("/local/instances/w1/resume");
        await app.Runtime.WhenIdleAsync();

        Assert.Equal("Suspended", suspended);
        Assert.Equal("\"Ada 2\"", await app.Http.GetStringAsync("/local/instances/w1/output"));
    }

    [Fact]
    public async Task A_form_raises_an_event_with_JSON_as_its_payload()
    {
        await using TestApp app = await StartAsync();
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Listener", new StartOrchestrationOptions("w1"));

        string wrong = await app.SubmitAsync("/local/instances/w1/raise", ("name", "said"), ("payload", "{guest"));
        string right = await app.SubmitAsync("/local/instances/w1/raise", ("name", "said"), ("payload", """{"guest":"Bo","nights":1}"""));
        await app.Runtime.WhenIdleAsync();

        Assert.Contains("no JSON", wrong, StringComparison.Ordinal);
        Assert.Contains("on its way", right, StringComparison.Ordinal);
        Assert.Equal("\"Bo 1\"", await app.Http.GetStringAsync("/local/instances/w1/output"));
    }

    [Fact]
    public async Task An_instance_is_terminated_and_then_purged()
    {
        await using TestApp app = await StartAsync();
        string id = await VisitAsync(app, "v1", "Ada");

        HttpResponseMessage tooEarly = await app.PostAsync($"/local/instances/{id}/purge");
        await app.PostAsync($"/local/instances/{id}/terminate", """{"reason":"moved away","recursive":true}""");
        await app.Runtime.WhenIdleAsync();
        JsonElement ended = await app.DataAsync($"/local/instances/{id}");
        HttpResponseMessage tooLate = await app.PostAsync($"/local/instances/{id}/suspend");
        await app.SubmitAsync($"/local/instances/{id}/purge");

        Assert.Equal(HttpStatusCode.Conflict, tooEarly.StatusCode);
        Assert.Equal(("Terminated", "\"moved away\""), (ended.GetProperty("status").GetString(), ended.GetProperty("output").GetProperty("text").GetString()));
        Assert.Equal(HttpStatusCode.Conflict, tooLate.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync($"/local/instances/{id}")).StatusCode);
    }

    [Theory]
    [InlineData("nobody/terminate", "{}", HttpStatusCode.NotFound)]
    [InlineData("nobody/purge", "{}", HttpStatusCode.NotFound)]
    [InlineData("w1/raise", "{}", HttpStatusCode.BadRequest)]
    [InlineData("w1/raise", "[]", HttpStatusCode.BadRequest)]
    [InlineData("w1/raise", """{"name":"\ud800"}""", HttpStatusCode.BadRequest)]
    [InlineData("w1/terminate", """{"reason":5}""", HttpStatusCode.BadRequest)]
    [InlineData("w1/explode", "{}", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_done_is_refused(string action, string body, HttpStatusCode status)
    {
        await using TestApp app = await StartAsync();
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Listener", new StartOrchestrationOptions("w1"));

        HttpResponseMessage answer = await app.PostAsync($"/local/instances/{action}", body);

        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("w1/history?from=abc", HttpStatusCode.BadRequest)]
    [InlineData("w1/history?from=-1", HttpStatusCode.BadRequest)]
    [InlineData("w1?from=abc", HttpStatusCode.BadRequest)]
    [InlineData("w1/history/abc", HttpStatusCode.NotFound)]
    [InlineData("w1/history/99", HttpStatusCode.NotFound)]
    public async Task A_place_in_a_history_that_is_none_is_refused(string path, HttpStatusCode status)
    {
        await using TestApp app = await StartAsync();
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Listener", new StartOrchestrationOptions("w1"));

        HttpResponseMessage answer = await app.Http.GetAsync($"/local/instances/{path}");

        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_long_payload_is_cut_and_the_rest_is_behind_a_link()
    {
        await using TestApp app = await StartAsync();
        string guest = new('g', 5000);
        await VisitAsync(app, "v1", guest);

        JsonElement input = (await app.DataAsync("/local/instances/v1")).GetProperty("input");

        Assert.Equal((2000, true), (input.GetProperty("text").GetString()!.Length, input.GetProperty("cut").GetBoolean()));
        Assert.Contains(guest, await app.Http.GetStringAsync(input.GetProperty("raw").GetString()), StringComparison.Ordinal);
    }

    private static async Task<string> VisitAsync(TestApp app, string id, string guest)
    {
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(VisitOrchestrator), new Visit(guest, 1), new StartOrchestrationOptions(id));
        await app.Runtime.WhenIdleAsync();
        return id;
    }

    /// <summary>The ids that a query finds, page by page.</summary>
    private static async Task<string> IdsAsync(TestApp app, string query)
    {
        var pages = new List<string>();
        string? next = "";
        while (next is not null)
        {
            JsonElement page = await app.DataAsync($"/local/instances?{query}{(next.Length > 0 ? $"&after={next}" : "")}");
            pages.Add(string.Join(' ', page.GetProperty("instances").EnumerateArray().Select(each => each.GetProperty("id").GetString())));
            next = page.GetProperty("next").GetString();
        }

        return string.Join(" | ", pages);
    }
}

/// <summary>Waits to be told.</summary>
internal static class Listener
{
    [Function("Listener")]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        Visit visit = await context.WaitForExternalEvent<Visit>("said");
        return $"{visit.Guest} {visit.Nights}";
    }
}

/// <summary>Waits for more than a page shows, for one of it three times.</summary>
internal static class Audience
{
    public const int Names = 102;

    [Function("Audience")]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        string[] names = ["<b>", "SAID", "said", "Said", .. Enumerable.Range(1, Names - 2).Select(number => new string('x', 100 + number))];
        return Task.WhenAll(names.Select(name => context.WaitForExternalEvent<string?>(name)));
    }
}
