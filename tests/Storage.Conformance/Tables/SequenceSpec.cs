using Caseward.Storage.Conformance.Azurite;

namespace Caseward.Storage.Conformance.Tables;

/// <summary>
/// Long random sequences of writes, transactions, look-ups and filters, told to the local table and to Azurite's: every answer and every
/// row has to be the same. Where Azurite is known to deviate, the sequences do not go.
/// </summary>
public sealed class SequenceSpec(AzuriteServer azurite)
{
    private const int Steps = 120;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_same_operations_have_the_same_outcomes_on_both(int seed)
    {
        await using TableReplica local = await TableReplica.OpenAsync(TableSide.Local);
        await using TableReplica emulator = await TableReplica.OpenAsync(TableSide.Of(azurite));
        var random = new Random(seed);
        var told = new List<string>();
        for (int step = 0; step < Steps; step++)
        {
            TableStep next = TableStep.Choose(random);
            string here = await local.TellAsync(next);
            string there = await emulator.TellAsync(next);
            told.Add($"{next} -> {here}");
            Assert.True(here == there, $"Step {step} of the sequence {seed}: here '{here}', on Azurite '{there}', after\n{string.Join('\n', told.TakeLast(12))}");
        }

        Assert.Equal(await local.ContentsAsync(), await emulator.ContentsAsync());
    }
}
