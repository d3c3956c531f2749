using Caseward.Local.Storage;

namespace Caseward.Bench.Load;

/// <summary>What a local database file holds: rows and bytes of the application's tables and of the durable engine.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Content">The bytes in them.</param>
/// <param name="File">The bytes of the file's pages.</param>
internal sealed record FileRows(long Rows, long Content, long File)
{
    private static readonly string[] Tables = ["table_rows", "durable_instances", "durable_history", "durable_inbox", "durable_activities", "durable_timers"];

    public static FileRows Of(LocalDatabase database) => database.Read(db =>
    {
        long rows = 0;
        long content = 0;
        foreach (string table in db.Query("SELECT name FROM sqlite_schema WHERE type = 'table'", row => row.GetString(0)).Intersect(Tables))
        {
            List<string> columns = db.Query($"SELECT name FROM pragma_table_info('{table}')", row => row.GetString(0));
            string length = string.Join(" + ", columns.Select(column => $"ifnull(length(CAST({column} AS BLOB)), 0)"));
            rows += (long)db.Scalar($"SELECT count(*) FROM {table}")!;
            content += (long)db.Scalar($"SELECT ifnull(sum({length}), 0) FROM {table}")!;
        }

        return new FileRows(rows, content, (long)db.Scalar("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")!);
    });

    public static FileRows operator -(FileRows later, FileRows earlier) => new(later.Rows - earlier.Rows, later.Content - earlier.Content, later.File - earlier.File);
}
