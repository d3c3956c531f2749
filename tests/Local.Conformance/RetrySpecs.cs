using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Conformance;

/// <summary>
/// Retry policies and handlers, for activities and sub-orchestrations alike. Waits are a few hundredths of a second; the spec beside the engine
/// that can move the clock measures hours.
/// </summary>
public sealed class RetrySpecs : Spec
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(10);

    private int _attempts;

    public static TheoryData<int, bool> Attempts => new()
    {
        { 1, true },
        { 2, true },
        { 10, true },
        { 1, false },
        { 2, false },
        { 10, false },
    };

    [Theory]
    [Trait("Counts", "runs")]
    [MemberData(nameof(Attempts))]
    public async Task A_policy_allows_so_many_attempts_and_no_more(int attempts, bool activity)
    {
        await StartFailingAsync(activity, TaskOptions.FromRetryPolicy(new RetryPolicy(attempts, Short)));

        TaskFailureDetails failure = await FailureOfAsync("Call");

        Assert.Equal(attempts, _attempts);
        Assert.True(failure.IsCausedBy<TaskFailedException>());
        Assert.Contains($"attempt {attempts}", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Counts", "runs")]
    [MemberData(nameof(Attempts))]
    public async Task A_handler_allows_what_it_says(int attempts, bool activity)
    {
        await StartFailingAsync(activity, TaskOptions.FromRetryHandler(retry =>
            retry.LastFailure.IsCausedBy<InvalidOperationException>() && retry.LastAttemptNumber < attempts));

        await FailureOfAsync("Call");

        Assert.Equal(attempts, _attempts);
    }

    [Theory]
    [Trait("Counts", "runs")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_attempt_that_succeeds_ends_the_attempts(bool activity)
    {
        await StartFailingAsync(activity, TaskOptions.FromRetryPolicy(new RetryPolicy(10, Short, backoffCoefficient: 1.2)), until: 5);

        OrchestrationMetadata end = await EndOfAsync(await ScheduleAsync("Call"));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Null(end.FailureDetails);
        Assert.Equal(5, _attempts);
    }

    [Theory]
    [Trait("Counts", "runs")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_that_the_policy_does_not_handle_is_final(bool activity)
    {
        var policy = new RetryPolicy(5, Short) { HandleFailure = failure => failure.IsCausedBy<TimeoutException>() };
        await StartFailingAsync(activity, TaskOptions.FromRetryPolicy(policy));

        await FailureOfAsync("Call");

        Assert.Equal(1, _attempts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_attempt_starts_after_the_time_out(bool activity)
    {
        await StartFailingAsync(activity, TaskOptions.FromRetryPolicy(new RetryPolicy(1000, TimeSpan.FromMilliseconds(20), retryTimeout: TimeSpan.FromMilliseconds(200))));

        await FailureOfAsync("Call");

        Assert.InRange(_attempts, 1, 11);
    }

    [Fact]
    [Trait("Counts", "runs")]
    public async Task Waits_grow_by_the_coefficient_up_to_the_cap()
    {
        // Without the cap the last wait would be eleven minutes.
        var policy = new RetryPolicy(9, TimeSpan.FromMilliseconds(40), backoffCoefficient: 4, maxRetryInterval: TimeSpan.FromMilliseconds(200));
        var at = new List<DateTime>();
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Call", context => context.CallActivityAsync("Fail", options: TaskOptions.FromRetryPolicy(policy)))
            .AddActivityFunc("Fail", new Action<TaskActivityContext>(_ =>
            {
                at.Add(DateTime.UtcNow);
                throw new InvalidOperationException("again");
            })));

        await FailureOfAsync("Call");

        double[] waits = [.. at.Zip(at.Skip(1), (a, b) => (b - a).TotalMilliseconds)];
        Assert.Equal(8, waits.Length);
        Assert.All(waits.Zip([40, 160, 200, 200, 200, 200, 200, 200]), pair => Assert.True(pair.First >= pair.Second - 1, $"It waited {pair.First} ms instead of {pair.Second}."));
    }

    [Fact]
    [Trait("Counts", "runs")]
    public async Task A_handler_is_told_the_attempt_the_failure_and_the_time_and_may_wait_itself()
    {
        var seen = new List<RetryContext>();
        await StartFailingAsync(true, TaskOptions.FromRetryHandler(async retry =>
        {
            if (!retry.OrchestrationContext.IsReplaying)
            {
                seen.Add(retry);
            }

            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMilliseconds(50), CancellationToken.None);
            return retry.LastAttemptNumber < 3;
        }));

        await FailureOfAsync("Call");

        Assert.Equal([1, 2, 3], seen.Select(retry => retry.LastAttemptNumber));
        Assert.Equal(["attempt 1", "attempt 2", "attempt 3"], seen.Select(retry => retry.LastFailure.ErrorMessage));
        Assert.True(seen[2].TotalRetryTime >= TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task An_unknown_activity_is_not_retried()
    {
        int asked = 0;
        await StartAsync(tasks => tasks.AddOrchestratorFunc("Call", context => context.CallActivityAsync("Nobody", options: TaskOptions.FromRetryHandler(_ =>
        {
            asked++;
            return true;
        }))));

        Assert.Equal("ActivityTaskNotFound", (await FailureOfAsync("Call")).InnerFailure!.ErrorType);
        Assert.Equal(0, asked);
    }

    [Theory]
    [InlineData(0, 1, 1.0)]
    [InlineData(1, 0, 1.0)]
    [InlineData(1, 1, 0.5)]
    public void A_policy_that_makes_no_sense_is_refused(int attempts, int firstMilliseconds, double coefficient) =>
        Assert.ThrowsAny<ArgumentException>(() => new RetryPolicy(attempts, TimeSpan.FromMilliseconds(firstMilliseconds), coefficient));

    private Task StartFailingAsync(bool activity, TaskOptions options, int until = int.MaxValue)
    {
        void Attempt()
        {
            if (++_attempts < until)
            {
                throw new InvalidOperationException($"attempt {_attempts}");
            }
        }

        return StartAsync(tasks => tasks
            .AddOrchestratorFunc("Call", context => activity
                ? context.CallActivityAsync("Work", options: options)
                : context.CallSubOrchestratorAsync("Work", options: options))
            .AddActivityFunc("Work", _ => Attempt())
            .AddOrchestratorFunc("Work", _ => Attempt()));
    }
}
