using System.Diagnostics;
using System.Net.Http.Headers;
using Caseward.Local.Engine.Tracing;
using Caseward.Local.Tests.Hosting.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Caseward.Local.Tests.Hosting.Telemetry;

/// <summary>
/// One trace, from the request to the last activity. Alone, because listeners see what every test in the process does.
/// </summary>
[Collection(nameof(Alone))]
public sealed class TraceTests
{
    [Fact]
    public async Task A_request_its_orchestration_and_the_activities_are_one_tree_over_a_restart_of_the_process()
    {
        using var spans = new SeenSpans();
        await using TestApp app = await TestApp.StartAsync(typeof(VisitOrchestrator), typeof(VisitActivities), typeof(VisitStarter));

        await PostAsync(app, spans, "/api/visits/ada");
        await app.Runtime.WhenIdleAsync();
        await app.RestartAsync();
        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(64));

        Activity request = spans.One("POST /api/visits/{guest}", ActivityKind.Server);
        Activity function = spans.One("function StartVisit", ActivityKind.Internal);
        Activity create = spans.One("create_orchestration:VisitOrchestrator", ActivityKind.Producer);
        Activity orchestration = spans.One("orchestration:VisitOrchestrator", ActivityKind.Server);
        Activity welcome = spans.One("activity:Welcome", ActivityKind.Client);
        Activity farewell = spans.One("activity:Farewell", ActivityKind.Client);
        Assert.Equal("00000000000000aa", request.ParentSpanId.ToHexString());
        IsChild(function, request);
        IsChild(create, function);
        IsChild(orchestration, create);
        IsChild(welcome, orchestration);
        IsChild(farewell, orchestration);
        IsChild(spans.One("activity:Welcome", ActivityKind.Server), welcome);
        IsChild(spans.One("activity:Farewell", ActivityKind.Server), farewell);
        IsChild(spans.One("function Welcome", ActivityKind.Internal), spans.One("activity:Welcome", ActivityKind.Server));
        Assert.All(spans.All.Where(span => span.DisplayName == "orchestration:VisitOrchestrator:timer"), timer => IsChild(timer, orchestration));
        Assert.Equal(21, spans.All.Count(span => span.DisplayName == "orchestration:VisitOrchestrator:timer")); // 63 days in hops of three
        Assert.Equal("Completed", orchestration.GetTagItem(DurableTracing.Status));
        Assert.True(orchestration.Duration >= farewell.Duration);
    }

    [Fact]
    public async Task A_sub_orchestration_hangs_on_its_callers_wait_for_it()
    {
        using var spans = new SeenSpans();
        await using TestApp app = await TestApp.StartAsync(typeof(Tour), typeof(VisitOrchestrator), typeof(VisitActivities), typeof(TourStarter));

        await PostAsync(app, spans, "/api/tours");
        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(2));

        Activity caller = spans.One("orchestration:Tour", ActivityKind.Server);
        Activity wait = spans.One("orchestration:VisitOrchestrator", ActivityKind.Client);
        IsChild(wait, caller);
        IsChild(spans.One("orchestration:VisitOrchestrator", ActivityKind.Server), wait);
    }

    [Fact]
    public async Task A_failure_marks_the_spans_and_names_only_its_kind()
    {
        using var spans = new SeenSpans();
        await using TestApp app = await TestApp.StartAsync(typeof(FailingOrchestrator), typeof(VisitActivities), typeof(FailingStarter));

        await PostAsync(app, spans, "/api/failures");
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(
            (ActivityStatusCode.Error, typeof(InvalidOperationException).FullName),
            (spans.One("activity:Refuse", ActivityKind.Server).Status, spans.One("activity:Refuse", ActivityKind.Server).StatusDescription));
        Assert.Equal(ActivityStatusCode.Error, spans.One("activity:Refuse", ActivityKind.Client).Status);
        Assert.Equal(ActivityStatusCode.Error, spans.One("orchestration:Failing", ActivityKind.Server).Status);
        Assert.DoesNotContain(spans.All, span => span.StatusDescription?.Contains("no Refuse", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task An_entity_is_a_part_of_the_trace_of_who_calls_or_signals_it()
    {
        using var spans = new SeenSpans();
        await using TestApp app = await TestApp.StartAsync(typeof(Bank), typeof(BankStarter));

        await PostAsync(app, spans, "/api/banks");
        await app.Runtime.WhenIdleAsync();

        Activity caller = spans.One("orchestration:Bank", ActivityKind.Server);
        Activity call = spans.One("entity:safe:deposit", ActivityKind.Client);
        Activity run = spans.One("entity:safe:deposit", ActivityKind.Server);
        IsChild(call, caller);
        IsChild(run, call);
        Assert.Equal(
            ("entity", "call_entity", "@safe@one"), (call.GetTagItem(DurableTracing.Type), call.GetTagItem(DurableTracing.Operation), call.GetTagItem(DurableTracing.EventTarget)));
        Assert.Equal("@safe@one", run.GetTagItem(DurableTracing.InstanceId));

        Activity signal = spans.One("entity:safe:note", ActivityKind.Producer);
        Activity noted = spans.One("entity:safe:note", ActivityKind.Consumer);
        IsChild(signal, run);
        IsChild(noted, signal);
        Assert.Equal(("signal_entity", "@safe@one", "@safe@two"), (
            signal.GetTagItem(DurableTracing.Operation), signal.GetTagItem(DurableTracing.InstanceId), signal.GetTagItem(DurableTracing.EventTarget)));
        Assert.Equal(ActivityStatusCode.Error, noted.Status);

        Activity create = spans.One("create_orchestration:safe", ActivityKind.Producer);
        IsChild(create, run);
        IsChild(spans.One("orchestration:Audit", ActivityKind.Server), create);

        Activity client = spans.One("entity:safe:open", ActivityKind.Producer);
        IsChild(client, spans.One("function StartBank", ActivityKind.Internal));
        IsChild(spans.One("entity:safe:open", ActivityKind.Consumer), client);
    }

    [Fact]
    public async Task The_span_of_an_orchestration_begins_with_its_first_turn()
    {
        using var spans = new SeenSpans();
        await using TestApp app = await TestApp.StartAsync(typeof(Bank), typeof(BankStarter));

        await PostAsync(app, spans, "/api/banks/later");
        DateTime before = DateTime.UtcNow;
        await app.RestartAsync();
        await app.Runtime.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.True(spans.One("orchestration:Audit", ActivityKind.Server).StartTimeUtc >= before);
    }

    [Fact]
    public async Task The_function_that_handles_a_message_begins_a_trace_linked_to_the_one_that_put_it()
    {
        using var spans = new SeenSpans();
        await using TestApp app = await TestApp.StartAsync(typeof(VisitOrchestrator), typeof(VisitActivities), typeof(VisitStarter));

        await PostAsync(app, spans, $"/{app.Account}/visits/messages", "<QueueMessage><MessageText>eyJHdWVzdCI6IkFkYSIsIk5pZ2h0cyI6MX0=</MessageText></QueueMessage>");
        await app.Runtime.WhenIdleAsync();

        Activity put = Assert.Single(spans.All, span => span.Kind == ActivityKind.Server);
        Activity handled = spans.One("function StartVisitByQueue", ActivityKind.Consumer);
        Assert.Equal(put.SpanId, Assert.Single(handled.Links).Context.SpanId);
        Assert.NotEqual(put.TraceId, handled.TraceId);
    }

    [Fact]
    public async Task Paths_queries_and_payloads_stay_out_of_spans()
    {
        using var spans = new SeenSpans();
        await using TestApp app = await TestApp.StartAsync(typeof(VisitOrchestrator), typeof(VisitActivities), typeof(VisitStarter));

        await PostAsync(app, spans, "/api/visits/Augusta?token=Byron");
        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(64));

        string[] said = [.. spans.All.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Append(span.DisplayName))];
        Assert.NotEmpty(said);
        Assert.DoesNotContain(said, text => text.Contains("Augusta", StringComparison.Ordinal) || text.Contains("Byron", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_runtimes_own_pages_leave_no_span()
    {
        using var spans = new SeenSpans();
        await using TestApp app = await TestApp.StartAsync(typeof(VisitOrchestrator), typeof(VisitActivities));

        await PostAsync(app, spans, "/local/clock", """{"speed":0}""");

        Assert.DoesNotContain(spans.All, span => span.Recorded);
    }

    [Fact]
    public async Task Nothing_is_kept_of_what_nobody_traces()
    {
        using var spans = new SeenSpans();
        await using TestApp app = await TestApp.StartAsync(typeof(VisitOrchestrator), typeof(VisitActivities));

        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(VisitOrchestrator), new Visit("Ada", 1));
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(0L, app.Runtime.Database.Read(db => db.Scalar("SELECT COUNT(*) FROM durable_timers WHERE began IS NOT NULL")));
        Assert.Equal(0L, app.Runtime.Database.Read(db => db.Scalar("SELECT COUNT(*) FROM durable_history WHERE instr(content, 'SpanId') > 0")));
    }

    private static void IsChild(Activity child, Activity parent) =>
        Assert.Equal((parent.TraceId, parent.SpanId), (child.TraceId, child.ParentSpanId));

    private static async Task PostAsync(TestApp app, SeenSpans spans, string path, string body = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("traceparent", spans.TraceParent);
        using HttpResponseMessage answer = await app.Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}

/// <summary>Tests that no other runs beside.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

internal static class Tour
{
    [Function("Tour")]
    public static Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(nameof(VisitOrchestrator), new Visit("Ada", 1));
}
