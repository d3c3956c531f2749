using Azure;
using Azure.Data.Tables;

namespace Caseward.Local.Tests.Tables;

public sealed class TableEntityTests
{
    [Fact]
    public void Keys_timestamp_and_version_are_entries_too()
    {
        var entity = new TableEntity("p", "r") { Timestamp = TableRig.Noon, ETag = new ETag("v") };

        Assert.Equal(["PartitionKey", "RowKey", "Timestamp", "odata.etag"], entity.Keys);
        Assert.Equal(("p", "r", "v"), (entity["PartitionKey"], entity["RowKey"], entity["odata.etag"]));
    }

    [Fact]
    public void Names_are_case_sensitive()
    {
        var entity = new TableEntity { ["name"] = 1, ["Name"] = 2 };

        Assert.Equal((1, 2, null), (entity["name"], entity["Name"], entity["NAME"]));
    }

    [Fact]
    public void A_missing_entry_is_null_whatever_its_type_would_be()
    {
        var entity = new TableEntity();

        Assert.Null(entity.GetString("X"));
        Assert.Null(entity.GetInt32("X"));
        Assert.Null(entity.GetBinaryData("X"));
        Assert.Null(entity.PartitionKey);
        Assert.Equal(default, entity.ETag);
        Assert.False(entity.TryGetValue("X", out _));
    }

    [Fact]
    public void Reading_an_entry_as_another_type_is_an_error()
    {
        var entity = new TableEntity { ["N"] = 5 };

        Assert.Throws<InvalidOperationException>(() => entity.GetInt64("N"));
        Assert.Throws<InvalidOperationException>(() => entity.GetString("N"));
        Assert.Throws<InvalidOperationException>(() => entity.GetDateTimeOffset("N"));
    }

    [Fact]
    public void An_int_set_over_a_wider_number_takes_its_type()
    {
        var entity = new TableEntity { ["L"] = 1L, ["D"] = 1.5, ["I"] = 1 };

        entity["L"] = 2;
        entity["D"] = 2;
        entity["I"] = 2L;

        Assert.Equal((2L, 2.0, 2L), (entity["L"], entity["D"], entity["I"]));
    }

    [Fact]
    public void Dates_are_read_as_either_type()
    {
        var entity = new TableEntity { ["A"] = TableRig.Noon, ["B"] = TableRig.Noon.UtcDateTime };

        Assert.Equal((TableRig.Noon.UtcDateTime, TableRig.Noon), (entity.GetDateTime("A")!.Value, entity.GetDateTimeOffset("B")!.Value));
    }

    [Fact]
    public void It_is_a_dictionary_whose_add_overwrites()
    {
        var entity = new TableEntity(new Dictionary<string, object> { ["A"] = 1 });

        entity.Add("A", 2);
        ((ICollection<KeyValuePair<string, object>>)entity).Add(new("B", 3));

        Assert.Equal([new("A", 2), new("B", 3)], (IEnumerable<KeyValuePair<string, object>>)entity);
        Assert.True(entity.Remove("A"));
        Assert.Equal(["B"], entity.Keys);
        entity.Clear();
        Assert.Empty(entity.Keys);
    }
}
