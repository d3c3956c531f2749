using System.Security.Cryptography;
using Caseward.Local.Hosting.Telemetry;
using Caseward.Local.Storage;
using Caseward.Local.Time;

namespace Caseward.Local.Queues;

/// <summary>
/// Queues in the local file, with the storage service's rules: at least once, visibility on the local clock, seven days to live.
/// A message that a trigger works on is leased: nobody else sees it, whatever the clock does, until the work ends or the process does.
/// </summary>
internal sealed class QueueStore(LocalDatabase database, LocalClock clock)
{
    public static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromDays(7);

    public static readonly SchemaPart Schema = new(
        "queues",
        """
        CREATE TABLE queues (name TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE queue_messages (
            id INTEGER PRIMARY KEY, queue TEXT NOT NULL, message_id TEXT NOT NULL, text TEXT NOT NULL,
            inserted INTEGER NOT NULL, expires INTEGER NOT NULL, visible INTEGER NOT NULL,
            dequeue_count INTEGER NOT NULL, receipt TEXT NOT NULL, leased INTEGER NOT NULL);
        CREATE INDEX queue_messages_ready ON queue_messages (queue, leased, visible);
        CREATE UNIQUE INDEX queue_messages_id ON queue_messages (message_id);
        """,
        "ALTER TABLE queue_messages ADD COLUMN trace TEXT");

    /// <summary>What a poison queue's name ends with.</summary>
    public const string PoisonSuffix = "-poison";

    private const string Columns = "id, queue, message_id, text, inserted, expires, visible, dequeue_count, receipt, trace";

    private const string IsVisible = "queue = ?1 AND leased = 0 AND visible <= ?2";

    // As they became visible. It is the order of the index, so that a fetch looks at what it takes, however much waits behind.
    private const string InOrder = "ORDER BY visible, id LIMIT ?3";

    internal const string Front = $"SELECT {Columns} FROM queue_messages WHERE {IsVisible} {InOrder}";

    /// <summary>Raised with the queue's name after a message was put or given back.</summary>
    public event Action<string>? Arrived;

    /// <summary>Frees what a process that is no more had leased.</summary>
    public Task PrepareAsync() =>
        database.WriteAsync(db => db.Execute("UPDATE queue_messages SET leased = 0 WHERE queue IN (SELECT name FROM queues) AND leased = 1"));

    /// <summary>Makes a queue; false when it is there already.</summary>
    public Task<bool> CreateAsync(string queue) =>
        database.WriteAsync(db => db.Execute("INSERT INTO queues VALUES (?1) ON CONFLICT DO NOTHING", queue) == 1);

    /// <summary>Removes a queue with its messages; false when there is none.</summary>
    public Task<bool> DropAsync(string queue) => database.WriteAsync(db =>
    {
        db.Execute("DELETE FROM queue_messages WHERE queue = ?1", queue);
        return db.Execute("DELETE FROM queues WHERE name = ?1", queue) == 1;
    });

    public bool Exists(string queue) => database.Read(db => db.Scalar("SELECT 1 FROM queues WHERE name = ?1", queue) is not null);

    public IReadOnlyList<string> Names() => database.Read(db => db.Query("SELECT name FROM queues ORDER BY name", row => row.GetString(0)));

    /// <summary>How many messages the queue holds, visible or not.</summary>
    public long Count(string queue) => database.Read(db =>
        Convert.ToInt64(db.Scalar("SELECT COUNT(*) FROM queue_messages WHERE queue = ?1 AND expires > ?2", queue, clock.GetUtcNow().UtcTicks)));

    /// <summary>Puts a message; null when there is no such queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="text">The text as it is to be stored.</param>
    /// <param name="delay">How long it stays invisible.</param>
    /// <param name="timeToLive">After how long it disappears; <see cref="Timeout.InfiniteTimeSpan"/> for never.</param>
    public async Task<QueueMessage?> PutAsync(string queue, string text, TimeSpan delay, TimeSpan timeToLive)
    {
        string? trace = FunctionTracing.Current;
        QueueMessage? put = await database.WriteAsync(db =>
            db.Scalar("SELECT 1 FROM queues WHERE name = ?1", queue) is null ? null : Insert(db, queue, text, delay, timeToLive, trace));
        if (put is not null)
        {
            Arrived?.Invoke(queue);
        }

        return put;
    }

    /// <summary>Puts a message in a piece of work of somebody else, who calls <see cref="Announce"/> after the commit. It lives as long as any, from its delay on.</summary>
    public void Put(LocalConnection db, string queue, string text, TimeSpan delay)
    {
        db.Execute("INSERT INTO queues VALUES (?1) ON CONFLICT DO NOTHING", queue);
        Insert(db, queue, text, delay, delay + DefaultTimeToLive);
    }

