using Caseward.Local.Tables;
using Caseward.Local.Tables.Filters;
using FsCheck;
using FsCheck.Fluent;

namespace Caseward.Local.Tests.Tables;

/// <summary>Random filters over random rows, against an evaluator too simple to be wrong.</summary>
public sealed class FilterProperties
{
    private static readonly string[] Keys = ["", "a", "aa", "ab", "b", "b'", "ü", "🙂", "\uE000"];
    private static readonly string[] Operators = ["eq", "ne", "gt", "ge", "lt", "le"];

    private static Gen<Sample> Rows => (
        from partition in Gen.Elements(Keys)
        from row in Gen.Elements(Keys)
        from number in Gen.Frequency((1, Gen.Constant<int?>(null)), (4, Gen.Choose(0, 3).Select(n => (int?)n)))
        select new Sample(partition, row, number)).ArrayOf().Select(rows => rows.DistinctBy(row => (row.Partition, row.Row)).ToArray()).Select(rows => new Sample("", "", null) { All = rows });

    private static Gen<Expected> Filters => Gen.Sized(size => Filter(Math.Min(size, 10)));

    [Fact]
    public void A_filter_finds_what_the_simple_evaluator_finds() => Check((filter, rows) =>
    {
        FilterNode node = FilterParser.Parse(filter.Text)!;
        return rows.All(row => node.Matches(Stored(row)) == filter.Matches(row));
    });

    [Fact]
    public void Key_ranges_hold_everything_that_the_filter_finds_and_come_in_order() => Check((filter, rows) =>
    {
        FilterNode node = FilterParser.Parse(filter.Text)!;
        IReadOnlyList<KeyRange> ranges = KeyRanges.Of(node);
        return rows.Where(filter.Matches).All(row => ranges.Any(range => Holds(range, Stored(row))))
            && ranges.All(range => range.From < range.To)
            && ranges.Zip(ranges.Skip(1)).All(pair => pair.First.To < pair.Second.From);
    });

    [Theory]
    [InlineData("PartitionKey eq 'p' and (RowKey eq 'a' or RowKey eq 'c')")]
    [InlineData("(RowKey eq 'a' or RowKey eq 'c') and Number gt 1 and PartitionKey eq 'p'")]
    [InlineData("PartitionKey eq 'p' and ((RowKey ge 'a' and RowKey lt 'aa') or (RowKey gt 'b' and (RowKey eq 'a' or RowKey eq 'c')))")]
    public void Alternatives_of_rows_are_looked_for_in_the_partition_named_beside_them_and_nowhere_between(string filter)
    {
        IReadOnlyList<KeyRange> ranges = KeyRanges.Of(FilterParser.Parse(filter));

        bool Holds(string partition, string row) => ranges.Any(range => FilterProperties.Holds(range, Stored(new Sample(partition, row, null))));
        Assert.True(Holds("p", "a") && Holds("p", "c"));
        Assert.False(Holds("p", "b") || Holds("p", "d") || Holds("o", "a") || Holds("q", "c"));
    }

    [Fact]
    public void The_byte_order_of_keys_is_the_order_of_their_code_units() =>
        Prop.ForAll<NonNull<string>, NonNull<string>>((left, right) =>
            Math.Sign(KeyBytes.Encode(left.Get).AsSpan().SequenceCompareTo(KeyBytes.Encode(right.Get))) == Math.Sign(string.CompareOrdinal(left.Get, right.Get))
            && KeyBytes.Decode(KeyBytes.Encode(left.Get)) == left.Get).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_range_of_keys_is_a_search_in_the_index_from_both_ends()
    {
        await using TableRig rig = await TableRig.StartAsync();

        List<string> plan = rig.Database.Read(db => db.Query(
            "EXPLAIN QUERY PLAN SELECT pk, rk, stamp, properties FROM table_rows WHERE table_id = ?1 AND (pk, rk) >= (?2, ?3) AND (pk, rk) < (?4, ?5) ORDER BY pk, rk",
            row => row.GetString(3),
            1,
            KeyBytes.Encode("a"),
            KeyBytes.Encode(""),
            KeyBytes.Encode("b"),
            KeyBytes.Encode("")));

        Assert.Equal(["SEARCH table_rows USING INDEX sqlite_autoindex_table_rows_1 (table_id=? AND (pk,rk)>(?,?) AND (pk,rk)<(?,?))"], plan);
    }

    private static void Check(Func<Expected, Sample[], bool> holds) =>
        Prop.ForAll(Filters.ToArbitrary(), Rows.ToArbitrary(), (filter, rows) => holds(filter, rows.All)).QuickCheckThrowOnFailure();

    private static bool Holds(KeyRange range, StoredRow row)
    {
        var at = new KeyPosition(row.PartitionKey, row.RowKey);
        return range.From <= at && at < range.To;
    }

    private static StoredRow Stored(Sample row)
    {
        PropertyWriter writer = PropertyWriter.Start(row.Partition, row.Row);
        if (row.Number is { } number)
        {
            writer.Int32(new PropertyName("Number"), number);
        }

        return new StoredRow(KeyBytes.Encode(row.Partition), KeyBytes.Encode(row.Row), 0, writer.Finish());
    }

    private static Gen<Expected> Filter(int size) => size <= 1
        ? Comparison
        : Gen.OneOf(
            Comparison,
            from inner in Filter(size / 2)
            select new Expected($"not ({inner.Text})", row => !inner.Matches(row)),
            from left in Filter(size / 2)
            from right in Filter(size / 2)
            select new Expected($"({left.Text}) and ({right.Text})", row => left.Matches(row) && right.Matches(row)),
            from left in Filter(size / 2)
            from right in Filter(size / 2)
            select new Expected($"{left.Text} or {right.Text}", row => left.Matches(row) || right.Matches(row)),
            from left in Comparison
            from middle in Comparison
            from right in Comparison
            select new Expected($"{left.Text} or {middle.Text} and {right.Text}", row => left.Matches(row) || (middle.Matches(row) && right.Matches(row)))).Select(made => new Expected($"({made.Text})", made.Matches));

    private static Gen<Expected> Comparison => Gen.OneOf(
        OnKey("PartitionKey", row => row.Partition),
        OnKey("RowKey", row => row.Row),
        from comparison in Gen.Elements(Operators)
        from value in Gen.Choose(0, 3)
        select new Expected($"Number {comparison} {value}", row => row.Number is { } number && Compares(number.CompareTo(value), comparison)));

    private static Gen<Expected> OnKey(string property, Func<Sample, string> key) =>
        from comparison in Gen.Elements(Operators)
        from value in Gen.Elements(Keys)
        select new Expected($"{property} {comparison} '{value.Replace("'", "''", StringComparison.Ordinal)}'", row => Compares(string.CompareOrdinal(key(row), value), comparison));

    private static bool Compares(int order, string comparison) => comparison switch
    {
        "eq" => order == 0,
        "ne" => order != 0,
        "gt" => order > 0,
        "ge" => order >= 0,
        "lt" => order < 0,
        _ => order <= 0,
    };

    private sealed record Sample(string Partition, string Row, int? Number)
    {
        public Sample[] All { get; init; } = [];
    }

    private sealed record Expected(string Text, Func<Sample, bool> Matches);
}
