using Azure.Data.Tables;

namespace Caseward.Local.Tests.Tables;

public sealed class LimitsTests : TableSpec
{
    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u009fb")]
    public async Task Keys_have_forbidden_characters(string key)
    {
        await TableRig.RefusedAsync(400, "OutOfRangeInput", () => Table.AddEntityAsync(new TableEntity(key, "r")));
        await TableRig.RefusedAsync(400, "OutOfRangeInput", () => Table.UpsertEntityAsync(new TableEntity("p", key)));
    }

    [Fact]
    public async Task Keys_may_be_empty_and_hold_quotes_spaces_and_any_letters()
    {
        string[] keys = ["", "'", "o'clock", " ", "ü", "漢字", "🙂", "a=b&c%20+", "\"", "\u00A0"];
        foreach (string key in keys)
        {
            await Table.AddEntityAsync(new TableEntity(key, key));
            Assert.Equal(key, (await ReadAsync(key, key)).RowKey);
        }

        Assert.Equal(keys.Order(StringComparer.Ordinal), await Rig.RowKeysAsync());
    }

    [Fact]
    public async Task Keys_have_at_most_512_characters()
    {
        await Table.AddEntityAsync(new TableEntity(new string('p', 512), new string('ü', 512)));

        await TableRig.RefusedAsync(400, "KeyValueTooLarge", () => Table.AddEntityAsync(new TableEntity("p", new string('r', 513))));
    }

    [Fact]
    public async Task An_entity_without_its_keys_is_an_error()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => Table.AddEntityAsync(new TableEntity { ["A"] = 1 }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Table.UpsertEntityAsync(new TableEntity { PartitionKey = "p" }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Table.DeleteEntityAsync("p", null));
    }

    [Fact]
    public async Task Text_has_at_most_32768_characters()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["T"] = new string('ü', 32 << 10) });

        await TableRig.RefusedAsync(400, "PropertyValueTooLarge", () => Table.UpsertEntityAsync(new TableEntity("p", "r") { ["T"] = new string('a', (32 << 10) + 1) }));
        Assert.Equal(32 << 10, (await ReadAsync()).GetString("T").Length);
    }

    [Fact]
    public async Task Binaries_have_at_most_65536_bytes()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["B"] = new byte[64 << 10] });

        await TableRig.RefusedAsync(400, "PropertyValueTooLarge", () => Table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = new byte[(64 << 10) + 1] }));
        await TableRig.RefusedAsync(400, "PropertyValueTooLarge", () => Table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = new BinaryData(new byte[(64 << 10) + 1]) }));
    }

    [Fact]
    public async Task An_entity_has_at_most_252_properties_of_its_own_also_after_a_merge()
    {
        await Table.AddEntityAsync(Wide("r", 252));

        await TableRig.RefusedAsync(400, "TooManyProperties", () => Table.AddEntityAsync(Wide("s", 253)));
        await TableRig.RefusedAsync(400, "TooManyProperties", () => Table.UpsertEntityAsync(new TableEntity("p", "r") { ["OneMore"] = 1 }));
        Assert.False((await ReadAsync()).ContainsKey("OneMore"));
    }

    [Fact]
    public async Task An_entity_is_at_most_a_mebibyte_also_after_a_merge()
    {
        await Table.AddEntityAsync(Heavy("r", "A", 15));

        await TableRig.RefusedAsync(400, "EntityTooLarge", () => Table.AddEntityAsync(Heavy("s", "A", 16)));
        await TableRig.RefusedAsync(400, "EntityTooLarge", () => Table.UpsertEntityAsync(Heavy("r", "B", 1)));
    }

    [Theory]
    [InlineData("1st")]
    [InlineData("with-hyphen")]
    [InlineData("with space")]
    [InlineData("x@odata.type")]
    public async Task Property_names_are_identifiers(string name) =>
        await TableRig.RefusedAsync(400, "PropertyNameInvalid", () => Table.AddEntityAsync(new TableEntity("p", "r") { [name] = 1 }));

    [Fact]
    public async Task Property_names_have_at_most_255_characters()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { [new string('n', 255)] = 1, ["größe_2"] = 2 });

        await TableRig.RefusedAsync(400, "PropertyNameTooLong", () => Table.AddEntityAsync(new TableEntity("p", "s") { [new string('n', 256)] = 1 }));
    }

    [Fact]
    public async Task Dates_start_in_1601()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["D"] = new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero), ["E"] = DateTimeOffset.MaxValue });

        await TableRig.RefusedAsync(400, "OutOfRangeInput", () => Table.AddEntityAsync(new TableEntity("p", "s") { ["D"] = DateTimeOffset.MinValue }));
        Assert.Equal(DateTimeOffset.MaxValue, (await ReadAsync()).GetDateTimeOffset("E"));
    }

    [Fact]
    public async Task Unsigned_numbers_fit_into_64_bits_with_a_sign()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["U"] = (ulong)long.MaxValue });

        await TableRig.RefusedAsync(400, "InvalidInput", () => Table.AddEntityAsync(new TableEntity("p", "s") { ["U"] = ulong.MaxValue }));
    }

    private static TableEntity Wide(string key, int properties)
    {
        var row = new TableEntity("p", key);
        for (int i = 0; i < properties; i++)
        {
            row[$"P{i}"] = i;
        }

        return row;
    }

    private static TableEntity Heavy(string key, string prefix, int properties)
    {
        var row = new TableEntity("p", key);
        for (int i = 0; i < properties; i++)
        {
            row[$"{prefix}{i}"] = new byte[64 << 10];
        }

        return row;
    }
}
