using Caseward.Local.Storage;
using Microsoft.Data.Sqlite;

namespace Caseward.Local.Tests.Storage;

public sealed class LocalDatabaseTests : IDisposable
{
    private static readonly SchemaPart NotesPart = new("notes", "CREATE TABLE notes (text TEXT PRIMARY KEY)");

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;

    private string File => Path.Combine(_folder, "local.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        await using (LocalDatabase first = Open())
        {
            await first.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (?1)", "kept"));
        }

        await using LocalDatabase second = Open();

        Assert.Equal(["kept"], Notes(second));
    }

    [Fact]
    public async Task A_piece_that_throws_undoes_its_own_rows_and_no_others()
    {
        await using LocalDatabase database = Open();

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

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Of_pieces_that_are_committed_together_those_that_fail_leave_nothing_and_the_others_everything(string pieces)
    {
        await using LocalDatabase database = Open();

        Task<int>[] writes = await GroupedWrites.WriteAsync(database, [.. pieces.Select((kind, i) => Piece(kind, $"{i}"))]);

        Assert.Equal(pieces, new string([.. writes.Select((write, i) => write.IsCompletedSuccessfully ? '.' : pieces[i])]));
        Assert.Equal(pieces.Select((kind, i) => kind == '.' ? $"{i}" : "").Where(note => note.Length > 0), Notes(database));
    }

    [Fact]
    public async Task A_piece_that_is_refused_before_it_has_written_lets_no_other_run_twice()
    {
        await using LocalDatabase database = Open();
        int runs = 0;

        await GroupedWrites.WriteAsync(
            database,
            db => db.Execute("INSERT INTO notes VALUES (?1)", $"run {++runs}"),
            Piece('r', "never"));

        Assert.Equal(["run 1"], Notes(database));
    }

    [Fact]
    public async Task A_table_that_a_failing_piece_made_is_gone_too()
    {
        await using LocalDatabase database = Open();

        Task<int>[] writes = await GroupedWrites.WriteAsync(
            database,
            Piece('.', "before"),
            db => db.Execute("CREATE TABLE half (x)") + db.Execute("INSERT INTO nothing VALUES (1)"),
            Piece('.', "after"));

        Assert.IsType<SqliteException>(writes[1].Exception?.InnerException);
        Assert.Equal(["after", "before"], Notes(database));
        Assert.Null(database.Read(db => db.Scalar("SELECT 1 FROM sqlite_master WHERE name = 'half'")));
    }

    [Fact]
    public async Task A_table_that_a_piece_made_before_it_was_refused_is_gone_too()
    {
        await using LocalDatabase database = Open();

        Task<int>[] writes = await GroupedWrites.WriteAsync(
            database,
            Piece('.', "before"),
            db => db.Execute("CREATE TABLE half (x)") == -1 ? 0 : throw new InvalidOperationException("refused"),
            Piece('.', "after"));

        Assert.IsType<InvalidOperationException>(writes[1].Exception?.InnerException);
        Assert.Equal(["after", "before"], Notes(database));
        Assert.Null(database.Read(db => db.Scalar("SELECT 1 FROM sqlite_master WHERE name = 'half'")));
    }

    [Fact]
    public async Task A_violated_constraint_reaches_the_caller()
    {
        await using LocalDatabase database = Open();
        await database.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (?1)", "same"));

        await Assert.ThrowsAsync<SqliteException>(() => database.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (?1)", "same")));

        Assert.Equal(["same"], Notes(database));
    }

    [Fact]
    public async Task Closing_finishes_what_was_queued()
    {
        LocalDatabase database = Open();
        Task<int>[] writes = [.. Enumerable.Range(0, 1000).Select(i => database.WriteAsync(db => db.Execute("INSERT INTO notes VALUES (?1)", $"{i:D4}")))];

        await database.DisposeAsync();

        Assert.All(writes, write => Assert.True(write.IsCompletedSuccessfully));
        await using LocalDatabase again = Open();
        Assert.Equal(1000, Notes(again).Count);
    }

    // '.' writes, 'r' is refused before it writes, 'w' writes and throws, 'c' writes and violates a constraint.
    public static TheoryData<string> Failures()
    {
        var all = new TheoryData<string>();
        foreach (string pieces in from a in ".rwc" from b in ".rwc" from c in ".rwc" select $".{a}{b}{c}.")
        {
            all.Add(pieces);
        }

        return all;
    }

    private static Func<LocalConnection, int> Piece(char kind, string note) => db => kind switch
    {
        'r' => throw new InvalidOperationException("refused"),
        'w' => db.Execute("INSERT INTO notes VALUES (?1)", note) == 1 ? throw new InvalidOperationException("too late") : 0,
        'c' => db.Execute("INSERT INTO notes VALUES (?1)", note) + db.Execute("INSERT INTO notes VALUES (?1)", note),
        _ => db.Execute("INSERT INTO notes VALUES (?1)", note),
    };

    private static List<string> Notes(LocalDatabase database) =>
        database.Read(db => db.Query("SELECT text FROM notes ORDER BY text", row => row.GetString(0)));

    private LocalDatabase Open() => LocalDatabase.Open(File, [NotesPart]);
}
