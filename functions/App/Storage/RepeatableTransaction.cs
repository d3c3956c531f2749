using Azure;
using Azure.Data.Tables;

namespace Caseward.App.Storage;

/// <summary>Changes of one partition that may be made twice: what is to go may be gone already, and what is gone is not changed.</summary>
internal static class RepeatableTransaction
{
    /// <summary>Makes them all at once; one by one when some of it is gone already, because a transaction is all or nothing.</summary>
    /// <param name="table">The table.</param>
    /// <param name="changes">Upserts, updates and deletes that ask for no version; at most 100.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    public static async Task SubmitRepeatableAsync(this TableClient table, IReadOnlyList<TableTransactionAction> changes, CancellationToken cancellationToken)
    {
        if (changes.Count > 1)
        {
            try
            {
                await table.SubmitTransactionAsync(changes, cancellationToken);
                return;
            }
            catch (RequestFailedException error) when (error.Status == 404)
            {
            }
        }

        foreach (TableTransactionAction change in changes)
        {
            await SubmitAsync(table, change, cancellationToken);
        }
    }

    private static async Task SubmitAsync(TableClient table, TableTransactionAction change, CancellationToken cancellationToken)
    {
        ITableEntity row = change.Entity;
        try
        {
            await (change.ActionType switch
            {
                TableTransactionActionType.Delete => table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken),
                TableTransactionActionType.UpdateMerge => table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellationToken),
                TableTransactionActionType.UpsertReplace => table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken),
                _ => throw new ArgumentException($"{change.ActionType} may not be repeated.", nameof(change)),
            });
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            // Gone already.
        }
    }
}
