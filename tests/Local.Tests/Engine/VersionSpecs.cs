using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Caseward.Local.Tests.Engine;

public sealed class HotVersionSpecs() : VersionSpecs(Memory.Hot);

public sealed class EvictedVersionSpecs() : VersionSpecs(Memory.Evicted);

public abstract class VersionSpecs(Memory memory) : EngineSpecs(memory)
{
    [Fact]
    public async Task An_instance_without_a_version_gets_the_default_one()
    {
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Version", context => context.Version),
            options => options with { DefaultVersion = "1.5" });

        Assert.Equal("1.5", await RunAsync<string>("Version"));
    }

    [Fact]
    public async Task A_version_that_is_named_wins_even_when_it_is_none()
    {
        await StartAsync(
            tasks => tasks.AddOrchestratorFunc<string>("Version", context => $"[{context.Version}] {context.CompareVersionTo("1.10")}"),
            options => options with { DefaultVersion = "1.5" });
        async Task<string?> With(TaskVersion version) =>
            (await CompletedAsync(await Client.ScheduleNewOrchestrationInstanceAsync("Version", new StartOrchestrationOptions { Version = version }))).ReadOutputAs<string>();

        Assert.Equal("[1.9] -1", await With("1.9"));
        Assert.Equal("[2.0] 1", await With("2.0"));
        Assert.Equal("[] -1", await With(TaskVersion.Unversioned));
    }

    [Fact]
    public async Task A_child_has_the_workers_default_version_and_an_activity_that_of_its_orchestration()
    {
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<string>("Parent", async context =>
                    $"{await context.CallSubOrchestratorAsync<string>("Child")} {await context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions { Version = "3.0" })} {await context.CallActivityAsync<string>("Work")}")
                .AddOrchestratorFunc<string>("Child", context => context.Version)
                .AddActivityFunc<string>("Work", context => context.Version),
            options => options with { Versioning = new VersioningOptions { DefaultVersion = "2.0" } });
        string id = await Client.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions { Version = "1.0" });

        Assert.Equal("2.0 3.0 1.0", (await CompletedAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(VersionMatchStrategy.None, "9.0", true)]
    [InlineData(VersionMatchStrategy.Strict, "2.0", true)]
    [InlineData(VersionMatchStrategy.Strict, "1.0", false)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "1.0", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2.0", true)]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2.1", false)]
    public async Task A_worker_takes_the_versions_that_its_strategy_matches(VersionMatchStrategy match, string version, bool taken)
    {
        await StartAsync(Register, options => options with
        {
            Versioning = new VersioningOptions { Version = "2.0", MatchStrategy = match, FailureStrategy = VersionFailureStrategy.Fail },
        });
        string id = await Client.ScheduleNewOrchestrationInstanceAsync("Seven", new StartOrchestrationOptions { Version = version });

        OrchestrationMetadata done = await CompletedAsync(id);

        Assert.Equal(taken ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal(taken ? null : "VersionMismatch", done.FailureDetails?.ErrorType);
    }

    [Fact]
    public async Task A_rejected_instance_waits_for_a_worker_that_takes_it()
    {
        await StartAsync(Register, options => options with { Versioning = new VersioningOptions { Version = "1.0", MatchStrategy = VersionMatchStrategy.CurrentOrOlder } });
        string id = await Client.ScheduleNewOrchestrationInstanceAsync("Seven", new StartOrchestrationOptions { Version = "2.0" });
        Assert.Equal(OrchestrationRuntimeStatus.Pending, await StatusAsync(id));

        await StopAsync();
        await StartAsync(Register, options => options with { Versioning = new VersioningOptions { Version = "2.0", MatchStrategy = VersionMatchStrategy.CurrentOrOlder } });

        Assert.Equal(7, (await CompletedAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_name_with_versioned_registrations_serves_only_those_versions()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<object?, string>("Named", "1.0", (_, _) => Task.FromResult("one"))
            .AddOrchestratorFunc<object?, string>("Named", "2.0", (_, _) => Task.FromResult("two"))
            .AddOrchestratorFunc<string>("Named", _ => "none"));
        async Task<OrchestrationMetadata> With(TaskVersion version) =>
            await CompletedAsync(await Client.ScheduleNewOrchestrationInstanceAsync("Named", new StartOrchestrationOptions { Version = version }));

        Assert.Equal("one", (await With("1.0")).ReadOutputAs<string>());
        Assert.Equal("two", (await With("2.0")).ReadOutputAs<string>());
        Assert.Equal("none", (await With(TaskVersion.Unversioned)).ReadOutputAs<string>());
        Assert.Equal("OrchestratorTaskNotFound", (await With("3.0")).FailureDetails!.ErrorType);
    }

    private static void Register(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<int>("Seven", _ => 7);
}
