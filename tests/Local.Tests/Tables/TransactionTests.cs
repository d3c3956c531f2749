using Azure;
using Azure.Data.Tables;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Caseward.Local.Tests.Tables;

public sealed class TransactionTests : TableSpec
{
    [Fact]
    public async Task An_empty_one_is_refused_before_it_is_sent()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Table.SubmitTransactionAsync([]));

        Assert.StartsWith("The batch contains no entity operations.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_refusal_says_which_action_it_was_and_where_a_program_finds_that()
    {
        await Table.AddEntityAsync(Row("there"));

        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync([new(Add, Row("new")), new(Add, Row("there"))]));

        Assert.StartsWith("1:The specified entity already exists.", failed.Message, StringComparison.Ordinal);
        Assert.Contains("FailedTransactionActionIndex", failed.Message, StringComparison.Ordinal);
        Assert.Contains("FailedEntity: 1", failed.Message, StringComparison.Ordinal);
        Assert.Equal((1, "1"), (failed.FailedTransactionActionIndex, failed.Data["FailedEntity"]));
    }

    [Fact]
    public async Task One_with_too_many_actions_is_refused_at_the_last_that_it_may_have()
    {
        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => Table.SubmitTransactionAsync(Enumerable.Range(0, 101).Select(i => new TableTransactionAction(Add, Row($"{i}")))));

        Assert.Equal((400, "InvalidInput", 99), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
    }

    [Fact]
    public void Which_action_failed_is_in_the_data_of_a_refusal_and_nowhere_else()
    {
        var refused = new RequestFailedException(409, "7:there") { Data = { ["FailedEntity"] = "3", ["more"] = "said" } };

        var failed = new TableTransactionFailedException(refused);

        Assert.Equal((3, "said"), (failed.FailedTransactionActionIndex, failed.Data["more"]));
        Assert.Null(new TableTransactionFailedException(new RequestFailedException(409, "7:there")).FailedTransactionActionIndex);
    }

    [Fact]
    public async Task Transactions_of_many_callers_do_not_mix()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            try
            {
                await Table.SubmitTransactionAsync([new(Add, Row($"x{i:D3}")), new(Add, Row($"only-one-{i % 10}")), new(Add, Row($"y{i:D3}"))]);
            }
            catch (TableTransactionFailedException)
            {
                // Nine of ten lose the row that only one can add.
            }
        }));

        string[] keys = await Rig.RowKeysAsync();
        Assert.Equal(30, keys.Length);
        Assert.Equal(keys.Where(key => key[0] == 'x').Select(key => key[1..]), keys.Where(key => key[0] == 'y').Select(key => key[1..]));
    }

    private static TableEntity Row(string key, int n = 0) => new("p", key) { ["N"] = n };
}
