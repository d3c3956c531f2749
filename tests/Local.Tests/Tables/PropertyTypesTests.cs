using System.Globalization;
using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Caseward.Local.Tests.Tables;

public sealed class PropertyTypesTests : TableSpec
{
    private enum Stage
    {
        New,
        Solved,
    }

    [Fact]
    public async Task Types_that_only_the_client_knows_become_those_that_tables_hold()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = "\0", ["DateTime"] = TableRig.Noon.UtcDateTime, ["Data"] = new BinaryData([1, 2, 3]) });

        TableEntity read = await ReadAsync();

        Assert.Equal("\0", read["Text"]);
        Assert.Equal(TableRig.Noon, read["DateTime"]);
        Assert.Equal([1, 2, 3], read.GetBinaryData("Data").ToArray());
    }

    [Fact]
    public async Task Every_type_that_tables_hold_reads_back_from_a_model()
    {
        var written = new Everything
        {
            PartitionKey = "p",
            RowKey = "r",
            Text = "t",
            Number = 1,
            Large = 2,
            Larger = 3,
            Fraction = 4.5,
            Truth = true,
            Id = Guid.NewGuid(),
            At = TableRig.Noon,
            AtUtc = TableRig.Noon.UtcDateTime,
            Bytes = [1],
            Data = new BinaryData([2]),
            Stage = Stage.Solved,
            MaybeNumber = 6,
            MaybeStage = Stage.Solved,
        };
        await Table.AddEntityAsync(written);

        Everything read = (await Table.GetEntityAsync<Everything>("p", "r")).Value;

        Assert.Equal((written.Text, written.Number, written.Large, written.Larger, written.Fraction, written.Truth), (read.Text, read.Number, read.Large, read.Larger, read.Fraction, read.Truth));
        Assert.Equal((written.Id, written.At, written.AtUtc, written.Stage, written.MaybeNumber, written.MaybeStage), (read.Id, read.At, read.AtUtc, read.Stage, read.MaybeNumber, read.MaybeStage));
        Assert.Equal((1, 2), (read.Bytes![0], read.Data!.ToArray()[0]));
        Assert.Equal(DateTimeKind.Utc, read.AtUtc.Kind);
        Assert.Null(read.MaybeTruth);
        Assert.Equal((TableRig.Noon, "p", "r"), (read.Timestamp!.Value, read.PartitionKey, read.RowKey));
        Assert.NotEqual(default, read.ETag);
    }

    [Fact]
    public async Task Enums_of_a_model_are_stored_as_their_names()
    {
        await Table.AddEntityAsync(new Everything { PartitionKey = "p", RowKey = "r", Stage = Stage.Solved, AtUtc = TableRig.Noon.UtcDateTime, At = TableRig.Noon });

        Assert.Equal("Solved", (await ReadAsync())["Stage"]);
    }

    [Fact]
    public async Task Attributes_rename_members_and_leave_them_out()
    {
        await Table.AddEntityAsync(new Attributed { PartitionKey = "p", RowKey = "r", Shown = "s", Hidden = "h" });

        TableEntity row = await ReadAsync();
        Attributed read = (await Table.GetEntityAsync<Attributed>("p", "r")).Value;

        Assert.Equal(("s", "S"), (row["shown"], row["Computed"]));
        Assert.False(row.ContainsKey("Hidden") || row.ContainsKey("Shown"));
        Assert.Equal(("s", null), (read.Shown, read.Hidden));
    }

    [Fact]
    public async Task A_model_that_implements_the_keys_explicitly_works()
    {
        await Table.AddEntityAsync(new Explicit { Number = "42" });

        Explicit read = (await Table.GetEntityAsync<Explicit>("cases", "42")).Value;

        Assert.Equal("42", read.Number);
        Assert.NotEqual(default, ((ITableEntity)read).ETag);
    }

    [Fact]
    public async Task Whole_numbers_text_and_truth_become_fractions_and_nothing_else_converts_by_itself()
    {
        await Rig.AddAsync(
            new TableEntity("p", "number") { ["Fraction"] = 3 },
            new TableEntity("p", "text") { ["Fraction"] = "3.5" },
            new TableEntity("p", "yes") { ["Fraction"] = true },
            new TableEntity("p", "word") { ["Fraction"] = "three" },
            new TableEntity("p", "large") { ["Number"] = 3L },
            new TableEntity("p", "small") { ["Large"] = 3 },
            new TableEntity("p", "truth") { ["Truth"] = "true" });

        Assert.Equal(3.0, (await Table.GetEntityAsync<Everything>("p", "number")).Value.Fraction);
        Assert.Equal(3.5, (await Table.GetEntityAsync<Everything>("p", "text")).Value.Fraction);
        Assert.Equal(1.0, (await Table.GetEntityAsync<Everything>("p", "yes")).Value.Fraction);
        await Assert.ThrowsAsync<FormatException>(() => Table.GetEntityAsync<Everything>("p", "word"));
        await Assert.ThrowsAsync<InvalidCastException>(() => Table.GetEntityAsync<Everything>("p", "large"));
        await Assert.ThrowsAsync<InvalidCastException>(() => Table.GetEntityAsync<Everything>("p", "small"));
        await Assert.ThrowsAsync<InvalidCastException>(() => Table.GetEntityAsync<Everything>("p", "truth"));
    }

    [Fact]
    public async Task Properties_that_the_model_does_not_know_are_passed_over()
    {
        await Rig.AddAsync(new TableEntity("p", "r") { ["Later"] = "added by a newer version", ["Text"] = "t" });

        Assert.Equal("t", (await Table.GetEntityAsync<Everything>("p", "r")).Value.Text);
    }

    [Fact]
    public async Task A_date_that_is_not_UTC_is_an_error()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => Table.AddEntityAsync(new TableEntity("p", "r") { ["At"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Local) }));
        await Assert.ThrowsAsync<NotSupportedException>(() => Table.AddEntityAsync(new TableEntity("p", "r") { ["At"] = DateTime.Parse("2026-01-01", CultureInfo.InvariantCulture) }));
    }

    [Fact]
    public async Task A_fraction_may_be_no_number_and_is_never_infinite()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Fraction"] = double.NaN });

        Assert.Equal(double.NaN, (await ReadAsync())["Fraction"]);
        await Assert.ThrowsAsync<ArgumentException>(() => Table.AddEntityAsync(new TableEntity("p", "s") { ["Fraction"] = double.PositiveInfinity }));
        await Assert.ThrowsAsync<ArgumentException>(() => Table.AddEntityAsync(new Everything { PartitionKey = "p", RowKey = "s", Fraction = double.NegativeInfinity }));
    }

    [Fact]
    public async Task Types_that_tables_do_not_hold_are_errors_unless_empty()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => Table.AddEntityAsync(new TableEntity("p", "r") { ["M"] = 1.5m }));
        await Assert.ThrowsAsync<NotSupportedException>(() => Table.AddEntityAsync(new TableEntity("p", "r") { ["E"] = Stage.New }));
        await Assert.ThrowsAsync<NotSupportedException>(() => Table.AddEntityAsync(new Unsupported { PartitionKey = "p", RowKey = "r", Lines = ["a"] }));

        await Table.AddEntityAsync(new Unsupported { PartitionKey = "p", RowKey = "r" });

        Assert.Null((await Table.GetEntityAsync<Unsupported>("p", "r")).Value.Lines);
    }

    private sealed class Everything : ITableEntity
    {
        public string? PartitionKey { get; set; }

        public string? RowKey { get; set; }

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string? Text { get; set; }

        public int Number { get; set; }

        public long Large { get; set; }

        public ulong Larger { get; set; }

        public double Fraction { get; set; }

        public bool Truth { get; set; }

        public Guid Id { get; set; }

        public DateTimeOffset? At { get; set; }

        public DateTime AtUtc { get; set; } = TableRig.Noon.UtcDateTime;

        public byte[]? Bytes { get; set; }

        public BinaryData? Data { get; set; }

        public Stage Stage { get; set; }

        public int? MaybeNumber { get; set; }

        public bool? MaybeTruth { get; set; }

        public Stage? MaybeStage { get; set; }
    }

    private class Row : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }
    }

    private sealed class Attributed : Row
    {
        [DataMember(Name = "shown")]
        public string? Shown { get; set; }

        [IgnoreDataMember]
        public string? Hidden { get; set; }

        public string? Computed => Shown?.ToUpperInvariant();
    }

    private sealed class Unsupported : Row
    {
        public List<string>? Lines { get; set; }
    }

    private sealed class Explicit : ITableEntity
    {
        public string Number { get; set; } = "";

        string ITableEntity.PartitionKey { get; set; } = "cases";

        string ITableEntity.RowKey
        {
            get => Number;
            set => Number = value;
        }

        DateTimeOffset? ITableEntity.Timestamp { get; set; }

        ETag ITableEntity.ETag { get; set; }
    }
}
