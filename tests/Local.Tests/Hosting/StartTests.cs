using System.Net;
using System.Net.Sockets;
using Caseward.Local.Accounts;
using Caseward.Local.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Caseward.Local.Tests.Hosting;

/// <summary>What is refused at start, in one line, and what settings do.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData(typeof(SameName), "Two functions are called 'Twice'")]
    [InlineData(typeof(SameRoute), "answer the same requests: /api/things/{id}")]
    [InlineData(typeof(BrokenRoute), "The route '/api/{a}{b}' of the function 'Broken' is not valid")]
    [InlineData(typeof(NoTrigger), "must have one parameter with a trigger, and has 0")]
    [InlineData(typeof(TakesHttpContext), "takes an HttpContext, which the worker does not bind")]
    [InlineData(typeof(TakesPoco), "must take its request as HttpRequest or HttpRequestData, not Greeting")]
    [InlineData(typeof(NotPublic), "must be a public method")]
    [InlineData(typeof(BadSchedule), "The schedule 'whenever' of the function 'BadSchedule' is neither")]
    [InlineData(typeof(MissingSetting), "needs the setting 'NobodySetThis'")]
    [InlineData(typeof(BadQueueName), "'bad_queue' is no queue name")]
    public async Task A_function_that_would_not_work_on_azure_is_refused_with_its_reason(Type functions, string reason) =>
        Assert.Contains(reason, (await RefusalOfAsync(TestApp.Of(functions))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "version": "1.0" }""", "\"version\": \"2.0\" is expected")]
    [InlineData("""{ "version": "2.0", """, "host.json")]
    [InlineData("""{ "version": "2.0", "extensions": { "queues": { "batchSize": 33 } } }""", "batchSize must be from 1 to 32, not 33")]
    [InlineData("""{ "version": "2.0", "extensions": { "queues": { "maxDequeueCount": 0 } } }""", "maxDequeueCount must be from 1 to")]
    [InlineData("""{ "version": "2.0", "extensions": { "queues": { "messageEncoding": "utf8" } } }""", "must be \"base64\" or \"none\"")]
    public async Task A_host_json_that_is_not_valid_is_refused(string hostJson, string reason)
    {
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.HostJson = hostJson;

        Assert.Contains(reason, (await RefusalOfAsync(app)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Values": { "A": "b" } }""", "\"IsEncrypted\": false")]
    [InlineData("""{ "IsEncrypted": true, "Values": { "A": "b" } }""", "\"IsEncrypted\": false")]
    [InlineData("""{ "IsEncrypted": false, "Values": { "A": { "b": "c" } } }""", "A must be a text; nested values are written as A__Name")]
    [InlineData("""{ "IsEncrypted": false, "Values": [] }""", "Values must be an object")]
    [InlineData("""{ "IsEncrypted": false, """, "not valid JSON")]
    public async Task A_local_settings_json_that_core_tools_would_not_read_is_refused(string settings, string reason)
    {
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.LocalSettings = settings;

        Assert.Contains(reason, (await RefusalOfAsync(app)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_that_the_host_keeps_for_itself_is_refused()
    {
        TestApp app = TestApp.Of(typeof(ReservedRoute));
        app.HostJson = """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""";

        Assert.Contains("begins with 'Admin', which the host keeps for itself", (await RefusalOfAsync(app)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_functions_without_the_asp_net_core_integration_are_refused()
    {
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Configure = _ => { };

        Assert.Contains("ConfigureFunctionsWebApplication", (await RefusalOfAsync(app)).Message, StringComparison.Ordinal);
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

        Assert.Contains("is in use by another process", (await RefusalOfAsync(second)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Caseward:Local:Port=-1", "Caseward:Local:Port", "'-1'")]
    [InlineData("Caseward:Local:Port=many", "Caseward:Local:Port", "'many'")]
    [InlineData("Caseward:Local:ClockSpeed=-1", "Caseward:Local:ClockSpeed", "'-1'")]
    [InlineData("Caseward:Local:ClockSpeed=1e12", "Caseward:Local:ClockSpeed", "'1000000000000'")]
    [InlineData("Caseward:Local:ClockSpeed=NaN", "Caseward:Local:ClockSpeed", "'NaN'")]
    [InlineData("Caseward:Local:ClockStart=9999-12-31T23:59:59Z", "Caseward:Local:ClockStart", "'9999-12-31T23:59:59.0000000+00:00'")]
    [InlineData("Caseward:Local:ClockStart=0001-01-01T00:00:00Z", "Caseward:Local:ClockStart", "'0001-01-01T00:00:00.0000000+00:00'")]
    [InlineData("Caseward:Local:Durable=0", "Caseward:Local:Durable", "'0'")]
    [InlineData("Caseward:Local:File=", "Caseward:Local:File", "''")]
    [InlineData("Caseward:Local:AccountName=My.Account", "Caseward:Local:AccountName", "'My.Account'")]
    [InlineData("Caseward:Local:Root=/nonexistent", "Caseward:Local:Root", "'/nonexistent'")]
    [InlineData("Caseward:Local:KillAt=name#abc", "Caseward:Local:KillAt", "'name#abc'")]
    [InlineData("Caseward:Local:KillAt=name#0", "Caseward:Local:KillAt", "'name#0'")]
    [InlineData("Logging:LogLevel:Default=Loud", "Logging:LogLevel:Default", "'Loud'")]
    [InlineData("Logging:Console:LogLevel:Some.Category=Loud", "Logging:Console:LogLevel:Some.Category", "'Loud'")]
    public async Task A_setting_that_cannot_be_is_refused_by_its_name_and_its_value(string setting, string name, string value)
    {
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Settings = [$"--{setting}"];

        string refusal = (await RefusalOfAsync(app)).Message;

        Assert.Contains(name, refusal, StringComparison.Ordinal);
        Assert.Contains(value, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage=nonsense", "AzureWebJobsStorage is no connection string")]
    [InlineData("AzureWebJobsStorage=AccountKey=c2VjcmV0", "AzureWebJobsStorage is no connection string")]
    [InlineData("AzureWebJobsStorage=AccountName=a/b;AccountKey=c2VjcmV0", "AzureWebJobsStorage is no connection string")]
    [InlineData("AzureWebJobsStorage=TableEndpoint=nowhere", "AzureWebJobsStorage is no connection string")]
    public async Task A_connection_string_that_is_none_is_refused_without_showing_it(string setting, string reason)
    {
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.ServesAccount = false;
        app.Settings = [$"--{setting}"];

        string refusal = (await RefusalOfAsync(app)).Message;

        Assert.Contains(reason, refusal, StringComparison.Ordinal);
        Assert.Contains("UseDevelopmentStorage=true", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(setting.Split('=', 2)[1], refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_the_application_would_not_look_for_is_refused()
    {
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Settings = ["--AzureWebJobsStorage=UseDevelopmentStorage=true"];

        string refusal = (await RefusalOfAsync(app)).Message;

        Assert.Contains($"Caseward:Local:AccountName is '{app.Account}'", refusal, StringComparison.Ordinal);
        Assert.Contains("'devstoreaccount1'", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("%Hub%", "not 'my-hub' (%Hub%)")]
    [InlineData("9lives", "not '9lives'.")]
    public async Task A_task_hub_that_azure_would_not_take_is_refused(string hub, string reason)
    {
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.HostJson = $$"""{ "version": "2.0", "extensions": { "durableTask": { "hubName": "{{hub}}" } } }""";
        app.Settings = ["--Hub=my-hub"];

        string refusal = (await RefusalOfAsync(app)).Message;

        Assert.StartsWith("host.json: extensions.durableTask.hubName", refusal, StringComparison.Ordinal);
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_hub_whose_setting_is_still_to_be_made_keeps_nobody_from_starting()
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        app.HostJson = """{ "version": "2.0", "extensions": { "durableTask": { "hubName": "%NotSet%" } } }""";

        await app.StartAsync();

        Assert.True(app.Runtime.BaseAddress.IsLoopback);
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
    public async Task Settings_come_from_the_file_and_the_command_line_wins()
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        app.LocalSettings = """
            {
              // comments are allowed, as Core Tools allows them
              "IsEncrypted": false,
              "Values": { "First__Name": "file", "Second": "file", "Flag": true },
              "ConnectionStrings": { "Crm": "somewhere" },
            }
            """;
        app.Settings = ["--Second=command line"];
        await app.StartAsync();

        IConfiguration settings = app.Services.GetRequiredService<IConfiguration>();

        Assert.Equal("file", settings["First:Name"]);
        Assert.Equal("command line", settings["Second"]);
        Assert.Equal("True", settings["Flag"]);
        Assert.Equal("somewhere", settings.GetConnectionString("Crm"));
    }

    [Fact]
    public async Task Files_may_begin_with_a_byte_order_mark()
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        app.HostJson = "\uFEFF{ \"version\": \"2.0\" }";
        app.LocalSettings = "\uFEFF{ \"IsEncrypted\": false, \"Values\": { \"First\": \"file\" } }";
        await app.StartAsync();

        Assert.Equal("file", app.Services.GetRequiredService<IConfiguration>()["First"]);
    }

    [Fact]
    public async Task Without_any_settings_it_is_development_on_local_storage()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        IConfiguration settings = app.Services.GetRequiredService<IConfiguration>();

        Assert.Equal("Development", app.Services.GetRequiredService<IHostEnvironment>().EnvironmentName);
        Assert.Equal("Development", settings["AZURE_FUNCTIONS_ENVIRONMENT"]);
        Assert.Same(app.Runtime.Database, LocalAccounts.Find(settings["AzureWebJobsStorage"]!)?.Database);
        Assert.Equal(Path.Combine(app.Folder, ".caseward", "local.db"), app.Runtime.Database.Path);
    }

    [Fact]
    public async Task A_function_is_turned_off_by_the_platform_s_setting()
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Settings = ["--AzureWebJobs.Hello.Disabled=true"];
        await app.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("/api/hello/ada")).StatusCode);
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

    private static async Task<StartRefusedException> RefusalOfAsync(TestApp app)
    {
        await using (app)
        {
            return await Assert.ThrowsAsync<StartRefusedException>(app.StartAsync);
        }
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

    private static class TakesPoco
    {
        [Function("TakesPoco")]
        public static OkObjectResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] Greeting greeting) => new OkObjectResult(greeting);
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
