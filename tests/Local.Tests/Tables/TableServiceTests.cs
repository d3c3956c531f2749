using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Caseward.Local.Tests.Tables;

public sealed class TableServiceTests : TableSpec
{
    [Fact]
    public async Task A_table_is_made_once_whatever_the_letter_case()
    {
        await TableRig.RefusedAsync(409, "TableAlreadyExists", () => Table.CreateAsync());
        await TableRig.RefusedAsync(409, "TableAlreadyExists", () => Rig.Service.CreateTableAsync("CASES"));

        Response<TableItem> again = await Table.CreateIfNotExistsAsync();
        Response<TableItem> other = await Rig.Service.CreateTableIfNotExistsAsync("Others");

        Assert.Equal((409, "Cases"), (again.GetRawResponse().Status, again.Value.Name));
        Assert.Equal((204, "Others"), (other.GetRawResponse().Status, other.Value.Name));
    }

    [Fact]
    public async Task A_table_is_found_whatever_the_letter_case()
    {
        await Rig.Service.GetTableClient("CASES").AddEntityAsync(new TableEntity("p", "r"));

        Assert.Equal(["r"], await Rig.RowKeysAsync());
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("with-hyphen")]
    [InlineData("with space")]
    [InlineData("tables")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl")]
    public async Task Table_names_have_rules(string name) =>
        await TableRig.RefusedAsync(400, "InvalidResourceName", () => Rig.Service.CreateTableAsync(name));

    [Fact]
    public async Task Tables_do_not_see_each_others_rows()
    {
        await Rig.Service.CreateTableAsync("Others");
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        Assert.Empty(Rig.Service.GetTableClient("Others").Query<TableEntity>());
    }

    [Fact]
    public async Task Deleting_a_table_deletes_its_rows_and_says_404_when_there_was_none()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        Response first = await Table.DeleteAsync();
        Response second = await Rig.Service.DeleteTableAsync("Cases");
        await Table.CreateAsync();

        Assert.Equal((204, 404), (first.Status, second.Status));
        Assert.Empty(await Rig.RowKeysAsync());
    }

    [Fact]
    public async Task Tables_are_listed_by_name_filtered_and_in_pages()
    {
        await Rig.Service.CreateTableAsync("Views");
        await Rig.Service.CreateTableAsync("Due");

        Assert.Equal(["Cases", "Due", "Views"], Rig.Service.Query().Select(table => table.Name));
        Assert.Equal(["Due"], Rig.Service.Query(table => table.Name == "Due").Select(table => table.Name));
        FormattableString behind = $"TableName gt {"Cases"}";
        Assert.Equal(["Due", "Views"], Rig.Service.Query(behind).Select(table => table.Name));
        Assert.Equal(["Cases", "Due", "Views"], await Rig.Service.QueryAsync(maxPerPage: 1).Select(table => table.Name).ToArrayAsync());
    }

    [Fact]
    public void A_client_knows_where_it_leads()
    {
        var client = new TableClient("UseDevelopmentStorage=true", "Cases");

        Assert.Equal(("devstoreaccount1", "Cases"), (client.AccountName, client.Name));
        Assert.Equal("http://127.0.0.1:10002/devstoreaccount1/Cases", client.Uri.AbsoluteUri);
        Assert.Equal("https://name.table.core.windows.net/", new TableServiceClient("DefaultEndpointsProtocol=https;AccountName=name;AccountKey=a2V5;EndpointSuffix=core.windows.net").Uri.AbsoluteUri);
        Assert.Equal("name", new TableServiceClient("TableEndpoint=https://name.table.core.windows.net;SharedAccessSignature=x").AccountName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AccountKey=a2V5")]
    [InlineData("nonsense")]
    public void A_connection_string_that_names_no_account_is_an_error(string connectionString) =>
        Assert.Throws<InvalidOperationException>(() => new TableServiceClient(connectionString));

    [Fact]
    public async Task An_endpoint_with_a_credential_leads_to_the_account_of_its_name()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        var byHost = new TableServiceClient(new Uri($"https://{Table.AccountName}.table.core.windows.net"), new NoCredential());
        var byPath = new TableClient(new Uri($"http://127.0.0.1:10002/{Table.AccountName}"), "Cases", new NoCredential());

        Assert.Single(byHost.GetTableClient("Cases").Query<TableEntity>());
        Assert.Single(byPath.Query<TableEntity>());
    }

    [Fact]
    public async Task An_account_that_nobody_serves_is_said_plainly()
    {
        var client = new TableClient(new Uri("https://elsewhere.table.core.windows.net"), "Cases", new NoCredential());

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => client.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(0, refused.Status);
        Assert.Contains("'elsewhere'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("FunctionsHost=Azure", refused.Message, StringComparison.Ordinal);
    }

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
