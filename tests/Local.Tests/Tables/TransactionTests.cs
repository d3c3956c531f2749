using Azure;
using Azure.Data.Tables;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Caseward.Local.Tests.Tables;

public sealed class TransactionTests : TableSpec
{
    [Fact]
    public async Task An_empty_one_is_refused_before_it_is_sent() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Table.SubmitTransactionAsync([]));

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
