using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using Microsoft.Extensions.Caching.Memory;

namespace Caseward.App.Cases;

/// <summary>
/// Cases as rows of one partition each: head, events, idempotency keys. A change is one entity group transaction, so it is
/// there as a whole or not at all.
/// </summary>
internal sealed class CaseStore(TableServiceClient tables) : IDisposable
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(30);

    private readonly EnsuredTable _cases = new(tables, "Cases");

    /// <summary>Heads that a command has left mail in: the turn that hands it over comes at once, mostly to the instance that committed them.</summary>
    private readonly MemoryCache _fresh = new(new MemoryCacheOptions { SizeLimit = 1_000 });

    /// <summary>The case's head; <see langword="null"/> when there is no such case.</summary>
    public async Task<CaseHead?> FindAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        TableClient cases = await _cases.GetAsync(cancellationToken);
        NullableResponse<TableEntity> found =
            await cases.GetEntityIfExistsAsync<TableEntity>(number.Value, CaseHead.RowKey, cancellationToken: cancellationToken);
        return found is not { HasValue: true, Value: { } row } ? null
            : row.ContainsKey("Outbox") ? CaseHead.FromEntity(row)
            : CaseHead.FromEntity(row) with { Outbox = await ReadOutboxAsync(cases, number, cancellationToken) };
    }

    /// <summary>
    /// The case's head as this instance has just committed it, when that was this version and has mail to hand over; once. Somebody may have changed the
    /// case since: then whatever is committed on it fails.
    /// </summary>
    public CaseHead? TakeFresh(CaseNumber number, int? version)
    {
        CaseHead? head = _fresh.Get<CaseHead>(number);
        if (head is null || head.State.Version != version)
        {
            return null;
        }

        _fresh.Remove(number);
        return head;
    }

    /// <summary>The answer that was given under an idempotency key; <see langword="null"/> when the key is new.</summary>
    public async Task<GivenAnswer?> FindAnswerAsync(CaseNumber number, string key, CancellationToken cancellationToken)
    {
        TableClient cases = await _cases.GetAsync(cancellationToken);
        NullableResponse<TableEntity> found =
            await cases.GetEntityIfExistsAsync<TableEntity>(number.Value, KeyRow(key), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            ? new GivenAnswer(JsonSerializer.Deserialize<CaseSummary>(LongText.Get(row, "Answer"), CaseJson.Options)!, row.GetString("Request"), row.GetInt64("Attempt"))
            : null;
    }

    /// <summary>
    /// Writes a change: new events, the new head under the old one's ETag (or as the first) with the mails that the events decide in its outbox, and the
    /// idempotency key with its answer.
    /// </summary>
    /// <returns>The head as it is stored now; <see langword="null"/> when somebody else was first, or this very change is already there.</returns>
    public async Task<CaseHead?> TryCommitAsync(CaseHead head, IReadOnlyList<StoredEvent> events, RequestKey? key, CaseSummary? answer, CancellationToken cancellationToken)
    {
        string partition = head.Number.Value;
        CaseHead next = head with { Outbox = OutboxEntry.Of(head.Outbox, events) };
        TableEntity headRow = next.ToEntity();
        var actions = new List<TableTransactionAction>(events.Count + 3)
        {
            head.ETag == default
                ? new TableTransactionAction(TableTransactionActionType.Add, headRow)
                : new TableTransactionAction(TableTransactionActionType.UpdateReplace, headRow, head.ETag),
        };
        foreach (StoredEvent stored in events)
        {
            var row = new TableEntity(partition, EventRow(stored.Event.Sequence));
            LongText.Set(row, "Json", stored.Json);
            actions.Add(new TableTransactionAction(TableTransactionActionType.Add, row));
        }

        if (key is not null)
        {
            var row = new TableEntity(partition, KeyRow(key.Value)) { ["Request"] = key.Request, ["Attempt"] = key.Attempt };
            LongText.Set(row, "Answer", JsonSerializer.Serialize(answer, CaseJson.Options));
            actions.Add(new TableTransactionAction(TableTransactionActionType.Add, row));
        }

        TableClient cases = await _cases.GetAsync(cancellationToken);
        try
        {
            Response<IReadOnlyList<Response>> committed = await cases.SubmitTransactionAsync(actions, cancellationToken);
            next = next with { ETag = committed.Value[0].Headers.ETag ?? default };
            if (key is not null && next.Outbox.Count > 0)
            {
                _fresh.Set(next.Number, next, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = FreshFor });
            }

            return next;
        }
        catch (RequestFailedException error) when (error.Status is 409 or 412)
        {
            return null;
        }
    }

    /// <summary>Writes the head again as it is, so that whoever has read it before cannot commit any more and has to look again.</summary>
    /// <returns>False when it has changed meanwhile.</returns>
    public async Task<bool> TryFenceAsync(CaseHead head, CancellationToken cancellationToken)
    {
        TableClient cases = await _cases.GetAsync(cancellationToken);
        try
        {
            await cases.UpdateEntityAsync(head.ToEntity(), head.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException error) when (error.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>All events as they are stored, in the order of their rows and whatever they say: for whoever does not take them on trust.</summary>
    public async Task<IReadOnlyList<string>> ReadStreamAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        TableClient cases = await _cases.GetAsync(cancellationToken);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {number.Value} and RowKey ge {"e"} and RowKey lt {"f"}");
        var events = new List<string>();
        await foreach (TableEntity row in cases.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            events.Add(row.ContainsKey("Json0") ? LongText.Get(row, "Json") : "");
        }

        return events;
    }

    /// <summary>Events after a sequence, in order.</summary>
    public async Task<IReadOnlyList<CaseEvent>> ReadEventsAsync(CaseNumber number, int afterSequence, int take, CancellationToken cancellationToken)
    {
        TableClient cases = await _cases.GetAsync(cancellationToken);
        string from = EventRow(afterSequence + 1);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {number.Value} and RowKey ge {from} and RowKey lt {"f"}");
        var events = new List<CaseEvent>();
        await foreach (TableEntity row in cases.QueryAsync<TableEntity>(filter, maxPerPage: take, cancellationToken: cancellationToken))
        {
            events.Add(CaseEvent.FromStoredJson(LongText.Get(row, "Json")));
            if (events.Count == take)
            {
                break;
            }
        }

        return events;
    }

    /// <summary>One event; <see langword="null"/> when there is none with that sequence.</summary>
    public async Task<CaseEvent?> ReadEventAsync(CaseNumber number, int sequence, CancellationToken cancellationToken)
    {
        TableClient cases = await _cases.GetAsync(cancellationToken);
        NullableResponse<TableEntity> found =
            await cases.GetEntityIfExistsAsync<TableEntity>(number.Value, EventRow(sequence), cancellationToken: cancellationToken);
        return found.HasValue ? CaseEvent.FromStoredJson(LongText.Get(found.Value!, "Json")) : null;
    }

    // Heads of before they had an outbox have rows in its place, which nobody looks at once they are written again.
    private static async Task<IReadOnlyList<OutboxEntry>> ReadOutboxAsync(TableClient cases, CaseNumber number, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {number.Value} and RowKey ge {"o"} and RowKey lt {"p"}");
        var entries = new List<OutboxEntry>();
        await foreach (TableEntity row in cases.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            entries.Add(new OutboxEntry(row.RowKey[1..], row.GetInt32("Sequence")!.Value));
        }

        return entries;
    }

    public void Dispose() => _fresh.Dispose();

    private static string EventRow(int sequence) => "e" + sequence.ToString("D8", CultureInfo.InvariantCulture);

    private static string KeyRow(string key) => "k" + RowKeys.Hash(key);
}
