using Azure;
using Azure.Data.Tables;
using Caseward.Storage.Conformance.Azurite;

namespace Caseward.Storage.Conformance.Tables;

public abstract class WritingSpec(TableSide side) : TableSpec(side)
{
    [Fact]
    public async Task A_second_insert_of_the_same_keys_is_a_conflict()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Name"] = "first" });

        await RefusedAsync(409, "EntityAlreadyExists", () => Table.AddEntityAsync(new TableEntity("p", "r") { ["Name"] = "second" }));

        Assert.Equal("first", (await ReadAsync()).GetString("Name"));
    }

    [Fact]
    public async Task An_update_with_the_version_it_saw_succeeds_and_with_a_stale_one_does_not()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });
        ETag seen = (await ReadAsync()).ETag;

        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, seen, TableUpdateMode.Replace);
        await RefusedAsync(412, "UpdateConditionNotSatisfied", () => Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, seen, TableUpdateMode.Replace));
        await RefusedAsync(412, "UpdateConditionNotSatisfied", () => Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, seen));

        Assert.Equal(2, (await ReadAsync()).GetInt32("N"));
    }

    [Theory]
    [InlineData(TableUpdateMode.Replace)]
    [InlineData(TableUpdateMode.Merge)]
    public async Task A_version_of_the_far_future_is_refused_and_leaves_nothing_behind(TableUpdateMode mode)
    {
        var future = new ETag("W/\"datetime'9999-12-31T23%3A59%3A59.9999999Z'\"");
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        await RefusedAsync(412, "UpdateConditionNotSatisfied", () => Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, future, mode));
        await Table.AddEntityAsync(new TableEntity("p", "later"));

        Assert.Equal((await ReadAsync()).Timestamp!.Value.Date, (await ReadAsync("p", "later")).Timestamp!.Value.Date);
    }

    [Fact]
    public async Task The_version_that_a_write_answers_is_good_for_the_next_one()
    {
        Response added = await Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });

        Response replaced = await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, added.Headers.ETag!.Value, TableUpdateMode.Replace);
        Response merged = await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, replaced.Headers.ETag!.Value);
        Response upserted = await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["N"] = 4 }, TableUpdateMode.Replace);
        await Table.DeleteEntityAsync("p", "r", upserted.Headers.ETag!.Value);

        Assert.NotEqual(merged.Headers.ETag, upserted.Headers.ETag);
        Assert.Empty(await RowKeysAsync());
    }

    [Fact]
    public async Task A_version_that_the_service_never_gave_is_malformed()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        await RefusedAsync(400, "InvalidInput", () => Table.UpdateEntityAsync(new TableEntity("p", "r"), new ETag("17"), TableUpdateMode.Replace));
        await RefusedAsync(400, "InvalidInput", () => Table.UpdateEntityAsync(new TableEntity("p", "r"), new ETag("17")), Deviations.CodeOfAMalformedVersion);
        await RefusedAsync(400, "InvalidInput", () => Table.DeleteEntityAsync("p", "r", new ETag("17")));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task An_update_of_a_missing_entity_is_not_found(TableUpdateMode mode)
    {
        await RefusedAsync(404, "ResourceNotFound", () => Table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All, mode));

        Assert.Empty(await RowKeysAsync());
    }

    [Fact]
    public async Task A_merge_keeps_what_it_does_not_name_and_a_replacement_does_not()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = "a", ["B"] = 1 });

        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["B"] = 2L, ["C"] = true }, ETag.All);
        TableEntity merged = await ReadAsync();
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["C"] = false }, ETag.All, TableUpdateMode.Replace);
        TableEntity replaced = await ReadAsync();

        Assert.Equal(("a", 2L, true), (merged.GetString("A"), merged.GetInt64("B"), merged.GetBoolean("C")));
        Assert.Equal((null, null, false), (replaced.GetString("A"), replaced.GetInt64("B"), replaced.GetBoolean("C")));
    }

    [Fact]
    public async Task A_property_without_a_value_is_not_stored_and_a_merge_does_not_remove_it()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = "a", ["B"] = null });

        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = null }, ETag.All);

        TableEntity read = await ReadAsync();
        Assert.Equal("a", read.GetString("A"));
        Assert.False(read.ContainsKey("B"));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task An_upsert_inserts_what_is_missing_and_changes_what_is_there(TableUpdateMode mode)
    {
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 }, mode);
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, mode);

        TableEntity read = await ReadAsync();
        Assert.Equal((2, mode == TableUpdateMode.Merge ? 1 : null), (read.GetInt32("A"), read.GetInt32("B")));
    }

    [Fact]
    public async Task Deleting_is_unconditional_by_default_and_says_404_when_there_was_nothing()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        Response first = await Table.DeleteEntityAsync("p", "r");
        Response second = await Table.DeleteEntityAsync(new TableEntity("p", "r"));

        Assert.Equal((204, 404), (first.Status, second.Status));
    }

    [Fact]
    public async Task Deleting_with_a_stale_version_is_refused()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));
        ETag seen = (await ReadAsync()).ETag;
        await Table.UpsertEntityAsync(new TableEntity("p", "r"));

        await RefusedAsync(412, "UpdateConditionNotSatisfied", () => Table.DeleteEntityAsync("p", "r", seen));

        Assert.Equal(["r"], await RowKeysAsync());
    }

    [Fact]
    public async Task A_missing_entity_is_not_found_or_has_no_value()
    {
        await RefusedAsync(404, "ResourceNotFound", () => Table.GetEntityAsync<TableEntity>("p", "r"));

        NullableResponse<TableEntity> found = await Table.GetEntityIfExistsAsync<TableEntity>("p", "r");
        Assert.False(found.HasValue);
        Assert.Equal(404, found.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => found.Value);
    }

    [Fact]
    public async Task A_missing_table_is_named_as_such()
    {
        TableClient missing = Service.GetTableClient("Missing");

        await RefusedAsync(404, "TableNotFound", () => missing.AddEntityAsync(new TableEntity("p", "r")));
        await RefusedAsync(404, "TableNotFound", () => missing.GetEntityAsync<TableEntity>("p", "r"));
        await RefusedAsync(404, "TableNotFound", async () => await missing.QueryAsync<TableEntity>().GetAsyncEnumerator().MoveNextAsync());
        Assert.False((await missing.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
        Assert.Equal(404, (await missing.DeleteEntityAsync("p", "r")).Status);
    }

    [Fact]
    public async Task Of_many_who_update_the_same_version_at_once_one_wins()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));
        ETag seen = (await ReadAsync()).ETag;

        int[] statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                return (await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = i }, seen)).Status;
            }
            catch (RequestFailedException refused)
            {
                return refused.Status;
            }
        }));

        Assert.Equal((1, 19), (statuses.Count(status => status == 204), statuses.Count(status => status == 412)));
    }

    public sealed class OnLocal() : WritingSpec(TableSide.Local);

    public sealed class OnAzurite(AzuriteServer azurite) : WritingSpec(TableSide.Of(azurite));
}
