using Azure.Data.Tables;

namespace Caseward.Local.Tables;

/// <summary>Turns the actions of an entity group transaction into rows to write, and checks what the service checks before it looks at the table.</summary>
internal static class Transaction
{
    /// <exception cref="InvalidOperationException">There is no action.</exception>
    /// <exception cref="TableRefusedException">The service would refuse it.</exception>
    public static RowWrite[] Of(TableTransactionAction[] actions)
    {
        if (actions.Length == 0)
        {
            throw new InvalidOperationException("The batch contains no entity operations. A transaction needs at least one action.");
        }

        if (actions.Length > TableLimits.ActionsPerTransaction)
        {
            throw new TableRefusedException(TableRefusal.TooManyActions, TableLimits.ActionsPerTransaction - 1);
        }

        var writes = new RowWrite[actions.Length];
        var rows = new HashSet<string>(actions.Length, StringComparer.Ordinal);
        for (int i = 0; i < actions.Length; i++)
        {
            writes[i] = Compose(actions[i], i);
            if (actions[i].Entity.PartitionKey != actions[0].Entity.PartitionKey)
            {
                throw new TableRefusedException(TableRefusal.SeveralPartitions, i);
            }

            if (!rows.Add(actions[i].Entity.RowKey))
            {
                throw new TableRefusedException(TableRefusal.DuplicateRow, i);
            }
        }

        return !TransactionBody.IsTooLarge(actions, writes) ? writes : throw new TableRefusedException(TableRefusal.TransactionTooLarge);
    }

    private static RowWrite Compose(TableTransactionAction? action, int index)
    {
        if (action?.Entity is null)
        {
            throw new ArgumentException($"The action at index {index} has no entity.", nameof(action));
        }

        try
        {
            return RowWrite.Of(Effective(action), action.Entity, action.ETag);
        }
        catch (TableRefusedException refused)
        {
            throw new TableRefusedException(refused.Refusal, index);
        }
    }

    /// <summary>An update without a version goes out without a condition, and that is an upsert to the service.</summary>
    private static TableTransactionActionType Effective(TableTransactionAction action) => (action.ActionType, action.ETag == default) switch
    {
        (TableTransactionActionType.UpdateMerge, true) => TableTransactionActionType.UpsertMerge,
        (TableTransactionActionType.UpdateReplace, true) => TableTransactionActionType.UpsertReplace,
        _ => action.ActionType,
    };
}
