#nullable disable
namespace Azure.Data.Tables;

/// <summary>One action of an entity group transaction.</summary>
public class TableTransactionAction
{
    /// <summary>An action without a condition on the entity's version.</summary>
    /// <param name="actionType">What to do.</param>
    /// <param name="entity">With which entity.</param>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity)
        : this(actionType, entity, default)
    {
    }

    /// <summary>An action that fails the transaction when the entity's version is another than the one given.</summary>
    /// <param name="actionType">What to do.</param>
    /// <param name="entity">With which entity.</param>
    /// <param name="etag">The version it must have; the default and <see cref="ETag.All"/> mean any. Adds and upserts ignore it.</param>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag = default)
    {
        ActionType = actionType;
        Entity = entity;
        ETag = etag;
    }

    /// <summary>What to do.</summary>
    public TableTransactionActionType ActionType { get; }

    /// <summary>With which entity.</summary>
    public ITableEntity Entity { get; }

    /// <summary>The version that the entity must have.</summary>
    public ETag ETag { get; }
}