    /// <summary>Tells triggers that a message is there.</summary>
    public void Announce(string queue) => Arrived?.Invoke(queue);

    /// <summary>Leases up to so many visible messages for a trigger, and drops those that have expired.</summary>
    public Task<List<QueueMessage>> LeaseAsync(string queue, int count) => Take(queue, count, visible: null);

    /// <summary>Delivers up to so many visible messages, invisible from now on for a while.</summary>
    public Task<List<QueueMessage>> GetAsync(string queue, int count, TimeSpan invisible) => Take(queue, count, clock.GetUtcNow() + invisible);

    /// <summary>Shows up to so many visible messages, in the order in which they would be delivered, without delivering them.</summary>
    public List<QueueMessage> Peek(string queue, int count) => database.Read(db => db.Query(
        $"SELECT {Columns} FROM queue_messages WHERE {IsVisible} AND expires > ?2 {InOrder}", Map, queue, clock.GetUtcNow().UtcTicks, count));

    /// <summary>Lists messages in the order of their arrival, also what is being worked on or waits for its time.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="after">Only messages after the one with this row.</param>
    public List<QueueMessage> List(string queue, int count, long after = 0) => database.Read(db => db.Query(
        $"SELECT {Columns} FROM queue_messages WHERE queue = ?1 AND expires > ?2 AND id > ?4 ORDER BY id LIMIT ?3",
        Map, queue, clock.GetUtcNow().UtcTicks, count, after));

    /// <summary>A message by the service's id; null when there is none in that queue.</summary>
    public QueueMessage? Find(string queue, string messageId) => database.Read(db => Find(db, queue, messageId));

    /// <summary>When the next message that nobody works on becomes visible, or did; null when there is none.</summary>
    public DateTimeOffset? NextVisible(string queue) => database.Read(db =>
        db.Scalar("SELECT MIN(visible) FROM queue_messages WHERE queue = ?1 AND leased = 0 AND expires > ?2", queue, clock.GetUtcNow().UtcTicks)) is long ticks
        ? Instant(ticks)
        : null;

    /// <summary>Removes a leased message whose work is done.</summary>
    public Task CompleteAsync(QueueMessage message) =>
        database.WriteAsync(db => Delete(db, message));

    /// <summary>Gives a leased message back, to be delivered again after a while.</summary>
    public async Task ReleaseAsync(QueueMessage message, TimeSpan invisible)
    {
        await database.WriteAsync(db => db.Execute(
            "UPDATE queue_messages SET leased = 0, visible = ?3 WHERE id = ?1 AND message_id = ?2", message.Row, message.Id, (clock.GetUtcNow() + invisible).UtcTicks));
        Arrived?.Invoke(message.Queue);
    }

    /// <summary>Moves a leased message to the poison queue, in one step: there it is a new message with the same text.</summary>
    public async Task PoisonAsync(QueueMessage message, string poisonQueue)
    {
        await database.WriteAsync(db =>
        {
            db.Execute("INSERT INTO queues VALUES (?1) ON CONFLICT DO NOTHING", poisonQueue);
            Insert(db, poisonQueue, message.Text, TimeSpan.Zero, DefaultTimeToLive, message.Trace);
            return Delete(db, message);
        });
        Arrived?.Invoke(poisonQueue);
    }

    /// <summary>The queue whose failed messages a poison queue holds; null for any other queue.</summary>
    public static string? SourceOf(string queue) => queue.EndsWith(PoisonSuffix, StringComparison.Ordinal) ? queue[..^PoisonSuffix.Length] : null;

    /// <summary>Removes a message that no trigger works on, for people, in one step with putting it elsewhere.</summary>
    /// <param name="queue">The queue that it is on.</param>
    /// <param name="messageId">The message.</param>
    /// <param name="target">The queue on which its text becomes a new message; null to delete it for good.</param>
    /// <returns><see cref="ReceiptOutcome.Mismatch"/> when a trigger works on it.</returns>
    public async Task<ReceiptOutcome> RemoveAsync(string queue, string messageId, string? target)
    {
        ReceiptOutcome outcome = await database.WriteAsync(db =>
        {
            if (Find(db, queue, messageId) is not { } message)
            {
                return ReceiptOutcome.NotFound;
            }

            if (db.Execute("DELETE FROM queue_messages WHERE id = ?1 AND leased = 0", message.Row) == 0)
            {
                return ReceiptOutcome.Mismatch;
            }

            if (target is not null)
            {
                db.Execute("INSERT INTO queues VALUES (?1) ON CONFLICT DO NOTHING", target);
                Insert(db, target, message.Text, TimeSpan.Zero, DefaultTimeToLive, message.Trace);
            }

            return ReceiptOutcome.Done;
        });
        Arrived?.Invoke(target ?? queue);
        return outcome;
    }

