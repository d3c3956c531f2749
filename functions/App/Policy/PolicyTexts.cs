using Azure.Data.Tables;
using Caseward.App.Storage;

namespace Caseward.App.Policy;

/// <summary>
/// The texts of policy documents, each under the hash of itself: written before the change that needs it, and never changed. A text that
/// a crash left without such a change does no harm, and is found again when the change is repeated.
/// </summary>
internal sealed class PolicyTexts(EnsuredTable table)
{
    private const string Property = "Text";

    /// <summary>Makes sure that the text is kept; a repeat is fine, and leaves alone what is there, in rows of whatever length.</summary>
    /// <returns>The hash to find it by.</returns>
    public async Task<string> PutAsync(string text, CancellationToken cancellationToken)
    {
        string hash = RowKeys.Hash(text);
        TableClient rows = await table.GetAsync(cancellationToken);
        if (await ReadRowsAsync(rows, hash, cancellationToken) == text)
        {
            return hash;
        }

        foreach ((int row, string piece) in TextPieces.Of(text, TextPieces.OfRow).Index())
        {
            var entity = new TableEntity(PartitionOf(hash), $"{row:D4}");
            LongText.Set(entity, Property, piece);
            await rows.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
        }

        return hash;
    }

    /// <summary>The text with that hash.</summary>
    /// <exception cref="InvalidOperationException">It is not there, or not as it was written.</exception>
    public async Task<string> ReadAsync(string hash, CancellationToken cancellationToken)
    {
        string read = await ReadRowsAsync(await table.GetAsync(cancellationToken), hash, cancellationToken);
        return RowKeys.Hash(read) == hash ? read : throw new InvalidOperationException($"The text {hash} of a policy document is not as it was written.");
    }

    private static string PartitionOf(string hash) => $"text~{hash}";

    private static async Task<string> ReadRowsAsync(TableClient rows, string hash, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(hash)}");
        var text = new System.Text.StringBuilder();
        await foreach (TableEntity row in rows.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            text.Append(LongText.Get(row, Property));
        }

        return text.ToString();
    }
}
