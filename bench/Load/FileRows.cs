using Caseward.Local.Storage;

namespace Caseward.Bench.Load;

/// <summary>What a local database file holds: rows and bytes of the application's tables and of the durable engine.</summary>
internal sealed record FileRows(long Rows, long Bytes)
{
    private static readonly string[] Tables = ["table_rows", "durable_instances", "durable_history", "durable_inbox", "durable_activities", "durable_timers"];

    public static FileRows Of(LocalDatabase database) => database.Read(db =>
    {
        long rows = Tables.Sum(table => (long)db.Scalar($"SELECT count(*) FROM {table}")!);
        return new FileRows(rows, (long)db.Scalar("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")!);
    });

    public static FileRows operator -(FileRows later, FileRows earlier) => new(later.Rows - earlier.Rows, later.Bytes - earlier.Bytes);
}
