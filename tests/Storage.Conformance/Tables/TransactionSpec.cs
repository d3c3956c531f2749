using Azure;
using Azure.Data.Tables;
using Caseward.Storage.Conformance.Azurite;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Caseward.Storage.Conformance.Tables;

public abstract class TransactionSpec(TableSide side) : TableSpec(side)
{
    [Fact]
    public async Task All_kinds_of_actions_happen_together_and_each_answers()
    {
        await AddAsync(Row("b", 1), Row("c", 1), Row("d", 1));

        Response<IReadOnlyList<Response>> response = await Table.SubmitTransactionAsync(
        [
            new(Add, Row("a", 2)),
            new(UpdateMerge, Row("b", 2), ETag.All),
            new(UpdateReplace, Row("c", 2), ETag.All),
            new(Delete, Row("d")),
            new(UpsertMerge, Row("e", 2)),
            new(UpsertReplace, Row("f", 2)),
        ]);

        Assert.Equal(202, response.GetRawResponse().Status);
        Assert.Equal([204, 204, 204, 204, 204, 204], response.Value.Select(one => one.Status));
        Assert.Equal(["a", "b", "c", "e", "f"], await RowKeysAsync("N eq 2"));
        Assert.Equal((await ReadAsync(rowKey: "e")).ETag, response.Value[4].Headers.ETag);
    }

