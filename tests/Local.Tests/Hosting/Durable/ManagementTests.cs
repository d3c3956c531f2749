using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Hosting.Durable;

/// <summary>What a client over HTTP gets that has started an orchestration: addresses, and what stands behind them.</summary>
public sealed class ManagementTests
{
    [Fact]
    public async Task A_check_status_answer_gives_out_the_addresses_of_the_instance()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        string instance = $"{app.Runtime.BaseAddress}runtime/webhooks/durabletask/instances/table%204";

        HttpResponseMessage started = await app.Http.PostAsync("/api/orders/table%204", null);

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal(instance, started.Headers.Location?.AbsoluteUri);
        JsonElement payload = await started.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("table 4", payload.GetProperty("Id").GetString());
        Assert.Equal(instance, payload.GetProperty("StatusQueryGetUri").GetString());
        Assert.Equal($"{instance}/raiseEvent/{{eventName}}", payload.GetProperty("SendEventPostUri").GetString());
        Assert.Equal($"{instance}/terminate?reason={{{{text}}}}", payload.GetProperty("TerminatePostUri").GetString());
    }

    [Fact]
    public async Task The_client_knows_the_addresses_without_a_request()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));

        HttpManagementPayload payload = app.Runtime.Client.CreateHttpManagementPayload("one");

        Assert.Equal($"{app.Runtime.BaseAddress}runtime/webhooks/durabletask/instances/one", payload.PurgeHistoryDeleteUri);
        Assert.Throws<ArgumentException>(() => app.Runtime.Client.CreateHttpManagementPayload(""));
    }

    [Fact]
    public async Task The_status_is_202_until_the_end_and_holds_input_and_output()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        string status = (await app.Http.PostAsync("/api/orders/one", null)).Headers.Location!.AbsoluteUri;
        await app.Runtime.WhenIdleAsync();

        HttpResponseMessage running = await app.Http.GetAsync(status);
        Assert.Equal((HttpStatusCode.Accepted, status), (running.StatusCode, running.Headers.Location?.AbsoluteUri));
        JsonElement seen = await running.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("Order", "Running", "soup", "soup", "2026-06-01T12:00:00Z"), (
            seen.GetProperty("name").GetString(),
            seen.GetProperty("runtimeStatus").GetString(),
            seen.GetProperty("input").GetString(),
            seen.GetProperty("customStatus").GetProperty("dish").GetString(),
            seen.GetProperty("createdTime").GetString()));

        Assert.Equal(HttpStatusCode.Accepted, (await app.Http.PostAsJsonAsync($"{status}/raiseEvent/Served", "hot")).StatusCode);
        await app.Runtime.WhenIdleAsync();
        HttpResponseMessage ended = await app.Http.GetAsync($"{status}?showInput=false");
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        seen = await ended.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("soup hot", JsonValueKind.Null), (seen.GetProperty("output").GetString(), seen.GetProperty("input").ValueKind));
    }

    [Fact]
    public async Task A_failure_is_a_status_of_its_own_when_asked_for_and_can_be_rewound()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        string status = await EndedAsync(app, "burnt");

        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync(status)).StatusCode);
        HttpResponseMessage failed = await app.Http.GetAsync($"{status}?returnInternalServerErrorOnFailure=true");
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        string output = (await failed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("output").GetString()!;
        Assert.Equal("System.InvalidOperationException: Burnt.", output);
        Assert.Equal(HttpStatusCode.Accepted, (await app.Http.PostAsync($"{status}/rewind?reason=again", null)).StatusCode);
    }

    [Fact]
    public async Task An_instance_is_suspended_resumed_terminated_and_purged()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        string instance = (await app.Http.PostAsync("/api/orders/one", null)).Headers.Location!.AbsoluteUri;

        foreach ((string action, OrchestrationRuntimeStatus status) in new[]
        {
            ("suspend", OrchestrationRuntimeStatus.Suspended), ("resume", OrchestrationRuntimeStatus.Running), ("terminate", OrchestrationRuntimeStatus.Terminated),
        })
        {
            Assert.Equal(HttpStatusCode.Accepted, (await app.Http.PostAsync($"{instance}/{action}?reason=because", null)).StatusCode);
            await app.Runtime.WhenIdleAsync();
            Assert.Equal(status, (await app.Runtime.Client.GetInstanceAsync("one"))?.RuntimeStatus);
        }

        Assert.Equal("because", (await app.Runtime.Client.GetInstanceAsync("one", getInputsAndOutputs: true))?.ReadOutputAs<string>());
        Assert.Equal("""{"instancesDeleted":1}""", await (await app.Http.DeleteAsync(instance)).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.DeleteAsync(instance)).StatusCode);
    }

    [Fact]
    public async Task Acting_on_what_is_missing_or_over_or_not_JSON_is_refused()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        string running = (await app.Http.PostAsync("/api/orders/two", null)).Headers.Location!.AbsoluteUri;
        string over = await EndedAsync(app, "hot");

        foreach (StringContent content in new[] { new StringContent("\"hot\""), new StringContent("hot", Encoding.UTF8, "application/json") })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await app.Http.PostAsync($"{running}/raiseEvent/Served", content)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync($"{over}nowhere")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.PostAsync($"{over}nowhere/suspend", null)).StatusCode);
        foreach (string action in new[] { "raiseEvent/Served", "terminate", "suspend", "resume", "rewind" })
        {
            Assert.Equal(HttpStatusCode.Gone, (await app.Http.PostAsJsonAsync($"{over}/{action}", "late")).StatusCode);
        }
    }

    [Fact]
    public async Task A_request_may_wait_for_the_end()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(ManagementSamples));
        await app.Http.PostAsync("/api/orders/one", null);

        HttpResponseMessage tooSoon = await app.Http.GetAsync("/api/orders/one?milliseconds=1");
        Assert.Equal(HttpStatusCode.Accepted, tooSoon.StatusCode);

        await app.Http.PostAsJsonAsync($"{tooSoon.Headers.Location}/raiseEvent/Served", "hot");
        HttpResponseMessage served = await app.Http.GetAsync("/api/orders/one?milliseconds=60000");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal("\"soup hot\"", (await served.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("SerializedOutput").GetString());

        await EndedAsync(app, "burnt");
        Assert.Equal(HttpStatusCode.InternalServerError, (await app.Http.GetAsync("/api/orders/ended?milliseconds=60000")).StatusCode);
    }

    private static async Task<string> EndedAsync(TestApp app, string answer)
    {
        string instance = (await app.Http.PostAsync("/api/orders/ended", null)).Headers.Location!.AbsoluteUri;
        await app.Http.PostAsJsonAsync($"{instance}/raiseEvent/Served", answer);
        await app.Runtime.WhenIdleAsync();
        return instance;
    }
}
