using Azure;
using Azure.Data.Tables;
using Caseward.Storage.Conformance.Azurite;

namespace Caseward.Storage.Conformance.Tables;

public abstract class PagingSpec(TableSide side) : TableSpec(side)
{
    [Fact]
    public async Task A_page_holds_a_thousand_rows_unless_asked_for_fewer()
    {
        await SeedAsync(2300);

        Assert.Equal("1000 1000 300", await SizesAsync(Table.QueryAsync<TableEntity>().AsPages()));
        Assert.Equal("900 900 500", await SizesAsync(Table.QueryAsync<TableEntity>(maxPerPage: 900).AsPages()));
        Assert.Equal("800 800 700", await SizesAsync(Table.QueryAsync<TableEntity>(maxPerPage: 900).AsPages(pageSizeHint: 800)));
    }

    [Fact]
    public async Task Reading_all_goes_through_all_pages()
    {
        await SeedAsync(25);

        Assert.Equal(25, await Table.QueryAsync<TableEntity>(maxPerPage: 4).CountAsync(cancellationToken: default));
    }

    [Fact]
    public async Task A_full_last_page_has_no_successor()
    {
        await SeedAsync(4);

        List<Page<TableEntity>> pages = await Table.QueryAsync<TableEntity>(maxPerPage: 2).AsPages().ToListAsync();

        Assert.Equal((2, null), (pages.Count, pages[1].ContinuationToken));
        Assert.Equal(200, pages[0].GetRawResponse().Status);
    }

    [Fact]
    public async Task Rows_that_come_or_go_meanwhile_do_not_disturb_the_rest()
    {
        await SeedAsync(10);
        var seen = new List<string>();
        await foreach (Page<TableEntity> page in Table.QueryAsync<TableEntity>(maxPerPage: 3).AsPages())
        {
            seen.AddRange(page.Values.Select(row => row.RowKey));
            if (seen.Count == 3)
            {
                await Table.DeleteEntityAsync("p", "001");
                await Table.DeleteEntityAsync("p", "003");
                await Table.AddEntityAsync(new TableEntity("p", "0021"));
                await Table.AddEntityAsync(new TableEntity("p", "0051"));
            }
        }

        Assert.Equal(["000", "001", "002", "004", "005", "0051", "006", "007", "008", "009"], seen);
    }

    [Fact]
    public async Task Deleting_page_by_page_deletes_everything()
    {
        await SeedAsync(50);

        await foreach (Page<TableEntity> page in Table.QueryAsync<TableEntity>(maxPerPage: 7).AsPages())
        {
            await Table.SubmitTransactionAsync(page.Values.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row)));
        }

        Assert.Empty(await RowKeysAsync());
    }

    [Fact]
    public async Task Pages_cross_partitions_and_the_gaps_between_ranges()
    {
        foreach (string partition in new[] { "a", "b", "c" })
        {
            await Table.SubmitTransactionAsync(Enumerable.Range(0, 4).Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(partition, $"{i}"))));
        }

        string[] keys = await Table.QueryAsync<TableEntity>("PartitionKey eq 'c' or (PartitionKey eq 'a' and RowKey ge '2')", maxPerPage: 1)
            .Select(row => row.PartitionKey + row.RowKey).ToArrayAsync();

        Assert.Equal(["a2", "a3", "c0", "c1", "c2", "c3"], keys);
    }

    [Fact]
    public async Task A_page_of_more_than_a_thousand_is_refused() => await RefusedAsync(
        400, "InvalidInput", async () => await Table.QueryAsync<TableEntity>(maxPerPage: 1001).CountAsync(cancellationToken: default), Deviations.AnyPageSize);

    [Fact]
    public async Task Only_the_selected_properties_come_with_the_version()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        TableEntity some = (await Table.GetEntityAsync<TableEntity>("p", "r", ["RowKey", "A"])).Value;
        TableEntity listed = await Table.QueryAsync<TableEntity>(select: ["A"]).SingleAsync();

        Assert.Equal(["A", "RowKey", "odata.etag"], some.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["A", "odata.etag"], listed.Keys.Order(StringComparer.Ordinal));
        Assert.Null(listed.PartitionKey);
    }

    [Fact]
    public async Task A_selected_property_that_an_entity_lacks_comes_without_a_value()
    {
        await AddAsync(new TableEntity("p", "r") { ["A"] = 1 });

        TableEntity read = (await Table.GetEntityAsync<TableEntity>("p", "r", ["A", "Missing"])).Value;

        Assert.Null(read["Missing"]);
        await DeviatesAsync(Deviations.SelectForgetsMissing, () =>
        {
            Assert.Contains("Missing", read.Keys);
            return Task.CompletedTask;
        });
    }

    private static async Task<string> SizesAsync(IAsyncEnumerable<Page<TableEntity>> pages) =>
        string.Join(' ', await pages.Select(page => page.Values.Count).ToArrayAsync());

    private async Task SeedAsync(int rows)
    {
        foreach (int[] chunk in Enumerable.Range(0, rows).Chunk(100))
        {
            await Table.SubmitTransactionAsync(chunk.Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i:D3}") { ["N"] = i })));
        }
    }

    public sealed class OnLocal() : PagingSpec(TableSide.Local);

    public sealed class OnAzurite(AzuriteServer azurite) : PagingSpec(TableSide.Of(azurite));
}
