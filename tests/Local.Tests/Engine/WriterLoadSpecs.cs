using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Tests.Engine;

/// <summary>
/// What clients hand over comes to the one writer as it goes into the file: there it costs its bytes once, and no one else waits while it is put into words.
/// Nothing of it is due yet, so that no turn writes between the two looks.
/// </summary>
public sealed class WriterLoadSpecs() : EngineSpecs(Memory.Hot)
{
    private const int Length = 4 << 20;

    private static readonly string Large = new('x', Length);

    [Fact]
    public async Task A_start() =>
        await AssertOnlyWrittenAsync(() => Client.ScheduleNewOrchestrationInstanceAsync("Nothing", Large, new StartOrchestrationOptions("large", Noon.AddHours(1))));

    [Fact]
    public async Task An_event() => await AssertOnlyWrittenAsync(() => Client.RaiseEventAsync("later", "News", Large));

    [Fact]
    public async Task A_signal_to_an_entity() => await AssertOnlyWrittenAsync(
        () => Client.Entities.SignalEntityAsync(new EntityInstanceId("Nobody", "here"), "hear", Large, new SignalEntityOptions { SignalTime = Noon.AddHours(1) }));

    private async Task AssertOnlyWrittenAsync(Func<Task> command)
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Nothing", _ => { }));
        await Client.ScheduleNewOrchestrationInstanceAsync("Nothing", null, new StartOrchestrationOptions("later", Noon.AddHours(1)));
        long before = await Database.WriteAsync(_ => GC.GetAllocatedBytesForCurrentThread());

        await command();

        long after = await Database.WriteAsync(_ => GC.GetAllocatedBytesForCurrentThread());
        Assert.InRange(after - before, 0, 2 * Length);
    }
}
