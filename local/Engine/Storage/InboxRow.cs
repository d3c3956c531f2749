using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.History;
using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Storage;

/// <summary>A message for an instance that is recorded and not yet taken into its history. Without an event it only wakes it: that is how executions begin.</summary>
internal sealed record InboxRow(long Seq, long Instance, int? Generation, HistoryEvent? Event)
{
    private const string Columns = "seq, instance, generation, event";

    /// <summary>Records a message, behind all others.</summary>
    public static InboxRow Add(LocalConnection db, EngineNumbers numbers, long instance, int? generation, WrittenEvent? message)
    {
        var row = new InboxRow(numbers.NextSeq(), instance, generation, message?.Event);
        db.Execute($"INSERT INTO durable_inbox ({Columns}) VALUES (?1, ?2, ?3, ?4)", row.Seq, instance, generation, message?.Text);
        return row;
    }

    public static void Delete(LocalConnection db, long seq) => db.Execute("DELETE FROM durable_inbox WHERE seq = ?1", seq);

    /// <summary>All that wait, in order, without what they say: that may be large, and some wait for long.</summary>
    public static List<Message> ReadWaiting(LocalConnection db) => db.Query<Message>(
        "SELECT seq, instance, generation, octet_length(event) FROM durable_inbox ORDER BY seq",
        row =>
        {
            (long seq, long instance, int? generation) = (row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt32(2));
            return row.IsDBNull(3) ? new InboxMessage(new InboxRow(seq, instance, generation, Event: null)) : new UnreadMessage(seq, instance, generation, row.GetInt32(3));
        });

    public static InboxRow? Find(LocalConnection db, long seq) => db.Single($"SELECT {Columns} FROM durable_inbox WHERE seq = ?1", Map, seq);

    private static InboxRow Map(LocalRow row) => new(
        row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt32(2), row.IsDBNull(3) ? null : HistoryJson.ReadEvent(row.GetString(3)));
}
