using Azure;
using Azure.Data.Tables;

namespace Caseward.Local.Tests.Tables;

public sealed class PagingTests : TableSpec
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

        Assert.Equal(25, Table.Query<TableEntity>(maxPerPage: 4).Count());
        Assert.Equal(25, await Table.QueryAsync<TableEntity>(maxPerPage: 4).CountAsync(cancellationToken: default));
    }

    [Fact]
    public async Task A_full_last_page_has_no_successor()
    {
        await SeedAsync(4);

        List<Page<TableEntity>> pages = Table.Query<TableEntity>(maxPerPage: 2).AsPages().ToList();

        Assert.Equal((2, null), (pages.Count, pages[1].ContinuationToken));
        Assert.Equal(200, pages[0].GetRawResponse().Status);
    }

    [Fact]
    public async Task A_token_goes_on_where_its_page_ended_also_in_another_process()
    {
        await SeedAsync(10);
        Page<TableEntity> first = Table.Query<TableEntity>("N lt 9", maxPerPage: 3).AsPages().First();

        await Rig.RestartAsync();
        Page<TableEntity> second = Table.Query<TableEntity>("N lt 9", maxPerPage: 4).AsPages(first.ContinuationToken).First();

        Assert.Equal(["003", "004", "005", "006"], second.Values.Select(row => row.RowKey));
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

        Assert.Empty(await Rig.RowKeysAsync());
    }

    [Fact]
    public async Task Pages_cross_partitions_and_the_gaps_between_ranges()
    {
        foreach (string partition in new[] { "a", "b", "c" })
        {
            await Table.SubmitTransactionAsync(Enumerable.Range(0, 4).Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(partition, $"{i}"))));
        }

        string[] keys = [.. Table.Query<TableEntity>("PartitionKey eq 'c' or (PartitionKey eq 'a' and RowKey ge '2')", maxPerPage: 1).Select(row => row.PartitionKey + row.RowKey)];

        Assert.Equal(["a2", "a3", "c0", "c1", "c2", "c3"], keys);
    }

    [Fact]
    public async Task A_filter_that_finds_little_gives_empty_pages_that_go_on()
    {
        await SeedAsync(12_000);
        await Table.UpsertEntityAsync(new TableEntity("p", "9999") { ["Rare"] = true });

        string sizes = await SizesAsync(Table.QueryAsync<TableEntity>("Rare eq true").AsPages());

        Assert.Equal("0 1", sizes);
    }

    [Fact]
    public async Task Sizes_and_tokens_that_make_no_sense_are_refused()
    {
        await TableRig.RefusedAsync(400, "InvalidInput", async () => await Table.QueryAsync<TableEntity>(maxPerPage: 1001).CountAsync(cancellationToken: default));
        await TableRig.RefusedAsync(400, "InvalidInput", async () => await Table.QueryAsync<TableEntity>(maxPerPage: 0).CountAsync(cancellationToken: default));
        await TableRig.RefusedAsync(400, "InvalidInput", async () => await SizesAsync(Table.QueryAsync<TableEntity>().AsPages("no token")));
    }

    [Fact]
    public async Task Only_the_selected_properties_come_with_the_version()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        TableEntity some = (await Table.GetEntityAsync<TableEntity>("p", "r", ["RowKey", "A", "Missing"])).Value;
        TableEntity listed = Table.Query<TableEntity>(select: ["A"]).Single();

        Assert.Equal(["A", "Missing", "RowKey", "odata.etag"], some.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((1, null), (some["A"], some["Missing"]));
        Assert.Equal(["A", "odata.etag"], listed.Keys.Order(StringComparer.Ordinal));
        Assert.Null(listed.PartitionKey);
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
}
