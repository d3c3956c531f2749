namespace Azure.Data.Tables;

/// <summary>What one action of a transaction does.</summary>
public enum TableTransactionActionType
{
    /// <summary>Inserts; an existing entity fails the transaction.</summary>
    Add = 0,

    /// <summary>Merges into an existing entity; a missing one fails the transaction.</summary>
    UpdateMerge = 1,

    /// <summary>Replaces an existing entity; a missing one fails the transaction.</summary>
    UpdateReplace = 2,

    /// <summary>Deletes; a missing entity fails the transaction.</summary>
    Delete = 3,

    /// <summary>Merges, or inserts when missing.</summary>
    UpsertMerge = 4,

    /// <summary>Replaces, or inserts when missing.</summary>
    UpsertReplace = 5,
}
