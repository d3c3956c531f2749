namespace Caseward.Local.Tables.Filters;

/// <summary>
/// The parts of a table that a filter can find anything in: disjoint, in order, and as narrow as its comparisons of the keys make them.
/// What they hold must still be matched.
/// </summary>
internal static class KeyRanges
{
    public static IReadOnlyList<KeyRange> Of(FilterNode? filter) => filter is null ? [KeyRange.All] : Ranges(filter);

    private static List<KeyRange> Ranges(FilterNode filter) => filter switch
    {
        OrNode or => Union([.. Ranges(or.Left), .. Ranges(or.Right)]),
        AndNode or ComparisonNode => Conjunction(filter),
        _ => [KeyRange.All],
    };

    private static List<KeyRange> Conjunction(FilterNode filter)
    {
        var partition = new Bounds();
        var row = new Bounds();
        List<KeyRange> ranges = [KeyRange.All];
        foreach (FilterNode part in Parts(filter))
        {
            if (part is ComparisonNode { Property.Text: PropertyName.PartitionKey } onPartition)
            {
                partition.Narrow(onPartition);
            }
            else if (part is ComparisonNode { Property.Text: PropertyName.RowKey } onRow)
            {
                row.Narrow(onRow);
            }
            else if (part is OrNode)
            {
                ranges = Intersection(ranges, Ranges(part));
            }
        }

        return Intersection(ranges, Range(partition, row));
    }

    private static IEnumerable<FilterNode> Parts(FilterNode filter) =>
        filter is AndNode and ? Parts(and.Left).Concat(Parts(and.Right)) : [filter];

    private static List<KeyRange> Range(Bounds partition, Bounds row)
    {
        if (partition.IsEmpty || row.IsEmpty)
        {
            return [];
        }

        if (!partition.IsSingle)
        {
            return [new KeyRange(new KeyPosition(partition.From, []), new KeyPosition(partition.To, []))];
        }

        KeyPosition end = row.IsOpenEnded ? new KeyPosition(partition.To, []) : new KeyPosition(partition.From, row.To);
        return [new KeyRange(new KeyPosition(partition.From, row.From), end)];
    }

    private static List<KeyRange> Union(List<KeyRange> ranges)
    {
        ranges.Sort((left, right) => left.From.CompareTo(right.From));
        var merged = new List<KeyRange>(ranges.Count);
        foreach (KeyRange range in ranges)
        {
            if (merged.Count > 0 && range.From <= merged[^1].To)
            {
                KeyRange last = merged[^1];
                merged[^1] = last with { To = Later(last.To, range.To) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }

    private static List<KeyRange> Intersection(List<KeyRange> left, List<KeyRange> right)
    {
        var common = new List<KeyRange>();
        foreach (KeyRange one in left)
        {
            foreach (KeyRange other in right)
            {
                var range = new KeyRange(Later(one.From, other.From), one.To < other.To ? one.To : other.To);
                if (range.From < range.To)
                {
                    common.Add(range);
                }
            }
        }

        return common;
    }

    private static KeyPosition Later(KeyPosition left, KeyPosition right) => left > right ? left : right;

    /// <summary>What the comparisons of one key leave of its values: from one, up to and without another.</summary>
    private sealed class Bounds
    {
        public byte[] From { get; private set; } = [];

        public byte[] To { get; private set; } = KeyBytes.AfterAll;

        public bool IsEmpty { get; private set; }

        public bool IsOpenEnded => To == KeyBytes.AfterAll;

        public bool IsSingle => To.AsSpan().SequenceEqual(KeyBytes.Successor(From));

        public void Narrow(ComparisonNode comparison)
        {
            if (comparison.Value.Key is not { } key)
            {
                IsEmpty = true;
                return;
            }

            if (comparison.Operator is FilterOperator.Equal or FilterOperator.GreaterOrEqual)
            {
                AtLeast(key);
            }

            if (comparison.Operator is FilterOperator.Greater)
            {
                AtLeast(KeyBytes.Successor(key));
            }

            if (comparison.Operator is FilterOperator.Equal or FilterOperator.LessOrEqual)
            {
                Below(KeyBytes.Successor(key));
            }

            if (comparison.Operator is FilterOperator.Less)
            {
                Below(key);
            }

            IsEmpty |= From.AsSpan().SequenceCompareTo(To) >= 0;
        }

        private void AtLeast(byte[] key) => From = From.AsSpan().SequenceCompareTo(key) >= 0 ? From : key;

        private void Below(byte[] key) => To = To.AsSpan().SequenceCompareTo(key) <= 0 ? To : key;
    }
}
