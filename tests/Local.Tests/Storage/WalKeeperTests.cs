using Caseward.Local.Chaos;
using Caseward.Local.Storage;
using Microsoft.Data.Sqlite;

namespace Caseward.Local.Tests.Storage;

public sealed class WalKeeperTests : IDisposable
{
    private const int Threshold = 4 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly SchemaPart NotesPart = new("notes", "CREATE TABLE notes (content BLOB)");

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;
    private readonly SemaphoreSlim _copied = new(0);
    private int _copies;
    private bool _copying;

    private string File => Path.Combine(_folder, "local.db");

    public void Dispose()
    {
        _copied.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_log_that_was_long_once_is_not_copied_after_every_commit()
    {
        await using LocalDatabase database = Open();
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
        await using LocalDatabase database = Open();

        for (int i = 1; i <= 5; i++)
        {
            await WriteAsync(database, Threshold + 1);
            Assert.True(await _copied.WaitAsync(Patience), $"Not copied for the {i}. time.");
        }
    }

    [Fact]
    public async Task A_copy_that_failed_is_asked_for_by_the_next_commit()
    {
        await using LocalDatabase database = Open();
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
        await using LocalDatabase database = Open();
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
    public async Task A_log_that_has_grown_long_is_emptied_as_soon_as_a_reader_ends_that_was_reading_just_then()
    {
        await using LocalDatabase database = Open();
        bool emptied = false;

        // A thread that did not get on in time may cost an attempt.
        for (int attempt = 0; attempt < 20 && !emptied; attempt++)
        {
            using var begun = new SemaphoreSlim(0);
            Task reading = Task.Factory.StartNew(
                () => database.Read(db => ReadUntilTheLogIsWaitedFor(db, begun)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await begun.WaitAsync(Patience);
            await WriteAsync(database, 5 * Threshold);
            await reading;
            await _copied.WaitAsync(Patience);
            emptied = Log() == 0;
        }

        Assert.True(emptied, $"{Log()} bytes");
    }

    [Fact]
    public async Task What_processes_left_that_died_early_is_copied_too()
    {
        for (int life = 0; life < 3; life++)
        {
            LocalDatabase dying = Open();
            await WriteAsync(dying, Threshold / 2);
            await dying.AbandonAsync();
        }

        await using LocalDatabase database = Open();
        await WriteAsync(database, 100);

        Assert.True(await _copied.WaitAsync(Patience), $"Not copied, the log has {Log()} bytes.");
    }

    /// <summary>Reads until whoever copies the log holds the writer's lock, as somebody does who waits with it; or until there has been a copy.</summary>
    private bool ReadUntilTheLogIsWaitedFor(LocalConnection reader, SemaphoreSlim begun)
    {
        using LocalConnection other = new DatabaseFile(File, durable: false).Connect();
        other.Scalar("PRAGMA busy_timeout=0");
        reader.Scalar("SELECT count(*) FROM notes");
        int copies = Volatile.Read(ref _copies);
        begun.Release();
        while (Volatile.Read(ref _copies) == copies && !(Volatile.Read(ref _copying) && IsLocked(other)))
        {
            Thread.Yield();
        }

        return true;
    }

    private static bool IsLocked(LocalConnection connection)
    {
        try
        {
            connection.Execute("BEGIN IMMEDIATE");
            connection.Execute("ROLLBACK");
            return false;
        }
        catch (SqliteException)
        {
            return true;
        }
    }

    private static Task<int> WriteAsync(LocalDatabase database, int bytes) =>
        database.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (?1)", new byte[bytes]));

    private long Log() => new FileInfo(File + "-wal").Length;

    private LocalDatabase Open() =>
        LocalDatabase.Open(File, [NotesPart], durable: false, new Checkpoints { OnPass = Count }, checkpointAboveBytes: Threshold);

    private void Count(string place)
    {
        Volatile.Write(ref _copying, place == "storage/checkpoint/before");
        if (place == "storage/checkpoint/after")
        {
            Interlocked.Increment(ref _copies);
            _copied.Release();
        }
    }
}
