using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using Caseward.Domain.Simulation;

namespace Caseward.App.Simulation;

/// <summary>
/// Simulations in the table <c>Simulations</c>, one partition each: <c>head</c>, what each part counted (<c>p…</c>, gone when the result is
/// there), the keys of requests to end it (<c>c…</c>), and the result (<c>r…</c>). A text that is too long for a row has several, the last of them first, so that the first row says that all are there.
/// </summary>
internal sealed class SimulationStore(TableServiceClient tables)
{
    private const string Head = "head";
    private const string Result = "r";

    private readonly EnsuredTable _table = new(tables, "Simulations");

    /// <summary>Writes a simulation down when its id is new.</summary>
    /// <returns>The one that is there now: this one, or the one that was there.</returns>
    public async Task<SimulationHead> AddAsync(SimulationHead head, CancellationToken cancellationToken)
    {
        TableClient table = await _table.GetAsync(cancellationToken);
        try
        {
            await table.AddEntityAsync(HeadRow(head), cancellationToken);
            return head;
        }
        catch (RequestFailedException error) when (error.Status == 409)
        {
            return await FindAsync(head.Id, cancellationToken) ?? head;
        }
    }

    /// <summary>Replaces what is known of a simulation; a repeat is fine.</summary>
    public async Task PutAsync(SimulationHead head, CancellationToken cancellationToken)
    {
        TableClient table = await _table.GetAsync(cancellationToken);
        await table.UpsertEntityAsync(HeadRow(head), TableUpdateMode.Replace, cancellationToken);
    }

    public async Task<SimulationHead?> FindAsync(string id, CancellationToken cancellationToken) =>
        await FindRowAsync(id, Head, cancellationToken) is { } row ? JsonSerializer.Deserialize<SimulationHead>(LongText.Get(row, "Json"), CaseJson.Options) : null;

    /// <summary>Writes down that a request under some key wanted it to end.</summary>
    /// <returns>Whether this is the first such request under that key.</returns>
    public async Task<bool> AddCancellationAsync(string id, string key, CancellationToken cancellationToken)
    {
        TableClient table = await _table.GetAsync(cancellationToken);
        try
        {
            await table.AddEntityAsync(new TableEntity(PartitionOf(id), $"c{key}"), cancellationToken);
            return true;
        }
        catch (RequestFailedException error) when (error.Status == 409)
        {
            return false;
        }
    }

    public async Task<bool> HasCancellationAsync(string id, string key, CancellationToken cancellationToken) =>
        await FindRowAsync(id, $"c{key}", cancellationToken) is not null;

    public Task PutPartAsync(string id, string slice, SimulationSummary part, CancellationToken cancellationToken) =>
        PutSummaryAsync(id, PartRow(slice), part, cancellationToken);

    public Task<SimulationSummary?> FindPartAsync(string id, string slice, CancellationToken cancellationToken) =>
        FindSummaryAsync(id, PartRow(slice), cancellationToken);

    public Task PutResultAsync(string id, SimulationSummary result, CancellationToken cancellationToken) =>
        PutSummaryAsync(id, Result, result, cancellationToken);

    public Task<SimulationSummary?> FindResultAsync(string id, CancellationToken cancellationToken) =>
        FindSummaryAsync(id, Result, cancellationToken);

    /// <summary>The parts that are counted, by name.</summary>
    public async Task<IReadOnlyList<string>> PartsAsync(string id, CancellationToken cancellationToken) =>
        [.. (await RowsAsync(id, "p", "q", cancellationToken)).Where(row => row.EndsWith("~000", StringComparison.Ordinal)).Select(row => row[1..^4])];

    /// <summary>Removes the parts; one that is gone already is fine.</summary>
    public async Task RemovePartsAsync(string id, CancellationToken cancellationToken)
    {
        TableClient table = await _table.GetAsync(cancellationToken);
        foreach (string row in await RowsAsync(id, "p", "q", cancellationToken))
        {
            await table.DeleteEntityAsync(PartitionOf(id), row, cancellationToken: cancellationToken);
        }
    }

    private async Task<IReadOnlyList<string>> RowsAsync(string id, string from, string until, CancellationToken cancellationToken)
    {
        TableClient table = await _table.GetAsync(cancellationToken);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(id)} and RowKey ge {from} and RowKey lt {until}");
        var rows = new List<string>();
        await foreach (TableEntity row in table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken))
        {
            rows.Add(row.RowKey);
        }

        return rows;
    }

    private async Task PutSummaryAsync(string id, string name, SimulationSummary summary, CancellationToken cancellationToken)
    {
        TableClient table = await _table.GetAsync(cancellationToken);
        string[] pieces = [.. TextPieces.Of(JsonSerializer.Serialize(summary, CaseJson.Options), TextPieces.OfRow)];
        for (int piece = pieces.Length - 1; piece >= 0; piece--)
        {
            var row = new TableEntity(PartitionOf(id), PieceRow(name, piece)) { ["Pieces"] = pieces.Length };
            LongText.Set(row, "Json", pieces[piece]);
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        }
    }

    private async Task<SimulationSummary?> FindSummaryAsync(string id, string name, CancellationToken cancellationToken)
    {
        if (await FindRowAsync(id, PieceRow(name, 0), cancellationToken) is not { } first)
        {
            return null;
        }

        var text = new StringBuilder(LongText.Get(first, "Json"));
        for (int piece = 1; piece < first.GetInt32("Pieces"); piece++)
        {
            text.Append(LongText.Get((await FindRowAsync(id, PieceRow(name, piece), cancellationToken))!, "Json"));
        }

        return JsonSerializer.Deserialize<SimulationSummary>(text.ToString(), CaseJson.Options);
    }

    private async Task<TableEntity?> FindRowAsync(string id, string row, CancellationToken cancellationToken)
    {
        TableClient table = await _table.GetAsync(cancellationToken);
        NullableResponse<TableEntity> found = await table.GetEntityIfExistsAsync<TableEntity>(PartitionOf(id), row, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private static TableEntity HeadRow(SimulationHead head)
    {
        var row = new TableEntity(PartitionOf(head.Id), Head);
        LongText.Set(row, "Json", JsonSerializer.Serialize(head, CaseJson.Options));
        return row;
    }

    private static string PartRow(string slice) => $"p{slice}";

    private static string PieceRow(string name, int piece) => string.Create(CultureInfo.InvariantCulture, $"{name}~{piece:D3}");

    // What is no id of ours is not in the table, and may hold characters that a key must not.
    private static string PartitionOf(string id) => id.Length is > 0 and <= 64 && id.All(char.IsAsciiLetterOrDigit) ? id : "none";
}
