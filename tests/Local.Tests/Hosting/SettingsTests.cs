using System.Net;
using Azure.Data.Tables;
using Caseward.Local.Accounts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Caseward.Local.Tests.Hosting;

/// <summary>What settings do, where they come from, and those that are refused at start, in one line.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("""{ "version": "1.0" }""", "\"version\": \"2.0\" is expected")]
    [InlineData("""{ "version": "2.0", """, "host.json")]
    [InlineData("""{ "version": "2.0", "extensions": { "queues": { "batchSize": 33 } } }""", "batchSize must be from 1 to 32, not 33")]
    [InlineData("""{ "version": "2.0", "extensions": { "queues": { "maxDequeueCount": 0 } } }""", "maxDequeueCount must be from 1 to")]
    [InlineData("""{ "version": "2.0", "extensions": { "queues": { "visibilityTimeout": "00:00:90" } } }""", "must be a time such as 00:00:30, not \"00:00:90\"")]
    [InlineData("""{ "version": "2.0", "extensions": { "queues": { "visibilityTimeout": "-00:00:01" } } }""", "must be a time such as 00:00:30")]
    [InlineData("""{ "version": "2.0", "extensions": { "queues": { "messageEncoding": "utf8" } } }""", "must be \"base64\" or \"none\"")]
    public async Task A_host_json_that_is_not_valid_is_refused(string hostJson, string reason)
    {
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.HostJson = hostJson;

        Assert.Contains(reason, (await app.RefuseAsync()).Message, StringComparison.Ordinal);
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

        Assert.Contains(reason, (await app.RefuseAsync()).Message, StringComparison.Ordinal);
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

        string refusal = (await app.RefuseAsync()).Message;

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

        string refusal = (await app.RefuseAsync()).Message;

        Assert.Contains(reason, refusal, StringComparison.Ordinal);
        Assert.Contains("UseDevelopmentStorage=true", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(setting.Split('=', 2)[1], refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_the_application_would_not_look_for_is_refused()
    {
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Settings = ["--AzureWebJobsStorage=UseDevelopmentStorage=true"];

        string refusal = (await app.RefuseAsync()).Message;

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

        string refusal = (await app.RefuseAsync()).Message;

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
        Assert.Same(app.Runtime.Database, LocalAccounts.FindByName(new TableServiceClient(settings["AzureWebJobsStorage"]!).AccountName)?.Database);
        Assert.Equal(Path.Combine(app.Folder, ".caseward", "local.db"), app.Runtime.Database.Path);
    }

    [Theory]
    [InlineData("AzureWebJobs.Hello.Disabled")]
    [InlineData("AzureWebJobs_Hello_Disabled")]
    public async Task A_function_is_turned_off_by_the_platform_s_setting(string name)
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Settings = [$"--{name}=true"];
        await app.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("/api/hello/ada")).StatusCode);
    }
}
