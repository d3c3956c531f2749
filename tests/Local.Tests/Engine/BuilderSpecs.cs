using System.Collections.Concurrent;
using Caseward.Conformance;
using Caseward.Local.Engine.Client;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Testing;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Tests.Engine;

/// <summary>Workers and clients that an application puts together with the SDK's builders.</summary>
public sealed class BuilderSpecs
{
    [Fact]
    public async Task An_application_under_test_hosts_the_engine_with_its_own_services()
    {
        using IHost host = Host.CreateDefaultBuilder()
            .ConfigureServices(services => services
                .AddSingleton<ScopedServices.Counter>()
                .AddScoped<ScopedServices>()
                .AddInMemoryDurableTask(tasks => tasks
                    .AddOrchestratorFunc<string>("Call", context => context.CallActivityAsync<string>(nameof(Scoped)))
                    .AddActivity<Scoped>()))
            .Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        DurableTaskClient client = host.Services.GetRequiredService<DurableTaskClient>();

        string id = await client.ScheduleNewOrchestrationInstanceAsync("Call", TestContext.Current.CancellationToken);
        OrchestrationMetadata done = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken);

        Assert.Equal("1 of its run", done.ReadOutputAs<string>());
        Assert.Same(client, host.Services.GetRequiredService<IDurableTaskClientProvider>().GetClient());
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_host_that_has_no_patience_left_to_stop_is_no_failure()
    {
        var endless = new TaskCompletionSource();
        using IHost host = new HostBuilder().ConfigureServices(services => services.AddInMemoryDurableTask(tasks => tasks
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Endless"))
            .AddActivityFunc("Endless", _ => endless.Task))).Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<DurableTaskClient>().ScheduleNewOrchestrationInstanceAsync("Call", TestContext.Current.CancellationToken);

        await host.StopAsync(new CancellationToken(canceled: true));

        endless.SetResult();
    }

    [Fact]
    public async Task The_test_host_is_a_generic_host_that_starts_hosted_services()
    {
        var options = new DurableTaskTestHostOptions { ConfigureServices = services => services.AddHostedService<Starter>() };

        await using DurableTaskTestHost host = await DurableTaskTestHost.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Hello", _ => "world"), options);

        Assert.NotNull(host.Services.GetService<IConfiguration>());
        OrchestrationMetadata started = await host.Client.WaitForInstanceCompletionAsync("by the service", getInputsAndOutputs: true, TestContext.Current.CancellationToken);
        Assert.Equal("world", started.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Builders_called_again_go_on_with_the_same_worker_and_client()
    {
        var options = new DurableTaskTestHostOptions
        {
            ConfigureServices = services => services
                .AddDurableTaskWorker(worker => worker.AddTasks(tasks => tasks.AddOrchestratorFunc<string>("Version", context => context.Version)))
                .AddDurableTaskClient(client => client.UseDefaultVersion("2.1")),
        };
        await using DurableTaskTestHost host = await DurableTaskTestHost.StartAsync(tasks => tasks.AddOrchestratorFunc("Other", _ => { }), options);

        Assert.Equal("2.1", await RunAsync<string>(host.Client, "Version"));
    }

    [Fact]
    public async Task A_worker_refuses_versions_as_its_builder_says()
    {
        var versions = new DurableTaskWorkerOptions.VersioningOptions
        {
            Version = "2",
            MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.Strict,
            FailureStrategy = DurableTaskWorkerOptions.VersionFailureStrategy.Fail,
        };
        var options = new DurableTaskTestHostOptions
        {
            ConfigureServices = services => services.AddDurableTaskWorker().UseVersioning(versions),
        };
        await using DurableTaskTestHost host = await DurableTaskTestHost.StartAsync(tasks => tasks.AddOrchestratorFunc("Any", _ => { }), options);
        versions.Version = "1";

        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Any", new StartOrchestrationOptions { Version = "1" }, TestContext.Current.CancellationToken);
        OrchestrationMetadata failed = await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken);

        Assert.Equal("VersionMismatch", failed.FailureDetails?.ErrorType);
    }

    [Fact]
    public async Task A_client_of_another_name_has_a_converter_of_its_own()
    {
        var options = new DurableTaskTestHostOptions
        {
            ConfigureServices = services => services
                .AddSingleton<DataConverter>(new JsonDataConverter(new System.Text.Json.JsonSerializerOptions(System.Text.Json.JsonSerializerDefaults.Web)))
                .AddDurableTaskClient("plain", client => client
                    .UseBuildTarget<LocalDurableTaskClient>()
                    .Configure(settings => settings.DataConverter = JsonDataConverter.Default)),
        };
        await using DurableTaskTestHost host = await DurableTaskTestHost.StartAsync(tasks => tasks.AddOrchestratorFunc<Pair, Pair>("Echo", (_, pair) => pair), options);
        DurableTaskClient plain = host.Services.GetRequiredService<IDurableTaskClientProvider>().GetClient("plain");

        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Echo", new Pair("a"), TestContext.Current.CancellationToken);
        OrchestrationMetadata seen = await plain.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken);

        Assert.Equal("""{"left":"a"}""", seen.SerializedOutput);
        Assert.Null(seen.ReadOutputAs<Pair>()!.Left);
        Assert.Throws<ArgumentOutOfRangeException>(() => host.Services.GetRequiredService<IDurableTaskClientProvider>().GetClient("Plain"));
    }

