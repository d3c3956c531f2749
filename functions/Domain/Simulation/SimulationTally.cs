using System.Runtime.InteropServices;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;

namespace Caseward.Domain.Simulation;

/// <summary>Counts comparisons, and summaries of parts, into one summary. Its size does not grow with the number of cases. Not for several threads.</summary>
public sealed class SimulationTally
{
    /// <summary>More distinct gaps than this are not told apart any more.</summary>
    private const int MaxGaps = 100;

    private readonly SortedList<string, CaseDifference> _differences = new(StringComparer.Ordinal);
    private readonly Dictionary<SimulationGap, long> _gaps = [];
    private readonly Totals _before = new();
    private readonly Totals _after = new();
    private int _cases;
    private int _unfit;
    private int _differing;

    /// <summary>Counts a case.</summary>
    public void Add(CaseComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        foreach (SimulationGap gap in comparison.Gaps)
        {
            AddGap(gap, 1);
        }

        if (comparison is not { Before: { } before, After: { } after })
        {
            _unfit++;
            return;
        }

        _cases++;
        _before.Add(before);
        _after.Add(after);
        if (comparison.Difference() is { } difference)
        {
            _differing++;
            Keep(difference);
        }
    }

    /// <summary>Counts a part that was counted before.</summary>
    public void Add(SimulationSummary part)
    {
        ArgumentNullException.ThrowIfNull(part);
        _cases += part.Cases;
        _unfit += part.Unfit;
        _differing += part.Differing;
        _before.Add(part.Before);
        _after.Add(part.After);
        foreach (CaseDifference difference in part.Differences)
        {
            Keep(difference);
        }

        foreach (GapCount gap in part.Gaps)
        {
            AddGap(new SimulationGap(gap.Kind, gap.Id), gap.Cases);
        }
    }

    /// <summary>Everything counted so far.</summary>
    public SimulationSummary ToSummary() => new()
    {
        Cases = _cases,
        Unfit = _unfit,
        Differing = _differing,
        Before = _before.ToOutcome(),
        After = _after.ToOutcome(),
        Differences = [.. _differences.Values],
        Gaps = [.. _gaps.Select(gap => new GapCount(gap.Key.Kind, gap.Key.Id, gap.Value)).OrderBy(gap => gap.Kind).ThenBy(gap => gap.Id, StringComparer.Ordinal)],
    };

    private void AddGap(SimulationGap gap, long cases)
    {
        if (_gaps.Count < MaxGaps || _gaps.ContainsKey(gap))
        {
            _gaps[gap] = _gaps.GetValueOrDefault(gap) + cases;
        }
    }

    // The first by number, whatever order they come in: parts then add up to the same whole.
    private void Keep(CaseDifference difference)
    {
        _differences[difference.Number.Value] = difference;
        if (_differences.Count > SimulationSummary.MaxDifferences)
        {
            _differences.RemoveAt(SimulationSummary.MaxDifferences);
        }
    }

    private sealed class Totals
    {
        private readonly Dictionary<(ClockName Clock, int Priority), long> _breaches = [];
        private readonly Dictionary<(string Recipient, int Hour), long> _notices = [];
        private readonly Dictionary<(string Queue, int Tier), (long Stays, long Seconds)> _load = [];
        private readonly Dictionary<(ClockName Clock, string Rung), long> _rungs = [];
        private readonly Dictionary<EscalationCause, long> _escalations = [];

        public void Add(CaseOutcome outcome)
        {
            foreach (MissedDeadline breach in outcome.Breaches)
            {
                Count(_breaches, (breach.Clock, breach.Priority), 1);
            }

            foreach (ToldNotice notice in outcome.Notices)
            {
                Count(_notices, (notice.Recipient, notice.Hour), 1);
            }

            foreach (QueueStay stay in outcome.Stays)
            {
                Lie((stay.Queue, stay.Tier), 1, (long)stay.OpenTime.TotalSeconds);
            }

            foreach (RungCarriedOut rung in outcome.Rungs)
            {
                Count(_rungs, (rung.Clock, rung.Rung), 1);
            }

            foreach (Climb climb in outcome.Climbs)
            {
                Count(_escalations, climb.Cause, 1);
            }
        }

        public void Add(OutcomeTotals part)
        {
            foreach (BreachCount breach in part.Breaches)
            {
                Count(_breaches, (breach.Clock, breach.Priority), breach.Count);
            }

            foreach (NoticeCount notice in part.Notices)
            {
                Count(_notices, (notice.Recipient, notice.Hour), notice.Count);
            }

            foreach (QueueLoad load in part.Load)
            {
                Lie((load.Queue, load.Tier), load.Stays, load.OpenSeconds);
            }

            foreach (RungCount rung in part.Rungs)
            {
                Count(_rungs, (rung.Clock, rung.Rung), rung.Count);
            }

            foreach (EscalationCount escalation in part.Escalations)
            {
                Count(_escalations, escalation.Cause, escalation.Count);
            }
        }

        public OutcomeTotals ToOutcome() => new()
        {
            Breaches = [.. _breaches.Select(each => new BreachCount(each.Key.Clock, each.Key.Priority, each.Value)).OrderBy(each => each.Clock).ThenBy(each => each.Priority)],
            Notices = [.. _notices.Select(each => new NoticeCount(each.Key.Recipient, each.Key.Hour, each.Value)).OrderBy(each => each.Recipient, StringComparer.Ordinal).ThenBy(each => each.Hour)],
            Load = [.. _load.Select(each => new QueueLoad(each.Key.Queue, each.Key.Tier, each.Value.Stays, each.Value.Seconds)).OrderBy(each => each.Queue, StringComparer.Ordinal).ThenBy(each => each.Tier)],
            Rungs = [.. _rungs.Select(each => new RungCount(each.Key.Clock, each.Key.Rung, each.Value)).OrderBy(each => each.Clock).ThenBy(each => each.Rung, StringComparer.Ordinal)],
            Escalations = [.. _escalations.Select(each => new EscalationCount(each.Key, each.Value)).OrderBy(each => each.Cause)],
        };

        private void Lie((string Queue, int Tier) where, long stays, long seconds)
        {
            (long before, long lain) = _load.GetValueOrDefault(where);
            _load[where] = (before + stays, lain + seconds);
        }

        private static void Count<T>(Dictionary<T, long> counts, T what, long more)
            where T : notnull => CollectionsMarshal.GetValueRefOrAddDefault(counts, what, out _) += more;
    }
}
