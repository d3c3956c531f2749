using System.Runtime.Serialization;
using Azure;
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
    public async Task A_models_name_that_the_service_does_not_have_is_refused_at_writing_and_not_found_at_reading()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Name"] = "Ada" });

        Misnamed read = (await Table.GetEntityAsync<Misnamed>("p", "r")).Value;

        Assert.Null(read.FirstName);
        await TableRig.RefusedAsync(400, "PropertyNameInvalid", () => Table.AddEntityAsync(new Misnamed { PartitionKey = "p", RowKey = "s", FirstName = "Ada" }));
    }

    [Fact]
    public async Task A_filter_on_a_name_that_is_too_long_is_refused() => await TableRig.RefusedAsync(
        400, "PropertyNameTooLong", async () => await Table.QueryAsync<TableEntity>($"{new string('a', 256)} eq 1").CountAsync(cancellationToken: default));

    [Fact]
    public async Task Unsigned_numbers_fit_into_64_bits_with_a_sign()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["U"] = (ulong)long.MaxValue });

        await TableRig.RefusedAsync(400, "InvalidInput", () => Table.AddEntityAsync(new TableEntity("p", "s") { ["U"] = ulong.MaxValue }));
    }

    private sealed record Misnamed : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        [DataMember(Name = "first-name")]
        public string? FirstName { get; set; }
    }
}