    [Fact]
    public async Task One_refused_action_undoes_all_and_is_named_by_its_index()
    {
        await AddAsync(Row("there"));

        TableTransactionFailedException failed = await FailsAsync(
            new(Add, Row("a")), new(UpsertReplace, Row("b")), new(Add, Row("there")), new(Add, Row("c")));

        Assert.Equal((409, "EntityAlreadyExists", 2), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
        Assert.Equal("2", failed.Data["FailedEntity"]);
        Assert.Equal(["there"], await RowKeysAsync());
    }

    [Fact]
    public async Task A_stale_version_fails_the_whole()
    {
        await AddAsync(Row("head", 1));
        ETag seen = (await ReadAsync(rowKey: "head")).ETag;
        await Table.UpsertEntityAsync(Row("head", 2));

        TableTransactionFailedException failed = await FailsAsync(new(Add, Row("event")), new(UpdateReplace, Row("head", 3), seen));

        Assert.Equal((412, "UpdateConditionNotSatisfied", 1), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
        Assert.Equal(["head"], await RowKeysAsync());
    }

    [Theory]
    [InlineData(UpdateMerge)]
    [InlineData(UpdateReplace)]
    [InlineData(Delete)]
    public async Task A_missing_entity_fails_the_whole(TableTransactionActionType action)
    {
        TableTransactionFailedException failed = await FailsAsync(new(Add, Row("a")), new(action, Row("missing"), ETag.All));

        Assert.Equal((404, "ResourceNotFound", 1), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
        Assert.Empty(await RowKeysAsync());
    }

    [Theory]
    [InlineData(UpdateMerge)]
    [InlineData(UpdateReplace)]
    public async Task An_update_without_any_version_is_an_upsert_to_the_service(TableTransactionActionType action)
    {
        await Table.SubmitTransactionAsync([new(action, Row("missing", 1))]);

        Assert.Equal(["missing"], await RowKeysAsync());
    }

    [Fact]
    public async Task An_entity_may_appear_once()
    {
        TableTransactionFailedException failed = await FailsAsync(new(Add, Row("a")), new(UpsertMerge, Row("a")));

        Assert.Equal((400, "InvalidDuplicateRow", 1), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
    }

    [Fact]
    public async Task All_actions_share_one_partition()
    {
        await DeviatesAsync(Deviations.PartitionsOfAChangeset, async () =>
        {
            TableTransactionFailedException failed = await FailsAsync(new(Add, Row("a")), new(Add, new TableEntity("other", "b")));

            Assert.Equal((400, "CommandsInBatchActOnDifferentPartitions", 1), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
            Assert.Empty(await RowKeysAsync());
        });
    }

    [Fact]
    public async Task A_hundred_actions_are_taken_and_one_more_is_not()
    {
        await Table.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(i => new TableTransactionAction(Add, Row($"{i:D3}"))));

        await DeviatesAsync(ForPackage(Deviations.NoStatusForTooManyActions), async () =>
        {
            TableTransactionFailedException failed = await FailsAsync([.. Enumerable.Range(100, 101).Select(i => new TableTransactionAction(Add, Row($"{i:D3}")))]);

            Assert.Equal((400, "InvalidInput"), (failed.Status, failed.ErrorCode));
        });
        Assert.Equal(100, (await RowKeysAsync()).Length);
    }

    [Fact]
    public async Task More_than_four_mebibytes_are_refused()
    {
        TableTransactionAction[] actions = [.. Enumerable.Range(0, 70).Select(i => new TableTransactionAction(Add, new TableEntity("p", $"{i}")
        {
            ["A"] = new string('x', 32 << 10),
            ["B"] = new string('y', 32 << 10),
        }))];

        await RefusedAsync(413, "RequestBodyTooLarge", () => Table.SubmitTransactionAsync(actions));

        Assert.Empty(await RowKeysAsync());
    }

    [Theory]
    [InlineData("x", true)]
    [InlineData("é", false)]
    [InlineData("\"", false)]
    [InlineData("<", false)]
    public async Task Of_the_four_mebibytes_a_letter_beyond_ascii_or_one_that_JSON_escapes_takes_six_bytes(string letter, bool isTaken)
    {
        string text = string.Concat(Enumerable.Repeat(letter, 30 << 10));
        TableTransactionAction[] actions = [.. Enumerable.Range(0, 30).Select(i => new TableTransactionAction(Add, new TableEntity("p", $"{i:D2}") { ["Text"] = text }))];

        if (isTaken)
        {
            await Table.SubmitTransactionAsync(actions);
        }
        else
        {
            await RefusedAsync(413, "RequestBodyTooLarge", () => Table.SubmitTransactionAsync(actions));
        }

        Assert.Equal(isTaken ? 30 : 0, (await RowKeysAsync()).Length);
    }

    [Theory]
    [InlineData('k', true)]
    [InlineData('é', false)]
    public async Task Keys_count_too_in_the_row_and_in_its_address(char letter, bool isTaken)
    {
        string text = new('x', 30 << 10);
        TableTransactionAction[] actions = [.. Enumerable.Range(0, 100).Select(i => new TableTransactionAction(
            UpsertReplace, new TableEntity(new string(letter, 500), $"{i:D2}{new string(letter, 500)}") { ["Text"] = text }))];

        if (isTaken)
        {
            await Table.SubmitTransactionAsync(actions);
        }
        else
        {
            await RefusedAsync(413, "RequestBodyTooLarge", () => Table.SubmitTransactionAsync(actions));
        }
    }

    [Fact]
    public async Task A_row_that_breaks_a_limit_is_named_by_its_index()
    {
        TableTransactionFailedException failed = await FailsAsync(
            new(Add, Row("a")), new(Add, new TableEntity("p", "b") { ["Big"] = new string('x', (32 << 10) + 1) }));

        Assert.Equal((400, "PropertyValueTooLarge", 1), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
    }

    [Fact]
    public async Task A_missing_table_fails_at_the_first_action()
    {
        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
            Service.GetTableClient("Missing").SubmitTransactionAsync([new(Add, Row("a"))]));

        Assert.Equal((404, "TableNotFound", 0), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
    }

    private static TableEntity Row(string key, int n = 0) => new("p", key) { ["N"] = n };

    private async Task<TableTransactionFailedException> FailsAsync(params TableTransactionAction[] actions) =>
        await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(actions));

    public sealed class OnLocal() : TransactionSpec(TableSide.Local);

    public sealed class OnAzurite(AzuriteServer azurite) : TransactionSpec(TableSide.Of(azurite));
}
