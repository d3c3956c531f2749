using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Caseward.App.Lifecycle;

/// <summary>
/// Removes what the durable back end remembers of lifecycles and deliveries that ended a week ago: no back end does so by itself, and many
/// old instances make every query slow. The truth about cases is in their streams, which stay.
/// </summary>
internal sealed partial class PurgeFinished(TimeProvider time, ILogger<PurgeFinished> logger)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    [Function(nameof(PurgeFinished))]
    [FixedDelayRetry(5, "00:01:00")]
    public async Task RunAsync([TimerTrigger("0 30 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        // With a beginning, which no instance is older than: without one, older versions of the extension fail.
        var ended = new PurgeInstancesFilter(CreatedFrom: DateTimeOffset.MinValue, CreatedTo: time.GetUtcNow() - KeptFor, Statuses: [OrchestrationRuntimeStatus.Completed]);
        PurgeResult purged = await client.PurgeAllInstancesAsync(ended, context.CancellationToken);
        if (purged.PurgedInstanceCount > 0)
        {
            LogPurged(logger, purged.PurgedInstanceCount);
        }
    }

    [LoggerMessage(EventId = 1204, Level = LogLevel.Information, Message = "Removed the durable state of {Count} instances that ended more than a week ago")]
    private static partial void LogPurged(ILogger logger, int count);
}