    [Fact]
    [Obsolete("The filter is experimental.")]
    public async Task What_a_filter_refuses_waits_until_it_takes_it()
    {
        var filter = new Refusing();
        var options = new DurableTaskTestHostOptions { ConfigureServices = services => services.AddDurableTaskWorker().UseOrchestrationFilter(filter) };
        await using DurableTaskTestHost host = await DurableTaskTestHost.StartAsync(tasks => tasks.AddOrchestratorFunc("Any", _ => { }), options);
        filter.Refused["Any"] = true;

        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Any", TestContext.Current.CancellationToken);
        await filter.Asked.Task;

        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await host.Client.GetInstanceAsync(id, TestContext.Current.CancellationToken))!.RuntimeStatus);
        filter.Refused.Clear();
        Assert.True((await host.Client.WaitForInstanceCompletionAsync(id, TestContext.Current.CancellationToken)).IsCompleted);
    }

    [Fact]
    public void Work_item_filters_name_what_is_registered()
    {
        var services = new ServiceCollection();
        IDurableTaskWorkerBuilder worker = services.AddDurableTaskWorker().AddTasks(tasks => tasks
            .AddOrchestratorFunc("Plain", _ => { })
            .AddActivityFunc<int, int>("Work", "1", (_, value) => Task.FromResult(value))
            .AddActivityFunc<int, int>("Work", "2", (_, value) => Task.FromResult(value)));
        worker.UseWorkItemFilters();

        DurableTaskWorkerWorkItemFilters filters = Filters(services);
        Assert.Empty(Assert.Single(filters.Orchestrations).Versions);
        Assert.Equal(["1", "2"], Assert.Single(filters.Activities).Versions);

        worker.UseWorkItemFilters(new DurableTaskWorkerWorkItemFilters { Activities = [new("work", null), new("Wrok", null)] });
        Assert.Contains("Activities: [Wrok]", Assert.Throws<OptionsValidationException>(() => Filters(services)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_builder_without_a_class_builds_nothing()
    {
        var services = new ServiceCollection();

        Assert.Throws<ArgumentException>(() => services.AddDurableTaskWorker().UseBuildTarget(typeof(string)));
        Assert.Throws<ArgumentException>(() => services.AddDurableTaskClient().UseBuildTarget<DurableTaskClient>());
        Assert.Throws<InvalidOperationException>(() => services.AddDurableTaskWorker().Build(services.BuildServiceProvider()));
        Assert.Throws<InvalidOperationException>(() => services.AddDurableTaskClient().Build(services.BuildServiceProvider()));
    }

    private static DurableTaskWorkerWorkItemFilters Filters(IServiceCollection services) =>
        services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<DurableTaskWorkerWorkItemFilters>>().Get(Options.DefaultName);

    private static async Task<T?> RunAsync<T>(DurableTaskClient client, string name)
    {
        string id = await client.ScheduleNewOrchestrationInstanceAsync(name, TestContext.Current.CancellationToken);
        return (await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken)).ReadOutputAs<T>();
    }

    private sealed record Pair(string? Left);

    private sealed class Starter(DurableTaskClient client) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
            client.ScheduleNewOrchestrationInstanceAsync("Hello", new StartOrchestrationOptions("by the service"), stoppingToken);
    }

    [Obsolete("The filter is experimental.")]
    private sealed class Refusing : IOrchestrationFilter
    {
        public ConcurrentDictionary<string, bool> Refused { get; } = new(StringComparer.Ordinal);

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask<bool> IsOrchestrationValidAsync(OrchestrationFilterParameters info, CancellationToken cancellationToken = default)
        {
            bool refused = Refused.ContainsKey(info.Name!);
            Asked.TrySetResult();
            return ValueTask.FromResult(!refused);
        }
    }
}
