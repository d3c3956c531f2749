using Azure.Data.Tables;

namespace Caseward.Storage.Conformance.Tables;

/// <summary>Which version a write says that its entity must have.</summary>
internal enum Expected
{
    Any,
    Last,
    Stale,
}

/// <summary>A write of a sequence; in a transaction, one of its actions.</summary>
internal sealed record TableWrite(TableTransactionActionType Kind, string Partition, string Row, Expected Version, IReadOnlyDictionary<string, object> Properties)
{
    public override string ToString() =>
        $"{Kind} {Partition}/{Row} {Version} {{{string.Join(", ", Properties.Select(property => $"{property.Key}: {property.Value}"))}}}";
}

/// <summary>A step of a sequence: one write, a transaction of several, a look-up, or a query.</summary>
internal sealed record TableStep
{
    private static readonly string[] Partitions = ["p", "q"];
    private static readonly string[] Rows = ["", "a", "b", "B", "é"];
    private static readonly string[] Comparisons = ["eq", "ne", "gt", "ge", "lt", "le"];

    /// <summary>What each property can hold. Filters compare the first three, and so those keep to one type; the last changes its type.</summary>
    private static readonly (string Name, object[] Values)[] Properties =
    [
        ("N", [0, 7, -3]),
        ("T", ["", "a", "Z"]),
        ("X", [true, false]),
        ("V", ["", "a", 7, 7L, 0.5, true]),
    ];

    public IReadOnlyList<TableWrite> Writes { get; private init; } = [];

    public bool Together { get; private init; }

    public string? Filter { get; private init; }

    public int PageSize { get; private init; } = 1000;

    /// <summary>The keys to look up, when it is neither a write nor a query.</summary>
    public (string Partition, string Row) Keys { get; private init; }

    public static TableStep Choose(Random random)
    {
        int die = random.Next(10);
        string partition = Pick(random, Partitions);
        return die switch
        {
            < 5 => new() { Writes = [Write(random, partition)] },
            < 7 => new() { Writes = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Write(random, partition)).DistinctBy(write => write.Row)], Together = true },
            < 8 => new() { Keys = (partition, Pick(random, Rows)) },
            _ => new() { Filter = Condition(random, 3), PageSize = random.Next(1, 6) },
        };
    }

    public override string ToString() =>
        Filter is not null ? $"query {Filter} by {PageSize}"
        : Writes.Count == 0 ? $"get {Keys}"
        : Together ? $"together [{string.Join("; ", Writes)}]"
        : Writes[0].ToString();

    private static TableWrite Write(Random random, string partition)
    {
        TableTransactionActionType kind = Pick(random, Enum.GetValues<TableTransactionActionType>());
        var properties = new Dictionary<string, object>();
        foreach ((string name, object[] values) in Properties.Where(_ => random.Next(2) == 0))
        {
            properties[name] = Pick(random, values);
        }

        return new TableWrite(kind, partition, Pick(random, Rows), Pick(random, Enum.GetValues<Expected>()), properties);
    }

    private static string Condition(Random random, int depth) => (depth == 0 ? 0 : random.Next(5)) switch
    {
        1 => $"({Condition(random, depth - 1)}) and ({Condition(random, depth - 1)})",
        2 => $"{Condition(random, depth - 1)} or {Condition(random, depth - 1)}",
        3 => $"not ({Condition(random, depth - 1)})",
        _ => Comparison(random),
    };

    private static string Comparison(Random random) => random.Next(5) switch
    {
        0 => $"PartitionKey {Pick(random, Comparisons)} '{Pick(random, Partitions)}'",
        1 => $"RowKey {Pick(random, Comparisons)} '{Pick(random, Rows)}'",
        2 => $"N {Pick(random, Comparisons)} {random.Next(-4, 9)}",
        3 => $"T {Pick(random, Comparisons)} 'a'",
        _ => $"X eq {(random.Next(2) == 0 ? "true" : "false")}",
    };

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
