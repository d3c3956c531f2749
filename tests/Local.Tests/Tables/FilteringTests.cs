using Azure.Data.Tables;

namespace Caseward.Local.Tests.Tables;

public sealed class FilteringTests : TableSpec
{
    [Fact]
    public async Task A_filter_nested_without_end_is_refused_and_harms_nothing() =>
        await TableRig.RefusedAsync(400, "InvalidInput", () => Rig.RowKeysAsync(new string('(', 100_000) + "A eq 1" + new string(')', 100_000)));

    [Fact]
    public async Task Expressions_filter_too()
    {
        await SeedAsync();

        List<string> keys = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(x => x.PartitionKey == "p1" && x.RowKey.CompareTo("b") >= 0))
        {
            keys.Add(row.RowKey);
        }

        Assert.Equal(["b", "c"], keys);
        Assert.Equal(["a"], Table.Query<TableEntity>(x => x.GetBoolean("Truth") == true).Select(row => row.RowKey));
    }

    private Task SeedAsync() => Rig.AddAsync(
        new TableEntity("p2", "d"),
        new TableEntity("p1", "c"),
        new TableEntity("p1", "b") { ["Truth"] = false },
        new TableEntity("p1", "a") { ["Truth"] = true });
}
