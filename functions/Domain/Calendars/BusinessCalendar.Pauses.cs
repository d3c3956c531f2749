using NodaTime;

namespace Caseward.Domain.Calendars;

/// <content>The same arithmetic with stretches taken out in which the clock stood still. Nothing is allocated for pauses that come in order.</content>
public sealed partial class BusinessCalendar
{
    /// <summary>
    /// When so much open time outside the pauses is used up. Pauses may overlap each other and closed time, in any order; nothing counts
    /// twice. A budget that is used up exactly where a pause begins is due there.
    /// </summary>
    /// <exception cref="ArgumentException">The due time would lie behind a pause that has no end: there is none yet.</exception>
    public Instant Add(Instant start, Duration openTime, ReadOnlySpan<Interval> pauses)
    {
        Instant at = start;
        Duration left = openTime;
        foreach (Interval pause in InOrder(pauses))
        {
            if (pause.HasEnd && pause.End <= at)
            {
                continue;
            }

            if (StartOf(pause) > at)
            {
                Duration open = Between(at, pause.Start);
                if (open > Duration.Zero && open >= left)
                {
                    return Add(at, left);
                }

                left -= open;
            }

            if (!pause.HasEnd)
            {
                throw new ArgumentException("While a clock is paused it has no due time.", nameof(pauses));
            }

            at = pause.End;
        }

        return Add(at, left);
    }

    /// <summary>The open time outside the pauses in [<paramref name="from"/>, <paramref name="to"/>). A pause may be without an end.</summary>
    public Duration Between(Instant from, Instant to, ReadOnlySpan<Interval> pauses)
    {
        Instant at = from;
        Duration open = Duration.Zero;
        foreach (Interval pause in InOrder(pauses))
        {
            Instant start = StartOf(pause);
            if (start >= to)
            {
                break;
            }

            open += Between(at, start);
            at = !pause.HasEnd ? to : Instant.Max(at, pause.End);
        }

        return open + Between(at, to);
    }

    /// <summary>The pauses by their start. A ledger writes them in order; only what comes from elsewhere is sorted.</summary>
    private static ReadOnlySpan<Interval> InOrder(ReadOnlySpan<Interval> pauses)
    {
        for (int i = 1; i < pauses.Length; i++)
        {
            if (StartOf(pauses[i]) < StartOf(pauses[i - 1]))
            {
                Interval[] sorted = pauses.ToArray();
                Array.Sort(sorted, static (one, other) => StartOf(one).CompareTo(StartOf(other)));
                return sorted;
            }
        }

        return pauses;
    }

    private static Instant StartOf(Interval pause) => pause.HasStart ? pause.Start : Instant.MinValue;
}
