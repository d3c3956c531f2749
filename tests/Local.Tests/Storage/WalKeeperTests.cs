using Caseward.Local.Chaos;
using Caseward.Local.Storage;

namespace Caseward.Local.Tests.Storage;

public sealed class WalKeeperTests : IDisposable
{
    private const int Threshold = 4 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;
    private readonly SemaphoreSlim _copied = new(0);
    private int _copies;

    private string File => Path.Combine(_folder, "local.db");

    public void Dispose()
    {
        _copied.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_log_that_was_long_once_is_not_copied_after_every_commit()
    {
        await using LocalDatabase database = await OpenAsync();
        await WriteAsync(database, Threshold + 1);
        await _copied.WaitAsync(Patience);

        for (int i = 0; i < 200; i++)
        {
            await WriteAsync(database, 100);
        }

        await database.DisposeAsync();
        // One beside the writer, and one of what was written meanwhile.
        Assert.InRange(_copies, 1, 2);
    }

    [Fact]
    public async Task A_log_that_grows_is_copied_again_and_again()
    {
        await using LocalDatabase database = await OpenAsync();

        for (int i = 1; i <= 5; i++)
        {
            await WriteAsync(database, Threshold + 1);
            Assert.True(await _copied.WaitAsync(Patience), $"Not copied for the {i}. time.");
        }
    }

    [Fact]
    public async Task A_copy_that_failed_is_asked_for_by_the_next_commit()
    {
        await using LocalDatabase database = await OpenAsync();
        using var failed = new SemaphoreSlim(0);
        database.Checkpoints.OnPass = place =>
        {
            if (place == "storage/checkpoint/before")
            {
                database.Checkpoints.OnPass = Count;
                failed.Release();
                throw new IOException("The disk is full.");
            }
        };
        await WriteAsync(database, Threshold + 1);
        await failed.WaitAsync(Patience);

        await WriteAsync(database, 100);

        Assert.True(await _copied.WaitAsync(Patience));
    }

    [Fact]
    public async Task The_log_is_emptied_when_nobody_reads_what_it_held_long_ago()
    {
        await using LocalDatabase database = await OpenAsync();
        long held;
        using (LocalConnection reader = new DatabaseFile(File, durable: false).Connect())
        {
            reader.Execute("BEGIN");
            reader.Scalar("SELECT count(*) FROM notes");
            for (int i = 0; i < 20; i++)
            {
                await WriteAsync(database, Threshold);
            }

            held = Log();
        }

        // It is emptied behind a commit, unless just then it is being copied.
        for (int i = 0; i < 5 && Log() >= 2 * Threshold; i++)
        {
            await WriteAsync(database, Threshold + 1);
        }

        Assert.True(held > 4 * Threshold, $"{held} bytes while a reader held them");
        Assert.True(Log() < 2 * Threshold, $"{Log()} bytes afterwards");
    }

    [Fact]
    public async Task What_processes_left_that_died_early_is_copied_too()
    {
        for (int life = 0; life < 3; life++)
        {
            LocalDatabase dying = await OpenAsync();
            await WriteAsync(dying, Threshold / 2);
            await dying.AbandonAsync();
        }

        await using LocalDatabase database = await OpenAsync();

        Assert.True(await _copied.WaitAsync(Patience), $"Not copied, the log has {Log()} bytes.");
    }

    private static Task<int> WriteAsync(LocalDatabase database, int bytes) =>
        database.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (?1)", new byte[bytes]));

    private long Log() => new FileInfo(File + "-wal").Length;

    private async Task<LocalDatabase> OpenAsync()
    {
        var checkpoints = new Checkpoints { OnPass = Count };
        LocalDatabase database = LocalDatabase.Open(File, durable: false, checkpoints, checkpointAboveBytes: Threshold);
        await database.EnsureSchemaAsync("notes", "CREATE TABLE notes (content BLOB)");
        return database;
    }

    private void Count(string place)
    {
        if (place == "storage/checkpoint/after")
        {
            Interlocked.Increment(ref _copies);
            _copied.Release();
        }
    }
}
