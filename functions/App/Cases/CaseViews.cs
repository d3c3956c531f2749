using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using Caseward.Domain.Rules;

namespace Caseward.App.Cases;

/// <summary>
/// The lists: derived from heads, one row per case and list, sorted one way each, paged forward. They show a command when its answer
/// returns; after a crash a row may be old or doubled until the case's next turn, so a row says which version it shows.
/// </summary>
internal sealed class CaseViews(TableServiceClient tables)
{
    private readonly EnsuredTable _views = new(tables, "CaseViews");

    public static string QueueList(string queue) => $"queue:{queue}";

    public static string OwnerList(string owner) => $"owner:{owner}";

    public static string AccountList(string account) => $"account:{RowKeys.Hash(EmailAddresses.Fold(account))}";

    public static string ContactList(string email) => $"contact:{RowKeys.Hash(EmailAddresses.Fold(email))}";

    /// <summary>The rows that should show a case: open cases in their queue and with their owner, every case with its customer.</summary>
    public static IReadOnlyList<ViewKey> KeysFor(CaseState state, CaseSummary summary)
    {
        var keys = new List<ViewKey>(4);
        if (state.IsOpen)
        {
            string row = $"{RowKeys.Ascending(summary.NextDue)}~{state.Number}";
            keys.Add(new ViewKey(QueueList(state.Queue), row));
            if (state.Owner is { } owner)
            {
                keys.Add(new ViewKey(OwnerList(owner), row));
            }
        }

        string newestFirst = $"{RowKeys.Descending(state.OpenedAt)}~{state.Number}";
        if (state.Contact?.Account is { } account)
        {
            keys.Add(new ViewKey(AccountList(account), newestFirst));
        }

        if (state.Contact?.Email is { } email)
        {
            keys.Add(new ViewKey(ContactList(email), newestFirst));
        }

        return keys;
    }

    /// <summary>Writes the rows of a case and removes others, each list at once. Safe to repeat.</summary>
    public async Task ProjectAsync(CaseHead head, CaseSummary summary, IEnumerable<ViewKey> remove, CancellationToken cancellationToken)
    {
        TableClient views = await _views.GetAsync(cancellationToken);
        string json = JsonSerializer.Serialize(summary, CaseJson.Options);
        IEnumerable<TableTransactionAction> changes = head.Views.Select(Shown).Concat(remove.Except(head.Views).Select(Gone));
        await Task.WhenAll(changes.GroupBy(change => change.Entity.PartitionKey).Select(list => views.SubmitRepeatableAsync([.. list], cancellationToken)));

        TableTransactionAction Shown(ViewKey key)
        {
            var row = new TableEntity(key.List, key.Row) { ["Version"] = summary.Version };
            LongText.Set(row, "Summary", json);
            return new TableTransactionAction(TableTransactionActionType.UpsertReplace, row);
        }

        static TableTransactionAction Gone(ViewKey key) => new(TableTransactionActionType.Delete, new TableEntity(key.List, key.Row), ETag.All);
    }

    /// <summary>
    /// One page of all open cases, whatever queue they are in: queue after queue. A case that changes meanwhile can be on two pages, or on
    /// none; who must not miss any goes through again until nothing is new.
    /// </summary>
    public async Task<ViewPage> ReadOpenAsync(string? position, int take, CancellationToken cancellationToken)
    {
        TableClient views = await _views.GetAsync(cancellationToken);
        string[] after = position?.Split('\n') ?? [QueueList(""), ""];
        string behindLast = $"{QueueList("")[..^1]};";
        string[] filters =
        [
            TableClient.CreateQueryFilter($"PartitionKey eq {after[0]} and RowKey gt {after[1]}"),
            TableClient.CreateQueryFilter($"PartitionKey gt {after[0]} and PartitionKey lt {behindLast}"),
        ];
        var rows = new List<CaseSummary>(take);
        string? last = null;
        foreach (string filter in filters)
        {
            await foreach (TableEntity row in views.QueryAsync<TableEntity>(filter, maxPerPage: take + 1, cancellationToken: cancellationToken))
            {
                if (rows.Count == take)
                {
                    return new ViewPage(rows, last);
                }

                rows.Add(JsonSerializer.Deserialize<CaseSummary>(LongText.Get(row, "Summary"), CaseJson.Options)!);
                last = $"{row.PartitionKey}\n{row.RowKey}";
            }
        }

        return new ViewPage(rows, null);
    }

    /// <summary>One page of a list.</summary>
    /// <param name="list">The list, by one of the functions above.</param>
    /// <param name="continuation">Where the page before ended; absent for the first.</param>
    /// <param name="take">At most this many rows.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ViewPage> ReadAsync(string list, string? continuation, int take, CancellationToken cancellationToken)
    {
        TableClient views = await _views.GetAsync(cancellationToken);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {list} and RowKey gt {continuation ?? ""}");
        var rows = new List<CaseSummary>(take);
        string? last = null;
        await foreach (TableEntity row in views.QueryAsync<TableEntity>(filter, maxPerPage: take + 1, cancellationToken: cancellationToken))
        {
            if (rows.Count == take)
            {
                return new ViewPage(rows, last);
            }

            rows.Add(JsonSerializer.Deserialize<CaseSummary>(LongText.Get(row, "Summary"), CaseJson.Options)!);
            last = row.RowKey;
        }

        return new ViewPage(rows, null);
    }
}

/// <summary>One page of a list.</summary>
/// <param name="Rows">The cases.</param>
/// <param name="Continuation">Where the next page starts; absent on the last page. A row key: sign it before it leaves the app.</param>
internal sealed record ViewPage(IReadOnlyList<CaseSummary> Rows, string? Continuation);
