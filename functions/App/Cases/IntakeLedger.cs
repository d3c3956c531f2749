using Azure;
using Azure.Data.Tables;
using Caseward.App.Storage;
using Caseward.Domain.Cases;

namespace Caseward.App.Cases;

/// <summary>
/// Which number was drawn for which request or message, written before anything else, so that the same request twice is one case even when
/// the first try died half-way (requirement A6).
/// </summary>
internal sealed class IntakeLedger(TableServiceClient tables)
{
    private const string RowKey = "key";

    private readonly EnsuredTable _intake = new(tables, "Intake");

    /// <summary>Writes down the number for a key, unless one was written down before.</summary>
    /// <returns>The number that holds for the key, and whether it was this call that wrote it.</returns>
    public async Task<IntakeEntry> ReserveAsync(string key, CaseNumber drawn, CancellationToken cancellationToken)
    {
        TableClient intake = await _intake.GetAsync(cancellationToken);
        try
        {
            await intake.AddEntityAsync(new TableEntity(key, RowKey) { ["Number"] = drawn.Value }, cancellationToken);
            return new IntakeEntry(drawn, IsNew: true);
        }
        catch (RequestFailedException error) when (error.Status == 409)
        {
            TableEntity known = await intake.GetEntityAsync<TableEntity>(key, RowKey, cancellationToken: cancellationToken);
            return new IntakeEntry(CaseNumber.Parse(known.GetString("Number")), IsNew: false);
        }
    }

    /// <summary>Takes another number for a key, because the drawn one belongs to another case; whoever does so first decides.</summary>
    /// <returns>The number that holds for the key now.</returns>
    public async Task<CaseNumber> RedrawAsync(string key, CaseNumber taken, CaseNumber drawn, CancellationToken cancellationToken)
    {
        TableClient intake = await _intake.GetAsync(cancellationToken);
        while (true)
        {
            TableEntity known = await intake.GetEntityAsync<TableEntity>(key, RowKey, cancellationToken: cancellationToken);
            if (known.GetString("Number") != taken.Value)
            {
                return CaseNumber.Parse(known.GetString("Number"));
            }

            try
            {
                known["Number"] = drawn.Value;
                await intake.UpdateEntityAsync(known, known.ETag, TableUpdateMode.Replace, cancellationToken);
                return drawn;
            }
            catch (RequestFailedException error) when (error.Status == 412)
            {
                // Somebody else drew for the same key; look again.
            }
        }
    }
}

/// <summary>The number of an intake key.</summary>
/// <param name="Number">The number.</param>
/// <param name="IsNew">Whether the key was new.</param>
internal sealed record IntakeEntry(CaseNumber Number, bool IsNew);
