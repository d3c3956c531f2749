using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Replay;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Hosting.Durable;
using Caseward.Local.Hosting.Pages;
using Caseward.Local.Storage;

namespace Caseward.Local.Instances;

/// <summary>Reads one instance for people: its row, what hangs on it, and its history page by page.</summary>
internal sealed class InstanceReading(LocalDatabase database, DurableClients clients)
{
    private const int LongestName = 128;
    private const int MostNeighbours = 100;
    private const int TurnsAPage = 50;

    /// <summary>The instance; null when there is none.</summary>
    public InstanceView? Find(string id) => database.Read(db => InstanceRow.Find(db, id) is { } row
        ? InstanceView.Of(row, HistoryRows.ReadStart(db, row.Key), Children(db, row.Key), Activities(db, row.Key), Waits(row))
        : null);

    /// <summary>A page of the history of the present execution; null when there is no such instance.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="from">The first turn.</param>
    public HistoryPage? History(string id, int from) => database.Read(db =>
    {
        if (InstanceRow.Find(db, id) is not { } row)
        {
            return null;
        }

        List<(int Number, HistoryTurn Turn)> turns = db.Query(
            "SELECT turn, content FROM durable_history WHERE instance = ?1 AND turn >= ?2 ORDER BY turn LIMIT ?3",
            found => (found.GetInt32(0), HistoryJson.ReadTurn(found.GetString(1))),
            row.Key, from, TurnsAPage + 1);
        return new HistoryPage(
            [.. turns.Take(TurnsAPage).SelectMany(turn => HistoryLine.Of(turn.Number, turn.Turn))],
            turns.Count > TurnsAPage ? turns[TurnsAPage].Number : null);
    });

    /// <summary>One of the whole texts of an instance; null when there is none.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="which"><c>input</c>, <c>output</c>, <c>status</c>, <c>failure</c>, or a turn's number for what is stored of it.</param>
    public string? Text(string id, string which) => database.Read(db => InstanceRow.Find(db, id) is not { } row ? null : which switch
    {
        "input" => HistoryRows.ReadStart(db, row.Key)?.Input,
        "output" => row.Output,
        "status" => row.CustomStatus,
        "failure" => row.Failure,
        _ => int.TryParse(which, out int turn) ? (string?)db.Scalar("SELECT content FROM durable_history WHERE instance = ?1 AND turn = ?2", row.Key, turn) : null,
    });

    private List<EventWait>? Waits(InstanceRow row) => row.IsEnded ? null : clients.EventWaits(row.Key)?
        .OrderBy(wait => wait.Name, StringComparer.Ordinal)
        .Take(MostNeighbours)
        .Select(wait => wait with { Name = Excerpt.Begin(wait.Name, LongestName) })
        .ToList();

    private static List<InstanceLine> Children(LocalConnection db, long key) => db.Query(
        $"SELECT {InstanceRow.Columns} FROM durable_instances WHERE parent = ?1 ORDER BY key LIMIT ?2",
        found => InstanceRow.Map(found) is var child ? new InstanceLine(child.Id, child.Name, child.Version, child.Status, child.Created, child.Updated) : null!,
        key, MostNeighbours);

    private static List<string> Activities(LocalConnection db, long key) =>
        db.Query("SELECT name FROM durable_activities WHERE instance = ?1 ORDER BY task LIMIT ?2", found => found.GetString(0), key, MostNeighbours);
}
