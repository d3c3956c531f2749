using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Caseward.Storage.Conformance.Azurite;

namespace Caseward.Storage.Conformance.Tables;

public abstract class TableNameSpec(TableSide side) : TableSpec(side)
{
    [Fact]
    public async Task A_table_is_made_once_whatever_the_letter_case()
    {
        await RefusedAsync(409, "TableAlreadyExists", () => Table.CreateAsync());
        await RefusedAsync(409, "TableAlreadyExists", () => Service.GetTableClient(Table.Name.ToLowerInvariant()).CreateAsync());

        Response<TableItem> again = await Table.CreateIfNotExistsAsync();

        Assert.Equal((409, Table.Name), (again.GetRawResponse().Status, again.Value.Name));
    }

    [Fact]
    public async Task A_table_is_found_whatever_the_letter_case()
    {
        await DeviatesAsync(Deviations.TableNamesDifferByCase, async () =>
        {
            await Service.GetTableClient(Table.Name.ToUpperInvariant()).AddEntityAsync(new TableEntity("p", "r"));

            Assert.Equal(["r"], await RowKeysAsync());
        });
    }

    [Theory]
    [InlineData("1abc")]
    [InlineData("with-hyphen")]
    [InlineData("with space")]
    [InlineData("line\n")]
    [InlineData("tables")]
    public async Task Table_names_are_letters_and_digits_and_begin_with_a_letter(string name) =>
        await RefusedAsync(400, "InvalidResourceName", () => Service.GetTableClient(name).CreateAsync(), Deviations.NoCodeForTableNames);

    [Theory]
    [InlineData("ab")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl")]
    public async Task Table_names_have_3_to_63_characters(string name) =>
        await RefusedAsync(400, "OutOfRangeInput", () => Service.GetTableClient(name).CreateAsync(), Deviations.NoCodeForTableNames);

    [Fact]
    public async Task Tables_do_not_see_each_others_rows()
    {
        TableClient other = Service.GetTableClient(NewName());
        await other.CreateAsync();
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        Assert.Empty(await other.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task Deleting_a_table_deletes_its_rows_and_says_404_when_there_was_none()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        Response first = await Table.DeleteAsync();
        Response second = await Table.DeleteAsync();
        await Table.CreateAsync();

        Assert.Equal((204, 404), (first.Status, second.Status));
        Assert.Empty(await RowKeysAsync());
    }

    [Fact]
    public async Task Tables_are_listed_by_name_filtered_and_in_pages()
    {
        string prefix = NewName();
        foreach (string name in new[] { "Views", "Cases", "Due" })
        {
            await Service.GetTableClient(prefix + name).CreateAsync();
        }

        string mine = $"TableName ge '{prefix}' and TableName lt '{prefix}z'";
        Assert.Equal(["Cases", "Due", "Views"], await NamesAsync(mine, maxPerPage: null));
        Assert.Equal(["Cases", "Due", "Views"], await NamesAsync(mine, maxPerPage: 1));
        Assert.Equal(["Due"], await NamesAsync($"TableName eq '{prefix}Due'", maxPerPage: null));
        Assert.Equal(["Due", "Views"], await NamesAsync($"{mine} and TableName gt '{prefix}Cases'", maxPerPage: null));

        async Task<string[]> NamesAsync(string filter, int? maxPerPage) =>
            await Service.QueryAsync(filter, maxPerPage).Select(table => table.Name[prefix.Length..]).ToArrayAsync();
    }

    public sealed class OnLocal() : TableNameSpec(TableSide.Local);

    public sealed class OnAzurite(AzuriteServer azurite) : TableNameSpec(TableSide.Of(azurite));
}
