using Azure;
using Azure.Data.Tables;
using Caseward.Local.Tables.Mapping;

namespace Caseward.Local.Tables;

/// <summary>One row to write, everything about it decided but whether the database agrees.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="PartitionKey">The partition key's bytes.</param>
/// <param name="RowKey">The row key's bytes.</param>
/// <param name="Properties">The packed properties; empty for a deletion.</param>
/// <param name="IfStamp">The stamp that the row must have; <see langword="null"/> when any will do.</param>
internal readonly record struct RowWrite(TableTransactionActionType Kind, byte[] PartitionKey, byte[] RowKey, byte[] Properties, long? IfStamp)
{
    /// <exception cref="TableRefusedException">400: the entity is not one that the service takes.</exception>
    public static RowWrite Of(TableTransactionActionType kind, ITableEntity entity, ETag condition)
    {
        if (kind == TableTransactionActionType.Delete)
        {
            return Deletion(entity.PartitionKey, entity.RowKey, condition);
        }

        TableLimits.CheckKey(PropertyName.PartitionKey, entity.PartitionKey);
        TableLimits.CheckKey(PropertyName.RowKey, entity.RowKey);
        long? stamp = kind is TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace ? Stamp.OfCondition(condition) : null;
        byte[] properties = EntityMap.Of(entity.GetType()).Write(entity);
        return new RowWrite(kind, KeyBytes.Encode(entity.PartitionKey), KeyBytes.Encode(entity.RowKey), properties, stamp);
    }

    public static RowWrite Deletion(string partitionKey, string rowKey, ETag condition) =>
        new(TableTransactionActionType.Delete, KeyBytes.Encode(partitionKey), KeyBytes.Encode(rowKey), [], Stamp.OfCondition(condition));
}
