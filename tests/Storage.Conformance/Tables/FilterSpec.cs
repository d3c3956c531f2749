using Azure.Data.Tables;
using Caseward.Storage.Conformance.Azurite;

namespace Caseward.Storage.Conformance.Tables;

public abstract class FilterSpec(TableSide side) : TableSpec(side)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid SomeGuid = Guid.Parse("6bc44494-d2b7-4738-8f87-acd692226a5c");

    [Theory]
    [InlineData("PartitionKey eq 'p1'", "a b c")]
    [InlineData("PartitionKey eq 'p1' and RowKey eq 'b'", "b")]
    [InlineData("'b' eq RowKey and 'p1' eq PartitionKey", "b")]
    [InlineData("PartitionKey eq 'p1' and RowKey gt 'a'", "b c")]
    [InlineData("PartitionKey eq 'p1' and 'a' lt RowKey", "b c")]
    [InlineData("PartitionKey eq 'p1' and RowKey ge 'a' and RowKey lt 'c'", "a b")]
    [InlineData("PartitionKey ge 'p2'", "d e")]
    [InlineData("PartitionKey gt 'p1' and PartitionKey le 'p2'", "d")]
    [InlineData("PartitionKey ne 'p1'", "d e")]
    [InlineData("RowKey eq 'd'", "d")]
    [InlineData("PartitionKey eq 'p1' and PartitionKey eq 'p2'", "")]
    [InlineData("PartitionKey eq 'p1' and RowKey gt 'b' and RowKey lt 'b'", "")]
    [InlineData("PartitionKey eq 5", "")]
    [InlineData("(PartitionKey eq 'p3') or (PartitionKey eq 'p1' and RowKey eq 'a')", "a e")]
    [InlineData("PartitionKey eq 'p1' and (RowKey eq 'a' or RowKey eq 'c')", "a c")]
    [InlineData("not (PartitionKey eq 'p1')", "d e")]
    [InlineData("not PartitionKey eq 'p1' and not RowKey eq 'e'", "d")]
    [InlineData("Number eq 1", "a")]
    [InlineData("Number ge 2 and Number le 3", "b c")]
    [InlineData("Number ne 1", "b c")]
    [InlineData("Number eq -4 or Number eq 3", "c")]
    [InlineData("Text eq 'o''clock'", "b")]
    [InlineData("Text gt 'A' and Text lt 'Z'", "a")]
    [InlineData("Large eq 5000000000L", "a")]
    [InlineData("Fraction gt 1.25 and Fraction lt 2e3", "a")]
    [InlineData("Truth eq true", "a")]
    [InlineData("Truth", "a")]
    [InlineData("not Truth", "b c d e")]
    [InlineData("Truth eq false", "b")]
    [InlineData("Id eq guid'6bc44494-d2b7-4738-8f87-acd692226a5c'", "a")]
    [InlineData("Binary eq X'00ff'", "a")]
    [InlineData("At ge datetime'2026-03-02T12:00:00Z'", "a")]
    [InlineData("At eq datetime'2026-03-02T13:00:00+01:00'", "a")]
    [InlineData("Timestamp ge datetime'2026-01-01T00:00:00Z'", "a b c d e")]
    [InlineData("Timestamp lt datetime'2026-01-01T00:00:00Z'", "")]
    [InlineData("", "a b c d e")]
    public async Task A_filter_finds_these_rows(string filter, string expected)
    {
        await SeedAsync();

        await DeviatesAsync(Deviations.OfFilter(filter), async () => Assert.Equal(expected, string.Join(' ', await RowKeysAsync(filter))));
    }

    [Theory]
    [InlineData("Missing eq ''")]
    [InlineData("Missing ne 'x'")]
    [InlineData("Missing ge 0")]
    [InlineData("number eq 1")]
    public async Task A_property_that_a_row_lacks_compares_with_nothing(string filter)
    {
        await SeedAsync();

        Assert.Empty(await RowKeysAsync(filter));
    }

    [Theory]
    [InlineData("Number eq '1'", "")]
    [InlineData("Number eq 1L", "")]
    [InlineData("Number eq 1.0", "")]
    [InlineData("Text eq 1", "")]
    [InlineData("Truth eq 'true'", "")]
    [InlineData("Id eq '6bc44494-d2b7-4738-8f87-acd692226a5c'", "")]
    [InlineData("At eq '2026-03-02T12:00:00Z'", "")]
    [InlineData("Large gt 5", "a")]
    [InlineData("Fraction gt 1", "a")]
    public async Task A_value_compares_with_properties_of_its_type_and_a_plain_whole_number_with_wider_ones(string filter, string expected)
    {
        await SeedAsync();

        await DeviatesAsync(Deviations.OfFilter(filter), async () => Assert.Equal(expected, string.Join(' ', await RowKeysAsync(filter))));
    }

    [Theory]
    [InlineData("   ")]
    [InlineData("PartitionKey eq")]
    [InlineData("eq 'a'")]
    [InlineData("PartitionKey eq 'a")]
    [InlineData("PartitionKey eq 'a' and")]
    [InlineData("PartitionKey eq 'a' RowKey eq 'b'")]
    [InlineData("(PartitionKey eq 'a'")]
    [InlineData("PartitionKey eq 'a')")]
    [InlineData("PartitionKey eq RowKey")]
    [InlineData("'a' eq 'a'")]
    [InlineData("true")]
    [InlineData("PartitionKey == 'a'")]
    [InlineData("PartitionKey EQ 'a'")]
    [InlineData("startswith(PartitionKey, 'a')")]
    [InlineData("Number eq 5454161346626")]
    [InlineData("Number eq 1x")]
    [InlineData("Number eq 1.5L")]
    [InlineData("Text eq null")]
    [InlineData("At eq datetime'yesterday'")]
    [InlineData("Id eq guid'x'")]
    [InlineData("Binary eq X'0'")]
    [InlineData("Text eq \"a\"")]
    [InlineData("Number add 1 eq 2")]
    public async Task Text_that_is_no_filter_is_refused(string filter) =>
        await RefusedAsync(400, "InvalidInput", () => RowKeysAsync(filter), Deviations.OfFilter(filter));

    [Fact]
    public async Task Fifteen_comparisons_are_taken_and_one_more_is_not()
    {
        await SeedAsync();

        Assert.Equal(["a"], await RowKeysAsync(string.Join(" or ", Enumerable.Repeat("Number eq 1", 15))));
        await RefusedAsync(400, "InvalidInput", () => RowKeysAsync(string.Join(" or ", Enumerable.Repeat("Number eq 1", 16))), Deviations.AnyNumberOfComparisons);
    }

    [Fact]
    public async Task Text_in_a_hole_stays_a_value()
    {
        await SeedAsync();
        string attack = "x' or PartitionKey ne 'x";

        Assert.Empty(await RowKeysAsync(TableClient.CreateQueryFilter($"PartitionKey eq {attack}")));
        Assert.Equal(5, (await RowKeysAsync($"PartitionKey eq '{attack}'")).Length);
    }

    [Fact]
    public async Task Rows_come_in_the_order_of_their_keys_by_code_unit()
    {
        string[] keys = ["", "1", "10", "2", "A", "B", "a", "b", "z", "é", "漢", "🙂", "\uE000", "\uFF5E"];
        foreach (string key in keys.Reverse())
        {
            await Table.AddEntityAsync(new TableEntity("p", key));
        }

        Assert.Equal(keys.Order(StringComparer.Ordinal), await RowKeysAsync());
        Assert.Equal(["🙂", "\uE000", "\uFF5E"], await RowKeysAsync("PartitionKey eq 'p' and RowKey ge '🙂'"));
        Assert.Equal(["\uE000", "\uFF5E"], await RowKeysAsync("PartitionKey eq 'p' and RowKey gt '🙂'"));
    }

    private Task SeedAsync() => AddAsync(
        new TableEntity("p3", "e"),
        new TableEntity("p2", "d") { ["Text"] = "zebra" },
        new TableEntity("p1", "c") { ["Number"] = 3, ["Text"] = "" },
        new TableEntity("p1", "b") { ["Number"] = 2, ["Text"] = "o'clock", ["Truth"] = false },
        new TableEntity("p1", "a")
        {
            ["Number"] = 1,
            ["Text"] = "M",
            ["Large"] = 5_000_000_000,
            ["Fraction"] = 1.5,
            ["Truth"] = true,
            ["Id"] = SomeGuid,
            ["Binary"] = new byte[] { 0, 255 },
            ["At"] = Noon,
        });

    public sealed class OnLocal() : FilterSpec(TableSide.Local);

    public sealed class OnAzurite(AzuriteServer azurite) : FilterSpec(TableSide.Of(azurite));
}
