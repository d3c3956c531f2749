using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Caseward.Local.Tests.Tables;

public sealed class WritingEntitiesTests : TableSpec
{
    [Fact]
    public async Task An_entity_reads_back_as_it_was_written_with_the_clocks_timestamp()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Name"] = "Ada", ["Age"] = 36 });

        TableEntity read = await ReadAsync();

        Assert.Equal(("Ada", 36), (read.GetString("Name"), read.GetInt32("Age")));
        Assert.Equal(TableRig.Noon, read.Timestamp);
    }

    [Fact]
    public async Task The_version_is_the_timestamp_in_the_services_form()
    {
        Response response = await Table.AddEntityAsync(new TableEntity("p", "r"));

        Assert.Equal("W/\"datetime'2026-03-02T12%3A00%3A00.0000000Z'\"", (await ReadAsync()).ETag.ToString());
        Assert.Equal((await ReadAsync()).ETag, response.Headers.ETag);
    }

    [Fact]
    public async Task The_answer_to_a_write_names_the_version_and_that_to_a_deletion_does_not()
    {
        Response written = await Table.UpsertEntityAsync(new TableEntity("p", "r"));
        Response<IReadOnlyList<Response>> together = await Table.SubmitTransactionAsync(
            [new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "s")), new(TableTransactionActionType.Delete, new TableEntity("p", "r"), ETag.All)]);

        Assert.True(written.Headers.TryGetValue("etag", out string? version) && written.Headers.Contains("etag"));
        Assert.Equal([new HttpHeader("ETag", version)], written.Headers);
        Assert.Equal((await ReadAsync(rowKey: "s")).ETag, together.Value[0].Headers.ETag);
        Assert.Equal((204, null), (together.Value[1].Status, together.Value[1].Headers.ETag));
        Assert.Empty(together.Value[1].Headers);
    }

    [Fact]
    public async Task Every_write_changes_the_version_even_while_the_clock_stands_still()
    {
        var versions = new HashSet<ETag>();
        await Table.AddEntityAsync(new TableEntity("p", "r"));
        versions.Add((await ReadAsync()).ETag);
        for (int i = 0; i < 5; i++)
        {
            await Table.UpsertEntityAsync(new TableEntity("p", "r"), TableUpdateMode.Replace);
            versions.Add((await ReadAsync()).ETag);
        }

        await Table.DeleteEntityAsync("p", "r");
        await Table.AddEntityAsync(new TableEntity("p", "r"));
        versions.Add((await ReadAsync()).ETag);

        Assert.Equal(7, versions.Count);
    }

    [Fact]
    public async Task The_entitys_own_version_is_not_looked_at()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ETag = new ETag("W/\"datetime'1999-01-01T00%3A00%3A00Z'\""), ["N"] = 1 }, ETag.All);

        Assert.Equal(1, (await ReadAsync()).GetInt32("N"));
    }

    [Fact]
    public async Task An_update_without_a_version_is_refused_before_it_is_sent() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Table.UpdateEntityAsync(new TableEntity("p", "r"), default));

    [Fact]
    public async Task The_error_code_compares_with_the_named_ones()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.True(refused.ErrorCode == TableErrorCode.EntityAlreadyExists);
        Assert.Contains("Status: 409 (Conflict)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_request_writes_nothing()
    {
        await Assert.ThrowsAsync<TaskCanceledException>(() => Table.AddEntityAsync(new TableEntity("p", "r"), new CancellationToken(canceled: true)));

        Assert.Empty(await Rig.RowKeysAsync());
    }

    [Fact]
    public void The_synchronous_methods_do_the_same()
    {
        Table.AddEntity(new TableEntity("p", "r") { ["N"] = 1 });
        Table.UpdateEntity(new TableEntity("p", "r") { ["N"] = 2 }, ETag.All);
        Table.UpsertEntity(new TableEntity("p", "s") { ["N"] = 3 });
        Table.SubmitTransaction([new(TableTransactionActionType.Add, new TableEntity("p", "t"))]);
        Table.DeleteEntity("p", "s");

        Assert.Equal(2, Table.GetEntity<TableEntity>("p", "r").Value.GetInt32("N"));
        Assert.False(Table.GetEntityIfExists<TableEntity>("p", "s").HasValue);
        Assert.Equal(["r", "t"], Table.Query<TableEntity>().Select(row => row.RowKey));
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_restart_with_its_version()
    {
        Response written = await Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });

        await Rig.RestartAsync();

        TableEntity read = await ReadAsync();
        Assert.Equal(1, read.GetInt32("N"));
        Assert.Equal(written.Headers.ETag, read.ETag);
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, read.ETag);
        Assert.NotEqual(read.ETag, (await ReadAsync()).ETag);
    }
}
