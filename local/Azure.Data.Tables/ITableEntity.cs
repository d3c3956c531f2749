#nullable disable
namespace Azure.Data.Tables;

/// <summary>What every entity of a table has: its two keys, and what the service stamps on it at each write.</summary>
public interface ITableEntity
{
    /// <summary>The first half of the key; entities that share it can be written in one transaction.</summary>
    string PartitionKey { get; set; }

    /// <summary>The second half of the key, unique within the partition.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last wrote the entity. Set by reads; ignored by writes.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The version that the last write made. Set by reads; writes take theirs as an argument and ignore this one.</summary>
    ETag ETag { get; set; }
}
