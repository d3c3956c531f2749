using System.Collections.Concurrent;
using Caseward.Local.Engine.History;

namespace Caseward.Local.Engine.Client;

/// <summary>What becomes of an event that a client raises, under the chaos that was asked for; without any, just itself.</summary>
internal sealed class DisturbedEvents(DurableChaos chaos)
{
    private const int OneIn = 3;

    private readonly ConcurrentDictionary<string, HistoryEvent> _last = new(StringComparer.Ordinal);
    private int _raised;

    /// <summary>What arrives, in this order.</summary>
    public IReadOnlyList<HistoryEvent> Deliver(string instanceId, HistoryEvent raised)
    {
        if (chaos.HasFlag(DurableChaos.LoseEvents) && Interlocked.Increment(ref _raised) % OneIn == 0)
        {
            return [];
        }

        if (!chaos.HasFlag(DurableChaos.DeliverEventsTwice))
        {
            return [raised];
        }

        HistoryEvent? before = null;
        _last.AddOrUpdate(instanceId, raised, (_, last) =>
        {
            before = last;
            return raised;
        });
        return before is null ? [raised, raised] : [raised, before, raised];
    }
}
