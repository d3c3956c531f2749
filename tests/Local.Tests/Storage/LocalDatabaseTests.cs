using Caseward.Local.Storage;
using Microsoft.Data.Sqlite;

namespace Caseward.Local.Tests.Storage;

public sealed class LocalDatabaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;

    private string File => Path.Combine(_folder, "local.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        await using (LocalDatabase first = await OpenAsync())
        {
            await first.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (?1)", "kept"));
        }

        await using LocalDatabase second = await OpenAsync();

        Assert.Equal(["kept"], Notes(second));
    }

    [Fact]
    public async Task A_piece_that_throws_undoes_its_own_rows_and_no_others()
    {
        await using LocalDatabase database = await OpenAsync();

        Task[] writes =
        [
            database.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (?1)", "first")),
            database.WriteAsync<int>(db =>
            {
                db.Execute("INSERT INTO notes VALUES (?1)", "undone");
                throw new InvalidOperationException("refused");
            }),
            database.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (?1)", "last")),
        ];
        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal("refused", writes[1].Exception?.InnerException?.Message);
        Assert.Equal(["first", "last"], Notes(database));
    }

    [Fact]
    public async Task A_violated_constraint_reaches_the_caller()
    {
        await using LocalDatabase database = await OpenAsync();
        await database.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (?1)", "same"));

        await Assert.ThrowsAsync<SqliteException>(() => database.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (?1)", "same")));

        Assert.Equal(["same"], Notes(database));
    }

    [Fact]
    public async Task Closing_finishes_what_was_queued()
    {
        LocalDatabase database = await OpenAsync();
        Task<int>[] writes = [.. Enumerable.Range(0, 1000).Select(i => database.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (?1)", $"{i:D4}")))];

        await database.DisposeAsync();

        Assert.All(writes, write => Assert.True(write.IsCompletedSuccessfully));
        await using LocalDatabase again = await OpenAsync();
        Assert.Equal(1000, Notes(again).Count);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_by_name()
    {
        await using LocalDatabase database = await OpenAsync();
        await database.EnsureSchemaAsync("part", "CREATE TABLE a (x)", "CREATE TABLE b (x)");

        var refused = await Assert.ThrowsAsync<LocalStorageException>(() => database.EnsureSchemaAsync("part", "CREATE TABLE a (x)"));

        Assert.Contains(File, refused.Message, StringComparison.Ordinal);
    }

    private static List<string> Notes(LocalDatabase database) =>
        database.Read(db => db.Query("SELECT text FROM notes ORDER BY text", row => row.GetString(0)));

    private async Task<LocalDatabase> OpenAsync()
    {
        LocalDatabase database = LocalDatabase.Open(File);
        await database.EnsureSchemaAsync("notes", "CREATE TABLE notes (text TEXT PRIMARY KEY)");
        return database;
    }
}
