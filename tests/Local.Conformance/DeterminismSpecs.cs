using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Caseward.Conformance;

/// <summary>Replay: what stays the same, what is silent. What is noticed is in <c>NonDeterminismSpecs</c>.</summary>
public sealed class DeterminismSpecs : Spec
{
    [Fact]
    [Trait("Counts", "runs")]
    public async Task Code_that_logs_replay_safely_logs_once_however_often_it_is_replayed()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Log", async context =>
            {
                ILogger log = context.CreateReplaySafeLogger("Story");
                ILogger plain = context.CreateReplaySafeLogger<DeterminismSpecs>();
                for (int step = 0; step < 5; step++)
                {
#pragma warning disable CA2254 // The text is the test.
                    log.LogInformation($"step {step}");
                    plain.LogWarning($"step {step}");
#pragma warning restore CA2254
                    await context.CallActivityAsync("Work");
                }
            })
            .AddActivityFunc("Work", _ => { }));

        await RunAsync<object>("Log");

        Assert.Equal(["step 0", "step 1", "step 2", "step 3", "step 4"], Logs.Of("Story").Select(line => line.Text));
        Assert.Equal(5, Logs.Of(typeof(DeterminismSpecs).FullName!).Count);
    }

    [Fact]
    [Trait("Counts", "runs")]
    public async Task The_worker_logs_each_start_and_end_once_by_the_names_of_its_events()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Run", async context =>
            {
                await context.CallActivityAsync("Work");
                await context.CallActivityAsync("Work");
            })
            .AddActivityFunc("Work", _ => { }));

        await RunAsync<object>("Run");

        Assert.Equal(["OrchestrationStarted", "OrchestrationCompleted"], Logs.Of("Microsoft.DurableTask.Worker.Orchestrations").Select(line => line.Event));
        Assert.Equal(
            ["ActivityStarted", "ActivityCompleted", "ActivityStarted", "ActivityCompleted"],
            Logs.Of("Microsoft.DurableTask.Worker.Activities").Select(line => line.Event));
    }

    [Fact]
    [Trait("Counts", "runs")]
    public async Task The_worker_logs_failures_with_their_exceptions()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Run", context => context.CallActivityAsync("Work"))
            .AddActivityFunc("Work", new Action<TaskActivityContext>(_ => throw new InvalidOperationException("no"))));

        await FailureOfAsync("Run");

        KeptLogs.Line activity = Assert.Single(Logs.Of("Microsoft.DurableTask.Worker.Activities"), line => line.Event == "ActivityFailed");
        KeptLogs.Line orchestration = Assert.Single(Logs.Of("Microsoft.DurableTask.Worker.Orchestrations"), line => line.Event == "OrchestrationFailed");
        Assert.Equal("no", Assert.IsType<InvalidOperationException>(activity.Failure).Message);
        Assert.Equal("Task 'Work' (#0) failed with an unhandled exception: no", Assert.IsType<TaskFailedException>(orchestration.Failure).Message);
    }

    [Fact]
    [Trait("Counts", "runs")]
    public async Task New_ids_and_the_time_of_a_turn_are_the_same_on_every_replay()
    {
        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<List<string>>("Ids", async context =>
            {
                var ids = new List<string>();
                for (int i = 0; i < 5; i++)
                {
                    ids.Add($"{context.NewGuid()} {context.CurrentUtcDateTime:o}");
                    seen.AddOrUpdate(ids[^1], 1, (_, n) => n + 1);
                    await context.CallActivityAsync("Work");
                }

                return ids;
            })
            .AddActivityFunc("Work", _ => { }));

        List<string> ids = (await RunAsync<List<string>>("Ids"))!;

        Assert.Equal(5, ids.Distinct().Count());
        Assert.Equal(ids.Order(StringComparer.Ordinal), seen.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task New_ids_of_one_turn_differ_and_are_name_based()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<List<Guid>>("Ids", context => [.. Enumerable.Range(0, 100).Select(_ => context.NewGuid())]));

        List<Guid> ids = (await RunAsync<List<Guid>>("Ids"))!;

        Assert.Equal(100, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(5, id.Version));
    }

    [Fact]
    public async Task Time_moves_on_from_turn_to_turn_in_utc()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<List<DateTime>>("Times", async context =>
            {
                var times = new List<DateTime>();
                for (int i = 0; i < 5; i++)
                {
                    times.Add(context.CurrentUtcDateTime);
                    await context.CallActivityAsync("Work");
                }

                return times;
            })
            .AddActivityFunc("Work", _ => { }));

        List<DateTime> times = (await RunAsync<List<DateTime>>("Times"))!;

        Assert.Equal(times.Order(), times);
        Assert.Equal(5, times.Distinct().Count());
        Assert.All(times, time => Assert.Equal(DateTimeKind.Utc, time.Kind));
    }

    [Fact]
    [Trait("Counts", "runs")]
    public async Task Whether_code_replays_can_be_asked()
    {
        int firstRuns = 0;
        int lastRuns = 0;
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Ask", async context =>
            {
                firstRuns += context.IsReplaying ? 0 : 1;
                await context.CallActivityAsync("Work");
                await context.CallActivityAsync("Work");
                lastRuns += context.IsReplaying ? 0 : 1;
            })
            .AddActivityFunc("Work", _ => { }));

        await RunAsync<object>("Ask");

        Assert.Equal((1, 1), (firstRuns, lastRuns));
    }

    [Fact]
    public async Task A_restored_wait_gets_its_answer_however_many_turns_lie_between()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Patient", async context =>
            {
                Task<string> first = context.WaitForExternalEvent<string>("First");
                for (int i = 0; i < 10; i++)
                {
                    await context.CallActivityAsync("Work");
                }

                context.SetCustomStatus("ready");
                return await first;
            })
            .AddActivityFunc("Work", _ => { }));
        string id = await ScheduleAsync("Patient");
        await UntilAsync(id, seen => seen.SerializedCustomStatus is not null, "it is ready");

        await Client.RaiseEventAsync(id, "First", "at last");

        Assert.Equal("at last", await OutputOfAsync<string>(id));
    }
}
