using System.Collections.Concurrent;
using Caseward.Local.Engine.History;

namespace Caseward.Local.Engine.Client;

/// <summary>What becomes of an event that a client raises, under the chaos that was asked for; without any, just itself.</summary>
internal sealed class DisturbedEvents(DurableChaos chaos, int seed)
{
    private const int OneIn = 3;

    private readonly ConcurrentDictionary<string, HistoryEvent> _last = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HistoryEvent> _late = new(StringComparer.Ordinal);

    // Which are hit first depends on the seed.
    private int _lost = seed - 1;
    private int _held = seed - 1;

    /// <summary>How long one that is late waits, in real time, for another that overtakes it.</summary>
    public static TimeSpan Moment { get; } = TimeSpan.FromMilliseconds(20);

    /// <summary>What arrives now, in this order.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="raised">The event.</param>
    /// <param name="comesLate">Whether it is not among them: <see cref="TakeLate"/> has it after a moment, unless another one took it along.</param>
    public IReadOnlyList<HistoryEvent> Deliver(string instanceId, HistoryEvent raised, out bool comesLate)
    {
        comesLate = false;
        if (chaos.HasFlag(DurableChaos.LoseEvents) && Interlocked.Increment(ref _lost) % OneIn == 0)
        {
            return [];
        }

        if (!chaos.HasFlag(DurableChaos.DisorderEvents))
        {
            return [raised];
        }

        if (Interlocked.Increment(ref _held) % 2 == 0 && _late.TryAdd(instanceId, raised))
        {
            comesLate = true;
            return [];
        }

        HistoryEvent? before = null;
        _last.AddOrUpdate(instanceId, raised, (_, last) =>
        {
            before = last;
            return raised;
        });
        return [raised, .. TakeLate(instanceId), .. before is null ? Array.Empty<HistoryEvent>() : [before], raised];
    }

    /// <summary>What arrives after a moment: the late one, twice, when nothing overtook it.</summary>
    public IReadOnlyList<HistoryEvent> TakeLate(string instanceId) => _late.TryRemove(instanceId, out HistoryEvent? late) ? [late, late] : [];
}
