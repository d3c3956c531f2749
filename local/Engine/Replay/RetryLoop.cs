using Microsoft.DurableTask;

namespace Caseward.Local.Engine.Replay;

/// <summary>Calls again what has failed. Runs inside the orchestrator, so the waits are durable timers and the whole loop is replayed.</summary>
internal sealed class RetryLoop(OrchestrationContext context, string taskName)
{
    public Task<string?> RunAsync(TaskRetryOptions? retry, Func<Task<string?>> call) => retry switch
    {
        { Policy: { } policy } => ByPolicyAsync(policy, call),
        { Handler: { } handler } => ByHandlerAsync(handler, call),
        _ => call(),
    };

    private async Task<string?> ByPolicyAsync(RetryPolicy policy, Func<Task<string?>> call)
    {
        DateTime began = context.CurrentUtcDateTime;
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            try
            {
                return await call();
            }
            catch (OperationFailedException failed) when (!failed.Failure.NonRetriable && attempt < policy.MaxNumberOfAttempts)
            {
                if (NextWait(policy, attempt, began, failed) is not { } next)
                {
                    throw;
                }

                wait = next;
            }

            await context.SetTimer(context.CurrentUtcDateTime.Add(wait), CancellationToken.None);
        }
    }

    private TimeSpan? NextWait(RetryPolicy policy, int attempt, DateTime began, OperationFailedException failed)
    {
        try
        {
            if (!policy.Handle(new TaskFailedException(taskName, failed.TaskId, failed.Failure.ToDetails())))
            {
                return null;
            }
        }
#pragma warning disable CA1031 // A filter that fails must not hide the failure it was asked about.
        catch (Exception)
        {
            return null;
        }
#pragma warning restore CA1031

        bool limited = policy.RetryTimeout != Timeout.InfiniteTimeSpan;
        if (limited && context.CurrentUtcDateTime - began >= policy.RetryTimeout)
        {
            return null;
        }

        double wanted = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        TimeSpan cap = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.FromDays(36500) : policy.MaxRetryInterval;
        return wanted < cap.TotalMilliseconds ? TimeSpan.FromMilliseconds(wanted) : cap;
    }

    private async Task<string?> ByHandlerAsync(AsyncRetryHandler handler, Func<Task<string?>> call)
    {
        DateTime began = context.CurrentUtcDateTime;
        for (int failures = 1; ; failures++)
        {
            try
            {
                return await call();
            }
            catch (OperationFailedException failed) when (!failed.Failure.NonRetriable)
            {
                TaskFailureDetails details = failed.Failure.ToDetails();
                TimeSpan elapsed = context.CurrentUtcDateTime - began;
                if (!await handler(new RetryContext(context, failures, details, elapsed, CancellationToken.None)))
                {
                    throw;
                }
            }
        }
    }
}
