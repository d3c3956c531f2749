using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Caseward.Local.Tests.Tables;

public sealed class TableServiceTests : TableSpec
{
    [Fact]
    public async Task The_service_makes_and_removes_tables_as_their_clients_do()
    {
        await TableRig.RefusedAsync(409, "TableAlreadyExists", () => Rig.Service.CreateTableAsync("CASES"));

        Response<TableItem> made = await Rig.Service.CreateTableAsync("Views");
        Response<TableItem> other = await Rig.Service.CreateTableIfNotExistsAsync("Others");
        Response<TableItem> again = await Rig.Service.CreateTableIfNotExistsAsync("Others");
        Response first = await Rig.Service.DeleteTableAsync("Others");
        Response second = await Rig.Service.DeleteTableAsync("Others");

        Assert.Equal((201, 204, 409, "Others"), (made.GetRawResponse().Status, other.GetRawResponse().Status, again.GetRawResponse().Status, again.Value.Name));
        Assert.Equal((204, 404), (first.Status, second.Status));
        Assert.False(again.GetRawResponse().IsError || second.IsError || (await Table.GetEntityIfExistsAsync<TableEntity>("p", "missing")).GetRawResponse().IsError);
    }

    [Fact]
    public async Task A_listing_takes_a_filter_in_every_form()
    {
        await Rig.Service.CreateTableAsync("Views");
        await Rig.Service.CreateTableAsync("Due");

        Assert.Equal(["Cases", "Due", "Views"], Rig.Service.Query().Select(table => table.Name));
        Assert.Equal(["Due"], Rig.Service.Query(table => table.Name == "Due").Select(table => table.Name));
        FormattableString behind = $"TableName gt {"Cases"}";
        Assert.Equal(["Due", "Views"], Rig.Service.Query(behind).Select(table => table.Name));
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
    [InlineData("x=y")]
    [InlineData("AccountKey=a2V5")]
    [InlineData("AccountName=name")]
    [InlineData("UseDevelopmentStorage=True")]
    [InlineData("UseDevelopmentStorage=false")]
    [InlineData("SharedAccessSignature=sv=1&sig=x")]
    [InlineData("TableEndpoint=https://name.table.core.windows.net/")]
    [InlineData("AccountName=name;AccountKey=a2V5;TableSecondaryEndpoint=https://name-secondary.table.core.windows.net")]
    public void A_connection_string_that_names_no_account_or_nothing_to_ask_it_with_is_an_error(string connectionString) =>
        Assert.Throws<ArgumentException>(() => new TableServiceClient(connectionString));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AccountName=;AccountKey=a2V5")]
    [InlineData("AccountName=name;AccountKey=")]
    [InlineData("AccountName=name;;AccountKey=a2V5")]
    [InlineData("AccountName=name;AccountName=other;AccountKey=a2V5")]
    [InlineData("AccountName=name;AccountKey=a2V5;EndpointSuffix=")]
    public void A_malformed_connection_string_is_an_error(string connectionString) => Assert.Throws<InvalidOperationException>(() => new TableClient(connectionString, "Cases"));

    [Fact]
    public void A_connection_string_has_a_key_in_Base64() => Assert.Throws<FormatException>(() => new TableServiceClient("AccountName=name;AccountKey=no key"));

    [Theory]
    [InlineData("AccountName=name;AccountKey=a2V5")]
    [InlineData(" AccountName=name ; AccountKey=a2V5 ;")]
    [InlineData("AccountName=name;SharedAccessSignature=sv=1&sig=x")]
    [InlineData("AccountName=name;AccountKey=a2V5;TableEndpoint=https://name.table.core.windows.net/?sv=1")]
    [InlineData("AccountName=name;AccountKey=a2V5;Other=thing")]
    public void An_account_with_a_key_or_a_signature_is_enough(string connectionString)
    {
        var service = new TableServiceClient(connectionString);

        Assert.Equal(("name", "https://name.table.core.windows.net/"), (service.AccountName, service.Uri.AbsoluteUri));
        Assert.Equal("https://name.table.core.windows.net/Cases", service.GetTableClient("Cases").Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("https://{0}.table.core.windows.net/Cases")]
    [InlineData("https://{0}.table.core.windows.net/Cases/")]
    [InlineData("http://127.0.0.1:10002/{0}/Cases")]
    public async Task An_endpoint_that_ends_with_a_table_leads_to_tables_and_not_to_the_account(string address)
    {
        var endpoint = new Uri(string.Format(CultureInfo.InvariantCulture, address, Table.AccountName));
        var key = new TableSharedKeyCredential(Table.AccountName, "a2V5");
        var service = new TableServiceClient(endpoint, key);

        await Table.AddEntityAsync(new TableEntity("p", "r"));
        TableClient[] clients =
        [
            service.GetTableClient("Cases"), new TableServiceClient(new Uri(endpoint, endpoint.AbsolutePath.TrimEnd('/').Replace("Cases", "Others", StringComparison.Ordinal)), key).GetTableClient("Cases"),
            new(endpoint, "Cases", key), new(endpoint, "", key), new(endpoint, "", new NoCredential()),
        ];

        Assert.All(clients, client => Assert.Equal(endpoint.AbsoluteUri.TrimEnd('/'), client.Uri.AbsoluteUri));
        Assert.All(clients, client => Assert.Single(client.Query<TableEntity>()));
        foreach (Func<Task> asked in new Func<Task>[]
        {
            () => service.CreateTableAsync("Cases"), () => service.CreateTableIfNotExistsAsync("Cases"), () => service.DeleteTableAsync("Cases"), () => service.QueryAsync().ToListAsync().AsTask(),
        })
        {
            var refused = await Assert.ThrowsAsync<RequestFailedException>(asked);
            Assert.Equal(400, refused.Status);
            Assert.StartsWith("The configured endpoint Uri appears to contain the table name 'Cases'", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://name.table.core.windows.net/Tables('Cases')/")]
    [InlineData("http://127.0.0.1:10002/name/Tables('Cases')")]
    public void A_table_s_address_may_be_that_of_the_table_s_own_row(string address) => Assert.Equal("Cases", new TableClient(new Uri(address)).Name);

    [Fact]
    public void A_version_that_the_service_does_not_have_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TableClientOptions((TableClientOptions.ServiceVersion)99));

    [Fact]
    public async Task An_endpoint_with_a_key_or_a_signature_leads_to_the_account_of_its_name()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));
        var key = new TableSharedKeyCredential(Table.AccountName, "a2V5");
        var signature = new AzureSasCredential("sv=2020-02-10&sig=x");
        var byHost = new Uri($"https://{Table.AccountName}.table.core.windows.net");
        var byPath = new Uri($"http://127.0.0.1:10002/{Table.AccountName}");

        TableClient[] clients =
        [
            new TableServiceClient(byHost, key).GetTableClient("Cases"), new TableServiceClient(byPath, key, new TableClientOptions()).GetTableClient("Cases"),
            new TableServiceClient(byHost, signature).GetTableClient("Cases"), new TableServiceClient(new Uri(byHost, "?sv=2020-02-10&sig=x")).GetTableClient("Cases"),
            new TableClient(byPath, "Cases", key), new TableClient(new Uri(byHost, "/Cases"), signature), new TableClient(new Uri($"{byPath}/Cases?sig=x")),
        ];

        foreach (TableClient client in clients)
        {
            Assert.Equal((Table.AccountName, "Cases"), (client.AccountName, client.Name));
            Assert.True((await client.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
        }
    }

    [Theory]
    [InlineData("https://name.table.core.windows.net", "https://name.table.core.windows.net/Cases")]
    [InlineData("http://127.0.0.1:10002/name", "http://127.0.0.1:10002/name/Cases")]
    public void An_address_without_a_table_takes_it_from_the_signature(string endpoint, string expected)
    {
        const string Signature = "sv=2020-02-10&tn=Cases&sig=x";

        TableClient[] clients = [new(new Uri(endpoint), new AzureSasCredential(Signature)), new(new Uri($"{endpoint}?{Signature}"))];

        Assert.All(clients, client => Assert.Equal(("name", "Cases", expected), (client.AccountName, client.Name, client.Uri.AbsoluteUri)));
    }

    [Fact]
    public void A_signature_is_in_no_address_that_a_client_shows()
    {
        var service = new TableServiceClient(new Uri("https://name.table.core.windows.net?sv=2020-02-10&sig=x"));

        Assert.Equal("https://name.table.core.windows.net/", service.Uri.AbsoluteUri);
        Assert.Equal("https://name.table.core.windows.net/Cases", service.GetTableClient("Cases").Uri.AbsoluteUri);
    }

    [Fact]
    public async Task An_emulator_behind_a_name_with_dots_has_the_account_that_is_named_in_the_path()
    {
        var service = new TableServiceClient($"AccountName={Table.AccountName};AccountKey=a2V5;TableEndpoint=http://host.docker.internal:10002/{Table.AccountName}");

        Assert.Equal(["Cases"], await service.QueryAsync().Select(table => table.Name).ToArrayAsync());
        Assert.Equal($"http://host.docker.internal:10002/{Table.AccountName}/Cases", service.GetTableClient("Cases").Uri.AbsoluteUri);
    }

    [Fact]
    public void The_account_for_development_is_called_as_it_is() =>
        Assert.Equal("devstoreaccount1", new TableServiceClient("UseDevelopmentStorage=true;AccountName=other").AccountName);

    [Fact]
    public void An_emulator_on_another_machine_has_the_account_in_the_path() =>
        Assert.Equal("name", new TableServiceClient(new Uri("http://azurite:10002/name"), new TableSharedKeyCredential("name", "a2V5")).AccountName);

    [Fact]
    public void A_signature_goes_to_another_machine_by_https_only()
    {
        var signature = new AzureSasCredential("sig=x");

        Assert.Throws<ArgumentException>(() => new TableServiceClient(new Uri("http://name.table.core.windows.net"), signature));
        Assert.Throws<ArgumentException>(() => new TableServiceClient(new Uri("http://name.table.core.windows.net?sig=x")));
        Assert.Throws<ArgumentException>(() => new TableServiceClient(new Uri("https://name.table.core.windows.net")));
        Assert.Throws<ArgumentException>(() => new TableClient(new Uri("http://name.table.core.windows.net/Cases"), signature));
        Assert.Equal("name", new TableServiceClient(new Uri("http://127.0.0.1:10002/name"), signature).AccountName);
    }

    [Fact]
    public async Task A_value_that_no_entity_can_hold_is_refused_before_anything_is_sent()
    {
        var nobody = new TableClient(new Uri("https://elsewhere.table.core.windows.net"), "Cases", new NoCredential());

        await Assert.ThrowsAsync<NotSupportedException>(() => nobody.AddEntityAsync(new TableEntity("p", "r") { ["Day"] = DayOfWeek.Monday }));
    }

    [Theory]
    [InlineData("https://name.table.core.windows.net")]
    [InlineData("https://name.table.core.windows.net/Cases/more")]
    [InlineData("http://127.0.0.1:10002/name")]
    public void An_address_that_names_no_table_is_an_error(string address) => Assert.Throws<ArgumentException>(() => new TableClient(new Uri(address)));

    [Fact]
    public void A_key_is_in_Base64()
    {
        var key = new TableSharedKeyCredential("name", "a2V5");

        Assert.Equal("name", key.AccountName);
        Assert.Throws<FormatException>(() => key.SetAccountKey("no key"));
        Assert.Throws<FormatException>(() => new TableSharedKeyCredential("name", "no key"));
    }

    [Fact]
    public void A_mocked_client_lists_tables_of_the_models_factory() => Assert.Equal("Cases", TableModelFactory.TableItem("Cases").Name);

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
