using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.Serialization;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace Caseward.Local.Tests.Tables;

/// <summary>The filter texts are those that the real client makes of the same expressions.</summary>
public sealed class QueryFilterTextTests
{
    private static readonly Guid SomeGuid = Guid.Parse("6bc44494-d2b7-4738-8f87-acd692226a5c");
    private static readonly DateTimeOffset SomeDate = new(2026, 3, 2, 14, 0, 0, 120, TimeSpan.FromHours(2));

    public enum Stage
    {
        New,
        Solved,
    }

    public static TheoryData<string, Expression<Func<Row, bool>>> Expressions
    {
        get
        {
            string key = "o'clock";
            long large = 5;
            int small = 5;
            int? maybe = 5;
            bool flag = true;
            return new()
            {
                { "PartitionKey eq 'o''clock'", x => x.PartitionKey == key },
                { "'a' eq PartitionKey", x => "a" == x.PartitionKey },
                { "(PartitionKey eq 'a') and (RowKey ne 'b')", x => x.PartitionKey == "a" && x.RowKey != "b" },
                { "(PartitionKey eq 'a') or (RowKey eq 'b')", x => x.PartitionKey == "a" || x.RowKey == "b" },
                { "(((PartitionKey eq 'a') and (Int64 ge 5L)) and (Int32 ge 5)) and (Double lt 5.0)", x => x.PartitionKey == "a" && x.Int64 >= large && x.Int32 >= small && x.Double < 5 },
                { "(PartitionKey eq 'a') and ((RowKey eq 'b') or (RowKey eq 'c'))", x => x.PartitionKey == "a" && (x.RowKey == "b" || x.RowKey == "c") },
                { "RowKey gt 'b'", x => x.RowKey.CompareTo("b") > 0 },
                { "RowKey ge 'b'", x => string.Compare(x.RowKey, "b") >= 0 },
                { "RowKey lt 'b'", x => x.RowKey.CompareTo("b") < 0 },
                { "RowKey le 'b'", x => string.Compare(x.RowKey, "b") <= 0 },
                { "RowKey eq 'b'", x => x.RowKey.Equals("b") },
                { "RowKey eq 'b'", x => string.Equals(x.RowKey, "b") },
                { "not (RowKey eq 'b')", x => !(x.RowKey == "b") },
                { "Int64 eq 5L", x => x.Int64 == small },
                { "5L eq Int64", x => small == x.Int64 },
                { "Int64 eq 9223372036854775807L", x => x.Int64 == long.MaxValue },
                { "Maybe gt 5", x => x.Maybe > maybe },
                { "Maybe gt 5", x => x.Maybe!.Value > 5 },
                { "Double ge 10.1", x => x.Double >= 10.10 },
                { "Double ge -5", x => x.Double >= -5.0 },
                { "Bool eq true", x => x.Bool },
                { "not (Bool eq true)", x => !x.Bool },
                { "Bool eq false", x => x.Bool == false },
                { "true and (Int32 eq 1)", x => flag && x.Int32 == 1 },
                { "(Bool eq true) and (Int32 eq 1)", x => x.Bool && x.Int32 == 1 },
                { "Guid eq guid'6bc44494-d2b7-4738-8f87-acd692226a5c'", x => x.Guid == SomeGuid },
                { "Date ge datetime'2026-03-02T12:00:00.12Z'", x => x.Date >= SomeDate },
                { "Date ge datetime'2026-01-01T00:00:00Z'", x => x.Date >= new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) },
                { "DateTime lt datetime'2026-03-02T12:00:00.12Z'", x => x.DateTime < SomeDate.UtcDateTime },
                { "Binary eq X'00FF10'", x => x.Binary == new byte[] { 0, 255, 16 } },
                { "Stage eq 1", x => x.Stage == Stage.Solved },
                { "renamed eq 'a'", x => x.Renamed == "a" },
                { "Text eq null", x => x.Text == null },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_becomes_this_text(string expected, Expression<Func<Row, bool>> filter) =>
        Assert.Equal(expected, TableClient.CreateQueryFilter(filter));

    [Fact]
    public void Entities_without_a_model_are_filtered_through_their_getters()
    {
        Assert.Equal("Name eq 'Ada'", TableClient.CreateQueryFilter<TableEntity>(x => x.GetString("Name") == "Ada"));
        Assert.Equal("(PartitionKey eq 'a') and (Age ge 36)", TableClient.CreateQueryFilter<TableEntity>(x => x.PartitionKey == "a" && x.GetInt32("Age") >= 36));
        Assert.Equal("Name eq 'Ada'", TableClient.CreateQueryFilter<TableEntity>(x => (string)x["Name"] == "Ada"));
        Assert.Equal("Data eq X'01'", TableClient.CreateQueryFilter<TableEntity>(x => x.GetBinaryData("Data").Equals(new BinaryData(new byte[] { 1 }))));
        Assert.Equal("Name ge 'Ada'", TableClient.CreateQueryFilter<TableEntity>(x => (x["Name"] as string)!.CompareTo("Ada") >= 0));
        Assert.Equal("Due ge datetime'2026-03-02T12:00:00.12Z'", TableClient.CreateQueryFilter<TableEntity>(x => x.GetDateTime("Due") >= SomeDate));
    }

    [Fact]
    public void Tables_are_filtered_by_name() =>
        Assert.Equal("TableName eq 'Cases'", TableServiceClient.CreateQueryFilter(table => table.Name == "Cases"));

    [Fact]
    public void What_the_service_cannot_do_is_an_error_and_not_a_silent_difference()
    {
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter<Row>(x => x.RowKey.StartsWith("ab")));
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter<Row>(x => x.RowKey.Contains('a')));
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter<Row>(x => x.RowKey.Equals("a", StringComparison.OrdinalIgnoreCase)));
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter<Row>(x => string.Equals(x.RowKey, "a", StringComparison.Ordinal)));
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter<Row>(x => x.RowKey.Trim() == "a"));
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter<Row>(x => x.Int32 + 1 == 2));
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter<Row>(x => x.RowKey.Length == 2));
        Assert.Throws<InvalidOperationException>(() => TableClient.CreateQueryFilter<Row>(x => x.Stage.Equals(Stage.New)));
    }

    [Fact]
    public void A_condition_that_is_true_of_everything_is_no_filter()
    {
        Assert.Null(TableClient.CreateQueryFilter<Row>(x => true));
        Assert.Throws<ArgumentNullException>(() => TableClient.CreateQueryFilter<Row>((Expression<Func<Row, bool>>)null!));
    }

    [Fact]
    public void An_application_that_says_so_has_its_comparisons_of_strings_ignored()
    {
        const string Switch = "Azure.Data.Tables.DisableThrowOnStringComparisonFilter";
        AppContext.SetSwitch(Switch, true);
        try
        {
            Assert.Equal("RowKey eq 'a'", TableClient.CreateQueryFilter<Row>(x => x.RowKey.Equals("a", StringComparison.OrdinalIgnoreCase)));
            Assert.Equal("RowKey eq 'a'", TableClient.CreateQueryFilter<Row>(x => string.Equals(x.RowKey, "a", StringComparison.Ordinal)));
            Assert.Equal("RowKey gt 'a'", TableClient.CreateQueryFilter<Row>(x => string.Compare(x.RowKey, "a", StringComparison.Ordinal) > 0));
        }
        finally
        {
            AppContext.SetSwitch(Switch, false);
        }
    }

    [Fact]
    public void A_property_is_named_by_a_getter_that_the_real_client_knows()
    {
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter<TableEntity>(x => x.GetDateTimeOffset("Due") >= SomeDate));
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter<Row>(x => x.GetNote("Name") == "Ada"));
    }

    [Fact]
    public void Holes_of_an_interpolated_filter_are_quoted_and_escaped()
    {
        string attack = "x' or PartitionKey ne '";
        FormattableString filter = $"A eq {attack} and B eq {'\''} and C eq {new StringBuilder("c")}";

        Assert.Equal("A eq 'x'' or PartitionKey ne ''' and B eq '''' and C eq 'c'", TableClient.CreateQueryFilter(filter));
    }

    [Fact]
    public void Holes_of_every_type_become_values()
    {
        Assert.Equal("a eq 1 and b eq 2L and c eq 1.5 and d eq true", TableClient.CreateQueryFilter($"a eq {1} and b eq {2L} and c eq {1.5} and d eq {true}"));
        Assert.Equal("a eq guid'6bc44494-d2b7-4738-8f87-acd692226a5c'", TableClient.CreateQueryFilter($"a eq {SomeGuid}"));
        Assert.Equal("a ge datetime'2026-03-02T12:00:00.12Z'", TableClient.CreateQueryFilter($"a ge {SomeDate}"));
        Assert.Equal("a ge datetime'2026-03-02T12:00:00.12Z'", TableClient.CreateQueryFilter($"a ge {SomeDate.UtcDateTime}"));
        Assert.Equal("a eq X'00FF' or a eq X'00FF'", TableClient.CreateQueryFilter($"a eq {new byte[] { 0, 255 }} or a eq {new BinaryData([0, 255])}"));
        Assert.Equal("a eq null", TableClient.CreateQueryFilter($"a eq {null}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"a eq {new object()}"));
    }

    [Fact]
    public void The_culture_of_the_thread_does_not_matter()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = comma;
            double number = 1.5;
            Assert.Equal("a eq 1.5", TableClient.CreateQueryFilter($"a eq {number}"));
            Assert.Equal("Double eq 1.5", TableClient.CreateQueryFilter<Row>(x => x.Double == number));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    public sealed class Row : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string? Text { get; set; }

        public string? GetNote(string name) => name + Text;

        public int Int32 { get; set; }

        public long Int64 { get; set; }

        public double Double { get; set; }

        public bool Bool { get; set; }

        public int? Maybe { get; set; }

        public Guid Guid { get; set; }

        public DateTimeOffset Date { get; set; }

        public DateTime DateTime { get; set; }

        public byte[]? Binary { get; set; }

        [DataMember(Name = "renamed")]
        public string? Renamed { get; set; }

        public Stage Stage { get; set; }
    }
}
