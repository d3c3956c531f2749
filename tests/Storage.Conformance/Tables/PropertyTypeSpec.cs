using Azure.Data.Tables;
using Caseward.Storage.Conformance.Azurite;

namespace Caseward.Storage.Conformance.Tables;

public abstract class PropertyTypeSpec(TableSide side) : TableSpec(side)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, object> Values => new()
    {
        { "text", "Ünïcödé 🙂 'quoted' \"twice\" \\ \r\n\t" },
        { "empty text", "" },
        { "text that looks like a date", "2026-03-02T12:00:00Z" },
        { "text with spaces around it", "  x  " },
        { "the least Int32", int.MinValue },
        { "the greatest Int64", long.MaxValue },
        { "the least Int64", long.MinValue },
        { "a fraction", 0.1 },
        { "a whole number as a fraction", 3.0 },
        { "the least fraction", double.Epsilon },
        { "the greatest fraction", double.MaxValue },
        { "no number", double.NaN },
        { "truth", true },
        { "a Guid", Guid.Parse("6bc44494-d2b7-4738-8f87-acd692226a5c") },
        { "a binary", new byte[] { 0, 255 } },
        { "an empty binary", Array.Empty<byte>() },
        { "an instant with all its digits", Noon.AddTicks(1234567) },
        { "an instant of another offset", Noon.ToOffset(TimeSpan.FromHours(2)) },
        { "the first instant", new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        { "the last instant", DateTimeOffset.MaxValue },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Every_type_that_tables_hold_reads_back(string what, object value)
    {
        Assert.NotEmpty(what);
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = value });

        object read = (await ReadAsync())["Value"];

        Assert.Equal(value, read);
        Assert.Equal(value.GetType(), read.GetType());
        Assert.Equal(TimeSpan.Zero, read is DateTimeOffset instant ? instant.Offset : TimeSpan.Zero);
    }

    [Fact]
    public async Task A_listing_reads_them_as_a_look_up_does()
    {
        var row = new TableEntity("p", "r");
        foreach (TheoryDataRow<string, object> value in Values)
        {
            row["V" + value.Data.Item1.Replace(" ", "", StringComparison.Ordinal)] = value.Data.Item2;
        }

        await Table.AddEntityAsync(row);

        TableEntity found = await ReadAsync();
        TableEntity listed = await Table.QueryAsync<TableEntity>().SingleAsync();

        Assert.Equal(found.OrderBy(property => property.Key), listed.OrderBy(property => property.Key));
    }

    [Fact]
    public async Task A_property_keeps_no_type_from_what_was_there_before()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = 5L });

        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["Value"] = "five" });
        object merged = (await ReadAsync())["Value"];
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["Value"] = 5.0 }, TableUpdateMode.Replace);

        Assert.Equal(("five", 5.0), (merged, (await ReadAsync())["Value"]));
    }

    [Fact]
    public async Task Names_of_properties_differ_by_letter_case()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["value"] = 1, ["Value"] = 2 });

        TableEntity read = await ReadAsync();

        Assert.Equal((1, 2), (read["value"], read["Value"]));
    }

    [Fact]
    public async Task The_timestamp_is_the_services_own()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { Timestamp = Noon.AddYears(-20) });

        TableEntity read = await ReadAsync();

        Assert.True(read.Timestamp > Noon.AddDays(-1), $"{read.Timestamp:o}");
        Assert.Equal($"W/\"datetime'{Uri.EscapeDataString(read.Timestamp!.Value.UtcDateTime.ToString("o"))}'\"", read.ETag.ToString());
    }

    public sealed class OnLocal() : PropertyTypeSpec(TableSide.Local);

    public sealed class OnAzurite(AzuriteServer azurite) : PropertyTypeSpec(TableSide.Of(azurite));
}
