namespace Microsoft.DurableTask;

/// <summary>Decides after each failure whether to try again. Runs inside the orchestrator, on replay too: it must be deterministic.</summary>
/// <param name="retryContext">What failed, how often, for how long.</param>
/// <returns>Whether to try again.</returns>
public delegate bool RetryHandler(RetryContext retryContext);

/// <summary>
/// Decides after each failure whether to try again, and may wait on durable tasks (a timer for a back-off) before it answers. Runs
/// inside the orchestrator, on replay too: it must be deterministic.
/// </summary>
/// <param name="retryContext">What failed, how often, for how long.</param>
/// <returns>Whether to try again.</returns>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);

/// <summary>What a retry handler decides from.</summary>
/// <param name="OrchestrationContext">The orchestration that made the call.</param>
/// <param name="LastAttemptNumber">How many attempts have failed, 1 after the first.</param>
/// <param name="LastFailure">How the last one failed.</param>
/// <param name="TotalRetryTime">Orchestration time since the first attempt began.</param>
/// <param name="CancellationToken">Never cancelled at present.</param>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);
