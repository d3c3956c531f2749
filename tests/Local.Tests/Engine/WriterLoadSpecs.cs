using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Tests.Engine;

/// <summary>
/// What is handed over comes to the one writer as it goes into the file: there it costs its bytes once for each row, and no one else waits while it is put into
/// words. What clients and orchestrations hand over here is not due yet, so that no turn takes it between the two looks.
/// </summary>
public sealed class WriterLoadSpecs() : EngineSpecs(Memory.Hot)
{
    private const int Length = 4 << 20;

    private static readonly string Large = new('x', Length);
    private static readonly EntityInstanceId Nobody = new("Nobody", "here");
    private static readonly SignalEntityOptions Later = new() { SignalTime = Noon.AddHours(1) };

    [Fact]
    public async Task A_start() =>
        await AssertOnlyWrittenAsync(() => Client.ScheduleNewOrchestrationInstanceAsync("Nothing", Large, new StartOrchestrationOptions("large", Noon.AddHours(1))));

    [Fact]
    public async Task An_event() => await AssertOnlyWrittenAsync(() => Client.RaiseEventAsync("later", "News", Large));

    [Fact]
    public async Task A_signal_to_an_entity() => await AssertOnlyWrittenAsync(() => Client.Entities.SignalEntityAsync(Nobody, "hear", Large, Later));

    [Fact]
    public async Task An_event_of_an_orchestration() => await AssertOnlyWrittenAsync(() => RunAsync<string>("Send"));

    [Fact]
    public async Task A_signal_of_an_orchestration() => await AssertOnlyWrittenAsync(() => RunAsync<string>("Signal"));

    [Fact]
    public async Task The_input_of_a_sub_orchestration() => await AssertOnlyWrittenAsync(() => RunAsync<string>("Begin"));

    [Fact]
    public async Task The_output_of_a_sub_orchestration_which_its_parent_is_told() => await AssertOnlyWrittenAsync(() => RunAsync<string>("Ask"), rows: 3);

    [Fact]
    public async Task A_signal_of_an_entity() => await AssertOnlyWrittenAsync(() => RunAsync<string>("Pass"));

    [Fact]
    public async Task The_answer_of_an_entity() => await AssertOnlyWrittenAsync(() => RunAsync<string>("Call"), rows: 2);

    private async Task AssertOnlyWrittenAsync(Func<Task> command, int rows = 1)
    {
        var talker = new EntityInstanceId("Talker", "here");
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Nothing", _ => { })
            .AddOrchestratorFunc("Send", context => context.SendEvent("later", "News", Large))
            .AddOrchestratorFunc("Signal", context => context.Entities.SignalEntityAsync(Nobody, "hear", Large, Later))
            .AddOrchestratorFunc("Begin", context => context.CallSubOrchestratorAsync("Nothing", Large))
            .AddOrchestratorFunc<string>("Give", _ => Large)
            .AddOrchestratorFunc("Ask", context => context.CallSubOrchestratorAsync("Give"))
            .AddOrchestratorFunc("Pass", context => context.Entities.CallEntityAsync(talker, "pass"))
            .AddOrchestratorFunc("Call", context => context.Entities.CallEntityAsync(talker, "tell"))
            .AddEntity<Talker>());
        await Client.ScheduleNewOrchestrationInstanceAsync("Nothing", null, new StartOrchestrationOptions("later", Noon.AddHours(1)));
        long before = await Database.WriteAsync(_ => GC.GetAllocatedBytesForCurrentThread());

        await command();

        long after = await Database.WriteAsync(_ => GC.GetAllocatedBytesForCurrentThread());
        Assert.InRange(after - before, 0, (rows + 1) * (long)Length);
    }

    private sealed class Talker : TaskEntity<int>
    {
        public void Pass(TaskEntityContext context) => context.SignalEntity(Nobody, "hear", Large, Later);

        public string Tell() => Large;
    }
}
