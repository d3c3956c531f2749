using Caseward.Local.Storage;

namespace Caseward.Local.Tests.Storage;

public sealed class ReaderPoolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;

    private string File => Path.Combine(_folder, "local.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void After_a_rush_of_readers_a_few_connections_are_kept()
    {
        using var readers = new ReaderPool(new DatabaseFile(File, durable: false));
        LocalConnection[] rush = [.. Enumerable.Range(0, 3 * ReaderPool.Most).Select(_ => readers.Take())];

        Array.ForEach(rush, reader => readers.GiveBack(reader, broken: false));

        Assert.Equal(ReaderPool.Most, readers.Kept);
        Assert.Contains(readers.Take(), rush);
        Assert.Equal(ReaderPool.Most - 1, readers.Kept);
    }

    [Fact]
    public async Task A_reader_keeps_two_mebibytes_of_the_file_and_the_writer_more()
    {
        await using LocalDatabase database = LocalDatabase.Open(File, [], durable: false);

        Assert.Equal(-2048L, database.Read(db => db.Scalar("PRAGMA cache_size")));
        Assert.Equal(-8192L, await database.WriteAsync(db => db.Scalar("PRAGMA cache_size")));
    }
}
