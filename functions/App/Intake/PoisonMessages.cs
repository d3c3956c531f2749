using Azure;
using Azure.Data.Tables;
using Caseward.App.Cases;
using Caseward.App.Storage;
using NodaTime;

namespace Caseward.App.Intake;

/// <summary>
/// Keeps poison messages in a table: one row with the text under the hash of the text, and one row that puts it in its place in the list.
/// Both change together.
/// </summary>
internal sealed class PoisonMessages(TableServiceClient tables, TimeProvider time)
{
    private const string Partition = MailIntake.Queue;

    private readonly EnsuredTable _table = new(tables, "PoisonMessages");

    /// <summary>Keeps a message; one that is kept already counts once more and waits again.</summary>
    public async Task<PoisonMessage> KeepAsync(string text, CancellationToken cancellationToken)
    {
        string id = RowKeys.Hash(text)[..32];
        Instant now = time.Now();
        return await ChangeAsync(
            id,
            before => before is null
                ? new PoisonMessage { Id = id, Text = text, Times = 1, FirstSeen = now, LastSeen = now }
                : before with { Times = before.Times + 1, LastSeen = now, ReplayedAt = null, ReplayedBy = null },
            cancellationToken) ?? throw new InvalidOperationException("A kept message is never absent.");
    }

    /// <summary>Notes that a message is sent again; absent when no such message is kept.</summary>
    public async Task<PoisonReplayed?> ReplayAsync(string id, string by, string? key, CancellationToken cancellationToken)
    {
        Instant now = time.Now();
        long attempt = Random.Shared.NextInt64();
        bool repeated = false;
        PoisonMessage? replayed = await ChangeAsync(
            id,
            before =>
            {
                // Noted by this very request, whose answer got lost: then it is still to be sent.
                if (before is null || before.ReplayAttempt == attempt)
                {
                    return before;
                }

                repeated = key is not null && before.ReplayKey == key;
                return repeated ? before : before with { ReplayedAt = now, ReplayedBy = by, ReplayKey = key, ReplayAttempt = attempt };
            },
            cancellationToken);
        return replayed is null ? null : new PoisonReplayed(replayed, repeated);
    }

    public async Task<PoisonMessage?> FindAsync(string id, CancellationToken cancellationToken) =>
        await ReadRowAsync(id, cancellationToken) is { } row ? FromRow(row) : null;

    /// <summary>A page of messages without their texts, the latest first, and where the next one starts.</summary>
    public async Task<(IReadOnlyList<PoisonMessage> Messages, string? Last)> ReadAsync(string? position, int take, CancellationToken cancellationToken)
    {
        TableClient table = await _table.GetAsync(cancellationToken);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {position ?? "t"} and RowKey lt {"u"}");
        var messages = new List<PoisonMessage>();
        string? last = null;
        await foreach (TableEntity row in table.QueryAsync<TableEntity>(filter, maxPerPage: take + 1, cancellationToken: cancellationToken))
        {
            if (messages.Count == take)
            {
                return (messages, last);
            }

            messages.Add(FromRow(row));
            last = row.RowKey;
        }

        return (messages, null);
    }

    /// <summary>Changes a message, looking again whenever somebody else was quicker; the same message back means that nothing is to be written.</summary>
    /// <exception cref="ContentionException">Others were quicker every time.</exception>
    private async Task<PoisonMessage?> ChangeAsync(string id, Func<PoisonMessage?, PoisonMessage?> change, CancellationToken cancellationToken)
    {
        TableClient table = await _table.GetAsync(cancellationToken);
        for (int attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            TableEntity? row = await ReadRowAsync(id, cancellationToken);
            PoisonMessage? before = row is null ? null : FromRow(row);
            PoisonMessage? after = change(before);
            if (after is null || ReferenceEquals(after, before))
            {
                return after;
            }

            try
            {
                await table.SubmitTransactionAsync(Actions(before, after, row?.ETag), cancellationToken);
                return after;
            }
            catch (RequestFailedException error) when (error.Status is 409 or 412 || (error.Status >= 500 && attempt == 0))
            {
                // After trouble with storage it is not known whether the change is there; looking again tells.
                await Contention.WaitAsync(attempt, cancellationToken);
            }
        }

        throw new ContentionException($"Poison message {id} was changed by others again and again; try again.");
    }

