using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Conformance;

/// <summary>How failures look to parents and clients, and what fails an instance.</summary>
public sealed class FailureSpecs : Spec
{
    private static readonly DateTime Instant = new(2027, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task The_failure_of_an_activity_keeps_type_message_stack_and_causes()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Call", CallFaulty)
            .AddActivityFunc("Faulty", Explode));

        OrchestrationMetadata done = await EndOfAsync(await ScheduleAsync("Call"));

        TaskFailureDetails outer = done.FailureDetails!;
        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal("Microsoft.DurableTask.TaskFailedException", outer.ErrorType);
        Assert.Equal("Task 'Faulty' (#0) failed with an unhandled exception: boom", outer.ErrorMessage);
        Assert.Contains(nameof(CallFaulty), outer.StackTrace, StringComparison.Ordinal);
        Assert.Equal(("System.InvalidOperationException", "boom"), (outer.InnerFailure!.ErrorType, outer.InnerFailure.ErrorMessage));
        Assert.Contains(nameof(Explode), outer.InnerFailure.StackTrace, StringComparison.Ordinal);
        Assert.Equal(("System.TimeoutException", "cause"), (outer.InnerFailure.InnerFailure!.ErrorType, outer.InnerFailure.InnerFailure.ErrorMessage));
        Assert.True(outer.IsCausedBy<TaskFailedException>());
        Assert.True(outer.InnerFailure.IsCausedBy<SystemException>());
        Assert.False(outer.InnerFailure.IsCausedBy<TimeoutException>());
    }

    [Fact]
    public async Task A_failure_that_is_caught_does_no_harm()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Catch", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Faulty");
                    return "fine";
                }
                catch (TaskFailedException failed) when (failed.FailureDetails.IsCausedBy<InvalidOperationException>())
                {
                    return await context.CallActivityAsync<string>("Comfort");
                }
            })
            .AddActivityFunc("Faulty", Explode)
            .AddActivityFunc<string>("Comfort", _ => "there, there"));

        Assert.Equal("there, there", await RunAsync<string>("Catch"));
    }

    [Fact]
    public async Task The_output_of_a_failed_instance_is_the_bare_message()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ => throw new InvalidOperationException("just words"))));

        OrchestrationMetadata done = await EndOfAsync(await ScheduleAsync("Fail"));

        Assert.Equal("just words", done.SerializedOutput);
        Assert.Throws<JsonException>(() => done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Payloads_that_were_not_asked_for_cannot_be_read()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Seven", _ => 7));
        string id = await ScheduleAsync("Seven");
        await EndOfAsync(id);

        OrchestrationMetadata metadata = (await Client.GetInstanceAsync(id))!;

        Assert.Throws<InvalidOperationException>(() => metadata.ReadOutputAs<int>());
        Assert.Null(metadata.SerializedOutput);
    }

    /// <summary>Back ends differ in where they cut; none loses the beginning.</summary>
    [Fact]
    public async Task A_very_long_message_fails_its_instance_like_any_other()
    {
        string words = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i} "));
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Long"))
            .AddActivityFunc("Long", new Action<TaskActivityContext>(_ => throw new InvalidOperationException(words))));

        TaskFailureDetails failure = await FailureOfAsync("Call");

        Assert.StartsWith(words[..50_000], failure.InnerFailure!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_that_passes_through_a_child_keeps_every_cause()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync("Child"))
            .AddOrchestratorFunc("Child", context => context.CallActivityAsync("Faulty"))
            .AddActivityFunc("Faulty", Explode));

        TaskFailureDetails failure = await FailureOfAsync("Parent");

        var types = new List<string>();
        for (TaskFailureDetails? each = failure; each is not null; each = each.InnerFailure)
        {
            types.Add(each.ErrorType);
        }

        Assert.Equal(
            ["Microsoft.DurableTask.TaskFailedException", "Microsoft.DurableTask.TaskFailedException", "System.InvalidOperationException", "System.TimeoutException"],
            types);
        Assert.Contains("Child", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("Faulty", failure.InnerFailure!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_of_the_orchestrator_itself_is_reported_as_it_was_thrown()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ => Throw())));

        TaskFailureDetails failure = await FailureOfAsync("Fail");

        Assert.Equal((typeof(Own).FullName, "mine"), (failure.ErrorType, failure.ErrorMessage));
        Assert.Contains(nameof(Throw), failure.StackTrace, StringComparison.Ordinal);
        Assert.True(failure.IsCausedBy<Own>());
        Assert.True(failure.IsCausedBy<Exception>());
        Assert.False(failure.IsCausedBy<ArgumentException>());
    }

    [Fact]
    public async Task The_failure_of_an_instance_is_told_only_with_its_payloads()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ => Throw())));
        string id = await ScheduleAsync("Fail");
        await EndOfAsync(id);

        Assert.Null((await Client.GetInstanceAsync(id))!.FailureDetails);
        Assert.NotNull((await Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.FailureDetails);
    }

    [Fact]
    public async Task An_unknown_orchestrator_fails_its_instance()
    {
        await StartAsync(_ => { });

        OrchestrationMetadata done = await EndOfAsync(await ScheduleAsync("Nobody"));

        Assert.Equal("OrchestratorTaskNotFound", done.FailureDetails!.ErrorType);
        Assert.Contains("Nobody", done.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_activity_fails_its_call()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Call", async context =>
        {
            try
            {
                await context.CallActivityAsync("Nobody");
                return "";
            }
            catch (TaskFailedException failed)
            {
                return failed.FailureDetails.ErrorType;
            }
        }));

        Assert.Equal("ActivityTaskNotFound", await RunAsync<string>("Call"));
    }

    [Fact]
    public async Task An_input_of_the_wrong_type_fails_the_instance()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Number", (_, n) => n));

        OrchestrationMetadata done = await EndOfAsync(await ScheduleAsync("Number", "not a number"));

        Assert.Equal(typeof(JsonException).FullName, done.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task An_input_of_the_wrong_type_fails_the_call_of_an_activity()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Number", "not a number"))
            .AddActivityFunc<int>("Number", (_, _) => { }));

        Assert.Equal(typeof(JsonException).FullName, (await FailureOfAsync("Call")).InnerFailure!.ErrorType);
    }

    [Fact]
    public async Task A_result_of_the_wrong_type_throws_where_it_is_awaited()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Call", async context =>
            {
                try
                {
                    return (await context.CallActivityAsync<int>("Text")).ToString();
                }
                catch (JsonException)
                {
                    return "not a number";
                }
            })
            .AddActivityFunc<string>("Text", _ => "text"));

        Assert.Equal("not a number", await RunAsync<string>("Call"));
    }

    [Fact]
    public async Task A_cancellation_that_nobody_catches_fails_the_instance()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Limited", context =>
            context.WaitForExternalEvent<string>("Never", TimeSpan.FromMilliseconds(20))));

        OrchestrationMetadata done = await EndOfAsync(await ScheduleAsync("Limited"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal(typeof(TaskCanceledException).FullName, done.FailureDetails!.InnerFailure!.ErrorType);
    }

    [Fact]
    public async Task A_provider_of_properties_adds_facts_to_a_failure()
    {
        await StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Faulty"))
                .AddActivityFunc("Faulty", Explode),
            services => services.AddSingleton<IExceptionPropertiesProvider, Facts>());

        TaskFailureDetails inner = (await EndOfAsync(await ScheduleAsync("Call"))).FailureDetails!.InnerFailure!;

        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["text"] = "boom",
                ["number"] = 7.0,
                ["truth"] = true,
                ["nothing"] = null,
                ["instant"] = Instant,
                ["list"] = new List<object?> { "a", 1.5, null },
            },
            inner.Properties!);
        Assert.Null(inner.InnerFailure!.Properties);
    }

    private static Task CallFaulty(TaskOrchestrationContext context) => CallFaultyAsync(context);

    private static async Task CallFaultyAsync(TaskOrchestrationContext context) => await context.CallActivityAsync("Faulty");

    private static void Explode(TaskActivityContext context) => throw new InvalidOperationException("boom", new TimeoutException("cause"));

    private static void Throw() => throw new Own("mine");

    private sealed class Own(string message) : Exception(message);

    private sealed class Facts : IExceptionPropertiesProvider
    {
        public IDictionary<string, object?>? GetExceptionProperties(Exception exception) => exception is not InvalidOperationException ? null
            : new Dictionary<string, object?>
            {
                ["text"] = exception.Message,
                ["number"] = 7,
                ["truth"] = true,
                ["nothing"] = null,
                ["instant"] = Instant,
                ["list"] = new object?[] { "a", 1.5m, null },
            };
    }
}
