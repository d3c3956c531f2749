using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Mail.Digests;

/// <summary>A notice that waits for a digest.</summary>
/// <param name="Key">The notice.</param>
/// <param name="Number">Its case.</param>
/// <param name="Sequence">The event that decided it.</param>
internal sealed record HeldNotice(string Key, string Number, int Sequence);

/// <summary>
/// What is remembered of each recipient's notices: a partition each, with the book as its first row and a row for every notice that waits. A
/// notice is held by one transaction under the book's ETag, so it is in the digest that the book says, or in none.
/// </summary>
internal sealed class DigestBooks(TableServiceClient tables) : IDisposable
{
    private const string BookRow = "book";
    private const int RowsPerTransaction = 100;

    private readonly EnsuredTable _books = new(tables, "NoticeDigests");
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly List<Admission> _waiting = [];

    /// <summary>
    /// Says whether a notice leaves by itself, or holds it for a digest. Asked again, as after an answer that got lost, it says the same. Those who ask for
    /// one recipient at the same time are answered together, by one transaction: when ten thousand cases climb at nine o'clock, they all go to the same supervisor.
    /// </summary>
    public async Task<DigestAnswer> AdmitAsync(string recipient, HeldNotice notice, DigestSettings settings, Instant now, CancellationToken cancellationToken)
    {
        var own = new Admission(recipient, notice, settings, now);
        lock (_waiting)
        {
            _waiting.Add(own);
        }

        try
        {
            await ExclusivelyAsync(() => own.Answer is null ? AdmitTogetherAsync(own, cancellationToken) : Task.CompletedTask, cancellationToken);
            return own.Answer!;
        }
        finally
        {
            lock (_waiting)
            {
                _waiting.Remove(own);
            }
        }
    }

    /// <summary>Closes a digest to further notices; one that is closed already stays so.</summary>
    public Task SealAsync(string recipient, int digest, CancellationToken cancellationToken) =>
        ExclusivelyAsync(() => ChangeAsync(recipient, book => DigestRules.Seal(book, digest), [], cancellationToken), cancellationToken);

    /// <summary>The notices of a digest, in no particular order.</summary>
    public async Task<IReadOnlyList<HeldNotice>> ReadAsync(string recipient, int digest, CancellationToken cancellationToken)
    {
        TableClient books = await _books.GetAsync(cancellationToken);
        string from = RowOf(digest, "");
        string until = RowOf(digest, "~");
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {recipient} and RowKey ge {from} and RowKey lt {until}");
        var held = new List<HeldNotice>();
        await foreach (TableEntity row in books.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            held.Add(new HeldNotice(row.GetString("Key"), row.GetString("Number"), row.GetInt32("Sequence")!.Value));
        }

        return held;
    }

    /// <summary>Takes a notice out of its digest; one that is gone already is fine.</summary>
    public async Task RemoveAsync(string recipient, int digest, HeldNotice notice, CancellationToken cancellationToken)
    {
        TableClient books = await _books.GetAsync(cancellationToken);
        await books.DeleteEntityAsync(recipient, RowOf(digest, RowKeys.Hash(notice.Key)), cancellationToken: cancellationToken);
    }

