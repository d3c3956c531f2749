using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Caseward.Local.Storage;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Caseward.Local.Tests.Hosting.Durable;

/// <summary>The rest of the Durable HTTP API: what starts, lists, restarts and purges instances, and what speaks to entities.</summary>
public sealed class WebhookTests
{
    private const string Root = "/runtime/webhooks/durabletask";

    [Fact]
    public async Task An_orchestration_is_started_with_its_input_and_answered_with_its_addresses()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));

        HttpResponseMessage started = await app.Http.PostAsJsonAsync($"{Root}/orchestrators/order/table%204", "soup");

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), started.Headers.RetryAfter?.Delta);
        JsonElement addresses = await started.Content.ReadFromJsonAsync<JsonElement>();
        string instance = $"{app.Runtime.BaseAddress}{Root[1..]}/instances/table%204";
        Assert.Equal(
            ("table 4", instance, $"{instance}/raiseEvent/{{eventName}}", $"{instance}/terminate?reason={{text}}", $"{instance}/restart"),
            (Text(addresses, "id"), Text(addresses, "statusQueryGetUri"), Text(addresses, "sendEventPostUri"), Text(addresses, "terminatePostUri"), Text(addresses, "restartPostUri")));
        OrchestrationMetadata? seen = await app.Runtime.Client.GetInstanceAsync("table 4", getInputsAndOutputs: true);
        Assert.Equal(("Order", "soup"), (seen!.Name, seen.ReadInputAs<string>()));
    }

    [Fact]
    public async Task Without_an_id_or_a_body_it_gets_an_id_and_no_input()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));

        JsonElement addresses = await (await app.Http.PostAsync($"{Root}/orchestrators/Steps", null)).Content.ReadFromJsonAsync<JsonElement>();
        await app.Runtime.WhenIdleAsync();

        OrchestrationMetadata? seen = await app.Runtime.Client.GetInstanceAsync(Text(addresses, "id")!, getInputsAndOutputs: true);
        Assert.Equal((OrchestrationRuntimeStatus.Completed, "step 1!"), (seen!.RuntimeStatus, seen.ReadOutputAs<string>()));
        Assert.True(seen.SerializedInput is null or "null");
    }

    [Fact]
    public async Task What_the_application_says_of_its_own_JSON_is_not_asked()
    {
        await using TestApp app = TestApp.Of(typeof(ManagementSamples));
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper);
        };
        await app.StartAsync();

        JsonElement addresses = await (await app.Http.PostAsJsonAsync($"{Root}/orchestrators/Order/o1", "soup")).Content.ReadFromJsonAsync<JsonElement>();
        JsonElement seen = await app.Http.GetFromJsonAsync<JsonElement>(Text(addresses, "statusQueryGetUri"));

        Assert.Equal(("Order", "soup"), (Text(seen, "name"), Text(seen, "input")));
    }

    [Fact]
    public async Task Input_as_deep_as_is_taken_is_also_shown()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        string deep = new string('[', 64) + new string(']', 64);

        HttpResponseMessage started = await app.Http.PostAsync($"{Root}/orchestrators/Order/deep", new StringContent(deep, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Contains(deep, await app.Http.GetStringAsync($"{Root}/instances"), StringComparison.Ordinal);
        Assert.Contains(deep, await app.Http.GetStringAsync($"{Root}/instances/deep"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_may_wait_for_the_end()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));

        HttpResponseMessage ended = await app.Http.PostAsync($"{Root}/orchestrators/Steps?timeout=60&pollingInterval=1", null);
        Assert.Equal((HttpStatusCode.OK, "\"step 1!\""), (ended.StatusCode, await ended.Content.ReadAsStringAsync()));

        HttpResponseMessage waits = await app.Http.PostAsJsonAsync($"{Root}/orchestrators/Order/late?timeout=0.01&pollingInterval=0.01", "soup");
        Assert.Equal(HttpStatusCode.Accepted, waits.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Http.PostAsync($"{Root}/orchestrators/Steps?timeout=1&pollingInterval=2", null)).StatusCode);
    }

    [Theory]
    [InlineData("orchestrators/Nobody", "1", HttpStatusCode.BadRequest)]
    [InlineData("orchestrators/Step", "1", HttpStatusCode.BadRequest)]
    [InlineData("orchestrators/Order/a%3Fb", "1", HttpStatusCode.BadRequest)]
    [InlineData("orchestrators/Order/x", "{", HttpStatusCode.BadRequest)]
    [InlineData("orchestrators/Order/x", """{"half":"\ud800"}""", HttpStatusCode.BadRequest)]
    [InlineData("instances/taken/raiseEvent/Paid", """["\ud800"]""", HttpStatusCode.BadRequest)]
    [InlineData("orchestrators/Order/taken", "1", HttpStatusCode.Conflict)]
    [InlineData("instances/taken/restart?restartWithNewInstanceId=false", "", HttpStatusCode.Conflict)]
    [InlineData("instances/none/restart", "", HttpStatusCode.BadRequest)]
    [InlineData("instances/taken/restart?restartWithNewInstanceId=maybe", "", HttpStatusCode.BadRequest)]
    [InlineData("instances/@shelf@a/suspend", "", HttpStatusCode.BadRequest)]
    [InlineData("entities/Nobody/a?op=put", "1", HttpStatusCode.BadRequest)]
    [InlineData("entities/Shelf/a?op=put", "{", HttpStatusCode.BadRequest)]
    [InlineData("entities/Shelf/a?op=put", """["\ud800"]""", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_done_is_refused_with_its_reason(string path, string body, HttpStatusCode expected)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Order", "soup", new StartOrchestrationOptions("taken"));

        HttpResponseMessage answer = await app.Http.PostAsync($"{Root}/{path}", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal((expected, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal((int)expected, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_body_beyond_four_mebibytes_is_refused()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));

        HttpResponseMessage large = await app.Http.PostAsJsonAsync($"{Root}/orchestrators/Order/large", new string('x', 3_000_000));
        HttpResponseMessage tooLarge = await app.Http.PostAsJsonAsync($"{Root}/orchestrators/Order/larger", new string('x', 5_000_000));

        Assert.Equal(HttpStatusCode.Accepted, large.StatusCode);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "application/problem+json"), (tooLarge.StatusCode, tooLarge.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("POST", "orchestrators/Order/x", "engine/start/before-commit")]
    [InlineData("POST", "instances/taken/suspend", "engine/suspend/before-commit")]
    [InlineData("GET", "instances/taken", "engine/read/before")]
    [InlineData("POST", "entities/Shelf/a?op=put", "engine/signal/before-commit")]
    public async Task A_disk_that_is_full_is_answered_with_503(string method, string path, string place)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Order", "soup", new StartOrchestrationOptions("taken"));
        await app.Runtime.WhenIdleAsync();
        app.Runtime.Database.Checkpoints.OnPass = passed =>
        {
            if (passed == place)
            {
                throw new LocalStorageException("There is no room.");
            }
        };

        HttpResponseMessage answer = await app.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"{Root}/{path}"));
        app.Runtime.Database.Checkpoints.OnPass = null;

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("There is no room.", Text(await answer.Content.ReadFromJsonAsync<JsonElement>(), "detail"));
    }

    [Fact]
    public async Task Instances_are_listed_page_by_page_under_a_filter()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        foreach (string id in new[] { "a-1", "a-2", "ä-3", "b-1" })
        {
            await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Order", id, new StartOrchestrationOptions(id));
        }

        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Steps", null, new StartOrchestrationOptions("done"));
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["a-1", "a-2", "b-1", "done", "ä-3"], await ListAsync(app, ""));
        Assert.Equal(["a-1", "a-2", "b-1", "done", "ä-3"], await ListAsync(app, "?top=2"));
        Assert.Equal(["a-1", "a-2"], await ListAsync(app, "?instanceIdPrefix=a-&top=1"));
        Assert.Equal(["done"], await ListAsync(app, "?runtimeStatus=Completed,Failed&runtimeStatus=Terminated"));
        Assert.Equal([], await ListAsync(app, "?createdTimeFrom=2026-06-02T00:00:00Z"));
        Assert.Equal(5, (await ListAsync(app, "?createdTimeFrom=2026-06-01&createdTimeTo=2026-06-02")).Count);

        JsonElement first = (await app.Http.GetFromJsonAsync<JsonElement>($"{Root}/instances?instanceIdPrefix=a-1"))[0];
        Assert.Equal(("Order", "Running", "a-1", "2026-06-01T12:00:00Z"), (Text(first, "name"), Text(first, "runtimeStatus"), Text(first, "input"), Text(first, "createdTime")));
        first = (await app.Http.GetFromJsonAsync<JsonElement>($"{Root}/instances?instanceIdPrefix=a-1&showInput=false"))[0];
        Assert.Equal(JsonValueKind.Null, first.GetProperty("input").ValueKind);
    }

    [Theory]
    [InlineData("?top=0")]
    [InlineData("?top=many")]
    [InlineData("?runtimeStatus=Happy")]
    [InlineData("?runtimeStatus=1")]
    [InlineData("?createdTimeFrom=yesterday")]
    public async Task A_filter_that_cannot_be_read_lists_and_purges_nothing(string query)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Steps", null, new StartOrchestrationOptions("done"));
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await app.Http.GetAsync($"{Root}/instances{query}")).StatusCode);
        if (!query.StartsWith("?top", StringComparison.Ordinal))
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await app.Http.DeleteAsync($"{Root}/instances{query}&createdTimeTo=2030-01-01")).StatusCode);
        }

        Assert.NotNull(await app.Runtime.Client.GetInstanceAsync("done"));
    }

    [Fact]
    public async Task A_token_that_was_not_given_out_is_refused()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}/instances");
        request.Headers.Add("x-ms-continuation-token", "not base64");

        Assert.Equal(HttpStatusCode.BadRequest, (await app.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Ended_instances_are_purged_under_a_filter_that_has_a_beginning()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Order", "soup", new StartOrchestrationOptions("alive"));
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Steps", null, new StartOrchestrationOptions("done"));
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await app.Http.DeleteAsync($"{Root}/instances")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.DeleteAsync($"{Root}/instances?createdTimeFrom=2026-06-02")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.DeleteAsync($"{Root}/instances?createdTimeFrom=2026-01-01&runtimeStatus=Failed")).StatusCode);
        Assert.Equal("""{"instancesDeleted":1}""", await (await app.Http.DeleteAsync($"{Root}/instances?createdTimeFrom=2026-01-01")).Content.ReadAsStringAsync());
        Assert.NotNull(await app.Runtime.Client.GetInstanceAsync("alive"));
    }

    [Fact]
    public async Task An_instance_is_restarted_under_a_new_id_or_its_own()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Steps", null, new StartOrchestrationOptions("done"));
        await app.Runtime.WhenIdleAsync();

        HttpResponseMessage again = await app.Http.PostAsync($"{Root}/instances/done/restart", null);
        HttpResponseMessage same = await app.Http.PostAsync($"{Root}/instances/done/restart?restartWithNewInstanceId=false", null);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (again.StatusCode, same.StatusCode));
        Assert.NotEqual("done", Text(await again.Content.ReadFromJsonAsync<JsonElement>(), "id"));
        Assert.Equal("done", Text(await same.Content.ReadFromJsonAsync<JsonElement>(), "id"));
    }

    [Fact]
    public async Task A_status_can_show_the_history_with_what_was_asked_for_and_what_came_of_it_as_one()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Steps", null, new StartOrchestrationOptions("done"));
        await app.Runtime.WhenIdleAsync();

        JsonElement history = (await app.Http.GetFromJsonAsync<JsonElement>($"{Root}/instances/done?showHistory=true&showHistoryOutput=true")).GetProperty("historyEvents");
        Assert.Equal(["ExecutionStarted", "TaskCompleted", "ExecutionCompleted"], history.EnumerateArray().Select(line => Text(line, "EventType")));
        Assert.Equal(("Steps", "Step", "step 1", "Completed", "step 1!"), (
            Text(history[0], "FunctionName"), Text(history[1], "FunctionName"), Text(history[1], "Result"), Text(history[2], "OrchestrationStatus"), Text(history[2], "Result")));

        history = (await app.Http.GetFromJsonAsync<JsonElement>($"{Root}/instances/done?showHistory=true")).GetProperty("historyEvents");
        Assert.False(history[1].TryGetProperty("Result", out _));
        Assert.Equal(JsonValueKind.Null, (await app.Http.GetFromJsonAsync<JsonElement>($"{Root}/instances/done")).GetProperty("historyEvents").ValueKind);
    }

    [Fact]
    public async Task Entities_are_signalled_read_listed_and_deleted()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));

        Assert.Equal(HttpStatusCode.Accepted, (await app.Http.PostAsJsonAsync($"{Root}/entities/Shelf/top?op=put", "Emma")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await app.Http.PostAsync($"{Root}/entities/shelf/$?op=put", new StringContent("Faust"))).StatusCode);
        await app.Runtime.WhenIdleAsync();

        Assert.Equal("Emma", (await app.Http.GetFromJsonAsync<JsonElement>($"{Root}/entities/Shelf/top")).GetProperty("Books")[0].GetString());
        Assert.Equal("Faust", (await app.Http.GetFromJsonAsync<JsonElement>($"{Root}/entities/Shelf/$")).GetProperty("Books")[0].GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync($"{Root}/entities/Shelf/none")).StatusCode);

        JsonElement all = await app.Http.GetFromJsonAsync<JsonElement>($"{Root}/entities?fetchState=true");
        Assert.Equal(["", "top"], all.EnumerateArray().Select(entity => entity.GetProperty("entityId").GetProperty("key").GetString()));
        Assert.Equal("Faust", all[0].GetProperty("state").GetProperty("Books")[0].GetString());
        HttpResponseMessage page = await app.Http.GetAsync($"{Root}/entities/shelf?top=1");
        Assert.Equal(JsonValueKind.Null, (await page.Content.ReadFromJsonAsync<JsonElement>())[0].GetProperty("state").ValueKind);
        Assert.True(page.Headers.Contains("x-ms-continuation-token"));
        Assert.Equal("[]", await app.Http.GetStringAsync($"{Root}/entities/other"));

        Assert.Equal(HttpStatusCode.Accepted, (await app.Http.DeleteAsync($"{Root}/entities/Shelf/top")).StatusCode);
        await app.Runtime.WhenIdleAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync($"{Root}/entities/Shelf/top")).StatusCode);
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static async Task<List<string>> ListAsync(TestApp app, string query)
    {
        List<string> ids = [];
        string? token = null;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}/instances{query}");
            if (token is not null)
            {
                request.Headers.Add("x-ms-continuation-token", token);
            }

            HttpResponseMessage answer = await app.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            ids.AddRange((await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(each => Text(each, "instanceId")!));
            token = answer.Headers.TryGetValues("x-ms-continuation-token", out IEnumerable<string>? tokens) ? tokens.Single() : null;
        }
        while (token is not null);

        return ids;
    }
}
