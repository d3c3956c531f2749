using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.App.Audit;

/// <summary>What the nightly verification found: the last night, and the last night on which something differed.</summary>
internal sealed class AuditRuns(TableServiceClient tables)
{
    private const string Partition = "sample";
    private const string Last = "last";
    private const string LastDiffering = "last-differing";

    private readonly EnsuredTable _runs = new(tables, nameof(AuditRuns));

    /// <summary>Writes a night's result down; a repeat is fine.</summary>
    public async Task PutAsync(AuditRun run, CancellationToken cancellationToken)
    {
        TableClient runs = await _runs.GetAsync(cancellationToken);
        foreach (string key in run.Differing > 0 ? new[] { Last, LastDiffering } : [Last])
        {
            var row = new TableEntity(Partition, key);
            LongText.Set(row, "Run", JsonSerializer.Serialize(run, CaseJson.Options));
            await runs.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        }
    }

    public async Task<AuditStanding> ReadAsync(CancellationToken cancellationToken) =>
        new(await FindAsync(Last, cancellationToken), await FindAsync(LastDiffering, cancellationToken));

    private async Task<AuditRun?> FindAsync(string key, CancellationToken cancellationToken)
    {
        TableClient runs = await _runs.GetAsync(cancellationToken);
        NullableResponse<TableEntity> found = await runs.GetEntityIfExistsAsync<TableEntity>(Partition, key, cancellationToken: cancellationToken);
        return found.HasValue ? JsonSerializer.Deserialize<AuditRun>(LongText.Get(found.Value!, "Run"), CaseJson.Options) : null;
    }
}

/// <summary>What a night found.</summary>
/// <param name="At">When it began.</param>
/// <param name="Verified">How many cases were verified.</param>
/// <param name="Differing">How many of them differ.</param>
/// <param name="Differences">The first ones of those.</param>
internal sealed record AuditRun(Instant At, int Verified, int Differing, IReadOnlyList<AuditDifference> Differences);

/// <summary>How the nightly verification stands.</summary>
/// <param name="Last">The last night; absent before the first.</param>
/// <param name="LastDiffering">The last night on which something differed; absent when nothing ever did.</param>
internal sealed record AuditStanding(AuditRun? Last, AuditRun? LastDiffering);
