using Azure.Data.Tables;

namespace Caseward.Local.Tests.Tables;

public sealed class LimitsTests : TableSpec
{
    [Fact]
    public async Task An_entity_without_its_keys_is_an_error()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => Table.AddEntityAsync(new TableEntity { ["A"] = 1 }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Table.UpsertEntityAsync(new TableEntity { PartitionKey = "p" }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Table.DeleteEntityAsync("p", null));
    }

    [Fact]
    public async Task Unsigned_numbers_fit_into_64_bits_with_a_sign()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["U"] = (ulong)long.MaxValue });

        await TableRig.RefusedAsync(400, "InvalidInput", () => Table.AddEntityAsync(new TableEntity("p", "s") { ["U"] = ulong.MaxValue }));
    }
}
