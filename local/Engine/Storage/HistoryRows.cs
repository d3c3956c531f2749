using Caseward.Local.Engine.History;
using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Storage;

/// <summary>The history of the present execution of each instance: a row a turn, only ever appended until the next execution replaces it or a failed one is rewound.</summary>
internal static class HistoryRows
{
    public static void Append(LocalConnection db, long instance, int turn, string content) =>
        db.Execute("INSERT INTO durable_history (instance, turn, content) VALUES (?1, ?2, ?3)", instance, turn, content);

    public static void Clear(LocalConnection db, long instance) =>
        db.Execute("DELETE FROM durable_history WHERE instance = ?1", instance);

    /// <summary>Removes the turns from a number on.</summary>
    public static void Cut(LocalConnection db, long instance, int turn) =>
        db.Execute("DELETE FROM durable_history WHERE instance = ?1 AND turn >= ?2", instance, turn);

    public static void Replace(LocalConnection db, long instance, int turn, string content) =>
        db.Execute("UPDATE durable_history SET content = ?3 WHERE instance = ?1 AND turn = ?2", instance, turn, content);

    public static List<HistoryTurn> Read(LocalConnection db, long instance) =>
        db.Query("SELECT content FROM durable_history WHERE instance = ?1 ORDER BY turn", row => HistoryJson.ReadTurn(row.GetString(0)), instance);

    public static ExecutionStarted? ReadStart(LocalConnection db, long instance) =>
        db.Single("SELECT content FROM durable_history WHERE instance = ?1 AND turn = 0", row => HistoryJson.ReadTurn(row.GetString(0)), instance)?.Events[0] as ExecutionStarted;
}
