using System.Text;
using Caseward.Local.Hosting;
using Caseward.Local.Storage;
using Caseward.Local.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Caseward.Local.Tests.Storage;

/// <summary>Files that cannot be worked on: each is refused at the start in one line that says what to do, and is left byte for byte as it was.</summary>
public sealed class BadFileTests : IDisposable
{
    private static readonly SchemaPart NotesPart = new("notes", "CREATE TABLE notes (id INTEGER PRIMARY KEY, content BLOB)");

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;

    private string File => Path.Combine(_folder, "local.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_of_something_else_is_refused()
    {
        await System.IO.File.WriteAllTextAsync(File, string.Join('\n', Enumerable.Repeat("The minutes of the last meeting.", 500)));

        await AssertRefusedAsync("is not a database of Caseward Local and was left as it is");
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused()
    {
        using (var other = new SqliteConnection($"Data Source={File};Pooling=false"))
        {
            other.Open();
            using SqliteCommand make = other.CreateCommand();
            make.CommandText = "CREATE TABLE contacts (name TEXT)";
            make.ExecuteNonQuery();
        }

        await AssertRefusedAsync("is not a database of Caseward Local and was left as it is");
    }

    [Fact]
    public async Task A_file_whose_last_page_is_damaged_is_refused_with_the_way_back()
    {
        await FillAsync();
        byte[] bytes = await System.IO.File.ReadAllBytesAsync(File);
        bytes.AsSpan(bytes.Length - 4096).Fill(0xFF);
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        await AssertRefusedAsync("is damaged and was left as it is");
    }

    [Fact]
    public async Task A_file_that_was_cut_off_is_refused_with_the_way_back()
    {
        await FillAsync();
        using (FileStream file = System.IO.File.OpenWrite(File))
        {
            file.SetLength(file.Length / 8192 * 4096);
        }

        await AssertRefusedAsync("is damaged and was left as it is");
    }

    [Fact]
    public async Task A_damaged_file_keeps_the_log_beside_it()
    {
        await FillAsync();
        await using (LocalDatabase database = Open())
        {
            await database.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (1000, 'late')"));
            await database.AbandonAsync();
        }

        byte[] log = await System.IO.File.ReadAllBytesAsync(File + "-wal");
        byte[] bytes = await System.IO.File.ReadAllBytesAsync(File);
        bytes.AsSpan(4096, 4096 * 4).Fill(0xFF);
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        await AssertRefusedAsync("is damaged and was left as it is");

        Assert.NotEmpty(log);
        Assert.Equal(log, await System.IO.File.ReadAllBytesAsync(File + "-wal"));
    }

    public static TheoryData<string> Parts => [.. LocalSchema.All.Select(part => part.Name)];

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task A_file_of_a_newer_version_is_refused_by_name(string part)
    {
        await using (TestApp first = await TestApp.StartAsync(typeof(HttpSamples)))
        {
            await first.Runtime.Database.WriteAsync(db => db.Execute("UPDATE schema_parts SET version = 99 WHERE part = ?1", part));
            await first.Runtime.Database.BackupAsync(File);
        }

        await AssertRefusedAsync($"was written by a newer version of Caseward Local ('{part}' 99", "--Caseward:Local:ClockStart=2099-01-01T00:00:00Z");
    }

    [Fact]
    public async Task A_file_of_a_newer_version_keeps_the_log_beside_it()
    {
        await FillAsync();
        await using (LocalDatabase database = Open())
        {
            await database.WriteAsync(db => db.Execute("UPDATE schema_parts SET version = 99"));
            await database.AbandonAsync();
        }

        byte[] log = await System.IO.File.ReadAllBytesAsync(File + "-wal");

        Assert.Throws<LocalStorageException>(Open);

        Assert.NotEmpty(log);
        Assert.Equal(log, await System.IO.File.ReadAllBytesAsync(File + "-wal"));
    }

    [Fact]
    public async Task A_folder_in_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(File);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(StartAsync);

        Assert.Contains("cannot be opened or made", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_nobody_can_write_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A folder that not even an administrator can write is made up elsewhere.");
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Settings = ["--Caseward:Local:File=/proc/caseward/local.db"];

        var refused = await Assert.ThrowsAsync<StartRefusedException>(app.StartAsync);

        Assert.Contains("cannot be written: it or its folder is read-only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_this_user_may_only_read_is_refused()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Whoever may do everything may write it.");
        await FillAsync();
        System.IO.File.SetAttributes(File, FileAttributes.ReadOnly);

        await AssertRefusedAsync("is read-only");
    }

    [Fact]
    public async Task A_file_that_another_program_keeps_locked_is_refused()
    {
        await FillAsync();
        using var other = new SqliteConnection($"Data Source={File};Pooling=false");
        other.Open();
        using SqliteCommand take = other.CreateCommand();
        take.CommandText = "PRAGMA locking_mode=EXCLUSIVE; BEGIN IMMEDIATE";
        take.ExecuteNonQuery();

        var refused = Assert.Throws<LocalStorageException>(() => LocalDatabase.Open(File, [NotesPart]));

        Assert.Contains("is locked by another program", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(4120)]
    public async Task A_log_whose_end_is_torn_costs_nothing_but_the_change_that_was_being_written(int missing)
    {
        await using (LocalDatabase database = Open())
        {
            await WriteAsync(database, 50);
            await database.AbandonAsync();
        }

        using (FileStream log = System.IO.File.OpenWrite(File + "-wal"))
        {
            log.SetLength(log.Length - missing);
        }

        await using LocalDatabase again = Open();
        Assert.Equal(Enumerable.Range(0, 49), Notes(again));
    }

    [Fact]
    public async Task A_log_that_a_dead_process_left_is_read_at_the_next_start()
    {
        await using (LocalDatabase database = Open())
        {
            await WriteAsync(database, 50);
            await database.AbandonAsync();
        }

        await using LocalDatabase again = Open();

        Assert.Equal(Enumerable.Range(0, 50), Notes(again));
    }

    private static async Task WriteAsync(LocalDatabase database, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await database.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (?1, zeroblob(500))", i));
        }
    }

    private static List<int> Notes(LocalDatabase database) => database.Read(db => db.Query("SELECT id FROM notes ORDER BY id", row => row.GetInt32(0)));

    private LocalDatabase Open() => LocalDatabase.Open(File, [NotesPart], durable: false);

    private async Task FillAsync()
    {
        await using LocalDatabase database = Open();
        await WriteAsync(database, 200);
    }

    private Task StartAsync() => StartAsync([]);

    private async Task StartAsync(string[] settings)
    {
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Settings = [$"--Caseward:Local:File={File}", .. settings];
        await app.StartAsync();
    }

    private async Task AssertRefusedAsync(string reason, params string[] settings)
    {
        byte[] before = await System.IO.File.ReadAllBytesAsync(File);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => StartAsync(settings));

        Assert.Contains($"The file {File} {reason}", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", refused.Message, StringComparison.Ordinal);
        Assert.Equal(Encoding.Latin1.GetString(before), Encoding.Latin1.GetString(await System.IO.File.ReadAllBytesAsync(File)));
    }
}
