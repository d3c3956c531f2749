using Microsoft.DurableTask;

namespace Caseward.App.Durable;

/// <summary>
/// How often activities are called again when they throw. The waits are durable timers, so they outlast restarts. An activity throws only
/// for surprises; what a provider or a rule answers is a result.
/// </summary>
internal static class Retries
{
    /// <summary>Activities that only read and write our own tables: 16 calls over about an hour, the first again after a second.</summary>
    public static TaskOptions Storage { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 16,
        firstRetryInterval: TimeSpan.FromSeconds(1),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(10)));

    /// <summary>Sending a mail while our own side is in trouble: 32 calls over about a day. The provider's refusals are no part of this.</summary>
    public static TaskOptions Mail { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 32,
        firstRetryInterval: TimeSpan.FromSeconds(5),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromHours(1)));
}
