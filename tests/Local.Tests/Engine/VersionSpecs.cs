using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Caseward.Local.Tests.Engine;

public sealed class HotVersionSpecs() : VersionSpecs(Memory.Hot);

public sealed class EvictedVersionSpecs() : VersionSpecs(Memory.Evicted);

public abstract class VersionSpecs(Memory memory) : EngineSpecs(memory)
{
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

    private static void Register(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc<int>("Seven", _ => 7);
}
