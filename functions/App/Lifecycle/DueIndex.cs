using Azure;
using Azure.Data.Tables;
using Caseward.App.Cases;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.App.Lifecycle;

/// <summary>
/// What to look at, and when: the guarantee under every case. A command puts a look row here before it commits, so no change is ever
/// unknown to its lifecycle; the sweep walks what is due. Rows are spread over shards so that no partition gets hot.
/// </summary>
internal sealed class DueIndex(TableServiceClient tables)
{
    private readonly EnsuredTable _index = new(tables, "DueIndex");

    /// <summary>The key of a look: shard, instant, number.</summary>
    public static string KeyOf(CaseNumber number, Instant at) => $"{CaseShards.Name(CaseShards.Of(number))}~{RowKeys.Ascending(at)}~{number}";

    /// <summary>The instant that a key stands for.</summary>
    public static Instant InstantOf(string key) =>
        Instant.FromDateTimeUtc(new DateTime(long.Parse(key.Split('~')[1]), DateTimeKind.Utc));

    /// <summary>Makes sure that the look is there; a repeat is fine.</summary>
    public async Task PutAsync(string key, CancellationToken cancellationToken)
    {
        (string shard, string row, string number) = Split(key);
        TableClient index = await _index.GetAsync(cancellationToken);
        await index.UpsertEntityAsync(new TableEntity(shard, row) { ["Number"] = number }, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Removes a look; one that is gone already is fine.</summary>
    public async Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        (string shard, string row, _) = Split(key);
        TableClient index = await _index.GetAsync(cancellationToken);
        await index.DeleteEntityAsync(shard, row, cancellationToken: cancellationToken);
    }

    /// <summary>The looks of a shard whose instant has come, oldest first, a page at a time.</summary>
    public async IAsyncEnumerable<DueLook> ReadDueAsync(int shard, Instant now, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TableClient index = await _index.GetAsync(cancellationToken);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {CaseShards.Name(shard)} and RowKey lt {RowKeys.Ascending(now)}");
        await foreach (TableEntity row in index.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            string number = row.GetString("Number");
            Instant? swept = row.GetDateTimeOffset("FirstSweptAt") is { } first ? Instant.FromDateTimeOffset(first) : null;
            yield return new DueLook(CaseNumber.Parse(number), $"{row.PartitionKey}~{row.RowKey}", swept);
        }
    }

    /// <summary>Writes down that the sweep woke somebody for a look; one that is gone already is fine.</summary>
    public async Task MarkSweptAsync(string key, Instant now, CancellationToken cancellationToken)
    {
        (string shard, string row, _) = Split(key);
        TableClient index = await _index.GetAsync(cancellationToken);
        try
        {
            var mark = new TableEntity(shard, row) { ["FirstSweptAt"] = now.ToDateTimeOffset() };
            await index.UpdateEntityAsync(mark, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            // A turn was quicker and took the look away.
        }
    }

    private static (string Shard, string Row, string Number) Split(string key)
    {
        string[] parts = key.Split('~');
        return (parts[0], $"{parts[1]}~{parts[2]}", parts[2]);
    }
}

/// <summary>A look that is due.</summary>
/// <param name="Number">The case.</param>
/// <param name="Key">The look's key.</param>
/// <param name="FirstSweptAt">When the sweep first woke somebody for it, once it was suspiciously late.</param>
internal sealed record DueLook(CaseNumber Number, string Key, Instant? FirstSweptAt);
