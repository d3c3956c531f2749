using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Conformance;

/// <summary>The in-process test host itself, and how tasks are registered.</summary>
public sealed class HostSpecs : Spec
{
    [Fact]
    public async Task The_client_is_among_the_services()
    {
        await StartAsync(_ => { });

        Assert.Same(Client, Host.Services.GetRequiredService<DurableTaskClient>());
    }

    [Fact]
    public async Task Services_are_shared_between_the_test_and_what_runs()
    {
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<string>("Call", context => context.CallActivityAsync<string>(nameof(Greet), "you"))
                .AddActivity<Greet>(),
            services => services.AddSingleton(new Greeting("Good day")));

        Assert.Equal("Good day, you", await RunAsync<string>("Call"));
        Assert.Equal("Good day", Host.Services.GetRequiredService<Greeting>().Words);
    }

    [Fact]
    public async Task Hosts_know_nothing_of_one_another()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Seven", _ => 7));
        await using DurableTaskTestHost other = await Hosts.StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Eight", _ => 8), new DurableTaskTestHostOptions());
        await ScheduleAsync("Seven", id: "one");

        Assert.Equal(7, await OutputOfAsync<int>("one"));
        Assert.Null(await other.Client.GetInstanceAsync("one"));
    }

    [Fact]
    public async Task Orchestrators_and_activities_can_be_classes()
    {
        await StartAsync(
            tasks => tasks.AddOrchestrator<Polite>().AddActivity<Greet>(),
            services => services.AddSingleton(new Greeting("Hello")));

        Assert.Equal("Hello, Ada", await RunAsync<string>(nameof(Polite), "Ada"));
    }

    [Fact]
    public async Task Classes_can_be_named_by_an_attribute_or_at_registration()
    {
        await StartAsync(
            tasks => tasks.AddOrchestrator<Named>().AddOrchestrator<Polite>("OtherName").AddActivity<Greet>(),
            services => services.AddSingleton(new Greeting("Hello")));

        Assert.Equal("by attribute", await RunAsync<string>("ByAttribute"));
        Assert.Equal("Hello, Ada", await RunAsync<string>("OtherName", "Ada"));
    }

    [Fact]
    [Trait("Counts", "runs")]
    public async Task One_object_can_serve_all_runs()
    {
        var counting = new Counting();
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Twice", async context => await context.CallActivityAsync<int>("Count") + await context.CallActivityAsync<int>("Count"))
            .AddActivity("Count", counting));

        Assert.Equal(3, await RunAsync<int>("Twice"));
        Assert.Equal(2, counting.Runs);
    }

    [Fact]
    public void A_name_cannot_be_registered_twice()
    {
        var tasks = new DurableTaskRegistry();
        tasks.AddActivityFunc("Work", _ => { });

        Assert.Throws<ArgumentException>(() => tasks.AddActivityFunc("WORK", _ => { }));
    }

    [Fact]
    public void What_is_registered_can_be_looked_at_and_not_changed()
    {
        var tasks = new DurableTaskRegistry();
        tasks.AddActivityFunc("Work", _ => { }).AddOrchestratorFunc("Run", _ => { });

        Assert.Equal("Work", Assert.Single(tasks.GetActivities()).Key.Name);
        Assert.Equal("Run", Assert.Single(tasks.GetOrchestrators()).Key.Name);
        Assert.False(tasks.GetEntities() is System.Collections.ICollection);
    }

    [Fact]
    public async Task Arguments_that_nothing_can_be_done_with_are_refused()
    {
        await StartAsync(_ => { });

        await Assert.ThrowsAnyAsync<ArgumentException>(() => Client.RaiseEventAsync("", "Go"));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Client.RaiseEventAsync("one", ""));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Client.TerminateInstanceAsync(""));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Client.SuspendInstanceAsync(""));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Client.ResumeInstanceAsync(""));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Client.GetInstanceAsync(""));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Client.PurgeInstanceAsync(""));
    }

    [Fact]
    public async Task A_wait_that_is_given_up_says_so()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Never")));
        string id = await BegunAsync("Wait");
        using var end = new CancellationTokenSource();
        Task<OrchestrationMetadata> waiting = Client.WaitForInstanceCompletionAsync(id, end.Token);
        Task<OrchestrationMetadata> unknown = Client.WaitForInstanceStartAsync("nobody", end.Token);

        end.Cancel();

        await Assert.ThrowsAsync<OperationCanceledException>(() => Within(waiting));
        await Assert.ThrowsAsync<OperationCanceledException>(() => Within(unknown));
        await Assert.ThrowsAsync<OperationCanceledException>(() => Client.WaitForInstanceStartAsync(id, end.Token));
    }

    [Fact]
    public async Task Whoever_waits_when_the_host_stops_is_told()
    {
        DurableTaskTestHost host = await Hosts.StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("Never")), new DurableTaskTestHostOptions());
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await Within(host.Client.WaitForInstanceStartAsync(id));
        Task<OrchestrationMetadata> waiting = host.Client.WaitForInstanceCompletionAsync(id);

        await host.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within(waiting));
    }

    private sealed record Greeting(string Words);

    private sealed class Greet(Greeting greeting) : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input) => Task.FromResult($"{greeting.Words}, {input}");
    }

    private sealed class Polite : TaskOrchestrator<string, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, string input) => context.CallActivityAsync<string>(nameof(Greet), input);
    }

    [DurableTask("ByAttribute")]
    private sealed class Named : TaskOrchestrator<object?, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, object? input) => Task.FromResult("by attribute");
    }

    private sealed class Counting : TaskActivity<object?, int>
    {
        public int Runs { get; private set; }

        public override Task<int> RunAsync(TaskActivityContext context, object? input) => Task.FromResult(++Runs);
    }
}
