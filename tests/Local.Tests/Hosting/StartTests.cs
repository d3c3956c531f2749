using System.Net;
using System.Net.Sockets;
using Caseward.Local.Accounts;
using Caseward.Local.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;

namespace Caseward.Local.Tests.Hosting;

/// <summary>What is refused at start, in one line: functions that would not work, and what is in use.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData(typeof(SameName), "Two functions are called 'Twice'")]
    [InlineData(typeof(SameRoute), "answer the same requests: /api/things/{id}")]
    [InlineData(typeof(BrokenRoute), "The route '/api/{a}{b}' of the function 'Broken' is not valid")]
    [InlineData(typeof(NoTrigger), "must have one parameter with a trigger, and has 0")]
    [InlineData(typeof(TakesHttpContext), "takes an HttpContext, which the worker does not bind")]
    [InlineData(typeof(NotPublic), "must be a public method")]
    [InlineData(typeof(BadSchedule), "The schedule 'whenever' of the function 'BadSchedule' is neither")]
    [InlineData(typeof(MissingSetting), "needs the setting 'NobodySetThis'")]
    [InlineData(typeof(BadQueueName), "'bad_queue' is no queue name")]
    public async Task A_function_that_would_not_work_on_azure_is_refused_with_its_reason(Type functions, string reason) =>
        Assert.Contains(reason, (await TestApp.Of(functions).RefuseAsync()).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_route_that_the_host_keeps_for_itself_is_refused()
    {
        TestApp app = TestApp.Of(typeof(ReservedRoute));
        app.HostJson = """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""";

        Assert.Contains("begins with 'Admin', which the host keeps for itself", (await app.RefuseAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_functions_without_the_asp_net_core_integration_are_refused()
    {
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Configure = _ => { };

        Assert.Contains("ConfigureFunctionsWebApplication", (await app.RefuseAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_refused_by_its_number_with_how_to_choose_another_and_leaves_nothing_open()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        app.Settings = [$"--Caseward:Local:Port={port}"];

        var refused = await Assert.ThrowsAsync<StartRefusedException>(app.StartAsync);

        Assert.StartsWith($"Port {port} on 127.0.0.1 is in use.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--Caseward:Local:Port=", refused.Message, StringComparison.Ordinal);
        Assert.Null(LocalAccounts.FindByName(app.Account));
        app.Settings = [];
        await app.StartAsync();
    }

    [Fact]
    public async Task A_file_in_use_is_refused()
    {
        await using TestApp first = await TestApp.StartAsync(typeof(HttpSamples));
        TestApp second = TestApp.Of(typeof(HttpSamples));
        second.Settings = [$"--Caseward:Local:File={first.Runtime.Database.Path}"];

        Assert.Contains("is in use by another process", (await second.RefuseAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_not_there_is_known_to_be_new_and_so_is_an_empty_one()
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        string file = Path.Combine(app.Folder, "empty.db");
        await File.WriteAllBytesAsync(file, []);
        app.Settings = [$"--Caseward:Local:File={file}"];
        await app.StartAsync();
        Assert.True(app.Runtime.Database.IsNew);

        await app.RestartAsync();

        Assert.False(app.Runtime.Database.IsNew);
    }

    [Fact]
    public async Task Functions_are_found_in_the_calling_assembly_without_being_named()
    {
        // This assembly calls, and holds functions that are refused on purpose: the refusal shows that they were found.
        string folder = Directory.CreateTempSubdirectory("caseward-").FullName;
        FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(
            [$"--Caseward:Local:Root={folder}", "--Caseward:Local:AccountName=finding", "--Caseward:Local:Port=0"]);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => builder.Build().StartAsync());

        Assert.Contains("Caseward.Local.Tests.", refused.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Two_applications_live_side_by_side_in_one_process()
    {
        await using TestApp one = await TestApp.StartAsync(typeof(HttpSamples));
        await using TestApp other = await TestApp.StartAsync(typeof(HttpSamples));

        await one.Runtime.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.NotEqual(one.Runtime.BaseAddress, other.Runtime.BaseAddress);
        Assert.Equal(TestApp.Noon, other.Runtime.Clock.GetUtcNow());
    }

    private static class SameName
    {
        [Function("Twice")]
        public static OkResult One([HttpTrigger(AuthorizationLevel.Anonymous, Route = "one")] HttpRequest request) => new OkResult();

        [Function("twice")]
        public static OkResult Two([HttpTrigger(AuthorizationLevel.Anonymous, Route = "two")] HttpRequest request) => new OkResult();
    }

    private static class SameRoute
    {
        [Function("GetThing")]
        public static OkResult One([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "things/{id}")] HttpRequest request) => new OkResult();

        [Function("FindThing")]
        public static OkResult Two([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{name}")] HttpRequest request) => new OkResult();
    }

    private static class ReservedRoute
    {
        [Function("Reserved")]
        public static OkResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "Admin/x")] HttpRequest request) => new();
    }

    private static class BrokenRoute
    {
        [Function("Broken")]
        public static OkResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{a}{b}")] HttpRequest request) => new OkResult();
    }

    private static class NoTrigger
    {
        [Function("NoTrigger")]
        public static void Run(string text) => _ = text;
    }

    private static class TakesHttpContext
    {
        [Function("TakesHttpContext")]
        public static OkObjectResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, HttpContext http) => new OkObjectResult(http);
    }

    private static class NotPublic
    {
        [Function("NotPublic")]
        internal static OkResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => new OkResult();
    }

    private static class BadSchedule
    {
        [Function("BadSchedule")]
        public static void Run([TimerTrigger("whenever")] TimerInfo timer) => _ = timer;
    }

    private static class MissingSetting
    {
        [Function("MissingSetting")]
        public static void Run([QueueTrigger("%NobodySetThis%")] string message) => _ = message;
    }

    private static class BadQueueName
    {
        [Function("BadQueueName")]
        public static void Run([QueueTrigger("Bad_Queue")] string message) => _ = message;
    }
}