    /// <summary>Forgets the notices of a digest that is over.</summary>
    public async Task ClearAsync(string recipient, int digest, CancellationToken cancellationToken)
    {
        TableClient books = await _books.GetAsync(cancellationToken);
        IReadOnlyList<HeldNotice> held = await ReadAsync(recipient, digest, cancellationToken);
        foreach (HeldNotice[] rows in held.Chunk(RowsPerTransaction))
        {
            await books.SubmitTransactionAsync(
                rows.Select(notice => new TableTransactionAction(TableTransactionActionType.Delete, Row(recipient, digest, notice), ETag.All)), cancellationToken);
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task ExclusivelyAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await change();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    // Whoever is not taken along, or was and met a failure, still waits for its own turn; so does one that asks about a notice a second time, as one
    // transaction may write a row only once.
    private async Task AdmitTogetherAsync(Admission own, CancellationToken cancellationToken)
    {
        Admission[] together;
        lock (_waiting)
        {
            IEnumerable<Admission> others = _waiting.Where(other => other.Answer is null && other.Recipient == own.Recipient);
            together = [.. others.Prepend(own).DistinctBy(admission => admission.Key).Take(RowsPerTransaction - 1)];
        }

        var answers = new DigestAnswer[together.Length];
        var held = new List<TableTransactionAction>();
        await ChangeAsync(
            own.Recipient,
            book =>
            {
                held.Clear();
                for (int i = 0; i < together.Length; i++)
                {
                    answers[i] = together[i].To(book);

                    // Known already, it is held already, or was and is gone.
                    if (answers[i].Digest is { } digest && !ReferenceEquals(answers[i].After, book))
                    {
                        held.Add(together[i].Hold(digest));
                    }

                    book = answers[i].After;
                }

                return book;
            },
            held,
            cancellationToken);
        foreach ((Admission admission, DigestAnswer answer) in together.Zip(answers))
        {
            admission.Answer = answer;
        }
    }

    private async Task ChangeAsync(
        string recipient, Func<DigestBook, DigestBook> change, IReadOnlyCollection<TableTransactionAction> also, CancellationToken cancellationToken)
    {
        TableClient books = await _books.GetAsync(cancellationToken);
        for (int attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            (DigestBook book, ETag? etag) = await ReadBookAsync(books, recipient, cancellationToken);
            DigestBook after = change(book);
            if (ReferenceEquals(after, book) || await TryWriteAsync(books, recipient, after, etag, also, cancellationToken))
            {
                return;
            }

            await Contention.WaitAsync(attempt, cancellationToken);
        }

        throw new ContentionException($"The notices for '{recipient}' are changed by too many at once.");
    }

    // Books used to be in one property.
    private static async Task<(DigestBook Book, ETag? ETag)> ReadBookAsync(TableClient books, string recipient, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await books.GetEntityIfExistsAsync<TableEntity>(recipient, BookRow, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            ? (JsonSerializer.Deserialize<DigestBook>(row.GetString("Json") ?? LongText.Get(row, "Json"), CaseJson.Options)!, row.ETag)
            : (new DigestBook(), null);
    }

    private static async Task<bool> TryWriteAsync(
        TableClient books, string recipient, DigestBook book, ETag? replaces, IEnumerable<TableTransactionAction> also, CancellationToken cancellationToken)
    {
        var row = new TableEntity(recipient, BookRow);
        LongText.Set(row, "Json", JsonSerializer.Serialize(book, CaseJson.Options));
        TableTransactionAction written = replaces is { } etag
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, etag)
            : new TableTransactionAction(TableTransactionActionType.Add, row);
        try
        {
            await books.SubmitTransactionAsync([written, .. also], cancellationToken);
            return true;
        }
        catch (RequestFailedException error) when (error.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private static TableEntity Row(string recipient, int digest, HeldNotice notice) => new(recipient, RowOf(digest, RowKeys.Hash(notice.Key)))
    {
        ["Key"] = notice.Key,
        ["Number"] = notice.Number,
        ["Sequence"] = notice.Sequence,
    };

    private static string RowOf(int digest, string notice) => $"h{digest:D8}~{notice}";

    private sealed class Admission(string recipient, HeldNotice notice, DigestSettings settings, Instant now)
    {
        private volatile DigestAnswer? _answer;

        public string Recipient => recipient;

        public string Key => notice.Key;

        public DigestAnswer? Answer
        {
            get => _answer;
            set => _answer = value;
        }

        public DigestAnswer To(DigestBook book) => DigestRules.Admit(book, Key, settings, now);

        public TableTransactionAction Hold(int digest) => new(TableTransactionActionType.UpsertReplace, Row(recipient, digest, notice));
    }
}
