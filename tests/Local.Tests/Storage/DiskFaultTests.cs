using Caseward.Local.Storage;
using Microsoft.Data.Sqlite;

namespace Caseward.Local.Tests.Storage;

/// <summary>
/// What goes wrong while it runs: no room, a lock, a fault at the commit. Whoever was told that something is written finds it, whoever was
/// told that it is not finds nothing, and the next piece works once the cause is gone.
/// </summary>
public sealed class DiskFaultTests : IDisposable
{
    private static readonly SchemaPart NotesPart = new("notes", "CREATE TABLE notes (name TEXT PRIMARY KEY, content BLOB)");

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;

    private string File => Path.Combine(_folder, "local.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_full_disk_is_said_to_be_full_and_what_was_written_before_stays()
    {
        await using LocalDatabase database = Open();
        await WriteAsync(database, "before", 10);
        await AllowNoGrowthAsync(database);

        var refused = await Assert.ThrowsAsync<LocalStorageException>(() => WriteAsync(database, "too much", 1_000_000));

        Assert.Contains($"{File} cannot grow: the disk is full", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Free some space", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["before"], Names(database));
    }

    [Fact]
    public async Task When_there_is_room_again_writing_goes_on()
    {
        await using LocalDatabase database = Open();
        await AllowNoGrowthAsync(database);
        await Assert.ThrowsAsync<LocalStorageException>(() => WriteAsync(database, "first try", 1_000_000));

        await database.WriteAsync(db => db.Scalar("PRAGMA max_page_count=1000000"));
        await WriteAsync(database, "second try", 1_000_000);

        Assert.Equal(["second try"], Names(database));
    }

    [Fact]
    public async Task In_a_group_on_a_full_disk_exactly_those_are_there_who_were_told_so()
    {
        await using LocalDatabase database = Open();
        await AllowNoGrowthAsync(database);

        Task<int>[] writes = [.. Enumerable.Range(0, 200).Select(i => WriteAsync(database, $"{i:D3}", i % 3 == 1 ? 200_000 : 100))];
        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal(writes.Select((write, i) => (write, i)).Where(each => each.write.IsCompletedSuccessfully).Select(each => $"{each.i:D3}"), Names(database));
        Assert.Contains(writes, write => write.IsFaulted);
    }

    [Fact]
    public async Task A_piece_that_keeps_a_full_disk_to_itself_cannot_leave_half_of_it_behind()
    {
        await using LocalDatabase database = Open();
        await AllowNoGrowthAsync(database);

        Task<int> piece = database.WriteAsync(db =>
        {
            db.Execute("INSERT INTO notes VALUES ('first half', '')");
            db.Execute("ROLLBACK"); // as SQLite does by itself when an I/O error meets it in the middle of a statement
            return 1;
        });

        await Assert.ThrowsAsync<LocalStorageException>(() => piece);
        Assert.Empty(Names(database));
        await WriteAsync(database, "next", 10);
        Assert.Equal(["next"], Names(database));
    }

    [Theory]
    [InlineData(13, "the disk is full")]
    [InlineData(10, "the disk reports an error")]
    [InlineData(8, "is read-only")]
    [InlineData(5, "is locked by another program")]
    [InlineData(11, "is damaged and was left as it is")]
    public async Task What_fails_at_the_commit_is_not_written_and_says_why(int code, string reason)
    {
        await using LocalDatabase database = Open();
        FailOnce(database, "storage/commit/before", new SqliteException("as SQLite says it", code));

        var refused = await Assert.ThrowsAsync<LocalStorageException>(() => WriteAsync(database, "refused", 10));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        await WriteAsync(database, "next", 10);
        Assert.Equal(["next"], Names(database));
    }

    [Fact]
    public async Task Who_was_refused_for_rows_that_could_not_be_committed_is_told_of_the_disk()
    {
        await using LocalDatabase database = Open();

        Task<int>[] writes = await GroupedWrites.WriteAsync(
            database,
            db =>
            {
                FailOnce(database, "storage/commit/before", new SqliteException("as SQLite says it", 13));
                return Claim(db);
            },
            Claim);

        Assert.All(writes, write => Assert.IsType<LocalStorageException>(write.Exception?.InnerException));
        Assert.Empty(Names(database));
        Assert.Equal(1, await database.WriteAsync(Claim));
    }

    [Fact]
    public async Task When_a_transaction_is_lost_that_was_begun_anew_nobody_hears_what_was_decided_in_the_first()
    {
        await using LocalDatabase database = Open();
        int runs = 0;

        Task<int>[] writes = await GroupedWrites.WriteAsync(
            database,
            db => ++runs == 1 ? Claim(db) : db.Execute("ROLLBACK"), // as SQLite does by itself
            Claim,
            db => Claim(db, "another") == 1 ? throw new InvalidOperationException("too late") : 0);

        Assert.Equal(2, runs);
        Assert.All(writes, write => Assert.IsType<LocalStorageException>(write.Exception?.InnerException));
        Assert.Empty(Names(database));
        Assert.Equal(1, await database.WriteAsync(Claim));
    }

    [Fact]
    public async Task No_exception_of_any_type_ends_the_writer()
    {
        await using LocalDatabase database = Open();
        FailOnce(database, "storage/commit/before", new InvalidOperationException("from anywhere"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(database, "refused", 10));

        await WriteAsync(database, "next", 10);
        Assert.Equal(["next"], Names(database));
    }

    [Fact]
    public async Task What_fails_between_commit_and_answer_is_written()
    {
        await using LocalDatabase database = Open();
        FailOnce(database, "storage/commit/after", new IOException("the answer is lost"));

        await Assert.ThrowsAsync<IOException>(() => WriteAsync(database, "written", 10));

        Assert.Equal(["written"], Names(database));
    }

    [Fact]
    public async Task A_log_that_cannot_be_copied_into_the_file_stops_nobody()
    {
        await using (LocalDatabase database = Open(checkpointAboveBytes: 1))
        {
            int failed = 0;
            database.Checkpoints.OnPass = place =>
            {
                if (place.EndsWith("/before", StringComparison.Ordinal) && !place.StartsWith("storage/commit", StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref failed);
                    throw new SqliteException("disk I/O error", 10);
                }
            };
            for (int i = 0; i < 50; i++)
            {
                await WriteAsync(database, $"{i:D2}", 5000);
            }

            Assert.NotEqual(0, failed);
        }

        await using LocalDatabase again = Open();
        Assert.Equal(50, Names(again).Count);
    }

    [Fact]
    public async Task A_lock_that_another_program_holds_is_named_and_waited_for_no_longer_than_a_few_seconds()
    {
        await using LocalDatabase database = Open();
        using var other = new SqliteConnection($"Data Source={File};Pooling=false");
        other.Open();
        Run(other, "BEGIN IMMEDIATE");

        var refused = await Assert.ThrowsAsync<LocalStorageException>(() => WriteAsync(database, "refused", 10));

        Assert.Contains("is locked by another program", refused.Message, StringComparison.Ordinal);
        Run(other, "COMMIT");
        await WriteAsync(database, "next", 10);
        Assert.Equal(["next"], Names(database));
    }

    [Fact]
    public async Task A_migration_that_finds_no_room_is_not_half_done_and_is_repeated()
    {
        const string one = "CREATE TABLE one (x);\nINSERT INTO one VALUES (zeroblob(1000000))";
        await Open().DisposeAsync();

        var refused = Assert.Throws<LocalStorageException>(
            () => LocalDatabase.Open(File, [NotesPart, new SchemaPart("more", "CREATE TABLE two (x)", "PRAGMA max_page_count=1;\n" + one)], durable: false));

        Assert.Contains("the disk is full", refused.Message, StringComparison.Ordinal);
        await using (LocalDatabase database = Open())
        {
            Assert.Null(database.Read(db => db.Scalar("SELECT 1 FROM sqlite_master WHERE name IN ('one', 'two')")));
        }

        await using LocalDatabase again = LocalDatabase.Open(File, [NotesPart, new SchemaPart("more", "CREATE TABLE two (x)", one)], durable: false);
        Assert.Equal(1L, again.Read(db => db.Scalar("SELECT count(*) FROM one")));
    }

    private static Task<int> WriteAsync(LocalDatabase database, string name, int bytes) =>
        database.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (?1, zeroblob(?2))", name, bytes));

    private static int Claim(LocalConnection db) => Claim(db, "the name");

    private static int Claim(LocalConnection db, string name) => db.Scalar("SELECT 1 FROM notes WHERE name = ?1", name) is null
        ? db.Execute("INSERT INTO notes VALUES (?1, '')", name)
        : throw new InvalidOperationException("taken");

    private static List<string> Names(LocalDatabase database) =>
        database.Read(db => db.Query("SELECT name FROM notes ORDER BY name", row => row.GetString(0)));

    private static async Task AllowNoGrowthAsync(LocalDatabase database) =>
        await database.WriteAsync(db => db.Scalar("PRAGMA max_page_count=1"));

    private static void FailOnce(LocalDatabase database, string at, Exception error)
    {
        int left = 1;
        database.Checkpoints.OnPass = place =>
        {
            if (place == at && Interlocked.Exchange(ref left, 0) == 1)
            {
                throw error;
            }
        };
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private LocalDatabase Open(long checkpointAboveBytes = 1 << 20) =>
        LocalDatabase.Open(File, [NotesPart], durable: false, checkpointAboveBytes: checkpointAboveBytes);
}