    private static IEnumerable<TableTransactionAction> Actions(PoisonMessage? before, PoisonMessage after, ETag? etag)
    {
        TableEntity row = ToRow(after, $"m{after.Id}");
        LongText.Set(row, "Text", after.Text);
        yield return etag is { } read
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, read)
            : new TableTransactionAction(TableTransactionActionType.Add, row);
        string place = PlaceOf(after);
        if (before is not null && PlaceOf(before) != place)
        {
            yield return new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(Partition, PlaceOf(before)), ETag.All);
        }

        yield return new TableTransactionAction(TableTransactionActionType.UpsertReplace, ToRow(after, place));
    }

    private async Task<TableEntity?> ReadRowAsync(string id, CancellationToken cancellationToken)
    {
        if (id.Length != 32 || !id.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        TableClient table = await _table.GetAsync(cancellationToken);
        NullableResponse<TableEntity> found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, $"m{id}", cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private static string PlaceOf(PoisonMessage message) => $"t{RowKeys.Descending(message.LastSeen)}~{message.Id}";

    private static TableEntity ToRow(PoisonMessage message, string key) => new(Partition, key)
    {
        ["Id"] = message.Id,
        ["Times"] = message.Times,
        ["FirstSeen"] = message.FirstSeen.ToDateTimeOffset(),
        ["LastSeen"] = message.LastSeen.ToDateTimeOffset(),
        ["ReplayedAt"] = message.ReplayedAt?.ToDateTimeOffset(),
        ["ReplayedBy"] = message.ReplayedBy,
        ["ReplayKey"] = message.ReplayKey,
        ["ReplayAttempt"] = message.ReplayAttempt,
    };

    private static PoisonMessage FromRow(TableEntity row) => new()
    {
        Id = row.GetString("Id"),
        Text = row.ContainsKey("Text0") ? LongText.Get(row, "Text") : "",
        Times = row.GetInt32("Times") ?? 0,
        FirstSeen = Instant.FromDateTimeOffset(row.GetDateTimeOffset("FirstSeen") ?? default),
        LastSeen = Instant.FromDateTimeOffset(row.GetDateTimeOffset("LastSeen") ?? default),
        ReplayedAt = row.GetDateTimeOffset("ReplayedAt") is { } at ? Instant.FromDateTimeOffset(at) : null,
        ReplayedBy = row.GetString("ReplayedBy"),
        ReplayKey = row.GetString("ReplayKey"),
        ReplayAttempt = row.GetInt64("ReplayAttempt"),
    };
}

/// <summary>A message that could not be handled.</summary>
internal sealed record PoisonMessage
{
    public required string Id { get; init; }

    /// <summary>The message as it came; empty in a list.</summary>
    public required string Text { get; init; }

    /// <summary>How often it came.</summary>
    public required int Times { get; init; }

    public required Instant FirstSeen { get; init; }

    public required Instant LastSeen { get; init; }

    /// <summary>When it was sent again, since it came last.</summary>
    public Instant? ReplayedAt { get; init; }

    public string? ReplayedBy { get; init; }

    /// <summary>The idempotency key of the last replay, also after the message came back.</summary>
    public string? ReplayKey { get; init; }

    /// <summary>Which request it was that replayed it last; absent on old rows.</summary>
    public long? ReplayAttempt { get; init; }
}

/// <summary>A message that is sent again.</summary>
/// <param name="Message">It.</param>
/// <param name="Repeated">Whether that was asked before under the same key, so that it is not to be sent now.</param>
internal sealed record PoisonReplayed(PoisonMessage Message, bool Repeated);
