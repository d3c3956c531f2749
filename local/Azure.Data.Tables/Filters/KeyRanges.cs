namespace Caseward.Local.Tables.Filters;

/// <summary>
/// The parts of a table that a filter can find anything in: disjoint, in order, and as narrow as its comparisons of the keys make them.
/// What they hold must still be matched.
/// </summary>
internal static class KeyRanges
{
    public static IReadOnlyList<KeyRange> Of(FilterNode? filter) => filter is null ? [KeyRange.All] : Ranges(filter, Bounds.None, Bounds.None);

    // What stands beside alternatives narrows each of them: a row is looked for in the partition that is named outside the brackets.
    private static List<KeyRange> Ranges(FilterNode filter, Bounds partition, Bounds row)
    {
        foreach (ComparisonNode comparison in Parts(filter).OfType<ComparisonNode>())
        {
            switch (comparison.Property.Text)
            {
                case PropertyName.PartitionKey:
                    partition = partition.Narrow(comparison);
                    break;
                case PropertyName.RowKey:
                    row = row.Narrow(comparison);
                    break;
            }
        }

        return Parts(filter).OfType<OrNode>().Aggregate(
            Range(partition, row),
            (ranges, either) => Intersection(ranges, Union([.. Ranges(either.Left, partition, row), .. Ranges(either.Right, partition, row)])));
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
    private sealed record Bounds(byte[] From, byte[] To)
    {
        public static Bounds None { get; } = new([], KeyBytes.AfterAll);

        public bool IsEmpty => From.AsSpan().SequenceCompareTo(To) >= 0;

        public bool IsOpenEnded => To == KeyBytes.AfterAll;

        public bool IsSingle => To.AsSpan().SequenceEqual(KeyBytes.Successor(From));

        public Bounds Narrow(ComparisonNode comparison) => (comparison.Operator, comparison.Value.Key) switch
        {
            (_, null) => new Bounds(From, From),
            (FilterOperator.Equal, { } key) => AtLeast(key).Below(KeyBytes.Successor(key)),
            (FilterOperator.GreaterOrEqual, { } key) => AtLeast(key),
            (FilterOperator.Greater, { } key) => AtLeast(KeyBytes.Successor(key)),
            (FilterOperator.LessOrEqual, { } key) => Below(KeyBytes.Successor(key)),
            (FilterOperator.Less, { } key) => Below(key),
            _ => this,
        };

        private Bounds AtLeast(byte[] key) => From.AsSpan().SequenceCompareTo(key) >= 0 ? this : this with { From = key };

        private Bounds Below(byte[] key) => To.AsSpan().SequenceCompareTo(key) <= 0 ? this : this with { To = key };
    }
}
