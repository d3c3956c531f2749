using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Caseward.Local.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Tests.Hosting;

/// <summary>Applications that begin with a generic host, as most samples do, and those that do without the integration of ASP.NET Core.</summary>
public sealed class GenericHostTests
{
    [Fact]
    public async Task A_function_may_block_and_set_headers_after_its_body()
    {
        await using PlainApp app = await PlainApp.StartAsync();

        HttpResponseMessage response = await app.Http.PostAsync("/api/plain/echo", new StringContent("grüße"));

        Assert.Equal((HttpStatusCode.Created, "got grüße"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal("yes", response.Headers.GetValues("X-Late").Single());
        Assert.StartsWith("flavour=oat", response.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_is_bound_from_JSON_that_says_so_and_has_been_read_then()
    {
        await using PlainApp app = await PlainApp.StartAsync();

        HttpResponseMessage answer = await app.Http.PostAsJsonAsync("/api/plain/body", new { name = "ada" });
        HttpResponseMessage refused = await app.Http.PostAsync("/api/plain/body", new StringContent("""{"name":"ada"}"""));

        Assert.Equal("ada and 0 characters more", await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.InternalServerError, refused.StatusCode);
    }

    [Theory]
    [InlineData("/api/plain/body-text")]
    [InlineData("/api/plain/body-bytes")]
    [InlineData("/api/plain/body-memory")]
    public async Task A_body_is_bound_to_text_and_bytes_whatever_it_says_it_is(string path)
    {
        await using PlainApp app = await PlainApp.StartAsync();

        HttpResponseMessage answer = await app.Http.PostAsync(path, new StringContent("[grüße"));

        Assert.Equal("[grüße", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_trigger_s_own_parameter_can_be_the_body_and_is_null_when_nothing_says_that_it_is()
    {
        await using PlainApp app = await PlainApp.StartAsync();

        HttpResponseMessage bound = await app.Http.PostAsJsonAsync("/api/plain/trigger-body/eu", new { name = "ada" });
        HttpResponseMessage unbound = await app.Http.PostAsJsonAsync("/api/plain/trigger-thing", new { name = "ada" });

        Assert.Equal("ada of eu", await bound.Content.ReadAsStringAsync());
        Assert.Equal("null", await unbound.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_a_function_returns_is_the_body_and_an_answer_that_is_dropped_is_none()
    {
        await using PlainApp app = await PlainApp.StartAsync();

        Assert.Equal("GET", await app.Http.GetStringAsync("/api/plain/text"));
        HttpResponseMessage answer = await app.Http.GetAsync("/api/plain/dropped");
        Assert.Equal((HttpStatusCode.Accepted, "this"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.InternalServerError, (await app.Http.GetAsync("/api/plain/breaks")).StatusCode);
    }

    [Fact]
    public async Task An_object_is_answered_as_text_of_its_JSON_indented_and_so_is_text_that_is_JSON()
    {
        await using PlainApp app = await PlainApp.StartAsync();
        string end = Environment.NewLine;

        HttpResponseMessage thing = await app.Http.GetAsync("/api/plain/thing");

        Assert.Equal(("text/plain; charset=utf-8", $"{{{end}  \"length\": 16{end}}}"), (thing.Content.Headers.ContentType?.ToString(), await thing.Content.ReadAsStringAsync()));
        Assert.Equal($"[{end}  \"é\"{end}]", await app.Http.GetStringAsync("/api/plain/json-text"));
    }

    [Fact]
    public async Task A_function_that_returns_nothing_answers_204()
    {
        await using PlainApp app = await PlainApp.StartAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await app.Http.PostAsync("/api/plain/nothing", null)).StatusCode);
    }

    [Fact]
    public async Task Outputs_go_beside_the_answer()
    {
        await using PlainApp app = await PlainApp.StartAsync();

        HttpResponseMessage answer = await app.Http.PostAsync("/api/plain/both", null);
        await app.Runtime.WhenIdleAsync();

        Assert.Equal((HttpStatusCode.Accepted, "queued"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(["hello"], app.Notes.Lines);
    }

    [Fact]
    public async Task An_orchestration_is_started_with_an_answer_that_blocks()
    {
        await using PlainApp app = await PlainApp.StartAsync();

        HttpResponseMessage started = await app.Http.PostAsync("/api/plain/greet", null);
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        JsonElement status = await app.Http.GetFromJsonAsync<JsonElement>(started.Headers.Location);
        Assert.StartsWith("hello from ", status.GetProperty("output").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Middleware_and_services_of_both_kinds_of_callbacks_are_there()
    {
        await using PlainApp app = await PlainApp.StartAsync(host => host
            .ConfigureFunctionsWorkerDefaults((context, worker) => worker.UseMiddleware(async (function, next) =>
            {
                await next();
                function.InstanceServices.GetRequiredService<Notes>().Add($"{function.FunctionDefinition.Name} in {context.HostingEnvironment.EnvironmentName}");
            }))
            .ConfigureServices(services => services.AddSingleton("from the application")));

        await app.Http.GetStringAsync("/api/plain/text");

        Assert.Equal(["Text in Development"], app.Notes.Lines);
        Assert.Equal("from the application", app.Host.Services.GetRequiredService<string>());
        Assert.Equal("Development", app.Host.Services.GetRequiredService<IConfiguration>()["AZURE_FUNCTIONS_ENVIRONMENT"]);
    }

    [Fact]
    public async Task The_integration_of_ASP_NET_Core_can_be_asked_for()
    {
        await using PlainApp app = await PlainApp.StartAsync(host => host.ConfigureFunctionsWebApplication(), typeof(IntegratedSample));

        Assert.Equal("GET", await app.Http.GetStringAsync("/api/integrated"));
    }

    [Fact]
    public async Task Without_it_a_function_that_needs_it_is_refused_at_start()
    {
        string folder = Directory.CreateTempSubdirectory("caseward-").FullName;

        var refused = await Assert.ThrowsAsync<StartRefusedException>(
            () => PlainApp.StartAsync(host => host.ConfigureFunctionsWorkerDefaults(), folder, "refused", typeof(IntegratedSample)));

        Assert.Contains("ConfigureFunctionsWebApplication()", refused.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_start_that_is_refused_leaves_the_account_and_the_file_free()
    {
        string folder = Directory.CreateTempSubdirectory("caseward-").FullName;
        string account = "g" + Guid.NewGuid().ToString("N")[..20];
        await Assert.ThrowsAsync<StartRefusedException>(() => PlainApp.StartAsync(host => host.ConfigureFunctionsWorkerDefaults(), folder, account, typeof(IntegratedSample)));

        await using PlainApp app = await PlainApp.StartAsync(host => host.ConfigureFunctionsWorkerDefaults(), folder, account, typeof(PlainSamples));

        Assert.Equal("GET", await app.Http.GetStringAsync("/api/plain/text"));
    }

    [Theory]
    [InlineData("3", "4", "A setting is not valid: DataAnnotation validation failed for 'Visits' members: 'Guests' with the error: 'Guests must be 1 or 2.'.")]
    [InlineData("many", "1", "A setting is not valid. Failed to convert configuration value 'many' at 'Visits:Guests' to type 'System.Int32'.")]
    [InlineData("1", "0", "A setting is not valid: Set Rooms__Guests to 1 or more.")]
    [InlineData("3", "0", "'Guests must be 1 or 2.'. A setting is not valid: Set Rooms__Guests to 1 or more.")]
    public async Task Options_that_are_not_valid_are_refused_in_one_line_wherever_they_were_added(string visits, string rooms, string reason)
    {
        string folder = Directory.CreateTempSubdirectory("caseward-").FullName;
        void AddOptions(IHostBuilder host) => host
            .ConfigureServices(services => services.AddOptions<Visits>().BindConfiguration("Visits").ValidateDataAnnotations().ValidateOnStart())
            .ConfigureAppConfiguration(settings => settings.AddInMemoryCollection([new("Visits:Guests", visits), new("Rooms:Guests", rooms)]))
            .ConfigureFunctionsWorkerDefaults()
            .ConfigureServices(services => services.AddOptions<Rooms>().BindConfiguration("Rooms").Validate(each => each.Guests > 0, "Set Rooms__Guests to 1 or more.").ValidateOnStart());

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => PlainApp.StartAsync(AddOptions, folder, "invalid", typeof(PlainSamples)));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Options_that_are_valid_keep_nobody_from_starting()
    {
        await using PlainApp app = await PlainApp.StartAsync(host => host
            .ConfigureFunctionsWorkerDefaults()
            .ConfigureServices(services => services.AddOptions<Visits>().ValidateDataAnnotations().ValidateOnStart()));

        Assert.Equal("GET", await app.Http.GetStringAsync("/api/plain/text"));
    }

    [Fact]
    public async Task An_application_builder_may_do_without_the_integration_too()
    {
        await using TestApp app = TestApp.Of(typeof(PlainSamples));
        app.Configure = _ => { };
        await app.StartAsync();

        Assert.Equal("got it", await (await app.Http.PostAsync("/api/plain/echo", new StringContent("it"))).Content.ReadAsStringAsync());
    }

    private sealed class Visits
    {
        [Range(1, 2, ErrorMessage = "Guests must be 1 or 2.")]
        public int Guests { get; set; } = 1;
    }

    private sealed class Rooms
    {
        public int Guests { get; set; } = 1;
    }

    private sealed class PlainApp : IAsyncDisposable
    {
        private readonly string _folder;

        private PlainApp(IHost host, Notes notes, string folder)
        {
            _folder = folder;
            Host = host;
            Notes = notes;
            Http = new HttpClient { BaseAddress = Runtime.BaseAddress };
        }

        public IHost Host { get; }

        public HttpClient Http { get; }

        public Notes Notes { get; }

        public LocalRuntime Runtime => Host.Services.GetRequiredService<LocalRuntime>();

        public static Task<PlainApp> StartAsync() => StartAsync(host => host.ConfigureFunctionsWorkerDefaults());

        public static Task<PlainApp> StartAsync(Action<IHostBuilder> configure, params Type[] functions) => StartAsync(
            configure, Directory.CreateTempSubdirectory("caseward-").FullName, "g" + Guid.NewGuid().ToString("N")[..20], functions is [] ? [typeof(PlainSamples)] : functions);

        public static async Task<PlainApp> StartAsync(Action<IHostBuilder> configure, string folder, string account, params Type[] functions)
        {
            string[] settings =
            [
                $"--Caseward:Local:Root={folder}", $"--Caseward:Local:AccountName={account}", "--Caseward:Local:Port=0", "--Caseward:Local:Durable=false",
            ];
            var notes = new Notes();
            var builder = new HostBuilder();
            GenericHost.Add(builder, new RuntimeSetup(settings, typeof(GenericHostTests).Assembly, functions, ownsProcess: false));
            configure(builder);
            builder.ConfigureServices(services => services.AddSingleton(notes)).ConfigureLogging(logging => logging.ClearProviders());
            IHost host = builder.Build();
            try
            {
                await host.StartAsync();
            }
            catch
            {
                host.Dispose();
                throw;
            }

            return new PlainApp(host, notes, folder);
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await Host.StopAsync();
            Host.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