    /// <summary>Removes a delivered message for whoever shows its receipt.</summary>
    public Task<ReceiptOutcome> DeleteAsync(string queue, string messageId, string receipt) => WithReceiptAsync(queue, messageId, receipt, Delete);

    /// <summary>Changes when a delivered message becomes visible again, and its text when one is given.</summary>
    public async Task<(ReceiptOutcome Outcome, string Receipt)> UpdateAsync(string queue, string messageId, string receipt, TimeSpan invisible, string? text)
    {
        string fresh = NewReceipt();
        ReceiptOutcome outcome = await WithReceiptAsync(queue, messageId, receipt, (db, message) => db.Execute(
            "UPDATE queue_messages SET visible = ?2, text = ?3, receipt = ?4 WHERE id = ?1",
            message.Row, (clock.GetUtcNow() + invisible).UtcTicks, text ?? message.Text, fresh));
        Arrived?.Invoke(queue);
        return (outcome, fresh);
    }

    /// <summary>Removes every message, also what is being worked on or waits for its time.</summary>
    public Task ClearAsync(string queue) => database.WriteAsync(db => db.Execute("DELETE FROM queue_messages WHERE queue = ?1", queue));

    private Task<List<QueueMessage>> Take(string queue, int count, DateTimeOffset? visible) => database.WriteAsync(db =>
    {
        DateTimeOffset now = clock.GetUtcNow();
        List<QueueMessage> ready = db.Query(Front, Map, queue, now.UtcTicks, count);
        while (ready.FindAll(message => message.Expires <= now) is { Count: > 0 } expired)
        {
            expired.ForEach(message => Delete(db, message));
            ready = db.Query(Front, Map, queue, now.UtcTicks, count);
        }

        for (int i = 0; i < ready.Count; i++)
        {
            ready[i] = ready[i] with { DequeueCount = ready[i].DequeueCount + 1, Visible = visible ?? ready[i].Visible, PopReceipt = NewReceipt() };
            db.Execute(
                "UPDATE queue_messages SET leased = ?2, visible = ?3, dequeue_count = ?4, receipt = ?5 WHERE id = ?1",
                ready[i].Row, visible is null ? 1 : 0, ready[i].Visible.UtcTicks, ready[i].DequeueCount, ready[i].PopReceipt);
        }

        return ready;
    });

    private Task<ReceiptOutcome> WithReceiptAsync(string queue, string messageId, string receipt, Func<LocalConnection, QueueMessage, int> change) =>
        database.WriteAsync(db =>
        {
            QueueMessage? message = Find(db, queue, messageId);
            if (message is null)
            {
                return ReceiptOutcome.NotFound;
            }

            if (message.PopReceipt != receipt)
            {
                return ReceiptOutcome.Mismatch;
            }

            change(db, message);
            return ReceiptOutcome.Done;
        });

    // Somebody else may have removed it while it was worked on, and its place is another message's then.
    private static int Delete(LocalConnection db, QueueMessage message) =>
        db.Execute("DELETE FROM queue_messages WHERE id = ?1 AND message_id = ?2", message.Row, message.Id);

    private QueueMessage? Find(LocalConnection db, string queue, string messageId) => db.Single(
        $"SELECT {Columns} FROM queue_messages WHERE message_id = ?1 AND queue = ?2 AND expires > ?3", Map, messageId, queue, clock.GetUtcNow().UtcTicks);

    private QueueMessage Insert(LocalConnection db, string queue, string text, TimeSpan delay, TimeSpan timeToLive, string? trace = null)
    {
        DateTimeOffset now = clock.GetUtcNow();
        var message = new QueueMessage(Row: 0, queue, Guid.CreateVersion7(now).ToString(), text)
        {
            Inserted = now,
            Expires = timeToLive == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : now + timeToLive,
            Visible = now + delay,
            DequeueCount = 0,
            PopReceipt = NewReceipt(),
            Trace = trace,
        };
        long row = Convert.ToInt64(db.Scalar(
            "INSERT INTO queue_messages (queue, message_id, text, inserted, expires, visible, dequeue_count, receipt, leased, trace) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, 0, ?8) RETURNING id",
            queue, message.Id, text, now.UtcTicks, message.Expires.UtcTicks, message.Visible.UtcTicks, message.PopReceipt, message.Trace));
        return message with { Row = row };
    }

    private static QueueMessage Map(LocalRow row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3))
    {
        Inserted = Instant(row.GetInt64(4)),
        Expires = Instant(row.GetInt64(5)),
        Visible = Instant(row.GetInt64(6)),
        DequeueCount = row.GetInt32(7),
        PopReceipt = row.GetString(8),
        Trace = row.IsDBNull(9) ? null : row.GetString(9),
    };

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);

    private static string NewReceipt() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(12));
}
