namespace Caseward.Local.Tables;

/// <summary>A place in a table's order: at, or just before, the row with these keys.</summary>
internal readonly record struct KeyPosition(byte[] PartitionKey, byte[] RowKey) : IComparable<KeyPosition>
{
    public static KeyPosition First { get; } = new([], []);

    public static KeyPosition End { get; } = new(KeyBytes.AfterAll, []);

    public static bool operator <(KeyPosition left, KeyPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(KeyPosition left, KeyPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(KeyPosition left, KeyPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(KeyPosition left, KeyPosition right) => left.CompareTo(right) >= 0;

    public int CompareTo(KeyPosition other)
    {
        int partitions = PartitionKey.AsSpan().SequenceCompareTo(other.PartitionKey);
        return partitions != 0 ? partitions : RowKey.AsSpan().SequenceCompareTo(other.RowKey);
    }
}

/// <summary>The rows from one place up to, and without, another.</summary>
internal readonly record struct KeyRange(KeyPosition From, KeyPosition To)
{
    public static KeyRange All { get; } = new(KeyPosition.First, KeyPosition.End);
}
