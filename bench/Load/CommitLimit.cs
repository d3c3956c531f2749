using System.Diagnostics;
using Caseward.Local.Storage;

namespace Caseward.Bench.Load;

/// <summary>
/// What the disk and the group commit alone can do with the rows of a case: so many writers, each committing so many rows of that size in one piece, again
/// and again, and nothing else.
/// </summary>
internal static class CommitLimit
{
    /// <returns>Cases a second.</returns>
    public static async Task<double> MeasureAsync(int writers, int rowsPerCase, int bytesPerRow, TimeSpan duration)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("caseward-limit-");
        try
        {
            await using var database = LocalDatabase.Open(
                Path.Combine(folder.FullName, "limit.db"),
                [new SchemaPart("limit", "CREATE TABLE rows (partition BLOB, row INTEGER, content BLOB, PRIMARY KEY (partition, row)) WITHOUT ROWID")]);
            byte[] content = new byte[bytesPerRow];
            long started = Stopwatch.GetTimestamp();
            long[] committed = await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(CommitAsync)));
            return committed.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;

            async Task<long> CommitAsync()
            {
                long cases = 0;
                for (; Stopwatch.GetElapsedTime(started) < duration; cases++)
                {
                    byte[] partition = Guid.NewGuid().ToByteArray();
                    await database.WriteAsync(db =>
                    {
                        for (int row = 0; row < rowsPerCase; row++)
                        {
                            db.Execute("INSERT INTO rows VALUES (?1, ?2, ?3)", partition, row, content);
                        }

                        return true;
                    });
                }

                return cases;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
