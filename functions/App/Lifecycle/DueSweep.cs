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
    /// A look that its case's head does not know belongs to a command that lost a race, or to one that is still to commit. After this long it is removed,
    /// and whoever has read the head before cannot commit any more: a change whose look is gone and whose process then dies would be unknown for good.
    /// </summary>
    private static readonly Duration StaleAfter = Duration.FromMinutes(10);

    /// <summary>
    /// A look without a case may belong to one that is just being opened, and there is no head yet that could keep that from committing. No invocation lives
    /// so long; one whose machine was suspended in between starts the lifecycle itself, and who asks again after its death does.
    /// </summary>
    private static readonly Duration UnbornAfter = Duration.FromHours(2);

    /// <summary>From this lag on, the sweep writes down how often it woke somebody for a look, to tell an outage from a stuck instance.</summary>
    private static readonly Duration SuspiciousAfter = Duration.FromMinutes(5);

    /// <summary>
    /// A lifecycle that took no notice of so many sweeps is stuck; another instance takes over. Counted and not timed: when this app was down or its clock
    /// jumped, time has passed in which nobody woke it.
    /// </summary>
    private const int StuckAfter = 10;

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
            if (head is not null && (look.Key == head.LookKey || look.Key == head.GuardKey))
            {
                await WakeAsync(look, head.State.Version, overdue, client, cancellationToken);
                count = new SweepCount(count.Woken + 1, Duration.Max(count.Lag, overdue));
            }
            else if (await IsAbandonedAsync(head, overdue, cancellationToken))
            {
                await due.RemoveAsync(look.Key, cancellationToken);
            }
        }

        return count;
    }

    private async Task<bool> IsAbandonedAsync(CaseHead? head, Duration overdue, CancellationToken cancellationToken) =>
        head is null ? overdue > UnbornAfter : overdue > StaleAfter && await store.TryFenceAsync(head, cancellationToken);

    private async Task WakeAsync(DueLook look, int version, Duration overdue, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (look.Sweeps >= StuckAfter)
        {
            LogStuck(logger, look.Number.Value, overdue.TotalSeconds);
            await signals.StartOrSignalSuccessorAsync(client, look.Number, new CaseChanged(version), cancellationToken);
            return;
        }

        if (overdue > SuspiciousAfter)
        {
            await due.MarkSweptAsync(look.Key, look.Sweeps + 1, cancellationToken);
        }

        await signals.StartOrSignalAsync(client, look.Number, new CaseChanged(version), mayBeOver: true, cancellationToken);
    }

    [LoggerMessage(EventId = 1203, Level = LogLevel.Error, Message = "The lifecycle of case {Number} is stuck, {Overdue} s overdue; a successor takes over")]
    private static partial void LogStuck(ILogger logger, string number, double overdue);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Information, Message = "The sweep woke {Woken} lifecycles; the oldest look was {Lag} s overdue")]
    private static partial void LogSwept(ILogger logger, int woken, double lag);

    private sealed record SweepCount(int Woken, Duration Lag);
}
