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

    public static List<InboxRow> ReadAll(LocalConnection db) => db.Query($"SELECT {Columns} FROM durable_inbox ORDER BY seq", Map);

    private static InboxRow Map(LocalRow row) => new(
        row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt32(2), row.IsDBNull(3) ? null : HistoryJson.ReadEvent(row.GetString(3)));
}
