using System.Diagnostics.Metrics;
using Caseward.App.Cases;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Caseward.App.Lifecycle;

/// <summary>
/// The guarantee: once a minute it walks the looks that are due and that nobody took, and starts or signals the lifecycles of their cases.
/// How old the oldest of them was is the health figure of the whole system.
/// </summary>
internal sealed partial class DueSweep(DueIndex due, CaseStore store, LifecycleSignals signals, TimeProvider time, ILogger<DueSweep> logger, IMeterFactory meters)
{
    /// <summary>
    /// A look that no head knows may belong to a command that is just being committed; after this long it cannot, also when its process was
    /// frozen in between: no invocation lives so long. Removed too early, the command's case would be unknown to its lifecycle for good.
    /// </summary>
    private static readonly Duration StaleAfter = Duration.FromHours(2);

    /// <summary>From this lag on, the sweep writes down when it first woke somebody for a look, to tell an outage from a stuck instance.</summary>
    private static readonly Duration SuspiciousAfter = Duration.FromMinutes(5);

    /// <summary>A lifecycle that took no notice for so long after it was woken is stuck; another instance takes over.</summary>
    private static readonly Duration StuckAfter = Duration.FromMinutes(10);

    private readonly Gauge<double> _lag = meters.Create("Caseward").CreateGauge<double>("caseward.sweep.lag", "s", "Age of the oldest overdue look.");

    [Function(nameof(DueSweep))]
    public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        Instant now = time.Now();
        SweepCount[] shards = await Task.WhenAll(
            Enumerable.Range(0, CaseShards.Count).Select(shard => SweepAsync(shard, now, client, context.CancellationToken)));

        double lag = shards.Max(shard => shard.Lag.TotalSeconds);
        _lag.Record(lag);
        int woken = shards.Sum(shard => shard.Woken);
        if (woken > 0)
        {
            LogSwept(logger, woken, lag);
        }
    }

    private async Task<SweepCount> SweepAsync(int shard, Instant now, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var count = new SweepCount(0, Duration.Zero);
        await foreach (DueLook look in due.ReadDueAsync(shard, now, cancellationToken))
        {
            Duration overdue = now - DueIndex.InstantOf(look.Key);
            CaseHead? head = await store.FindAsync(look.Number, cancellationToken);
            if (head?.LookKey == look.Key)
            {
                await WakeAsync(look, head.State.Version, overdue, now, client, cancellationToken);
                count = new SweepCount(count.Woken + 1, Duration.Max(count.Lag, overdue));
            }
            else if (overdue > StaleAfter)
            {
                await due.RemoveAsync(look.Key, cancellationToken);
            }
        }

        return count;
    }

    private async Task WakeAsync(DueLook look, int version, Duration overdue, Instant now, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (look.FirstSweptAt is { } first && now - first > StuckAfter)
        {
            LogStuck(logger, look.Number.Value, overdue.TotalSeconds);
            await signals.StartOrSignalSuccessorAsync(client, look.Number, new CaseChanged(version), cancellationToken);
            return;
        }

        if (look.FirstSweptAt is null && overdue > SuspiciousAfter)
        {
            await due.MarkSweptAsync(look.Key, now, cancellationToken);
        }

        await signals.StartOrSignalAsync(client, look.Number, new CaseChanged(version), mayBeOver: true, cancellationToken);
    }

    [LoggerMessage(EventId = 1203, Level = LogLevel.Error, Message = "The lifecycle of case {Number} is stuck, {Overdue} s overdue; a successor takes over")]
    private static partial void LogStuck(ILogger logger, string number, double overdue);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Information, Message = "The sweep woke {Woken} lifecycles; the oldest look was {Lag} s overdue")]
    private static partial void LogSwept(ILogger logger, int woken, double lag);

    private sealed record SweepCount(int Woken, Duration Lag);
}
