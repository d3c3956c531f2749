using System.Collections.Concurrent;
using Caseward.Local.Chaos;
using Caseward.Local.Engine.History;

namespace Caseward.Local.Engine.Client;

/// <summary>
/// What becomes of an event that a client raises, under the chaos that was asked for; without any, just itself. Each instance is counted for itself: what
/// happens to others changes nothing.
/// </summary>
internal sealed class DisturbedEvents(DurableChaos chaos, ChaosDraws draws)
{
    private const int LostOneIn = 3;
    private const int LateOneIn = 2;

    private readonly ConcurrentDictionary<string, Receiver> _receivers = new(StringComparer.Ordinal);

    /// <summary>How long one that is late waits, in real time, for another that overtakes it.</summary>
    public static TimeSpan Moment { get; } = TimeSpan.FromMilliseconds(20);

    /// <summary>What arrives now, in this order.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="raised">The event.</param>
    /// <param name="comesLate">Whether it is not among them: <see cref="TakeLate"/> has it after a moment, unless another one took it along.</param>
    public IReadOnlyList<HistoryEvent> Deliver(string instanceId, HistoryEvent raised, out bool comesLate)
    {
        comesLate = false;
        if (chaos == DurableChaos.None)
        {
            return [raised];
        }

        Receiver receiver = _receivers.GetOrAdd(instanceId, Begin);
        lock (receiver)
        {
            return chaos.HasFlag(DurableChaos.LoseEvents) && receiver.Losing++ % LostOneIn == 0 ? []
                : chaos.HasFlag(DurableChaos.DisorderEvents) ? Disorder(receiver, raised, out comesLate)
                : [raised];
        }
    }

    /// <summary>What arrives after a moment: the late one, twice, when nothing overtook it.</summary>
    public IReadOnlyList<HistoryEvent> TakeLate(string instanceId)
    {
        if (!_receivers.TryGetValue(instanceId, out Receiver? receiver))
        {
            return [];
        }

        lock (receiver)
        {
            return Release(receiver);
        }
    }

    private static HistoryEvent[] Disorder(Receiver receiver, HistoryEvent raised, out bool comesLate)
    {
        comesLate = receiver.Delaying++ % LateOneIn == 0 && receiver.Late is null;
        if (comesLate)
        {
            receiver.Late = raised;
            return [];
        }

        HistoryEvent[] before = receiver.Last is { } last ? [last] : [];
        receiver.Last = raised;
        return [raised, .. Release(receiver), .. before, raised];
    }

    private static HistoryEvent[] Release(Receiver receiver)
    {
        HistoryEvent[] taken = receiver.Late is { } late ? [late, late] : [];
        receiver.Late = null;
        return taken;
    }

    // With which of its events it begins is drawn.
    private Receiver Begin(string instanceId) => new()
    {
        Losing = (int)(draws.Next($"signals {instanceId}") * LostOneIn),
        Delaying = (int)(draws.Next($"events {instanceId}") * LateOneIn),
    };

    private sealed class Receiver
    {
        public int Losing { get; set; }

        public int Delaying { get; set; }

        public HistoryEvent? Last { get; set; }

        public HistoryEvent? Late { get; set; }
    }
}
