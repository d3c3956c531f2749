using DurableTask.Core;
using DurableTask.Core.History;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Conformance;

/// <summary>The history of an instance, as the client reads it.</summary>
[Trait("Backend", "AzureStorage")]
public sealed class HistorySpecs : Spec
{
    [Fact]
    public async Task It_tells_turn_by_turn_what_happened_and_what_was_asked_for()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Sum", async (context, start) => start + await context.CallActivityAsync<int>("Double", start))
            .AddActivityFunc<int, int>("Double", (_, number) => 2 * number));

        IList<HistoryEvent> history = await HistoryOfAsync("Sum", 20);

        Assert.Equal(
            [
                EventType.OrchestratorStarted, EventType.ExecutionStarted, EventType.TaskScheduled, EventType.OrchestratorCompleted,
                EventType.OrchestratorStarted, EventType.TaskCompleted, EventType.ExecutionCompleted, EventType.OrchestratorCompleted,
            ],
            history.Select(each => each.EventType));
        Assert.Equal(("Sum", "20"), (The<ExecutionStartedEvent>(history).Name, The<ExecutionStartedEvent>(history).Input));
        Assert.Equal("Double", The<TaskScheduledEvent>(history).Name);
        Assert.Equal((The<TaskScheduledEvent>(history).EventId, "40"), (The<TaskCompletedEvent>(history).TaskScheduledId, The<TaskCompletedEvent>(history).Result));
        Assert.Equal((OrchestrationStatus.Completed, "60"), (The<ExecutionCompletedEvent>(history).OrchestrationStatus, The<ExecutionCompletedEvent>(history).Result));
        Assert.Equal(history.Select(each => each.Timestamp).Order(), history.Select(each => each.Timestamp));
    }

    [Fact]
    public async Task It_tells_why_a_task_failed_and_that_it_was_retried_after_a_timer()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Try", context => context.CallActivityAsync("Break", new TaskOptions(new RetryPolicy(2, TimeSpan.FromMilliseconds(1)))))
            .AddActivityFunc<object?, object?>("Break", (_, _) => throw new InvalidOperationException("Broken.", new TimeoutException("Late."))));

        IList<HistoryEvent> history = await HistoryOfAsync("Try");

        FailureDetails failure = history.OfType<TaskFailedEvent>().First().FailureDetails!;
        Assert.Equal((typeof(InvalidOperationException).FullName, "Broken."), (failure.ErrorType, failure.ErrorMessage));
        Assert.True(failure.InnerFailure!.IsCausedBy<TimeoutException>());
        Assert.Equal(2, history.OfType<TaskFailedEvent>().Count());
        Assert.Equal(The<TimerCreatedEvent>(history).EventId, The<TimerFiredEvent>(history).TimerId);
        Assert.Equal(The<TimerCreatedEvent>(history).FireAt, The<TimerFiredEvent>(history).FireAt);
        Assert.Equal(OrchestrationStatus.Failed, The<ExecutionCompletedEvent>(history).OrchestrationStatus);
        Assert.True(The<ExecutionCompletedEvent>(history).FailureDetails!.IsCausedBy<TaskFailedException>());
    }

    [Fact]
    public async Task It_tells_what_a_call_was_marked_with()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Ask", async context =>
            {
                await context.CallActivityAsync("Answer", options: new TaskOptions { Tags = new Dictionary<string, string> { ["team"] = "blue" } });
                await context.CallActivityAsync("Answer");
            })
            .AddActivityFunc("Answer", _ => { }));

        IList<HistoryEvent> history = await HistoryOfAsync("Ask");

        TaskScheduledEvent[] calls = [.. history.OfType<TaskScheduledEvent>()];
        Assert.Equal(new Dictionary<string, string> { ["team"] = "blue" }, calls[0].Tags);
        Assert.Null(calls[1].Tags);
    }

    [Fact]
    public async Task A_sub_orchestration_and_its_caller_name_each_other()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Child", options: new SubOrchestrationOptions { InstanceId = "the child" }))
            .AddOrchestratorFunc("Child", context => Task.FromResult("done")));
        string parent = await ScheduleAsync("Parent");
        await EndOfAsync(parent);

        IList<HistoryEvent> above = await Client.GetOrchestrationHistoryAsync(parent);
        IList<HistoryEvent> below = await Client.GetOrchestrationHistoryAsync("the child");

        Assert.Equal(("Child", "the child"), (The<SubOrchestrationInstanceCreatedEvent>(above).Name, The<SubOrchestrationInstanceCreatedEvent>(above).InstanceId));
        Assert.Equal("\"done\"", The<SubOrchestrationInstanceCompletedEvent>(above).Result);
        Assert.Equal(("Parent", parent), (The<ExecutionStartedEvent>(below).ParentInstance.Name, The<ExecutionStartedEvent>(below).ParentInstance.OrchestrationInstance.InstanceId));
    }

    [Fact]
    public async Task What_came_from_outside_is_in_it()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Wait", async context =>
        {
            await context.WaitForExternalEvent<int>("Number");
            context.SetCustomStatus("counted");
            await context.WaitForExternalEvent<int>("Another");
        }));
        string id = await BegunAsync("Wait");
        await Client.RaiseEventAsync(id, "Number", 7);
        await UntilAsync(id, seen => seen.SerializedCustomStatus is not null, "it has counted");
        await Client.SuspendInstanceAsync(id, "lunch");
        await StatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await Client.ResumeInstanceAsync(id, "back");
        await StatusAsync(id, OrchestrationRuntimeStatus.Running);
        await Client.TerminateInstanceAsync(id, "enough");
        await EndOfAsync(id);

        IList<HistoryEvent> history = await Client.GetOrchestrationHistoryAsync(id);

        Assert.Equal(("Number", "7"), (The<EventRaisedEvent>(history).Name, The<EventRaisedEvent>(history).Input));
        Assert.Equal(("lunch", "back"), (The<ExecutionSuspendedEvent>(history).Reason, The<ExecutionResumedEvent>(history).Reason));
        Assert.Equal("\"enough\"", The<ExecutionTerminatedEvent>(history).Input);
        Assert.Equal(OrchestrationStatus.Terminated, The<ExecutionCompletedEvent>(history).OrchestrationStatus);
    }

    [Fact]
    public async Task It_begins_anew_with_every_execution()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Count", async (context, number) =>
        {
            await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
            if (number < 3)
            {
                context.ContinueAsNew(number + 1);
            }

            return number;
        }));

        IList<HistoryEvent> history = await HistoryOfAsync("Count", 1);

        Assert.Equal("3", The<ExecutionStartedEvent>(history).Input);
        Assert.Single(history.OfType<TimerFiredEvent>());
    }

    [Fact]
    public async Task Calls_of_entities_are_messages_and_their_answers_events()
    {
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Ask", context => context.Entities.CallEntityAsync<int>(new("counter", "one"), "get"))
                .AddEntity<Counter>("counter"),
            services => services.Configure<DurableTaskWorkerOptions>(options => options.EnableEntitySupport = true));

        IList<HistoryEvent> history = await HistoryOfAsync("Ask");

        Assert.Equal("@counter@one", The<EventSentEvent>(history).InstanceId);
        Assert.Single(history.OfType<EventRaisedEvent>());
    }

    [Fact]
    public async Task There_is_none_of_an_instance_that_is_not_there_or_of_an_entity()
    {
        await StartAsync(_ => { });

        ArgumentException missing = await Assert.ThrowsAsync<ArgumentException>(() => Client.GetOrchestrationHistoryAsync("nobody"));
        Assert.Equal("An orchestration with the instanceId nobody was not found.", missing.Message);
        Assert.Equal(StatusCode.NotFound, Assert.IsType<RpcException>(missing.InnerException).StatusCode);
        await Assert.ThrowsAsync<ArgumentException>(() => Client.GetOrchestrationHistoryAsync("@counter@one"));
    }

    private async Task<IList<HistoryEvent>> HistoryOfAsync(TaskName name, object? input = null)
    {
        string id = await ScheduleAsync(name, input);
        await EndOfAsync(id);
        return await Client.GetOrchestrationHistoryAsync(id);
    }

    private static T The<T>(IEnumerable<HistoryEvent> history)
        where T : HistoryEvent => Assert.Single(history.OfType<T>());

    private sealed class Counter : TaskEntity<int>
    {
        public int Get() => State;
    }
}
