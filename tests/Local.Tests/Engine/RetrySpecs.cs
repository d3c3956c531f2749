using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Tests.Engine;

public sealed class HotRetrySpecs() : RetrySpecs(Memory.Hot);

public sealed class EvictedRetrySpecs() : RetrySpecs(Memory.Evicted);

public abstract class RetrySpecs(Memory memory) : EngineSpecs(memory)
{
    [Fact]
    public async Task Waits_are_to_the_minute_what_coefficient_and_cap_say()
    {
        List<double> waits = await WaitsAsync(new RetryPolicy(6, TimeSpan.FromMinutes(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(5)));

        Assert.Equal([1, 2, 4, 5, 5], waits);
    }

    [Fact]
    public async Task Without_a_coefficient_all_waits_are_the_same() =>
        Assert.Equal([3, 3], await WaitsAsync(new RetryPolicy(3, TimeSpan.FromMinutes(3))));

    [Fact]
    public async Task No_wait_is_longer_than_an_hour_unless_said_so() =>
        Assert.Equal([50, 60, 60], await WaitsAsync(new RetryPolicy(4, TimeSpan.FromMinutes(50), backoffCoefficient: 2)));

    [Fact]
    public async Task Attempts_end_at_the_minute_of_the_time_out() =>
        Assert.Equal([1, 1, 1], await WaitsAsync(new RetryPolicy(100, TimeSpan.FromMinutes(1), retryTimeout: TimeSpan.FromMinutes(3))));

    [Fact]
    public async Task A_failure_filter_that_throws_ends_the_attempts_and_hides_nothing()
    {
        var policy = new RetryPolicy(5, TimeSpan.FromMinutes(1)) { HandleFailure = _ => throw new TimeoutException("filter") };
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Fail", options: TaskOptions.FromRetryPolicy(policy)))
            .AddActivityFunc("Fail", new Action<TaskActivityContext>(_ => throw new InvalidOperationException("the failure"))));

        OrchestrationMetadata done = await CompletedAsync(await StartInstanceAsync("Call"));

        Assert.Equal("the failure", done.FailureDetails!.InnerFailure!.ErrorMessage);
    }

    [Fact]
    public async Task A_handler_decides_from_the_attempt_the_failure_and_the_time_and_may_wait_itself()
    {
        var seen = new List<string>();
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Fail", options: TaskOptions.FromRetryHandler(async retry =>
            {
                if (!retry.OrchestrationContext.IsReplaying)
                {
                    seen.Add($"{retry.LastAttemptNumber} {retry.LastFailure.ErrorMessage} {retry.TotalRetryTime}");
                }

                await retry.OrchestrationContext.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return retry.LastAttemptNumber < 3;
            })))
            .AddActivityFunc("Fail", new Action<TaskActivityContext>(_ => throw new InvalidOperationException("no"))));
        string id = await StartInstanceAsync("Call");

        await AdvanceAsync(TimeSpan.FromHours(1));
        await AdvanceAsync(TimeSpan.FromHours(1));
        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        Assert.Equal(["1 no 00:00:00", "2 no 01:00:00", "3 no 02:00:00"], seen);
    }

    /// <summary>Runs an activity that always fails, and notes the minutes between its attempts.</summary>
    private async Task<List<double>> WaitsAsync(RetryPolicy policy)
    {
        var attempts = new List<DateTimeOffset>();
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Fail", options: TaskOptions.FromRetryPolicy(policy)))
            .AddActivityFunc("Fail", new Action<TaskActivityContext>(_ =>
            {
                attempts.Add(Clock.GetUtcNow());
                throw new InvalidOperationException("again");
            })));
        string id = await StartInstanceAsync("Call");
        await IdleAsync();
        while (Engine.NextWakeUp is { } next)
        {
            await AdvanceAsync(next - Clock.GetUtcNow());
        }

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await CompletedAsync(id)).RuntimeStatus);
        return [.. attempts.Zip(attempts.Skip(1), (a, b) => (b - a).TotalMinutes)];
    }
}
