using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Caseward.Conformance;

/// <summary>Versions of instances and workers, of children and activities, and of registrations.</summary>
public sealed class VersionSpecs : Spec
{
    [Fact]
    public async Task An_instance_without_a_version_gets_the_clients_default()
    {
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Version", context => context.Version),
            services => services.Configure<DurableTaskClientOptions>(options => options.DefaultVersion = "1.5"));

        Assert.Equal("1.5", await RunAsync<string>("Version"));
    }

    [Theory]
    [InlineData("1.9", "[1.9] -1")]
    [InlineData("1.10", "[1.10] 0")]
    [InlineData("2.0", "[2.0] 1")]
    [InlineData("", "[] -1")]
    public async Task A_version_that_is_named_wins_even_when_it_is_none(string version, string expected)
    {
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Version", context => $"[{context.Version}] {Math.Sign(context.CompareVersionTo("1.10"))}"),
            services => services.Configure<DurableTaskClientOptions>(options => options.DefaultVersion = "1.5"));

        Assert.Equal(expected, await RunAsync("Version", version));
    }

    [Fact]
    public async Task A_child_has_the_workers_default_version_and_an_activity_that_of_its_orchestration()
    {
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<List<string>>("Parent", async context =>
                [
                    await context.CallSubOrchestratorAsync<string>("Child"),
                    await context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions { Version = "3.0" }),
                    await context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions { Version = "" }),
                    await context.CallActivityAsync<string>("Work"),
                ])
                .AddOrchestratorFunc<string>("Child", context => $"[{context.Version}]")
                .AddActivityFunc<string>("Work", context => $"[{context.Version}]"),
            services => services.Configure<DurableTaskWorkerOptions>(options => options.Versioning = new VersioningOptions { DefaultVersion = "2.0" }));
        string id = await Client.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions { Version = "1.0" });

        Assert.Equal(["[2.0]", "[3.0]", "[]", "[1.0]"], (await OutputOfAsync<List<string>>(id))!);
    }

    [Theory]
    [InlineData(VersionMatchStrategy.None, "9.0", true)]
    [InlineData(VersionMatchStrategy.Strict, "2.0", true)]
    [InlineData(VersionMatchStrategy.Strict, "02.0", true)]
    [InlineData(VersionMatchStrategy.Strict, "1.0", false)]
    [InlineData(VersionMatchStrategy.Strict, "", false)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "1.10", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2.0", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2.1", false)]
    public async Task A_worker_takes_the_versions_that_its_strategy_matches(VersionMatchStrategy match, string version, bool taken)
    {
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc<int>("Seven", _ => 7),
            services => services.Configure<DurableTaskWorkerOptions>(options => options.Versioning = new VersioningOptions
            {
                Version = "2.0",
                MatchStrategy = match,
                FailureStrategy = VersionFailureStrategy.Fail,
            }));
        string id = await Client.ScheduleNewOrchestrationInstanceAsync("Seven", new StartOrchestrationOptions { Version = version });

        OrchestrationMetadata end = await EndOfAsync(id);

        Assert.Equal(taken ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(taken ? null : "VersionMismatch", end.FailureDetails?.ErrorType);
        string how = match == VersionMatchStrategy.Strict ? "does not match" : "is greater than";
        Assert.Equal(taken ? null : $"The orchestration version '{version}' {how} the worker version '2.0'.", end.FailureDetails?.ErrorMessage);
    }

    [Fact]
    public async Task A_rejected_instance_is_left_for_another_worker()
    {
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc<int>("Seven", _ => 7),
            services => services.Configure<DurableTaskWorkerOptions>(options => options.Versioning = new VersioningOptions
            {
                Version = "2.0",
                MatchStrategy = VersionMatchStrategy.Strict,
                FailureStrategy = VersionFailureStrategy.Reject,
            }));
        string rejected = await Client.ScheduleNewOrchestrationInstanceAsync("Seven", new StartOrchestrationOptions { Version = "1.0" });
        string taken = await Client.ScheduleNewOrchestrationInstanceAsync("Seven", new StartOrchestrationOptions { Version = "2.0" });

        Assert.Equal(7, await OutputOfAsync<int>(taken));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await Client.GetInstanceAsync(rejected))!.RuntimeStatus);
    }

    [Fact]
    [Trait("Counts", "runs")]
    public async Task An_activity_of_a_version_that_the_worker_does_not_match_is_not_run()
    {
        int runs = 0;
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Ask", async context =>
                {
                    Task late = context.CallActivityAsync("Work", new TaskOptions { Version = "2.1" });
                    await context.CallActivityAsync("Work", new TaskOptions { Version = "2.0" });
                    context.SetCustomStatus("one has run");
                    await late;
                })
                .AddActivityFunc("Work", _ => { Interlocked.Increment(ref runs); }),
            services => services.Configure<DurableTaskWorkerOptions>(options => options.Versioning = new VersioningOptions
            {
                Version = "2.0",
                MatchStrategy = VersionMatchStrategy.CurrentOrOlder,
            }));
        string id = await ScheduleAsync("Ask");

        await UntilAsync(id, seen => seen.SerializedCustomStatus is not null, "one has run");

        Assert.Equal(1, runs);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Client.GetInstanceAsync(id))!.RuntimeStatus);
    }

    [Fact]
    [Trait("Since", "1.25")]
    public async Task A_name_with_versioned_registrations_serves_only_those_versions()
    {
        await StartNamedAsync();

        Assert.Equal("one", await RunAsync("Named", "1.0"));
        Assert.Equal("two", await RunAsync("Named", "2.0"));
        Assert.Equal("none", await RunAsync("Named", ""));
        string third = await Client.ScheduleNewOrchestrationInstanceAsync("Named", new StartOrchestrationOptions { Version = "3.0" });
        Assert.Equal("OrchestratorTaskNotFound", (await EndOfAsync(third)).FailureDetails!.ErrorType);
    }

    [Fact]
    [Trait("Since", "1.25")]
    public async Task A_name_without_versioned_registrations_serves_every_version()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Plain", async context => $"{context.Version} {await context.CallActivityAsync<string>("Work")}")
            .AddActivityFunc<string>("Work", context => context.Version));

        Assert.Equal("4.2 4.2", await RunAsync("Plain", "4.2"));
    }

    [Fact]
    [Trait("Since", "1.25")]
    public async Task Classes_carry_their_version_in_an_attribute()
    {
        await StartAsync(tasks => tasks.AddOrchestrator<First>().AddOrchestrator<Second>().AddActivity<FirstWork>().AddActivity<SecondWork>());

        Assert.Equal("first: work 1", await RunAsync("Classy", "1"));
        Assert.Equal("second: work 2, work 1", await RunAsync("Classy", "2"));
    }

    [Fact]
    [Trait("Since", "1.25")]
    public async Task Versioned_classes_alone_do_not_serve_an_instance_without_a_version()
    {
        await StartAsync(tasks => tasks.AddOrchestrator<First>().AddOrchestrator<Second>());

        TaskFailureDetails failure = await FailureOfAsync("Classy");

        Assert.Equal("OrchestratorTaskNotFound", failure.ErrorType);
        Assert.Contains("No orchestrator task named 'Classy' was found.", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Since", "1.23.1")]
    public async Task A_new_version_takes_effect_with_the_next_execution()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, string>("Migrate", "1.0", (context, round) =>
            {
                context.ContinueAsNew(new ContinueAsNewOptions { NewInput = round + 1, NewVersion = "2.0" });
                return Task.FromResult("");
            })
            .AddOrchestratorFunc<int, string>("Migrate", "2.0", (context, round) => Task.FromResult($"{context.Version} {round}")));
        string id = await Client.ScheduleNewOrchestrationInstanceAsync("Migrate", 1, new StartOrchestrationOptions { Version = "1.0" });

        Assert.Equal("2.0 2", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task Without_a_new_version_the_next_execution_keeps_its_own()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, string>("Stay", (context, round) =>
        {
            if (round == 0)
            {
                context.ContinueAsNew(1);
            }

            return context.Version;
        }));
        string id = await Client.ScheduleNewOrchestrationInstanceAsync("Stay", 0, new StartOrchestrationOptions { Version = "1.0" });

        Assert.Equal("1.0", await OutputOfAsync<string>(id));
    }

    private async Task<string?> RunAsync(string name, string version) =>
        await OutputOfAsync<string>(await Client.ScheduleNewOrchestrationInstanceAsync(name, new StartOrchestrationOptions { Version = version }));

    private Task StartNamedAsync() => StartAsync(tasks => tasks
        .AddOrchestratorFunc<object?, string>("Named", "1.0", (_, _) => Task.FromResult("one"))
        .AddOrchestratorFunc<object?, string>("Named", "2.0", (_, _) => Task.FromResult("two"))
        .AddOrchestratorFunc<string>("Named", _ => "none"));

    [DurableTask("Classy", Version = "1")]
    private sealed class First : TaskOrchestrator<object?, string>
    {
        public override async Task<string> RunAsync(TaskOrchestrationContext context, object? input) => $"first: {await context.CallActivityAsync<string>("ClassyWork")}";
    }

    [DurableTask("Classy", Version = "2")]
    private sealed class Second : TaskOrchestrator<object?, string>
    {
        public override async Task<string> RunAsync(TaskOrchestrationContext context, object? input) =>
            $"second: {await context.CallActivityAsync<string>("ClassyWork")}, {await context.CallActivityAsync<string>("ClassyWork", new TaskOptions { Version = "1" })}";
    }

    [DurableTask("ClassyWork", Version = "1")]
    private sealed class FirstWork : TaskActivity<object?, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, object? input) => Task.FromResult("work 1");
    }

    [DurableTask("ClassyWork", Version = "2")]
    private sealed class SecondWork : TaskActivity<object?, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, object? input) => Task.FromResult("work 2");
    }
}
