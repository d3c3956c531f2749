using Azure.Data.Tables;
using Caseward.Storage.Conformance.Azurite;

namespace Caseward.Storage.Conformance.Tables;

public abstract class LimitSpec(TableSide side) : TableSpec(side)
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
        await RefusedAsync(400, "OutOfRangeInput", () => Table.AddEntityAsync(new TableEntity(key, "r")), Deviations.OneCodeForKeys);
        await RefusedAsync(400, "OutOfRangeInput", () => Table.UpsertEntityAsync(new TableEntity("p", key)), Deviations.OneCodeForKeys);
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

        Assert.Equal(keys.Order(StringComparer.Ordinal), await RowKeysAsync());
    }

    [Fact]
    public async Task Keys_have_at_most_512_characters()
    {
        await Table.AddEntityAsync(new TableEntity(new string('p', 512), new string('ü', 512)));

        await RefusedAsync(400, "KeyValueTooLarge", () => Table.AddEntityAsync(new TableEntity("p", new string('r', 513))), Deviations.OneCodeForKeys);
    }

    [Fact]
    public async Task Text_has_at_most_32768_characters()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["T"] = new string('ü', 32 << 10) });

        await RefusedAsync(400, "PropertyValueTooLarge", () => Table.UpsertEntityAsync(new TableEntity("p", "r") { ["T"] = new string('a', (32 << 10) + 1) }));
        Assert.Equal(32 << 10, (await ReadAsync()).GetString("T").Length);
    }

    [Fact]
    public async Task Binaries_have_at_most_65536_bytes()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["B"] = new byte[64 << 10] });

        await RefusedAsync(400, "PropertyValueTooLarge", () => Table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = new byte[(64 << 10) + 1] }));
    }

    [Fact]
    public async Task An_entity_has_at_most_252_properties_of_its_own()
    {
        await Table.AddEntityAsync(Wide("r", 252));

        await RefusedAsync(400, "TooManyProperties", () => Table.AddEntityAsync(Wide("s", 253)), Deviations.AnyNumberOfProperties);
    }

    [Fact]
    public async Task A_merge_cannot_take_an_entity_above_252_properties()
    {
        await Table.AddEntityAsync(Wide("r", 252));
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["P0"] = "changed" });

        await RefusedAsync(400, "TooManyProperties", () => Table.UpsertEntityAsync(new TableEntity("p", "r") { ["OneMore"] = 1 }), Deviations.AnyNumberOfProperties);
        Assert.Equal("changed", (await ReadAsync())["P0"]);
    }

    [Fact]
    public async Task An_entity_is_at_most_a_mebibyte()
    {
        await Table.AddEntityAsync(Heavy("r", 15));

        await RefusedAsync(400, "EntityTooLarge", () => Table.AddEntityAsync(Heavy("s", 16)), Deviations.SizeOfTheRequestOnly);
        await RefusedAsync(400, "EntityTooLarge", () => Table.UpsertEntityAsync(Heavy("r", 16), TableUpdateMode.Replace));
    }

    [Fact]
    public async Task A_merge_cannot_take_an_entity_above_a_mebibyte()
    {
        await Table.AddEntityAsync(Heavy("r", 15));

        await RefusedAsync(
            400, "EntityTooLarge", () => Table.UpsertEntityAsync(new TableEntity("p", "r") { ["OneMore"] = new byte[64 << 10] }), Deviations.SizeOfTheRequestOnly);
    }

    [Theory]
    [InlineData("1st")]
    [InlineData("with-hyphen")]
    [InlineData("with space")]
    [InlineData("x@odata.type")]
    public async Task Property_names_are_identifiers(string name) =>
        await RefusedAsync(400, "PropertyNameInvalid", () => Table.AddEntityAsync(new TableEntity("p", "r") { [name] = 1 }), Deviations.AnyPropertyName);

    [Fact]
    public async Task Property_names_have_at_most_255_characters()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { [new string('n', 255)] = 1, ["größe_2"] = 2 });

        await RefusedAsync(400, "PropertyNameTooLong", () => Table.AddEntityAsync(new TableEntity("p", "s") { [new string('n', 256)] = 1 }), Deviations.AnyPropertyName);
    }

    [Fact]
    public async Task Dates_start_in_1601()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["D"] = new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero), ["E"] = DateTimeOffset.MaxValue });

        await RefusedAsync(400, "OutOfRangeInput", () => Table.AddEntityAsync(new TableEntity("p", "s") { ["D"] = DateTimeOffset.MinValue }), Deviations.DatesBefore1601);
        Assert.Equal(DateTimeOffset.MaxValue, (await ReadAsync()).GetDateTimeOffset("E"));
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

    private static TableEntity Heavy(string key, int properties)
    {
        var row = new TableEntity("p", key);
        for (int i = 0; i < properties; i++)
        {
            row[$"B{i}"] = new byte[64 << 10];
        }

        return row;
    }

    public sealed class OnLocal() : LimitSpec(TableSide.Local);

    public sealed class OnAzurite(AzuriteServer azurite) : LimitSpec(TableSide.Of(azurite));
}
