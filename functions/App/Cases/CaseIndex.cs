using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Caseward.App.Storage;
using NodaTime;
using NodaTime.Text;

namespace Caseward.App.Cases;

/// <summary>
/// The cases by the month in which they came in (in UTC), so that what looks at the last months need not go through all cases. Who changes what a
/// row says writes it after the commit, so it can be old for a moment, and after a crash until the case's next turn. Whoever needs what a
/// case is now reads its head.
/// </summary>
internal sealed class CaseIndex(TableServiceClient tables)
{
    private static readonly YearMonthPattern Month = YearMonthPattern.Iso;

    private readonly EnsuredTable _index = new(tables, nameof(CaseIndex));

    /// <summary>The partition of the cases of a month in one shard.</summary>
    public static string PartitionOf(YearMonth month, int shard) => $"{Month.Format(month)}~{CaseShards.Name(shard)}";

    /// <summary>The partition of a case that came in at an instant.</summary>
    public static string PartitionOf(Instant openedAt, int shard) => PartitionOf(MonthOf(openedAt), shard);

    /// <summary>The month under which a case is found that came in at an instant.</summary>
    public static YearMonth MonthOf(Instant openedAt) => openedAt.InUtc().Date.ToYearMonth();

    /// <summary>The months, oldest first, in which the cases are found that came in from one instant to another.</summary>
    public static IEnumerable<YearMonth> Months(Instant from, Instant until)
    {
        YearMonth last = MonthOf(until);
        for (YearMonth month = MonthOf(from); month <= last; month = month.PlusMonths(1))
        {
            yield return month;
        }
    }

    /// <summary>Writes a case's row; a repeat is fine.</summary>
    public async Task PutAsync(CaseIndexRow row, CancellationToken cancellationToken)
    {
        TableClient index = await _index.GetAsync(cancellationToken);
        await index.UpsertEntityAsync(row.ToEntity(), TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>One page of the cases of a month in one shard, by number.</summary>
    /// <param name="month">The month in which they came in.</param>
    /// <param name="shard">0 to <see cref="CaseShards.Count"/> - 1.</param>
    /// <param name="continuation">What the page before said; absent for the first.</param>
    /// <param name="take">At most this many rows, and at most 1,000.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<CaseIndexPage> ReadAsync(YearMonth month, int shard, string? continuation, int take, CancellationToken cancellationToken)
    {
        var rows = new List<CaseIndexRow>();
        await foreach (TableEntity row in QueryAsync(month, shard, continuation, take, cancellationToken))
        {
            rows.Add(CaseIndexRow.FromEntity(row));
            if (rows.Count == take)
            {
                return new CaseIndexPage(rows, row.RowKey);
            }
        }

        return new CaseIndexPage(rows, null);
    }

    /// <summary>All cases that came in from one instant up to before another, month by month and shard by shard; read page by page.</summary>
    public async IAsyncEnumerable<CaseIndexRow> ReadAllAsync(Instant from, Instant until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (YearMonth month in Months(from, until))
        {
            for (int shard = 0; shard < CaseShards.Count; shard++)
            {
                await foreach (CaseIndexRow row in ReadAllAsync(month, shard, cancellationToken))
                {
                    if (row.OpenedAt >= from && row.OpenedAt < until)
                    {
                        yield return row;
                    }
                }
            }
        }
    }

    /// <summary>All cases of a month in one shard, by number; read page by page.</summary>
    public async IAsyncEnumerable<CaseIndexRow> ReadAllAsync(YearMonth month, int shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (TableEntity entity in QueryAsync(month, shard, null, null, cancellationToken))
        {
            yield return CaseIndexRow.FromEntity(entity);
        }
    }

    private async IAsyncEnumerable<TableEntity> QueryAsync(
        YearMonth month, int shard, string? after, int? pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TableClient index = await _index.GetAsync(cancellationToken);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(month, shard)} and RowKey gt {after ?? ""}");
        await foreach (TableEntity row in index.QueryAsync<TableEntity>(filter, maxPerPage: pageSize, cancellationToken: cancellationToken))
        {
            yield return row;
        }
    }
}

/// <summary>One page of the index.</summary>
/// <param name="Rows">The cases.</param>
/// <param name="Continuation">Where the next page starts; absent when there is none. The next page may be empty.</param>
internal sealed record CaseIndexPage(IReadOnlyList<CaseIndexRow> Rows, string? Continuation);
