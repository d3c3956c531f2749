using Azure;
using Azure.Data.Tables;

namespace Caseward.Local.Tests.Tables;

public sealed class PagingTests : TableSpec
{
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
    public async Task A_filter_that_finds_little_gives_empty_pages_that_go_on()
    {
        await SeedAsync(12_000);
        await Table.UpsertEntityAsync(new TableEntity("p", "9999") { ["Rare"] = true });

        string sizes = await SizesAsync(Table.QueryAsync<TableEntity>("Rare eq true").AsPages());

        Assert.Equal("0 1", sizes);
    }

    [Fact]
    public async Task An_empty_token_begins_at_the_beginning_as_with_the_packages_client()
    {
        await SeedAsync(3);

        Assert.Equal("3", await SizesAsync(Table.QueryAsync<TableEntity>().AsPages("")));
    }

    [Fact]
    public async Task A_page_without_rows_and_a_token_of_nobody_are_refused()
    {
        await TableRig.RefusedAsync(400, "InvalidInput", async () => await Table.QueryAsync<TableEntity>(maxPerPage: 0).CountAsync(cancellationToken: default));
        await TableRig.RefusedAsync(400, "InvalidInput", async () => await SizesAsync(Table.QueryAsync<TableEntity>().AsPages("no token")));
    }

    [Fact]
    public void The_synchronous_listing_reads_all_pages()
    {
        for (int i = 0; i < 5; i++)
        {
            Table.AddEntity(new TableEntity("p", $"{i}"));
        }

        Assert.Equal(5, Table.Query<TableEntity>(maxPerPage: 2).Count());
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
