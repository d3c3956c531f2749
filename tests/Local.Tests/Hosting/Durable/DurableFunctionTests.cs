using System.Text.Json;
using Azure.Core.Serialization;
using Caseward.Local.Hosting;
using Caseward.Local.Queues;
using DurableTask.Core.Exceptions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Caseward.Local.Tests.Hosting.Durable;

public sealed class DurableFunctionTests
{
    private static readonly Type[] All =
        [typeof(VisitOrchestrator), typeof(UntypedOrchestrator), typeof(FailingOrchestrator), typeof(VisitActivities), typeof(VisitStarter)];

    [Fact]
    public async Task A_request_starts_an_orchestration_that_lives_nine_weeks()
    {
        await using TestApp app = await TestApp.StartAsync(All);

        string id = await (await app.Http.PostAsync("/api/visits/ada", null)).Content.ReadAsStringAsync();
        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(63));

        OrchestrationMetadata? instance = await app.Runtime.Client.GetInstanceAsync(id, getInputsAndOutputs: true);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, instance?.RuntimeStatus);
        Assert.Equal("bye ada (63)", instance?.ReadOutputAs<string>());
        Assert.Equal([$"welcome ada Welcome {id}", "farewell ada (63) 2026-08-03"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_message_starts_an_orchestration_and_idle_means_that_it_waits()
    {
        await using TestApp app = await TestApp.StartAsync(All);

        await app.Services.GetRequiredService<QueueStore>().PutAsync(
            "visits", Convert.ToBase64String("""{"guest":"grace","nights":2}"""u8), TimeSpan.Zero, QueueStore.DefaultTimeToLive);
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["welcome grace Welcome grace"], app.Notes.Lines);
        await app.Runtime.AdvanceToNextWakeUpAsync();
        Assert.Equal("farewell grace (2) 2026-06-03", app.Notes.Lines[^1]);
        Assert.Equal(TestApp.Noon.AddDays(2), app.Runtime.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Entity_functions_dispatch_to_classes_states_and_functions()
    {
        await using TestApp app = await TestApp.StartAsync([typeof(EntityFunctions), typeof(TallyOrchestrator)]);

        string id = await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Tally");
        OrchestrationMetadata done = await app.Runtime.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        Assert.Equal("3 7 shout!", done.ReadOutputAs<string>());
        Assert.Equal(["3"], app.Notes.Lines);
    }

    [Fact]
    public async Task An_entity_function_runs_once_for_the_operations_that_are_run_together()
    {
        await using TestApp app = await TestApp.StartAsync([typeof(EntityFunctions), typeof(BatchOrchestrator)]);

        string id = await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Batches");
        OrchestrationMetadata done = await app.Runtime.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        await app.Runtime.WhenIdleAsync();

        Assert.Equal("[1,2,4]", done.SerializedOutput);
        Assert.Equal(["batch of 4"], app.Notes.Lines);
    }

    [Fact]
    public async Task An_orchestration_goes_on_after_a_restart()
    {
        await using TestApp app = await TestApp.StartAsync(All);
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(VisitOrchestrator), new Visit("ada", 3), new StartOrchestrationOptions("v1"));
        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(1));

        await app.RestartAsync();
        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal(["welcome ada Welcome v1", "farewell ada (3) 2026-06-04"], app.Notes.Lines);
    }

    [Fact]
    public async Task An_orchestrator_without_an_input_parameter_gets_it_converted_from_its_context()
    {
        await using TestApp app = await TestApp.StartAsync(All);

        OrchestrationMetadata instance = await RunAsync(app, "Untyped", new Visit("ada", 1));

        Assert.Equal(new Visit("ada", 1), instance.ReadOutputAs<Visit>());
    }

    [Fact]
    public async Task What_an_activity_throws_fails_the_orchestration()
    {
        await using TestApp app = await TestApp.StartAsync(All);

        OrchestrationMetadata instance = await RunAsync(app, "Failing", input: null);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, instance.RuntimeStatus);
        Assert.Contains("no Refuse", instance.FailureDetails?.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Middleware_runs_around_orchestrators_and_activities()
    {
        await using TestApp app = TestApp.Of(All);
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware((context, next) =>
            {
                app.Notes.Add($"{context.FunctionDefinition.InputBindings.Values.Single().Type} {context.FunctionDefinition.Name}");
                return next();
            });
        };
        await app.StartAsync();

        await RunAsync(app, "Untyped", new Visit("ada", 1));
        await RunAsync(app, "Failing", input: null);

        Assert.Equal(["orchestrationTrigger Untyped", "orchestrationTrigger Failing", "activityTrigger Refuse"], app.Notes.Lines.Distinct());
    }

    [Fact]
    public async Task Middleware_that_waits_for_something_else_before_an_orchestrator_fails_it_and_says_why()
    {
        await using TestApp app = TestApp.Of(All);
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware(async (_, next) =>
            {
                await Task.Delay(1);
                await next();
            });
        };
        await app.StartAsync();

        OrchestrationMetadata instance = await RunAsync(app, "Untyped", new Visit("ada", 1));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, instance.RuntimeStatus);
        Assert.StartsWith("An invalid asynchronous invocation was detected", instance.FailureDetails?.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Middleware_that_passes_orchestrators_by_may_wait_around_activities()
    {
        await using TestApp app = TestApp.Of(All);
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseWhen(
                context => context.FunctionDefinition.InputBindings.Values.All(binding => binding.Type != "orchestrationTrigger"),
                async (_, next) =>
                {
                    await Task.Delay(1);
                    await next();
                });
        };
        await app.StartAsync();
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(VisitOrchestrator), new Visit("ada", 1));

        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal(2, app.Notes.Lines.Count);
    }

    [Fact]
    public async Task Payloads_are_written_by_the_worker_s_serializer()
    {
        await using TestApp app = TestApp.Of(All);
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.Configure<WorkerOptions>(worker => worker.Serializer = new JsonObjectSerializer(new JsonSerializerOptions(JsonSerializerDefaults.Web)));
        };
        await app.StartAsync();

        OrchestrationMetadata instance = await RunAsync(app, "Untyped", new Visit("ada", 1));

        Assert.Equal("""{"guest":"ada","nights":1}""", instance.SerializedOutput);
    }

    [Fact]
    public async Task The_version_in_host_json_is_that_of_new_instances()
    {
        await using TestApp app = TestApp.Of(typeof(TellsVersion));
        app.HostJson = """{ "version": "2.0", "extensions": { "durableTask": { "defaultVersion": "1.0", "versionMatchStrategy": "CurrentOrOlder" } } }""";
        await app.StartAsync();

        Assert.Equal("1.0", (await RunAsync(app, "TellsVersion", input: null)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("AnyState", true)]
    [InlineData("NonRunningStates", false)]
    public async Task The_host_file_says_whether_the_id_of_a_live_instance_can_be_taken(string states, bool isTaken)
    {
        await using TestApp app = TestApp.Of(typeof(Waits), typeof(TellsVersion));
        app.HostJson = $$"""{ "version": "2.0", "extensions": { "durableTask": { "overridableExistingInstanceStates": "{{states}}" } } }""";
        await app.StartAsync();
        DurableTaskClient client = app.Runtime.Client;
        await client.ScheduleNewOrchestrationInstanceAsync("Waits", new StartOrchestrationOptions("one"));
        await app.Runtime.WhenIdleAsync();
        DateTimeOffset created = (await client.GetInstanceAsync("one"))!.CreatedAt;
        await app.Runtime.AdvanceAsync(TimeSpan.FromMinutes(1));

        Exception? restart = await Record.ExceptionAsync(() => client.RestartAsync("one"));
        await app.Runtime.WhenIdleAsync();
        OrchestrationMetadata between = (await client.GetInstanceAsync("one"))!;
        Exception? start = await Record.ExceptionAsync(() => client.ScheduleNewOrchestrationInstanceAsync("TellsVersion", new StartOrchestrationOptions("one")));
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(
            (isTaken, OrchestrationRuntimeStatus.Running, isTaken, isTaken ? "TellsVersion" : "Waits"),
            (restart is null, between.RuntimeStatus, between.CreatedAt > created, (await client.GetInstanceAsync("one"))!.Name));
        Assert.Equal((isTaken ? null : typeof(InvalidOperationException), isTaken ? null : typeof(OrchestrationAlreadyExistsException)), (restart?.GetType(), start?.GetType()));
    }

    [Fact]
    public async Task The_application_s_hosted_services_start_before_any_function_and_requests_come_last()
    {
        await using TestApp app = await TestApp.StartAsync(All);
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(VisitOrchestrator), new Visit("ada", 1));
        await app.Runtime.WhenIdleAsync();
        await app.StopAsync();
        app.Settings = [$"--Caseward:Local:ClockStart={TestApp.Noon.AddDays(2):o}"];
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddHostedService<SlowSetUp>();
        };

        await app.StartAsync();
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["set up, requests served: False", "farewell ada (1) 2026-06-03"], app.Notes.Lines.Skip(1));
    }

    [Theory]
    [InlineData(typeof(FetchingOrchestrator), "has the binding 'client' beside its trigger")]
    [InlineData(typeof(WritingOrchestrator), "has an output binding")]
    [InlineData(typeof(WrongContext), "must take its trigger as TaskOrchestrationContext")]
    [InlineData(typeof(WrongClient), "must take its durable client as DurableTaskClient")]
    [InlineData(typeof(Entity), "must take its trigger as TaskEntityDispatcher")]
    public async Task What_could_not_be_replayed_or_bound_is_refused_at_start(Type functions, string reason)
    {
        await using TestApp app = TestApp.Of(functions);

        Assert.Contains(reason, (await Assert.ThrowsAsync<StartRefusedException>(app.StartAsync)).Message, StringComparison.Ordinal);
    }

    private static async Task<OrchestrationMetadata> RunAsync(TestApp app, string orchestrator, object? input)
    {
        string id = await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input);
        return await app.Runtime.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
    }

    private sealed class SlowSetUp(Notes notes, LocalRuntime runtime) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(100, cancellationToken);
            notes.Add($"set up, requests served: {IsServing()}");
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private bool IsServing()
        {
            try
            {
                return runtime.BaseAddress is not null;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }
    }

    private static class TellsVersion
    {
        [Function("TellsVersion")]
        public static string Run([OrchestrationTrigger] TaskOrchestrationContext context) => context.Version;
    }

    private static class Waits
    {
        [Function("Waits")]
        public static Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("Go");
    }

    private static class FetchingOrchestrator
    {
        [Function("Fetching")]
        public static string Run([OrchestrationTrigger] TaskOrchestrationContext context, [DurableClient] DurableTaskClient client) => client.Name;
    }

    private static class WritingOrchestrator
    {
        [Function("Writing")]
        [QueueOutput("somewhere")]
        public static string Run([OrchestrationTrigger] TaskOrchestrationContext context) => "x";
    }

    private static class WrongContext
    {
        [Function("WrongContext")]
        public static string Run([OrchestrationTrigger] string context) => context;
    }

    private static class WrongClient
    {
        [Function("WrongClient")]
        public static OkResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, [DurableClient] string client) => new();
    }

    private static class Entity
    {
        [Function("Entity")]
        public static Task Run([EntityTrigger] object dispatcher) => Task.CompletedTask;
    }
}
