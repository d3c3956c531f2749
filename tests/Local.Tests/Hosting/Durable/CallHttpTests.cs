using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Hosting.Durable;

/// <summary>HTTP requests that an orchestrator has made for it.</summary>
public sealed class CallHttpTests
{
    [Fact]
    public async Task Method_headers_and_content_go_out_and_the_answer_comes_back()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(CallHttpSamples));

        OrchestrationMetadata ended = await EndAsync(app, await StartAsync(app, "job/end"));

        Assert.Equal("200 done yes", ended.ReadOutputAs<string>());
        Assert.Equal(["POST end application/json [1] a, b secret Bearer b c=d"], app.Notes.Lines);
    }

    [Fact]
    public async Task An_answer_of_any_status_is_a_result()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(CallHttpSamples));

        Assert.Equal("503  yes", (await EndAsync(app, await StartAsync(app, "job/break"))).ReadOutputAs<string>());
        Assert.Equal("202  yes", (await EndAsync(app, await StartAsync(app, "job/begin"))).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_accepted_request_is_followed_until_it_is_done()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(CallHttpSamples));
        string id = await StartAsync(app, "job/begin", call => call with { Follows = true });
        await app.Runtime.WhenIdleAsync();

        await app.Runtime.AdvanceAsync(TimeSpan.FromSeconds(89));
        Assert.Single(app.Notes.Lines);
        await app.Runtime.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("GET wait   a, b  Bearer b c=d", app.Notes.Lines[^1]);

        await app.Runtime.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("200 done yes", (await EndAsync(app, id)).ReadOutputAs<string>());
        Assert.Equal(3, app.Notes.Lines.Count);
    }

    [Fact]
    public async Task Credentials_do_not_follow_an_accepted_request_to_another_origin()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(CallHttpSamples));
        string id = await StartAsync(app, new UriBuilder(app.Runtime.BaseAddress) { Host = "localhost", Path = "/api/job/leave" }.Uri, call => call with { Follows = true });
        await app.Runtime.WhenIdleAsync();

        await app.Runtime.AdvanceAsync(TimeSpan.FromSeconds(90));

        Assert.Equal("200 done yes", (await EndAsync(app, id)).ReadOutputAs<string>());
        Assert.Equal(["POST leave application/json [1] a, b secret Bearer b c=d", "GET end   a, b"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_failure_is_tried_again_and_then_fails_the_orchestrator()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(CallHttpSamples));
        string id = await StartAsync(app, "job/break", call => call with { Attempts = 2 });
        await app.Runtime.WhenIdleAsync();
        Assert.Single(app.Notes.Lines);

        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(1));

        OrchestrationMetadata ended = await EndAsync(app, id);
        Assert.Equal((OrchestrationRuntimeStatus.Failed, 2), (ended.RuntimeStatus, app.Notes.Lines.Count));
        Assert.True(ended.FailureDetails!.InnerFailure!.IsCausedBy<HttpRequestException>());
    }

    [Fact]
    public async Task A_request_that_takes_too_long_fails()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(CallHttpSamples));

        OrchestrationMetadata ended = await EndAsync(app, await StartAsync(app, "job/hang", call => call with { Milliseconds = 50 }));

        Assert.True(ended.FailureDetails!.InnerFailure!.IsCausedBy<TimeoutException>());
    }

    private static Task<string> StartAsync(TestApp app, string path, Func<Call, Call>? change = null) =>
        StartAsync(app, new Uri(app.Runtime.BaseAddress, $"/api/{path}"), change);

    private static Task<string> StartAsync(TestApp app, Uri address, Func<Call, Call>? change)
    {
        var call = new Call(address);
        return app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Call", change?.Invoke(call) ?? call);
    }

    private static Task<OrchestrationMetadata> EndAsync(TestApp app, string id) => app.Runtime.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
}
