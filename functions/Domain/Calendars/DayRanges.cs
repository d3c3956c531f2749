namespace Caseward.Domain.Calendars;

/// <summary>Sorted ranges of day numbers that neither overlap nor touch, both ends included.</summary>
internal static class DayRanges
{
    /// <summary>The same days in as few ranges as possible. A range that ends before it starts has none.</summary>
    public static (int From, int To)[] Merged(IEnumerable<Closure> closures)
    {
        var merged = new List<(int From, int To)>();
        foreach ((int from, int to) in closures.Select(closure => (From: LocalTicks.DayOf(closure.From), To: LocalTicks.DayOf(closure.To)))
            .Where(range => range.From <= range.To).OrderBy(range => range.From))
        {
            if (merged.Count > 0 && from <= merged[^1].To + 1)
            {
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            }
            else
            {
                merged.Add((from, to));
            }
        }

        return [.. merged];
    }

    /// <summary>Whether a day is in one of the ranges.</summary>
    public static bool Has((int From, int To)[] ranges, int day)
    {
        int low = 0;
        int high = ranges.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (ranges[middle].To < day)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < ranges.Length && ranges[low].From <= day;
    }
}
